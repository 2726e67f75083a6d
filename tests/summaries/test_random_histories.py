"""Edits, translations, publishing and withdrawal at random: what was published stays as it was.

A record of its own is kept beside the database, and compared with it after every step.
"""

import copy
import os
import random
from dataclasses import dataclass, field

import pytest
from sqlalchemy import select

from dialogues.action_items.queries import items_of
from dialogues.database import db
from dialogues.languages.rules import LANGUAGES
from dialogues.summaries import publishing_service, queries, service, translating_service
from dialogues.summaries.documents import document_of
from dialogues.summaries.files import file_of
from dialogues.summaries.models import Publication, SectionKind, SummaryNote, SummarySection
from dialogues.summaries.publishing import publish_in
from dialogues.summaries.rules import State, Words
from dialogues.summaries.service import NewSection
from dialogues.support.refusals import Refusal
from dialogues.web.application import DialoguesApp
from tests.builders import a_member_of_staff, a_note, a_session, an_action_item

STEPS = int(os.environ.get("DIALOGUES_TEST_STEPS", "250"))
TEXTS = [Words(heading, body) for heading in ("Needs", "Closing") for body in ("One.", "Two.", "")]


@dataclass
class Translation:
    """What the record knows of one section in one language."""

    words: Words
    is_done: bool = False
    source_then: Words | None = None
    """What the source read when this was declared done."""


@dataclass
class Record:
    """What should be true of a note."""

    source: dict[int, Words] = field(default_factory=dict)
    translations: dict[tuple[int, str], Translation] = field(default_factory=dict)
    published: dict[tuple[str, int], dict[str, object]] = field(default_factory=dict)
    read: dict[tuple[str, int], bytes] = field(default_factory=dict)
    """What readers got when it was published."""
    withdrawn: set[tuple[str, int]] = field(default_factory=set)

    def state(self, section_id: int, language: str) -> State:
        """What the state of a translation should be, told from what happened."""
        source = self.source[section_id]
        translation = self.translations.get((section_id, language))
        if translation is None or not translation.words:
            return State.MISSING if source else State.CURRENT
        if not translation.is_done:
            return State.DRAFT
        return State.CURRENT if translation.source_then == source else State.STALE


def as_read(publication: Publication) -> bytes:
    """The words of a revision, as readers get them; without when it was published, withdrawn."""
    return file_of(document_of(publication.content, publication.language), "md")


class History:
    """One note, and what happens to it."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.note: SummaryNote = a_note(
            sections=[
                (SectionKind.PARTICIPATION, "How countries take part", "They want to."),
                (SectionKind.NEXT, "The next Dialogue", ""),
            ]
        )
        self.staff = a_member_of_staff()
        self.following = a_session(days=30).dialogue
        self.record = Record(
            {one.id: queries.words_of(one.texts["en"]) for one in self.note.sections}
        )

    def step(self) -> None:
        """Do something, all of it or nothing."""
        acts = [self.edit] * 3 + [self.translate] * 5 + [self.declare_done] * 3
        acts += [self.send_back, self.publish, self.publish, self.withdraw]
        acts += [self.add, self.remove, self.restore, self.promise, self.plan]
        try:
            self.random.choice(acts)()
        except Refusal:
            db.session.rollback()
        else:
            db.session.commit()

    def section(self) -> SummarySection:
        return self.random.choice(self.note.sections)

    def language(self) -> str:
        return self.random.choice([code for code in LANGUAGES if code != "en"])

    def edit(self) -> None:
        section, words = self.section(), self.random.choice(TEXTS)
        service.save(section, "en", words, section.texts["en"].version, self.staff.id)
        self.record.source[section.id] = words

    def translate(self) -> None:
        section, language = self.section(), self.language()
        words = self.random.choice(TEXTS)
        base = section.texts[language].version if language in section.texts else 0
        service.save(section, language, words, base, self.staff.id)
        known = self.record.translations.setdefault((section.id, language), Translation(words))
        known.words, known.is_done = words, known.is_done and bool(words)

    def declare_done(self) -> None:
        section, language = self.section(), self.language()
        text = section.texts.get(language)
        renders = section.texts["en"].version
        version = text.version if text else 0
        translating_service.declare_done(section, language, version, renders)
        known = self.record.translations[section.id, language]
        known.is_done, known.source_then = True, self.record.source[section.id]

    def send_back(self) -> None:
        section, language = self.section(), self.language()
        translating_service.send_back(section, language, "Please shorten.", self.staff.id)
        self.record.translations[section.id, language].is_done = False

    def publish(self) -> None:
        language = self.random.choice(LANGUAGES)
        publication = publish_in(self.note, language, self.staff.id)
        which = language, publication.number
        self.record.published[which] = copy.deepcopy(publication.content)
        self.record.read[which] = as_read(publication)

    def withdraw(self) -> None:
        language = self.random.choice(LANGUAGES)
        last = publishing_service.withdraw(self.note, language, "An error.", self.staff.id)
        self.record.withdrawn.add((language, last.number))

    def add(self) -> None:
        words = Words("More", "More text.")
        new = NewSection(SectionKind.OTHER, words)
        section = service.add_section(self.note, new, "en", self.staff.id)
        self.record.source[section.id] = words

    def remove(self) -> None:
        service.remove_section(self.section())

    def restore(self) -> None:
        service.restore_section(self.section())

    def promise(self) -> None:
        """Record an action item, reword one, or rename its owner."""
        item = self.random.choice([None, *items_of(self.note.dialogue_id)])
        word = self.random.choice("abcdef")
        if item is None:
            an_action_item(self.note.dialogue, text=f"Promise {word}.")
        else:
            item.texts["en"].text = f"Promise {word}."
            item.owner.names["en"].name = f"Coalition {word}"

    def plan(self) -> None:
        """Change what the programme says of the next Dialogue."""
        self.following.texts["en"].title = f"Next {self.random.choice('abcdef')}"

    def check(self) -> None:
        """Compare the database, read anew, with the record."""
        db.session.expire_all()
        rows = db.session.scalars(select(Publication)).all()
        assert {(row.language, row.number): row.content for row in rows} == self.record.published
        assert {(row.language, row.number): as_read(row) for row in rows} == self.record.read
        withdrawn = {(row.language, row.number) for row in rows if row.withdrawn_at}
        assert withdrawn == self.record.withdrawn
        for language in LANGUAGES:
            numbers = sorted(row.number for row in rows if row.language == language)
            assert numbers == list(range(1, len(numbers) + 1))
        for language, by_section in queries.states(self.note).items():
            for section_id, state in by_section.items():
                assert state == self.record.state(section_id, language), (section_id, language)


@pytest.mark.databases
def test_no_published_revision_changes_and_stale_is_stale(app: DialoguesApp) -> None:
    with app.test_request_context():
        history = History(int(os.environ["DIALOGUES_TEST_SEED"]))
        for _step in range(STEPS):
            history.step()
            history.check()
        assert history.record.published
