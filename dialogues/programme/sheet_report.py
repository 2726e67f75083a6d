"""What an import did or would do, and why it cannot, in the reader's language."""

from collections.abc import Callable, Sequence

from flask_babel import gettext as _

from dialogues.programme.importing import Imported, import_rows
from dialogues.programme.service import Effect, effect_of
from dialogues.programme.sheet_refusals import Problem
from dialogues.programme.sheets import Row
from dialogues.support.refusals import Refusal


def importer(rows: Sequence[Row], uid_domain: str) -> Callable[[], Effect[Imported]]:
    """The work of importing rows, carried out and counted when it is called."""
    return lambda: effect_of(lambda: import_rows(rows, uid_domain))


def sentence(problem: Problem) -> str:
    """A problem with its place, such as "Line 3, column zone: ..."."""
    reason = say(problem.refusal)
    if problem.line is None:
        return reason
    if problem.column is None:
        return str(_("Line %(line)s: %(reason)s", line=problem.line, reason=reason))
    return str(
        _(
            "Line %(line)s, column %(column)s: %(reason)s",
            line=problem.line,
            column=problem.column,
            reason=reason,
        )
    )


def say(refusal: Refusal) -> str:
    """The sentence of a refusal."""
    return str(_(refusal.sentence, **refusal.values))


def summary(effect: Effect[Imported]) -> list[str]:
    """What was done, in figures."""
    done = effect.result
    return [
        _("Sessions added: %(number)s", number=done.count("created")),
        _("Sessions changed: %(number)s", number=done.count("changed")),
        _("Sessions left as they are: %(number)s", number=done.count("unchanged")),
        _("Dialogues with another title: %(number)s", number=len(done.retitled)),
        _("Mails to registered people: %(number)s", number=effect.mails),
    ]
