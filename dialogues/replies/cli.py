"""The command that a mail server hands messages to."""

import sys
from typing import BinaryIO

import click
from flask.cli import ScriptInfo

from dialogues.config import UnsafeConfiguration, settings
from dialogues.database import transact
from dialogues.replies import service
from dialogues.replies.mime import LONGEST

TRY_LATER = 75
"""EX_TEMPFAIL of sysexits.h: the mail server keeps the message, and tries again."""
_CHUNK = 64 * 1024


@click.command("receive-mail")
@click.pass_context
def receive_mail(ctx: click.Context) -> None:
    """Read one message (RFC 5322) from standard input: a calendar's answer, or returned mail.

    Ends with 0 once the message is decided upon, also when it is refused: with another code the
    mail server would write to whomever the message names. Ends with 75 where nothing could be
    decided, because the database or the configuration is not in order.
    """
    try:
        decision = _decide(ctx.ensure_object(ScriptInfo), sys.stdin.buffer)
    except UnsafeConfiguration as error:
        click.echo(str(error), err=True)
        ctx.exit(TRY_LATER)
    except Exception as error:
        click.echo(f"not decided: {type(error).__name__}", err=True)
        ctx.exit(TRY_LATER)
    click.echo(decision, err=True)


def _decide(info: ScriptInfo, message: BinaryIO) -> service.Decision:
    raw = message.read(LONGEST + 1)
    if len(raw) > LONGEST:
        # To its end, but not into memory: some mail servers take a closed pipe for a failure.
        while message.read(_CHUNK):
            pass
        return service.TOO_LARGE
    with info.load_app().app_context():
        if settings().rsvp_address is None:
            raise UnsafeConfiguration("DIALOGUES_RSVP_ADDRESS must be set to receive mail.")
        return transact(lambda: service.receive(raw))
