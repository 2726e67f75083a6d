"""What tests of notes share: one in three languages, published; and one as it stands now."""

import datetime as dt

from dialogues.database import db
from dialogues.programme.models import Dialogue
from dialogues.summaries import queries, translating_service
from dialogues.summaries.models import Publication, SectionKind, SummaryNote
from dialogues.summaries.publishing import publish_in
from dialogues.summaries.rules import Words
from dialogues.summaries.service import save
from tests.builders import a_dialogue, a_note, a_session

TITLES = {"en": "Committed", "zh": "致力于转型", "ar": "الالتزام بالتحويل"}
TEXTS = {
    "en": ("How countries take part", "Countries *want* [a list](https://example.org/list)."),
    "zh": ("国家参与工作", "各国希望获得\n[名单](https://example.org/list)。"),
    "ar": ("كيف تشارك البلدان", "تريد البلدان [قائمة](https://example.org/list)."),
}


def a_held_dialogue() -> Dialogue:
    """One of 29 June 2022, with a session in the morning and one in the afternoon in Rome."""
    dialogue = a_dialogue(texts={"zh": ("致力于转型", "")})
    for hour in (8, 16):
        a_session(dialogue, local_start=dt.datetime(2022, 6, 29, hour))
    return dialogue


def a_translated_note(dialogue: Dialogue | None = None) -> SummaryNote:
    """A note in English, Chinese and Arabic, all of it done; its last section writes itself."""
    note = a_note(
        dialogue or a_held_dialogue(),
        title=TITLES["en"],
        sections=[
            (SectionKind.PARTICIPATION, *TEXTS["en"]),
            (SectionKind.NEXT, "The next Dialogue", ""),
        ],
    )
    title, first, following = queries.standing(note)
    for language in ("zh", "ar"):
        for section, words in (
            (title, Words(TITLES[language], "")),
            (first, Words(*TEXTS[language])),
            (following, Words("下一次对话" if language == "zh" else "الحوار المقبل", "")),
        ):
            save(section, language, words, 0, None)
            translating_service.declare_done(section, language, 1, 1)
    db.session.commit()
    return note


def the_note(dialogue: Dialogue) -> SummaryNote:
    """The note of a Dialogue as the database has it now."""
    db.session.rollback()
    note = queries.note_of_dialogue(dialogue.id)
    assert note is not None
    return note


def published(note: SummaryNote, *languages: str) -> list[Publication]:
    """The note, published in some languages, one after the other."""
    made = [publish_in(note, language, None) for language in languages]
    db.session.commit()
    return made


def rewritten(note: SummaryNote, body: str, language: str = "en", place: int = 1) -> None:
    """Another text of a section in a language, kept."""
    section = queries.standing(note)[place]
    text = section.texts[language]
    save(section, language, Words(text.heading, body), text.version, None)
    db.session.commit()
