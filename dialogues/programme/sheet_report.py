"""What an import did or would do, and why it cannot, in the reader's language."""

from collections.abc import Callable

from flask_babel import gettext as _
from flask_babel import ngettext

from dialogues.programme.effects import Effect, effect_of
from dialogues.programme.importing import Imported, import_sheet
from dialogues.programme.sheet_checks import Sheet
from dialogues.support.refusals import Refusal
from dialogues.support.sheet_refusals import Problem, SheetIsRefused

MOST_PROBLEMS = 200
_LONGEST_ECHO = 80  # characters of what a cell says
_ECHOES = ("column", "language", "slug", "text", "zone")


def importer(sheet: Sheet, uid_domain: str) -> Callable[[], Effect[Imported]]:
    """The work of importing a sheet, carried out and counted when it is called."""
    return lambda: effect_of(lambda: import_sheet(sheet, uid_domain))


def sentences(refused: SheetIsRefused) -> list[str]:
    """The first 200 problems with their places, and how many there are besides."""
    found = [sentence(problem) for problem in refused.problems[:MOST_PROBLEMS]]
    more = len(refused.problems) - len(found)
    if more:
        found.append(ngettext("And %(num)s more problem.", "And %(num)s more problems.", more))
    return found


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
    """The sentence of a refusal; of a long cell, only how it begins."""
    values = {
        name: _cut(str(value)) if name in _ECHOES else value
        for name, value in refusal.values.items()
    }
    return str(_(refusal.sentence, **values))


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST_ECHO else text[: _LONGEST_ECHO - 1] + "…"


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
