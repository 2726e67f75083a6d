"""The verbs that put Dialogues and sessions on the programme, and change the texts of a Dialogue.

Like those of :mod:`dialogues.programme.service`, they flush and leave committing to others.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from dialogues.database import db
from dialogues.history import service as history
from dialogues.programme import drafting, slugs
from dialogues.programme.facts import DialogueChanged, SessionPublished, TextsEdited
from dialogues.programme.models import Dialogue, DialogueSession, DialogueText, Status
from dialogues.programme.plans import (
    DialoguePlan,
    SessionPlan,
    dialogue_problems,
    session_problems,
)
from dialogues.programme.recording import record_dialogue, refuse_first
from dialogues.programme.refusals import DialogueIsCancelled
from dialogues.programme.service import publish_alone
from dialogues.programme.snapshots import dialogue_record, session_record
from dialogues.support.events import announce


@dataclass(frozen=True)
class NewDialogue:
    """A Dialogue to create, with the status that each of its sessions starts in."""

    plan: DialoguePlan
    sessions: Sequence[tuple[SessionPlan, Status]]
    status: Status


def create_dialogue(
    plan: DialoguePlan, sessions: Sequence[SessionPlan], status: Status, uid_domain: str
) -> Dialogue:
    """Put a Dialogue and its sessions on the programme, all as drafts or all published."""
    new = NewDialogue(plan, [(session, status) for session in sessions], status)
    return enter([new], [], uid_domain)[0][0]


def add_session(
    dialogue: Dialogue, plan: SessionPlan, status: Status, uid_domain: str
) -> DialogueSession:
    """Add a session; a published one publishes a draft Dialogue, but not its other drafts."""
    return enter([], [(dialogue, plan, status)], uid_domain)[1][0]


def enter(
    new: Sequence[NewDialogue],
    more: Sequence[tuple[Dialogue, SessionPlan, Status]],
    uid_domain: str,
) -> tuple[list[Dialogue], list[DialogueSession]]:
    """Create Dialogues with their sessions, and add ``more`` sessions to others.

    Few statements whatever their number. Gives what is new, in the order of the plans.
    """
    for one in new:
        refuse_first(dialogue_problems(one.plan))
    for dialogue, _, status in more:
        if dialogue.status is Status.CANCELLED:
            raise DialogueIsCancelled()
        if status is Status.PUBLISHED:
            publish_alone(dialogue)
    dialogues = [drafting.new_dialogue(one.plan, one.status) for one in new]
    wanted = [
        (dialogue, plan, status)
        for dialogue, one in zip(dialogues, new, strict=True)
        for plan, status in one.sessions
    ]
    return dialogues, _add(dialogues, [*wanted, *more], uid_domain)


def edit_texts(dialogue: Dialogue, plan: DialoguePlan, *, tell: bool) -> bool:
    """Make the texts and source language those of ``plan``; False where they were already.

    Languages that ``plan`` does not name lose their text. Public pages and feeds follow by
    themselves; those who registered are mailed where ``tell`` says so.
    """
    refuse_first(dialogue_problems(plan))
    before = dialogue_record(dialogue)
    for language in set(dialogue.texts) - set(plan.texts):
        del dialogue.texts[language]
    for language, (title, description) in plan.texts.items():
        text = dialogue.texts.get(language)
        if text is None:
            dialogue.texts[language] = DialogueText(
                language=language, title=title, description=description
            )
        else:
            text.title, text.description = title, description
    dialogue.source_language = plan.source_language
    if dialogue_record(dialogue) == before:
        return False
    record_dialogue(dialogue, "texts_edited", before)
    if tell:
        announce(TextsEdited(dialogue))
    return True


def _add(
    new: Sequence[Dialogue], wanted: Sequence[tuple[Dialogue, SessionPlan, Status]], uid_domain: str
) -> list[DialogueSession]:
    for _, plan, _ in wanted:
        refuse_first(session_problems(plan))
    chosen = slugs.choose([plan for _, plan, _ in wanted])
    with slugs.storing(*chosen):
        sessions = [
            drafting.new_session(dialogue, plan, status, slug, uid_domain)
            for (dialogue, plan, status), slug in zip(wanted, chosen, strict=True)
        ]
        db.session.add_all([*new, *sessions])
    for dialogue in new:
        history.record("dialogue", dialogue.id, "created", {}, dialogue_record(dialogue))
    for session in sessions:
        history.record("session", session.id, "created", {}, session_record(session))
    published = [session for session in sessions if session.status is Status.PUBLISHED]
    for session in published:
        announce(SessionPublished(session))
    for dialogue in dict.fromkeys(session.dialogue for session in published):
        announce(DialogueChanged(dialogue))
    db.session.flush()
    return sessions
