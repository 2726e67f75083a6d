"""Carrying out a sheet: rows become the same verbs that organisers' forms use.

(``dialogue``, ``session``) is the key of a row. A row that says what is there already changes
nothing; what no row names is left alone; and all rows are carried out, or none.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from dialogues.programme import dialogue_service, drafting, queries, rules, service
from dialogues.programme.models import Dialogue, DialogueSession, Status
from dialogues.programme.plans import DialoguePlan, SessionPlan, registration_problems
from dialogues.programme.refusals import (
    DialogueIsCancelled,
    SessionIsCancelled,
    SessionIsPublished,
    ShortLinkIsTaken,
    TimeIsPast,
    TitleIsMissing,
)
from dialogues.programme.sheet_checks import Sheet, texts_of
from dialogues.programme.sheet_rows import SheetRow, SheetSession
from dialogues.programme.snapshots import dialogue_plan
from dialogues.support import clock
from dialogues.support.refusals import Refusal
from dialogues.support.sheet_refusals import Problem, SheetIsRefused


class Outcome(StrEnum):
    """What became of a row."""

    CREATED = "created"
    CHANGED = "changed"
    UNCHANGED = "unchanged"


@dataclass(frozen=True)
class Imported:
    """What an import did: the outcome of each row, and the Dialogues whose titles it changed."""

    outcomes: Sequence[tuple[SheetSession, Outcome]]
    retitled: Sequence[str]

    def count(self, outcome: str) -> int:
        """How many rows had ``outcome``."""
        return sum(found == outcome for _, found in self.outcomes)


def import_sheet(sheet: Sheet, uid_domain: str) -> Imported:
    """Carry out all rows; raises :class:`SheetIsRefused` naming every bad one, else none.

    Wants a transaction of its own, which the caller commits, or rolls back for a dry run.
    """
    programme = _Programme(sheet.rows)
    problems = [*sheet.problems, *programme.problems(sheet.rows)]
    if problems:
        raise SheetIsRefused(sorted(problems, key=lambda problem: problem.line or 0))
    return programme.carry_out(sheet.sessions, uid_domain)


class _Programme:
    """The part of the programme that a sheet is about, read and locked once."""

    def __init__(self, rows: Sequence[SheetRow]) -> None:
        self.dialogues = queries.dialogues_by_keys(row.dialogue for row in rows if row.dialogue)
        locked = queries.lock_sessions_of([dialogue.id for dialogue in self.dialogues.values()])
        ids = {dialogue.id: key for key, dialogue in self.dialogues.items()}
        self.sessions = {(ids[session.dialogue_id], session.key): session for session in locked}
        self.owners = queries.owners_of_short_links(
            row.short_link for row in rows if row.short_link
        )
        self.texts = texts_of(rows)
        self.titled = {row.dialogue for row in rows if row.has_title}

    def session(self, row: SheetRow | SheetSession) -> DialogueSession | None:
        return self.sessions.get((row.dialogue or "", row.session))

    def plan(self, row: SheetSession) -> SessionPlan:
        """What ``row`` plans; of what it says nothing, such as reminders, all stays as it is."""
        session = self.session(row)
        if session is None:
            return row.plan
        kept: dict[str, Any] = {
            "admission": session.admission,
            "categories": rules.in_order(session.categories),
            "local_registration_opens": session.local_registration_opens,
            "local_registration_closes": session.local_registration_closes,
        }
        return replace(
            row.plan,
            join_url=row.plan.join_url or session.join_url,
            reminders=session.reminders,
            alarm_minutes=session.alarm_minutes,
            **{name: value for name, value in kept.items() if name not in row.given},
        )

    def problems(self, rows: Sequence[SheetRow]) -> list[Problem]:
        """What cannot be because of what is on the programme already."""
        found: list[Problem] = []
        for row in rows:
            if row.dialogue and row.session and self._is_taken(row):
                found.append(Problem(row.line, "short_link", ShortLinkIsTaken(slug=row.short_link)))
            if row.meaning:
                for column, problem in self._problems_of(row.meaning):
                    found.append(Problem(row.line, column, problem))
        return found

    def _is_taken(self, row: SheetRow) -> bool:
        session, owner = self.session(row), self.owners.get(rules.folded(row.short_link or ""))
        return owner is not None and (session is None or owner != session.id)

    def _problems_of(self, row: SheetSession) -> list[tuple[str, Refusal]]:
        found: list[tuple[str, Refusal]] = []
        session, dialogue = self.session(row), self.dialogues.get(row.dialogue)
        if dialogue is None:
            if row.dialogue not in self.titled:
                found.append(("title", TitleIsMissing()))
        elif session is None:
            if dialogue.status is Status.CANCELLED:
                found.append(("dialogue", DialogueIsCancelled()))
        elif session.status is Status.CANCELLED:
            if not drafting.is_as_planned(session, self.plan(row)):
                found.append(("session", SessionIsCancelled()))
        elif session.status is Status.PUBLISHED and row.status == Status.DRAFT:
            found.append(("status", SessionIsPublished()))
        elif drafting.is_moved_into_past(session, drafting.planned_timing(row.plan), clock.now()):
            found.append(("date", TimeIsPast()))
        if session is not None and session.status is not Status.CANCELLED:
            found += [
                (name.removeprefix("local_"), problem)
                for name, problem in registration_problems(self.plan(row)).items()
            ]
        return found

    def carry_out(self, rows: Sequence[SheetSession], uid_domain: str) -> Imported:
        retitled = [key for key, dialogue in self.dialogues.items() if self._retitle(dialogue)]
        outcomes = {row.line: self._revise(row) for row in rows if self.session(row)}
        new = [row for row in rows if row.line not in outcomes]
        more = [
            (self.dialogues[row.dialogue], row.plan, _first_status(row))
            for row in new
            if row.dialogue in self.dialogues
        ]
        if new:
            dialogue_service.enter(self._new_dialogues(new), more, uid_domain)
        return Imported([(row, outcomes.get(row.line, Outcome.CREATED)) for row in rows], retitled)

    def _new_dialogues(self, rows: Sequence[SheetSession]) -> list[dialogue_service.NewDialogue]:
        sessions: dict[str, list[tuple[SessionPlan, Status]]] = {}
        for row in rows:
            if row.dialogue not in self.dialogues:
                sessions.setdefault(row.dialogue, []).append((row.plan, _first_status(row)))
        return [
            dialogue_service.NewDialogue(
                DialoguePlan(next(iter(self.texts[key])), self._new_texts(key), key),
                planned,
                Status.PUBLISHED
                if any(status is Status.PUBLISHED for _, status in planned)
                else Status.DRAFT,
            )
            for key, planned in sessions.items()
        ]

    def _new_texts(self, key: str) -> dict[str, tuple[str, str]]:
        return {language: (title, "") for language, title in self.texts[key].items()}

    def _retitle(self, dialogue: Dialogue) -> bool:
        plan = dialogue_plan(dialogue)
        texts = dict(plan.texts)
        for language, title in self.texts[dialogue.key or ""].items():
            texts[language] = (title, texts.get(language, ("", ""))[1])
        plan_after = replace(plan, texts=texts)
        return texts != plan.texts and dialogue_service.edit_texts(dialogue, plan_after, tell=False)

    def _revise(self, row: SheetSession) -> Outcome:
        session = self.sessions[row.dialogue, row.session]
        is_published = session.status is Status.DRAFT and row.status == Status.PUBLISHED
        plan = self.plan(row)
        is_revised = not drafting.is_as_planned(session, plan)
        if is_revised:
            service.revise_session(session, plan, tell=False)
        if is_published:
            service.publish_session(session)
        return Outcome.CHANGED if is_revised or is_published else Outcome.UNCHANGED


def _first_status(row: SheetSession) -> Status:
    return Status(row.status or Status.PUBLISHED)
