"""What applications compile, kept from one to the next: most of what a test would wait for."""

from types import CodeType
from typing import Any

import pytest
from flask import Flask
from flask.templating import Environment
from flask_sqlalchemy import SQLAlchemy
from jinja2.bccache import Bucket, BytecodeCache
from sqlalchemy import Engine
from werkzeug.routing import Rule

_STATEMENTS = 10_000
"""How many are kept."""


def keep_addresses(patch: pytest.MonkeyPatch) -> None:
    """Compile each rule of addresses (Werkzeug) once."""
    compile_rule, kept = Rule.compile, dict[object, Rule]()

    def compile_once(rule: Rule) -> None:
        first = kept.setdefault((rule.rule, rule.endpoint, repr(rule.defaults)), rule)
        if first is rule:
            compile_rule(rule)
            return
        for name in ("_parts", "_trace", "_converters", "arguments"):
            setattr(rule, name, getattr(first, name))
        for name in ("_build", "_build_unknown"):
            setattr(rule, name, getattr(first, name).__func__.__get__(rule))

    patch.setattr(Rule, "compile", compile_once)


def keep_statements(patch: pytest.MonkeyPatch) -> None:
    """Compile each statement (SQLAlchemy) once for each kind of database."""
    make_engine, kept = SQLAlchemy._make_engine, dict[str, Engine]()

    def make_with_kept(self: SQLAlchemy, *arguments: Any) -> Engine:
        engine = make_engine(self, *arguments)
        first = kept.setdefault(engine.dialect.name, engine)
        if first is engine and engine._compiled_cache is not None:
            engine._compiled_cache.capacity = _STATEMENTS
        # A statement is kept by its dialect.
        engine.dialect, engine._compiled_cache = first.dialect, first._compiled_cache
        return engine

    patch.setattr(SQLAlchemy, "_make_engine", make_with_kept)


def keep_templates(patch: pytest.MonkeyPatch) -> None:
    """Compile each template (Jinja) once."""
    make_environment, kept = Flask.create_jinja_environment, _Templates()

    def make_with_kept(self: Flask) -> Environment:
        environment = make_environment(self)
        environment.bytecode_cache = kept
        return environment

    patch.setattr(Flask, "create_jinja_environment", make_with_kept)


class _Templates(BytecodeCache):
    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], CodeType] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = self.kept.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        if bucket.code:
            self.kept[bucket.key, bucket.checksum] = bucket.code
