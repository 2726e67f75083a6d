"""Processes of a test's own, that begin where the application is imported already."""

import multiprocessing
from multiprocessing.context import ForkServerContext


def beginning() -> ForkServerContext:
    """Their context: they import what an application is made of once, and not each of them."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["dialogues.app", "tests.builders"])
    return context
