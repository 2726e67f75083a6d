"""The mails to owners: what they say, in whose language, to whom, and when no more."""

import datetime as dt
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from flask import g
from sqlalchemy import select

from dialogues.action_items import (
    links,
    offering_service,
    owner_notices,
    owner_service,
    owners_service,
    service,
)
from dialogues.action_items.changing import keep, snapshot
from dialogues.action_items.drafts import Draft, version_of
from dialogues.action_items.facts import ActionItemAssigned
from dialogues.action_items.models import ActionItem, ActionItemText, ItemStatus
from dialogues.action_items.owner_plans import OwnerPlan, plan_of
from dialogues.database import db
from dialogues.outbox.delivery import drain
from dialogues.outbox.models import MailState, OutboxMail
from dialogues.programme.models import Status
from dialogues.support import clock
from dialogues.support.refusals import Refusal
from dialogues.web.application import DialoguesApp
from tests.builders import a_dialogue, a_session, an_action_item, an_owner
from tests.invites.mailed import text_of

STAFF = "staff:1"


@pytest.fixture(autouse=True)
def _in_a_request(app: DialoguesApp) -> Iterator[None]:
    with app.test_request_context():
        g.actor = STAFF
        yield


@pytest.fixture
def item(app: DialoguesApp) -> ActionItem:
    """Due on 25 December 2026, recorded, as organisers do it."""
    dialogue = a_dialogue("Coalitions of action")
    a_session(dialogue, local_start=dt.datetime(2026, 6, 24, 8))
    a_session(dialogue, local_start=dt.datetime(2026, 6, 23, 8), status=Status.DRAFT)
    owner = an_owner("School Meals Coalition", email="meals@example.org")
    item = an_action_item(dialogue, owner=owner)
    item.due_on = dt.date(2026, 12, 25)
    keep(item, "recorded", {})
    db.session.commit()
    return item


def mails(recipient: str = "meals@example.org") -> list[EmailMessage]:
    """What was sent to an address, oldest first."""
    db.session.commit()
    drain()
    rows = db.session.scalars(
        select(OutboxMail).filter_by(recipient=recipient).order_by(OutboxMail.id)
    )
    return [message_from_bytes(row.body, policy=policy.default) for row in rows if row.body]  # type: ignore[misc]


def assign(item: ActionItem) -> None:
    owner_notices.owe_assigned(ActionItemAssigned(item))


def change(item: ActionItem, verb: str, words: str = "", **fields: object) -> None:
    before = snapshot(item)
    for name, value in fields.items():
        setattr(item, name, value)
    keep(item, verb, before, words)


def test_the_owner_learns_what_is_theirs_by_when_and_where_it_was_agreed(item: ActionItem) -> None:
    assign(item)
    (mail,) = mails()
    text = text_of(mail)
    assert mail["Subject"] == "Yours to do: Keep an up-to-date list of coalitions."
    for said in (
        "Keep an up-to-date list of coalitions.",
        "School Meals Coalition",
        "Friday, 25 December 2026",
        "Coalitions of action, Wednesday, 24 June 2026",
        links.item_link(item, "en"),
        links.all_link(item.owner, "en"),
        f"/en/action-items/{item.public_id}",
        "Please accept it by the link below.",
        "for how long:\r\nhttp://127.0.0.1:8000/en/privacy",
    ):
        assert said in text


def test_it_is_in_the_owner_s_language_and_says_what_is_not_translated(item: ActionItem) -> None:
    item.owner.language = "fr"
    assign(item)
    (mail,) = mails()
    assert mail["Content-Language"] == "fr"
    assert links.item_link(item, "fr") in text_of(mail)
    assert "Keep an up-to-date list of coalitions." in text_of(mail)
    assert "anglais" in text_of(mail)
    item.texts["fr"] = ActionItemText(language="fr", text="Tenir la liste à jour.")
    assign(item)
    assert "Tenir la liste à jour." in text_of(mails()[1])
    assert "anglais" not in text_of(mails()[1])


def test_what_is_due_by_the_next_dialogue_says_so(item: ActionItem) -> None:
    item.is_due_by_next = True
    assign(item)
    assert "By the next Dialogue, on Friday, 25 December 2026" in text_of(mails()[0])
    item.due_on = None
    assign(item)
    assert "By the next Dialogue, whose date is not known yet" in text_of(mails()[1])


def test_an_owner_without_an_address_is_owed_nothing(item: ActionItem) -> None:
    item.owner.email = None
    assign(item)
    assert db.session.scalars(select(OutboxMail)).all() == []


def test_it_is_superseded_where_the_item_is_closed_or_another_s(item: ActionItem) -> None:
    assign(item)
    item.owner = an_owner("Another")
    item.status, item.closed_at = ItemStatus.DONE, clock.now()
    assign(item)
    assert mails() == mails(item.owner.email or "") == []
    states = db.session.scalars(select(OutboxMail.state)).all()
    assert states == [MailState.SUPERSEDED] * 2


def test_who_is_asked_reads_why_and_answers_by_a_link_of_their_own(item: ActionItem) -> None:
    to = an_owner("Awa Diop", email="awa@example.org")
    offering_service.offer(item, to, "You know more of it", "en")
    (mail,) = mails("awa@example.org")
    text = text_of(mail)
    assert "School Meals Coalition asks you to take over an action item." in text
    assert "School Meals Coalition wrote: “You know more of it”" in text
    assert links.offer_link(item, "en") in text
    assert "http://127.0.0.1:8000/en/privacy" in text
    for other in (links.item_token(item), links.all_token(item.owner), links.all_token(to)):
        assert other not in text


def test_who_was_asked_hears_nothing_once_that_is_taken_back(item: ActionItem) -> None:
    offering_service.offer(item, an_owner(email="awa@example.org"), "", "en")
    offering_service.withdraw_offer(item)
    assert mails("awa@example.org") == []


def test_after_a_hand_over_both_know_and_only_one_has_a_link(item: ActionItem) -> None:
    to = an_owner("Awa Diop", email="awa@example.org")
    offering_service.offer(item, to, "", "en")
    mails()
    g.actor = f"owner:{to.id}"
    offering_service.accept_offer(item)
    (told,) = mails()
    assert "Awa Diop has taken this action item over from you." in text_of(told)
    assert "Your links to it work no more." in text_of(told)
    assert "/owed/" not in text_of(told)
    _asked, own = mails("awa@example.org")
    assert "You have taken over this action item" in text_of(own)
    assert links.item_link(item, "en") in text_of(own)


def test_who_declines_is_named_with_why(item: ActionItem) -> None:
    to = an_owner("Awa Diop", email="awa@example.org")
    offering_service.offer(item, to, "", "en")
    g.actor = f"owner:{to.id}"
    offering_service.decline_offer(item, "No staff", "en")
    (told,) = mails()
    assert "Awa Diop does not take this action item over: it stays with you." in text_of(told)
    assert "Awa Diop wrote: “No staff”" in text_of(told)


@pytest.mark.parametrize(
    ("verb", "fields", "sentence"),
    [
        (
            "due_changed",
            {"due_on": dt.date(2027, 1, 11)},
            "The organisers have set another due date: Monday, 11 January 2027.",
        ),
        ("due_declined", {}, "The organisers keep the due date as it was: Friday, 25 December"),
        (
            "due_derived",
            {"due_on": dt.date(2027, 1, 11)},
            "This is due by the next Dialogue, which is on Monday, 11 January 2027.",
        ),
        ("due_derived", {"due_on": None}, "and the date of that is open at present"),
        (
            "dropped",
            {"status": ItemStatus.DROPPED, "closed_at": clock.now()},
            "The organisers have dropped this action item.",
        ),
        (
            "done",
            {"status": ItemStatus.DONE, "closed_at": clock.now()},
            "The organisers have closed this action item: it is done.",
        ),
        ("reopened", {"status": ItemStatus.OPEN}, "The organisers have reopened this action item"),
    ],
)
def test_what_organisers_do_is_told_with_their_words(
    item: ActionItem, verb: str, fields: dict[str, object], sentence: str
) -> None:
    change(item, verb, "As we agreed.", **fields)
    (mail,) = mails()
    assert sentence in text_of(mail)
    assert "The organisers wrote: “As we agreed.”" in text_of(mail)
    assert links.item_link(item, "en") in text_of(mail)


def test_whom_organisers_take_it_from_is_told_to_whom_it_went(item: ActionItem) -> None:
    change(item, "assigned", owner=an_owner("Another coalition"), link_version=2)
    (mail,) = mails()
    assert "The organisers have given this action item to Another coalition." in text_of(mail)
    assert "/owed/" not in text_of(mail)


def test_nobody_is_told_what_they_did_themselves_nor_what_changes_nothing_for_them(
    item: ActionItem,
) -> None:
    change(item, "edited")
    change(item, "started")
    g.actor = f"owner:{item.owner_id}"
    owner_service.report(item, ItemStatus.DONE, "Done", "en")
    owner_service.report(item, ItemStatus.OPEN, "Not yet", "en")
    assert mails() == []


def test_news_that_are_overtaken_are_not_sent(item: ActionItem) -> None:
    change(item, "due_changed", due_on=dt.date(2027, 1, 11))
    change(item, "due_changed", due_on=dt.date(2027, 2, 11))
    change(item, "dropped", status=ItemStatus.DROPPED, closed_at=clock.now())
    change(item, "reopened", status=ItemStatus.OPEN, closed_at=None)
    told = [text_of(mail) for mail in mails()]
    assert [("11 February" in text, "reopened" in text) for text in told] == [
        (True, False),
        (True, True),
    ]


def test_lost_links_bring_what_is_open_at_an_address_and_nothing_of_others(
    item: ActionItem,
) -> None:
    owner = item.owner
    person = an_owner("Awa Diop", email="meals@example.org")
    closed = an_action_item(owner=owner, status=ItemStatus.DONE, closed_at=clock.now())
    other = an_action_item()
    owner_notices.owe_links("meals@example.org", "en")
    (mail,) = mails()
    text = text_of(mail)
    for token in (links.all_token(owner), links.all_token(person), links.item_token(item)):
        assert token in text
    for token in (links.item_token(closed), links.item_token(other), links.all_token(other.owner)):
        assert token not in text


def test_a_new_owner_with_a_new_date_gets_one_mail_and_so_does_the_one_before(
    item: ActionItem,
) -> None:
    new = an_owner("Another coalition", email="new@example.org")
    due_on = item.due_on + dt.timedelta(days=9)
    texts = {"en": item.texts["en"].text}
    service.change(item, Draft(texts, "en", new, due_on), version_of(item))
    (asked,) = mails("new@example.org")
    (told,) = mails()
    assert "3 January 2027" in text_of(asked)
    assert "given this action item to Another coalition" in text_of(told)


def test_links_follow_an_owner_to_another_address_and_the_earlier_ones_end(
    item: ActionItem,
) -> None:
    asked = an_action_item(offered_to=item.owner)
    assign(item)  # still owed when the address turns out to be wrong
    earlier = {
        links.item_of: links.item_token(item),
        links.offered_item_of: links.offer_token(asked),
        links.owner_of: links.all_token(item.owner),
    }
    stops = links.reminders_token(item)
    plan = plan_of(item.owner)
    owners_service.change_owner(item.owner, OwnerPlan({**plan.cells, "email": "new@example.org"}))
    for read, token in earlier.items():
        with pytest.raises(Refusal):
            read(token)
    with pytest.raises(Refusal):
        links.item_of(stops, links.REMINDERS)
    assert links.item_of(links.item_token(item)) is item
    assert links.offered_item_of(links.offer_token(asked)) is asked
    assert links.item_of(links.item_token(asked)) is asked
    (mail,) = mails("new@example.org")
    assert "The organisers have entered this address" in text_of(mail)
    assert links.item_token(item) in text_of(mail)
    assert mails() == []


def test_an_address_of_nobody_gets_no_mail() -> None:
    owner_notices.owe_links("nobody@example.org", "en")
    assert mails("nobody@example.org") == []


def test_an_erased_person_gets_no_mail(item: ActionItem) -> None:
    assign(item)
    owner_notices.owe_links("meals@example.org", "en")
    item.owner.erased_at = clock.now()
    assert mails() == []
