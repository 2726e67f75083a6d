"""Who hears of a published note, when, and in which language."""

import datetime as dt
from collections import Counter
from email import message_from_bytes, policy

import pytest
import time_machine

from dialogues.database import db
from dialogues.languages.rules import LANGUAGES
from dialogues.outbox.delivery import drain
from dialogues.outbox.models import MailState, OutboxMail
from dialogues.registration.models import RegistrationStatus
from dialogues.summaries import publishing_service, queries
from dialogues.summaries.content import content_of
from dialogues.summaries.models import SummaryNote
from dialogues.summaries.readers_queries import ELSEWHERE, READY
from dialogues.summaries.rules import Words
from dialogues.summaries.service import save
from dialogues.support import clock
from dialogues.web.application import DialoguesApp
from tests.builders import a_member_of_staff, a_participant, a_registration, a_session
from tests.summaries.published import a_translated_note, published, rewritten

pytestmark = pytest.mark.databases
A_DAY = dt.timedelta(days=1, minutes=1)


@pytest.fixture
def note(app: DialoguesApp) -> SummaryNote:
    return a_translated_note()


def a_reader(note: SummaryNote, language: str, **fields: object) -> str:
    registration = a_registration(note.dialogue.sessions[0], language=language, **fields)  # type: ignore[arg-type]
    return registration.participant.email


def owed() -> Counter[tuple[str, str]]:
    """How often each kind of mail is or was owed to each address."""
    rows = db.session.execute(db.select(OutboxMail.kind, OutboxMail.recipient))
    return Counter((kind, address) for kind, address in rows)


def sent(address: str, later: dt.timedelta = dt.timedelta()) -> list[str]:
    """What an address got by then, as text."""
    db.session.commit()
    with time_machine.travel(clock.now() + later, tick=False):
        drain()
    db.session.commit()
    rows = db.session.scalars(
        db.select(OutboxMail)
        .filter_by(recipient=address, state=MailState.SENT)
        .order_by(OutboxMail.id)
    )
    parsed = [message_from_bytes(row.body or b"", policy=policy.default) for row in rows]
    return [f"{one['Subject']}\n{one.get_body(('plain',)).get_content()}" for one in parsed]


def test_readers_of_the_language_are_told_at_once_and_others_a_day_later(
    note: SummaryNote,
) -> None:
    arab, french = a_reader(note, "ar"), a_reader(note, "fr")
    published(note, "ar", "en")
    [told] = sent(arab)
    assert "الالتزام بالتحويل" in told
    assert f"http://127.0.0.1:8000/ar/dialogues/{note.dialogue.public_id}/summary.pdf" in told
    assert sent(french) == []
    [elsewhere] = sent(french, A_DAY)
    for code in ("ar", "en"):
        assert f"/{code}/dialogues/{note.dialogue.public_id}/summary\r\n" in elsewhere
    assert "/fr/dialogues" not in elsewhere
    assert "English" in elsewhere


def test_who_waits_for_a_language_that_comes_within_a_day_hears_of_it_alone(
    note: SummaryNote,
) -> None:
    chinese = a_reader(note, "zh")
    published(note, "en", "zh")
    [told] = sent(chinese, A_DAY)
    assert "致力于转型" in told
    assert owed()[ELSEWHERE, chinese] == 1


def test_nobody_hears_of_a_note_twice(note: SummaryNote) -> None:
    english = a_reader(note, "en")
    both = a_participant()
    for session in note.dialogue.sessions:
        a_registration(session, participant=both, language="en")
    russian = a_reader(note, "ru")
    for word in ("Short", "Clear", "Plain", "Final"):
        rewritten(note, f"{word} words on [a list](https://example.org/list).")
        published(note, "en")
    published(note, "ar")
    assert owed() == {(READY, english): 1, (READY, both.email): 1, (ELSEWHERE, russian): 1}


def test_twelve_publications_within_a_day_are_one_mail_for_each_reader(note: SummaryNote) -> None:
    for language in ("fr", "ru", "es"):
        for section in queries.standing(note):
            save(section, language, Words(f"{language} Title", "Text."), 0, None)
    readers = {language: a_reader(note, language) for language in LANGUAGES}
    for twice in ("Once.", "Twice."):
        for language in LANGUAGES:
            section = queries.standing(note)[2]
            text = section.texts[language]
            save(section, language, Words(text.heading, twice), text.version, None)
            content = content_of(note, language)
            publishing_service.publish(note, language, content, None)
    mails = {language: sent(address, A_DAY) for language, address in readers.items()}
    assert {language: len(got) for language, got in mails.items()} == dict.fromkeys(LANGUAGES, 1)


def test_who_heard_of_other_languages_hears_again_when_their_own_is_there(
    note: SummaryNote,
) -> None:
    chinese = a_reader(note, "zh")
    published(note, "en")
    [elsewhere] = sent(chinese, A_DAY)
    assert "English" in elsewhere
    published(note, "zh")
    _first, own = sent(chinese, A_DAY)
    assert "致力于转型" in own


def test_whose_mail_comes_back_is_written_none(note: SummaryNote) -> None:
    a_reader(note, "en", participant=a_participant(undeliverable_at=clock.now()))
    a_reader(note, "fr", participant=a_participant(undeliverable_at=clock.now()))
    published(note, "en")
    assert owed() == {}


def test_only_who_is_registered_hears_of_it(note: SummaryNote) -> None:
    for status in (RegistrationStatus.CANCELLED, RegistrationStatus.WAITLISTED):
        a_reader(note, "en", status=status)
    a_reader(note, "en", erased_at=clock.now())
    a_registration(a_session(), language="en")
    left = a_registration(note.dialogue.sessions[0], language="en")
    published(note, "en")
    assert set(owed()) == {(READY, left.participant.email)}
    left.status = RegistrationStatus.CANCELLED
    assert sent(left.participant.email) == []


def test_a_note_that_was_withdrawn_is_announced_once_it_is_back(note: SummaryNote) -> None:
    english = a_reader(note, "en")
    published(note, "en")
    publishing_service.withdraw(note, "en", "Wrong.", a_member_of_staff().id)
    assert sent(english) == []
    published(note, "en")
    assert len(sent(english)) == 1


def _republished(note: SummaryNote, body: str) -> None:
    rewritten(note, body, "ar")
    published(note, "ar")


def test_whom_no_mail_reached_before_it_was_withdrawn_hears_of_other_languages(
    note: SummaryNote,
) -> None:
    published(note, "en", "ar")
    early = a_reader(note, "ar")
    _republished(note, "تريد [قائمة](https://example.org/list) أولى.")
    assert len(sent(early)) == 1
    late = a_reader(note, "ar")
    _republished(note, "تريد [قائمة](https://example.org/list) ثانية.")
    publishing_service.withdraw(note, "ar", "Wrong.", a_member_of_staff().id)
    assert sent(late) == []
    [elsewhere] = sent(late, A_DAY)
    assert "English" in elsewhere
    assert len(sent(early, A_DAY)) == 1


def test_readers_in_great_number_are_told_in_few_statements(
    note: SummaryNote, count_statements: object
) -> None:
    figures = []
    for language, number in (("en", 2), ("ar", 12)):
        for _ in range(number):
            a_reader(note, language)
        db.session.expire_all()
        figures.append(count_statements(lambda code=language: published(note, code)))  # type: ignore[operator]
    assert figures[1] <= figures[0] + 2
