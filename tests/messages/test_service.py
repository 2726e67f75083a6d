"""Messages to people: to whom, in which language, paused, resumed and stopped."""

import dataclasses
import threading
from email.message import EmailMessage

import pytest

from dialogues.app import create_app
from dialogues.config import Settings
from dialogues.database import db, transact
from dialogues.history.models import Change
from dialogues.messages import refusals, service
from dialogues.messages.models import Message, MessageState
from dialogues.messages.queries import LeftOut, left_out_counts, recipients
from dialogues.messages.rules import Draft
from dialogues.outbox import holding_service
from dialogues.outbox import service as outbox
from dialogues.outbox.delivery import Delivered, drain
from dialogues.outbox.models import MailState, OutboxMail
from dialogues.programme.models import DialogueSession
from dialogues.registration.models import Registration, RegistrationStatus
from dialogues.support import clock
from tests.builders import a_dialogue, a_participant, a_registration, a_session
from tests.messages.written import a_draft, audience, confirmed, make_due, site, states

pytestmark = pytest.mark.databases


def people(session: DialogueSession, count: int, **fields: object) -> list[Registration]:
    return [
        a_registration(session, email=f"person{number}@example.org", name=f"P{number}", **fields)  # type: ignore[arg-type]
        for number in range(count)
    ]


def plain(mail: EmailMessage) -> str:
    return written(mail, "plain")


def written(mail: EmailMessage, kind: str) -> str:
    part = mail.get_body((kind,))
    assert part is not None
    return str(part.get_content()).replace("\r\n", "\n")


def now(message: Message) -> Message:
    db.session.rollback()
    db.session.refresh(message)
    return message


@pytest.mark.usefixtures("app")
def test_each_gets_the_text_in_their_language_else_the_source_with_their_own_values(
    settings: Settings,
) -> None:
    with site(settings) as office:
        dialogue = a_dialogue("Soils", texts={"ar": ("التربة", "وصف")})
        session = a_session(dialogue)
        a_registration(session, email="en@example.org", name="Awa", language="en")
        a_registration(
            session, email="ar@example.org", name="منى", language="ar", zone="Africa/Cairo"
        )
        a_registration(session, email="ru@example.org", name="Анна", language="ru")
        texts = {
            "en": ("About {title}", "Dear {name}, {manage_link}"),
            "ar": ("عن {title}", "عزيزتي {name}، {when} {join_link}"),
        }
        confirmed(a_draft(session, texts=texts))
        make_due()
        assert drain() == Delivered(sent=3)
        mails = {mail["To"]: mail for mail in office.mails}
        names = {"en@example.org": "Awa", "ar@example.org": "منى", "ru@example.org": "Анна"}
        assert str(mails["en@example.org"]["Subject"]) == "About Soils"
        assert "Dear Awa, http://127.0.0.1:8000/en/manage/" in plain(mails["en@example.org"])
        assert str(mails["ar@example.org"]["Subject"]) == "عن التربة"
        said = plain(mails["ar@example.org"])
        assert "عزيزتي منى، " in said
        assert "القاهرة" in said, "the time is in the person's zone and language"
        assert "/ar/join/" in said
        assert str(mails["ru@example.org"]["Subject"]) == "About Soils"
        assert mails["ru@example.org"]["Content-Language"] == "ru"
        assert 'lang="en" dir="ltr"' in written(mails["ru@example.org"], "html")
        for address, mail in mails.items():
            assert mail["Auto-Submitted"] == "auto-generated"
            assert mail["List-Unsubscribe"] is None
            everybody = {"en@example.org", "ar@example.org", "ru@example.org", "Awa", "منى", "Анна"}
            named = {one for one in everybody if one in plain(mail)}
            assert named <= {address, names[address]}, "nothing of who else got it"


@pytest.mark.usefixtures("app")
def test_who_waits_gets_it_only_where_the_filter_says_so_and_who_cannot_be_reached_is_counted() -> (
    None
):
    session = a_session()
    people(session, 2)
    waiting = a_registration(session, status=RegistrationStatus.WAITLISTED, queue_number=1)
    a_registration(session, status=RegistrationStatus.CANCELLED)
    a_registration(session, participant=a_participant(undeliverable_at=clock.now()))
    a_registration(session, erased_at=clock.now())
    a_registration(a_session(session.dialogue, hour=16))
    message = a_draft(session)
    assert len(recipients(audience(message))) == 2
    assert left_out_counts(audience(message)) == {LeftOut.GONE: 1, LeftOut.COMES_BACK: 1}
    others = a_draft(session, filters={"status": ["waitlisted"]})
    assert [one.registration_id for one in recipients(audience(others))] == [waiting.id]


@pytest.mark.usefixtures("app")
def test_nothing_goes_where_the_number_or_the_text_is_not_what_was_shown() -> None:
    session = a_session()
    people(session, 3)
    message = a_draft(session)
    seen = service.version(message)
    for version, count in ((seen, 2), (seen, 4), ("earlier", 3)):
        with pytest.raises(refusals.RecipientsChanged):
            transact(lambda v=version, c=count: service.confirm(message, audience(message), v, c))  # type: ignore[misc]
        assert states(message) == {}
    confirmed(message)
    assert (states(message), now(message).recipients) == ({MailState.OWED: 3}, 3)
    with pytest.raises(refusals.MessageHasMovedOn):
        confirmed(message)
    assert states(message) == {MailState.OWED: 3}


@pytest.mark.usefixtures("app")
def test_what_is_not_complete_or_for_nobody_does_not_go() -> None:
    session = a_session()
    with pytest.raises(refusals.NobodyToWriteTo):
        confirmed(a_draft(session))
    people(session, 1)
    with pytest.raises(refusals.MessageIsIncomplete):
        confirmed(a_draft(session, texts={"en": ("Subject", "")}))


@pytest.mark.usefixtures("app")
def test_fifty_come_due_in_a_second_so_that_others_need_not_wait() -> None:
    session = a_session()
    people(session, 120)
    confirmed(a_draft(session))
    due = db.session.scalars(
        db.select(OutboxMail.next_attempt_at).order_by(OutboxMail.next_attempt_at)
    ).all()
    assert [round((at - due[0]).total_seconds(), 1) for at in (due[0], due[50], due[100])] == [
        0.0,
        1.0,
        2.0,
    ]


@pytest.mark.usefixtures("app")
def test_a_message_paused_in_the_middle_goes_on_where_it_was_and_reaches_each_once(
    settings: Settings,
) -> None:
    with site(settings, pause_s=0.01) as office:
        session = a_session()
        people(session, 120)
        message = confirmed(a_draft(session))
        make_due()
        sending = threading.Thread(target=_drained, args=(settings, office.url))
        sending.start()
        while len(office.mails) < 20:
            pass
        held = transact(lambda: service.pause(message))
        sending.join()
        left = len(office.mails)
        assert 20 <= left < 120, "what was in hand has left, the rest not"
        assert states(message) == {MailState.SENT: left, MailState.HELD: 120 - left}
        assert held <= 120 - left
        make_due()
        assert drain() == Delivered()
        assert transact(lambda: service.resume(message)) == 120 - left
        make_due()
        assert drain() == Delivered(sent=120 - left)
        assert len({mail["To"] for mail in office.mails}) == len(office.mails) == 120
        verbs = db.session.scalars(db.select(Change.verb).filter_by(subject_kind="message"))
        assert list(verbs) == ["created", "confirmed", "paused", "resumed"]


def _drained(settings: Settings, smtp_url: str) -> None:
    app = create_app(dataclasses.replace(settings, smtp_url=smtp_url))
    with app.app_context():
        drain()
        db.session.remove()
        db.engine.dispose()


@pytest.mark.usefixtures("app")
def test_a_mail_in_hand_when_it_is_paused_that_did_not_leave_waits_with_the_others(
    settings: Settings,
) -> None:
    with site(settings) as office:
        session = a_session()
        people(session, 4)
        message = confirmed(a_draft(session))
        make_due()
        rows = transact(lambda: outbox.claim(2))
        assert transact(lambda: service.pause(message)) == 2
        transact(lambda: outbox.release(rows[:1]))
        transact(lambda: outbox.record_retry(rows[1], "450 busy", 60))
        assert states(message) == {MailState.OWED: 2, MailState.HELD: 2}
        make_due()
        assert drain() == Delivered(put_off=2)
        assert office.mails == []
        assert drain() == Delivered(), "it is looked at again a while later"
        assert transact(lambda: service.resume(message)) == 2
        make_due()
        assert drain() == Delivered(sent=4)


@pytest.mark.usefixtures("app")
def test_a_mail_that_is_kept_back_is_never_claimed_nor_taken_from_a_worker() -> None:
    session = a_session()
    people(session, 3)
    message = confirmed(a_draft(session))
    make_due()
    (in_hand,) = transact(lambda: outbox.claim(1))
    assert transact(lambda: holding_service.hold("message", message.id)) == 2
    assert transact(lambda: outbox.claim(50)) == []
    assert transact(lambda: outbox.record_sent(in_hand))
    assert states(message) == {MailState.SENT: 1, MailState.HELD: 2}
    assert not transact(lambda: outbox.record_sent(in_hand)), "once"


@pytest.mark.usefixtures("app")
def test_what_is_stopped_never_leaves_and_cannot_be_let_go(settings: Settings) -> None:
    with site(settings) as office:
        session = a_session()
        people(session, 5)
        message = confirmed(a_draft(session))
        make_due()
        drain(2)
        (in_hand,) = transact(lambda: outbox.claim(1))
        assert transact(lambda: service.stop(message)) == 2
        transact(lambda: outbox.release([in_hand]))
        make_due()
        drain()
        assert states(message) == {MailState.SENT: 2, MailState.SUPERSEDED: 3}
        assert len(office.mails) == 2
        assert now(message).state is MessageState.STOPPED
        for verb in (service.pause, service.resume, service.stop):
            with pytest.raises(refusals.MessageHasMovedOn):
                transact(lambda verb=verb: verb(message))  # type: ignore[misc]


@pytest.mark.usefixtures("app")
@pytest.mark.parametrize("change", ["cancelled", "moved", "erased", "not confirmed"])
def test_who_is_not_meant_any_more_gets_no_mail(settings: Settings, change: str) -> None:
    with site(settings) as office:
        session = a_session()
        gone, _stays = people(session, 2)
        message = confirmed(a_draft(session))
        if change == "cancelled":
            gone.status = RegistrationStatus.CANCELLED
        elif change == "moved":
            gone.session = a_session(session.dialogue, hour=16)
        elif change == "erased":
            gone.participant.erased_at = clock.now()
        else:
            gone.status = RegistrationStatus.PENDING
        db.session.commit()
        make_due()
        drain()
        assert [mail["To"] for mail in office.mails] == ["person1@example.org"]
        assert states(message) == {MailState.SENT: 1, MailState.SUPERSEDED: 1}


@pytest.mark.usefixtures("app")
def test_the_same_words_twice_leave_twice(settings: Settings) -> None:
    with site(settings) as office:
        session = a_session()
        people(session, 1)
        for _ in range(2):
            confirmed(a_draft(session))
        make_due()
        assert drain() == Delivered(sent=2)
        assert len(office.mails) == 2


@pytest.mark.usefixtures("app")
def test_a_later_save_over_another_s_is_told_so_and_changes_nothing() -> None:
    session = a_session()
    message = a_draft(session)
    opened = service.version(message)
    first, second = (
        dataclasses.replace(_draft(), texts={"en": (word, "Body")}) for word in ("One", "Two")
    )
    transact(lambda: service.edit(message, first, opened, message.author_id))
    with pytest.raises(refusals.MessageChangedMeanwhile):
        transact(lambda: service.edit(message, second, opened, message.author_id))
    assert now(message).texts["en"].subject == "One"


def _draft() -> Draft:
    return Draft({}, "en", {"en": ("Subject", "Body")})


@pytest.mark.usefixtures("app")
def test_a_test_goes_to_who_asked_for_it_alone_in_each_language_that_is_whole(
    settings: Settings,
) -> None:
    with site(settings) as office:
        session = a_session()
        people(session, 3)
        texts = {"en": ("Hi {name}", "{join_link}"), "fr": ("Bonjour {name}", "x"), "ru": ("", "x")}
        message = a_draft(session, texts=texts)
        author = message.author
        assert transact(lambda: service.send_test(message, author, "UTC")) == ["en", "fr"]
        drain()
        assert {mail["To"] for mail in office.mails} == {author.email}
        subjects = sorted(str(mail["Subject"]) for mail in office.mails)
        assert subjects == [f"Bonjour {author.name}", f"Hi {author.name}"]
        assert states(message) == {}
