"""The command ``dialogues``. Each command imports what it needs when it runs."""

import importlib
import logging
import os
import sys
from typing import Any

import click
from flask import Flask
from flask.cli import AppGroup, ScriptInfo

from dialogues.config import Settings, UnsafeConfiguration
from dialogues.support.refusals import Refusal

_ELSEWHERE = {
    "calendars": "dialogues.invites.cli:calendars",
    "db": "dialogues.migrating:db",
    "finding": "dialogues.finding.cli:finding",
    "programme": "dialogues.programme.cli:programme",
    "receive-mail": "dialogues.replies.cli:receive_mail",
    "sign-in-link": "dialogues.people.cli:sign_in_link",
    "staff": "dialogues.people.cli:staff",
    "summaries": "dialogues.summaries.cli:summaries",
}
_LOOPBACK = "127.0.0.1"
_COUNTS_ALONE = (
    "Each of the {0} web processes counts for itself what comes from a network, so that up to "
    "{0} times as much is let in. With DIALOGUES_QUEUE_URL=redis://... they count together."
)


class _Refused(click.ClickException):
    """One sentence on standard error."""

    def show(self, file: Any = None) -> None:
        click.echo(self.message, file=file, err=file is None)


class _Misconfigured(_Refused):
    exit_code = 2


class _Commands(AppGroup):
    """The commands of this module, and those of features, which are imported when asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted([*super().list_commands(ctx), *_ELSEWHERE])

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _ELSEWHERE:
            return super().get_command(ctx, cmd_name)
        module, _, name = _ELSEWHERE[cmd_name].partition(":")
        command: click.Command = getattr(importlib.import_module(module), name)
        return command

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except UnsafeConfiguration as error:
            raise _Misconfigured(str(error)) from error
        except Refusal as refusal:
            raise _Refused(str(refusal)) from refusal
        except Exception as error:
            if _is_operational(error):
                raise _Refused(
                    f"The database does not answer as it should: {getattr(error, 'orig', error)}. "
                    "If it is new, run: dialogues db upgrade"
                ) from error
            raise


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.pass_context
def cli(ctx: click.Context) -> None:
    """Dialogues: programme, registration, calendars and mail."""
    ctx.ensure_object(ScriptInfo)


@cli.command(with_appcontext=False)
@click.option("--host", default=_LOOPBACK, show_default=True)
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
def serve(host: str, port: int) -> None:
    """Run web server and worker together, restarting either."""
    from dialogues.jobs import serve as parent

    click.echo(f"Dialogues: {_address(host, port)}")
    parent.serve(host, port)


@cli.command(with_appcontext=False)
@click.option("--host", default=_LOOPBACK, show_default=True)
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option("--workers", default=1, show_default=True, type=click.IntRange(1), help="Processes.")
@click.option("--threads", default=4, show_default=True, type=click.IntRange(1))
@click.option("--with-parent", is_flag=True, hidden=True)
def web(host: str, port: int, workers: int, threads: int, with_parent: bool) -> None:
    """Run the web server alone."""
    from dialogues.jobs.web import WebServer

    address = _address(host, port)
    if not with_parent:
        click.echo(f"Dialogues: {address}")
    if workers > 1 and Settings.from_environment().shared_counts_url is None:
        click.echo(_COUNTS_ALONE.format(workers), err=True)
    WebServer(host, port, workers, threads, with_parent).run()


@cli.command(with_appcontext=False)
@click.option("--lease-seconds", default=None, type=click.FloatRange(0.1), hidden=True)
@click.option("--with-parent", is_flag=True, hidden=True)
def worker(lease_seconds: float | None, with_parent: bool) -> None:
    """Run the worker alone: it sends the mail that is owed and does the daily chores."""
    import datetime as dt

    from dialogues.app import create_app
    from dialogues.jobs.serve import end_with_parent
    from dialogues.jobs.worker import run
    from dialogues.outbox.rules import LEASE

    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    if with_parent:
        end_with_parent()
    run(create_app(), dt.timedelta(seconds=lease_seconds) if lease_seconds else LEASE)


@cli.command()
def demo() -> None:
    """Load the demonstration data, once, and print what to try."""
    from dialogues.config import settings
    from dialogues.database import transact
    from dialogues.demonstration.load import ORGANISER, load
    from dialogues.people.cli import sign_in_address

    slug, sign_in = transact(lambda: (load(), sign_in_address(ORGANISER)))
    click.echo(f"A short link to try: {settings().base_url}/{slug}")
    click.echo(f"To sign in as an organiser, once, within 30 minutes: {sign_in}")


def _address(host: str, port: int) -> str:
    """The address that people open; without ``DIALOGUES_BASE_URL``, this machine's own."""
    here = {"0.0.0.0": _LOOPBACK, "::": "::1"}.get(host, host)
    here = f"[{here}]" if ":" in here else here
    os.environ.setdefault("DIALOGUES_BASE_URL", f"http://{here}:{port}")
    return Settings.from_environment().base_url


def _is_operational(error: Exception) -> bool:
    """Whether the database failed, without importing SQLAlchemy where nothing else has."""
    module = sys.modules.get("sqlalchemy.exc")
    return module is not None and isinstance(error, module.DBAPIError)


def _application() -> Flask:
    from dialogues.app import create_app

    return create_app()


def main() -> None:
    """Run the command line."""
    cli(obj=ScriptInfo(create_app=_application, set_debug_flag=False), prog_name="dialogues")


if __name__ == "__main__":
    main()
