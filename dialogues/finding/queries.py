"""The one search, the same in the same order on both databases; and which Dialogues are public."""

import datetime as dt

from sqlalchemy import Integer, Select, case, cast, func, literal_column, or_, select, table
from sqlalchemy.dialects.postgresql import TSQUERY
from sqlalchemy.orm import joinedload

from dialogues.database import Page, db, page_of
from dialogues.finding.models import Passage, PassageKind
from dialogues.finding.tokens import Wanted
from dialogues.programme.models import Dialogue, DialogueSession, Status

ON_A_PAGE = 10
_ROWID = literal_column("rowid", Integer)
_ON_SQLITE = table("finding_index")
"""The virtual table of migration 0005, which no model has."""


def found(wanted: Wanted, language: str, kind: PassageKind | None, number: int) -> Page[Passage]:
    """A page of the passages that have all that is ``wanted``, with their Dialogues and sessions.

    Those in ``language`` come first; then those under whose heading all of it is; then what was
    held last; then as they stand in their texts.
    """
    of_kind = () if kind is None else (Passage.kind == kind,)
    in_order = (
        select(Passage.id)
        .where(Passage.id.in_(_matching(wanted, "tokens")), *of_kind)
        .order_by(
            case((Passage.language == language, 0), else_=1),
            case((Passage.id.in_(_matching(wanted, "heading_tokens")), 0), else_=1),
            Passage.held_on.desc(),
            Passage.id,
        )
    )
    page = page_of(in_order, ON_A_PAGE, number)
    with_sessions = joinedload(Passage.dialogue).selectinload(Dialogue.sessions)
    loaded = select(Passage).where(Passage.id.in_(page.items)).options(with_sessions)
    by_id = {passage.id: passage for passage in db.session.scalars(loaded)}
    return Page([by_id[each] for each in page.items], page.number, page.has_more)


def _matching(wanted: Wanted, column: str) -> Select[int]:
    """The ids of the passages whose ``column`` has all tokens; tokens hold no syntax."""
    last = wanted.beginning
    if db.session.get_bind().dialect.name == "postgresql":
        terms = [f"'{token}'" for token in wanted.whole]
        terms += [f"('{last.stem}' | '{last.word}':*)"] if last else []
        query = cast(" & ".join(terms), TSQUERY)
        return select(Passage.id).where(getattr(Passage, column).op("@@")(query))
    terms = [f'"{token}"' for token in wanted.whole]
    terms += [f'("{last.stem}" OR "{last.word}"*)'] if last else []
    match = literal_column("finding_index").op("MATCH")(f"{column} : ({' AND '.join(terms)})")
    return select(_ROWID).select_from(_ON_SQLITE).where(match)


def held_on(dialogue_id: int) -> dt.date | None:
    """The day of a Dialogue that the public has seen, on its first session's clocks; else None.

    The Dialogue is locked until the transaction ends: one at a time says what is found of it.
    """
    locked = select(Dialogue.id).where(Dialogue.id == dialogue_id)
    db.session.execute(locked.with_for_update(key_share=True))
    first = db.session.scalar(
        select(func.min(DialogueSession.local_start))
        .join(DialogueSession.dialogue)
        .where(
            Dialogue.id == dialogue_id,
            Dialogue.status != Status.DRAFT,
            or_(
                DialogueSession.status == Status.PUBLISHED,
                # rules.was_published
                (DialogueSession.status == Status.CANCELLED) & (DialogueSession.sequence > 0),
            ),
        )
    )
    return first.date() if first else None


def is_indexed(dialogue_id: int) -> bool:
    """Whether anything of a Dialogue is found."""
    passages = select(Passage.id).where(Passage.dialogue_id == dialogue_id)
    return db.session.scalar(passages.limit(1)) is not None


def unindexed() -> list[Dialogue]:
    """The Dialogues of which nothing is found: drafts, and what an earlier version has left."""
    has_passages = select(Passage.id).where(Passage.dialogue_id == Dialogue.id).exists()
    return list(db.session.scalars(select(Dialogue).where(~has_passages).order_by(Dialogue.id)))
