"""What goes with a CANCEL: who ended it, in whose words, and what one can do about it."""

import pytest

from dialogues.programme.models import Admission
from dialogues.registration import admission_service, service
from dialogues.registration.links import manage_token
from dialogues.registration.models import Ending
from tests.builders import a_dialogue, a_session
from tests.invites.mailed import in_dakar, letters, method_of, paragraphs, text_of
from tests.registration.registering import registered

pytestmark = [pytest.mark.databases, pytest.mark.usefixtures("app")]

TAKEN_OUT = "This message takes the session out of your calendar."


def test_who_is_removed_reads_the_organisers_sentence_and_is_offered_no_return() -> None:
    registration = registered(a_session())
    letters()
    admission_service.remove(registration, "The place is needed for a speaker.")
    (told,) = letters()[1:]
    assert told["Subject"].startswith("Your registration has ended: ")
    assert method_of(told) == "CANCEL"
    assert paragraphs(told) == [
        "The organisers have removed your registration. You have no seat any more.",
        "The organisers wrote: “The place is needed for a speaker.”",
        TAKEN_OUT,
    ]
    assert "/manage/" not in text_of(told)
    assert "See what else is planned" in text_of(told)


def test_who_is_removed_without_a_sentence_reads_none() -> None:
    registration = registered(a_session())
    admission_service.remove(registration, None)
    told = letters()[-1]
    assert len(paragraphs(told)) == 2


def test_whose_approval_is_taken_back_hears_that_they_are_asked_for_again() -> None:
    registration = registered(a_session(admission=Admission.APPROVAL))
    admission_service.approve([registration])
    letters()
    admission_service.withdraw_approval(registration, "One person for each country.")
    told = letters()[-1]
    assert paragraphs(told) == [
        "The organisers have taken back the approval of your registration. You have no seat any "
        "more, and get a mail as soon as they have decided anew.",
        "The organisers wrote: “One person for each country.”",
        TAKEN_OUT,
    ]
    assert f"/manage/{manage_token(registration)}" in text_of(told)


def test_who_is_moved_hears_by_whom_and_where_to_in_both_mails() -> None:
    dialogue = a_dialogue()
    morning, afternoon = a_session(dialogue), a_session(dialogue, hour=16)
    registration = registered(morning, zone="Africa/Dakar")
    letters()
    admission_service.move_to(registration, afternoon)
    left, come = letters()[1:]
    assert paragraphs(left) == [
        "The organisers have moved you to the other session of this Dialogue: "
        f"{in_dakar(afternoon)}.",
        TAKEN_OUT,
    ]
    assert paragraphs(come)[0].startswith("The organisers have moved you to this session.")


def test_whose_data_are_erased_is_sent_no_link_to_a_page_of_theirs() -> None:
    registration = registered(a_session())
    letters()
    service.cancel(registration, Ending.ERASED)
    told = letters()[-1]
    assert paragraphs(told) == [
        "Your data are erased, and your registration with them.",
        TAKEN_OUT,
    ]
    assert "/manage/" not in text_of(told)


def test_who_cancelled_can_come_back() -> None:
    registration = registered(a_session())
    letters()
    service.cancel(registration)
    told = letters()[-1]
    assert paragraphs(told)[0].startswith("You have cancelled your registration")
    assert f"/manage/{manage_token(registration)}" in text_of(told)


def test_a_cancelled_session_offers_only_a_twin_that_one_can_move_to() -> None:
    from dialogues.programme import service as programme

    dialogue = a_dialogue()
    session = a_session(dialogue)
    a_session(dialogue, hour=12, admission=Admission.INVITATION)
    a_session(dialogue, hour=14, categories=("un_agency",))
    a_session(dialogue, hour=16, capacity=0)
    registered(session)
    letters()
    programme.cancel_session(session)
    told = letters()[-1]
    assert "/swap/" not in text_of(told)
    assert "See what else is planned" in text_of(told)
