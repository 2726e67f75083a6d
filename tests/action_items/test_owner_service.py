"""What owners do with what they owe: accept, report, propose, hand over; never in a circle."""

import datetime as dt
from collections.abc import Iterator
from threading import Barrier, Thread

import pytest
from flask import g
from sqlalchemy import select

from dialogues.action_items import links, offering_service, owner_service, queries
from dialogues.action_items.changing import keep
from dialogues.action_items.models import ActionItem, ItemStatus, Owner, OwnerKind
from dialogues.action_items.owner_refusals import (
    DateIsTheSame,
    HandedOverBefore,
    ItemHasPassed,
    ItemIsDone,
    ItemIsDropped,
    NothingIsReported,
    OfferedToOneself,
    OfferIsOpen,
    OfferIsOver,
    OffersCross,
)
from dialogues.action_items.owners_service import person_owner
from dialogues.action_items.refusals import DueIsPast, DueIsTooFar, OwnerNeedsAddress
from dialogues.action_items.rules import LATEST_DUE, handed_over_at
from dialogues.database import db, transact
from dialogues.history.models import Change
from dialogues.registration.refusals import LinkHasExpired, LinkIsUnknown
from dialogues.support import clock
from dialogues.support.refusals import Refusal
from dialogues.web.application import DialoguesApp
from tests.builders import an_action_item, an_owner

pytestmark = pytest.mark.databases


@pytest.fixture(autouse=True)
def _in_a_request(app: DialoguesApp) -> Iterator[None]:
    with app.test_request_context():
        yield


def act_as(owner: Owner) -> None:
    g.actor = f"owner:{owner.id}"


def an_item(owner: Owner | None = None, **fields: object) -> ActionItem:
    """Recorded, as organisers do it."""
    item = an_action_item(owner=owner, **fields)  # type: ignore[arg-type]
    keep(item, "recorded", {})
    db.session.commit()
    return item


def story(item: ActionItem) -> list[tuple[str, str]]:
    return [(event.actor, event.verb) for event in queries.story_of(item.id)]


def hand_over(item: ActionItem, to: Owner) -> None:
    act_as(item.owner)
    offering_service.offer(item, to, "", "en")
    act_as(to)
    offering_service.accept_offer(item)


def test_accepting_is_kept_once_with_who_did_it() -> None:
    item = an_item()
    act_as(item.owner)
    assert owner_service.accept(item)
    assert not owner_service.accept(item)
    assert item.accepted_at is not None
    assert story(item) == [("system", "recorded"), (f"owner:{item.owner_id}", "accepted")]


@pytest.mark.parametrize(
    ("was", "status", "verb", "closed"),
    [
        (ItemStatus.OPEN, ItemStatus.OPEN, "reported", False),
        (ItemStatus.OPEN, ItemStatus.IN_PROGRESS, "started", False),
        (ItemStatus.IN_PROGRESS, ItemStatus.IN_PROGRESS, "reported", False),
        (ItemStatus.IN_PROGRESS, ItemStatus.OPEN, "reported", False),
        (ItemStatus.IN_PROGRESS, ItemStatus.DONE, "done", True),
        (ItemStatus.DONE, ItemStatus.DONE, "reported", True),
        (ItemStatus.DONE, ItemStatus.IN_PROGRESS, "reopened", False),
    ],
)
def test_a_report_keeps_status_and_words_and_accepts(
    was: ItemStatus, status: ItemStatus, verb: str, closed: bool
) -> None:
    item = an_item(status=was, closed_at=clock.now() if was is ItemStatus.DONE else None)
    act_as(item.owner)
    owner_service.report(item, status, "Nine of ten have answered.", "fr")
    event = queries.story_of(item.id)[-1]
    assert (event.verb, event.words, event.language, event.status) == (
        verb,
        "Nine of ten have answered.",
        "fr",
        status,
    )
    assert (item.status, item.closed_at is not None) == (status, closed)
    assert item.accepted_at is not None


def test_what_is_reported_as_not_done_after_all_follows_the_programme_again() -> None:
    item = an_item(status=ItemStatus.DONE, closed_at=clock.now(), is_due_by_next=True, days=-400)
    owner_service.report(item, ItemStatus.OPEN, "", "en")
    assert item.due_on is None


def test_a_report_of_nothing_is_turned_down_and_what_is_dropped_takes_none() -> None:
    item = an_item()
    with pytest.raises(NothingIsReported):
        owner_service.report(item, ItemStatus.OPEN, "", "en")
    dropped = an_item(status=ItemStatus.DROPPED, closed_at=clock.now())
    with pytest.raises(ItemIsDropped):
        owner_service.report(dropped, ItemStatus.DONE, "Done after all", "en")
    assert len(story(item)) == len(story(dropped)) == 1


def test_a_proposal_waits_for_the_organisers_and_the_last_one_counts() -> None:
    item = an_item(days=10)
    due_on = item.due_on
    assert due_on is not None
    for days in (7, 14):
        owner_service.propose_due(item, due_on + dt.timedelta(days=days), "A holiday", "en")
    assert (item.due_on, item.proposed_due_on) == (due_on, due_on + dt.timedelta(days=14))
    assert item.proposed_because == "A holiday"


@pytest.mark.parametrize(
    ("days", "refusal"),
    [(-1, DueIsPast), (LATEST_DUE.days + 1, DueIsTooFar), (10, DateIsTheSame)],
)
def test_bad_dates_are_turned_down_on_the_owner_s_day(days: int, refusal: type[Refusal]) -> None:
    item = an_item(an_owner(zone="Pacific/Kiritimati"))  # where the next day has begun
    today = owner_service.today_of(item.owner)
    item.due_on = today + dt.timedelta(days=10)
    db.session.commit()
    with pytest.raises(refusal):
        owner_service.propose_due(item, today + dt.timedelta(days=days), "Why not", "en")
    assert item.proposed_due_on is None


def test_only_what_is_open_can_be_planned_or_handed_over() -> None:
    done = an_item(status=ItemStatus.DONE, closed_at=clock.now())
    dropped = an_item(status=ItemStatus.DROPPED, closed_at=clock.now())
    for item, refusal in ((done, ItemIsDone), (dropped, ItemIsDropped)):
        with pytest.raises(refusal):
            owner_service.accept(item)
        with pytest.raises(refusal):
            owner_service.propose_due(item, clock.now().date(), "Why", "en")
        with pytest.raises(refusal):
            offering_service.offer(item, an_owner(), "", "en")


def test_until_somebody_has_accepted_the_owner_stays_and_then_old_links_die() -> None:
    item, to = an_item(), an_owner("Another coalition")
    giver, token = item.owner, links.item_token(item)
    item.proposed_due_on, item.proposed_because = item.due_on, "Later"
    act_as(giver)
    offering_service.offer(item, to, "They know more", "en")
    offer = links.offer_token(item)
    assert (item.owner, links.item_of(token)) == (giver, item)

    act_as(to)
    offering_service.accept_offer(item)
    assert (item.owner, item.offered_to, item.proposed_due_on) == (to, None, None)
    assert item.accepted_at is not None
    for open_it, old, refusal in (
        (links.item_of, token, ItemHasPassed),
        (links.offered_item_of, offer, OfferIsOver),
    ):
        with pytest.raises(refusal):
            open_it(old)
    assert story(item)[-2:] == [(f"owner:{giver.id}", "offered"), (f"owner:{to.id}", "handed_over")]


def test_who_declines_leaves_it_with_its_owner_and_can_be_asked_again() -> None:
    item, to = an_item(), an_owner()
    offering_service.offer(item, to, "", "en")
    token = links.offer_token(item)
    offering_service.decline_offer(item, "No staff", "en")
    assert item.owner != to
    with pytest.raises(OfferIsOver):
        links.offered_item_of(token)
    with pytest.raises(OfferIsOver):
        offering_service.accept_offer(item)
    offering_service.offer(item, to, "", "en")


def test_an_offer_can_be_taken_back_and_only_one_is_open() -> None:
    item, to = an_item(), an_owner("A coalition that is asked")
    offering_service.offer(item, to, "", "en")
    token = links.offer_token(item)
    with pytest.raises(OfferIsOpen, match="A coalition that is asked"):
        offering_service.offer(item, an_owner(), "", "en")
    assert offering_service.withdraw_offer(item)
    assert not offering_service.withdraw_offer(item)
    with pytest.raises(OfferIsOver):
        links.offered_item_of(token)


def test_nobody_hands_an_item_to_themselves_or_to_whom_no_mail_reaches() -> None:
    item = an_item()
    with pytest.raises(OfferedToOneself):
        offering_service.offer(item, item.owner, "", "en")
    with pytest.raises(OwnerNeedsAddress):
        offering_service.offer(item, an_owner(email=None), "", "en")
    assert item.offered_to is None


def test_an_item_goes_back_to_nobody_who_handed_it_over() -> None:
    first, second, third = (an_owner(name) for name in ("First", "Second", "Third"))
    item = an_item(first)
    hand_over(item, second)
    with pytest.raises(HandedOverBefore) as caught:
        offering_service.offer(item, first, "", "en")
    assert caught.value.values["name"] == "First"
    assert caught.value.on == clock.now().date()
    hand_over(item, third)
    for earlier in (first, second):
        with pytest.raises(HandedOverBefore):
            offering_service.offer(item, earlier, "", "en")


def test_two_owners_do_not_offer_items_to_each_other() -> None:
    one, other = an_owner("One"), an_owner("Other")
    ours, theirs = an_item(one), an_item(other)
    offering_service.offer(theirs, one, "", "en")
    with pytest.raises(OffersCross, match="Other"):
        offering_service.offer(ours, other, "", "en")
    offering_service.decline_offer(theirs, "No", "en")
    offering_service.offer(ours, other, "", "en")
    assert ours.offered_to == other


def test_of_two_offers_at_once_that_would_cross_one_is_made(app: DialoguesApp) -> None:
    one, other = an_owner(), an_owner()
    pairs = [(an_item(one), other), (an_item(other), one)]
    wanted = [(item.id, to.id) for item, to in pairs]
    db.session.rollback()
    ready, refused = Barrier(2), list[Refusal]()

    def ask(item_id: int, to_id: int) -> None:
        with app.test_request_context():
            ready.wait()
            try:
                transact(lambda: _offer(item_id, to_id))
            except Refusal as refusal:
                refused.append(refusal)
            finally:
                db.session.remove()

    threads = [Thread(target=ask, args=each) for each in wanted]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [type(refusal) for refusal in refused] == [OffersCross]
    asked = db.session.scalars(select(ActionItem).where(ActionItem.offered_to_id.is_not(None)))
    assert len(asked.all()) == 1


def _offer(item_id: int, to_id: int) -> None:
    item, to = db.session.get_one(ActionItem, item_id), db.session.get_one(Owner, to_id)
    offering_service.offer(item, to, "", "en")


def test_a_person_with_an_address_can_take_over() -> None:
    item = an_item()
    person = person_owner("Awa Diop", " Awa@Example.org ", "fr", "Africa/Dakar")
    hand_over(item, person)
    assert (item.owner.kind, item.owner.email) == (OwnerKind.PERSON, "awa@example.org")


def test_who_was_asked_before_it_was_closed_takes_over_nothing() -> None:
    item, to = an_item(), an_owner()
    offering_service.offer(item, to, "", "en")
    token = links.offer_token(item)
    owner_service.report(item, ItemStatus.DONE, "", "en")
    with pytest.raises(OfferIsOver):
        links.offered_item_of(token)


def test_a_page_that_was_open_when_the_item_passed_changes_nothing() -> None:
    item = an_item()
    assert item.link_version == 1
    db.session.execute(
        db.update(ActionItem).values(link_version=2).execution_options(synchronize_session=False)
    )
    with pytest.raises(ItemHasPassed):
        owner_service.report(item, ItemStatus.DONE, "", "en")


def test_stopping_reminders_is_kept_in_the_history_and_not_told_to_everybody() -> None:
    item = an_item()
    act_as(item.owner)
    assert owner_service.stop_reminders(item)
    assert not owner_service.stop_reminders(item)
    assert owner_service.resume_reminders(item)
    assert item.reminders_stopped_at is None
    assert len(story(item)) == 1
    changes = db.session.scalars(select(Change).filter_by(subject_kind="action_item")).all()
    assert [change.verb for change in changes[-2:]] == ["stop_reminders", "resume_reminders"]


def test_no_link_gives_another_s_power() -> None:
    item, to = an_item(), an_owner()
    offering_service.offer(item, to, "", "en")
    owner = item.owner
    tokens = {
        "item": links.item_token(item),
        "offer": links.offer_token(item),
        "all": links.all_token(owner),
        "calendar": links.calendar_token(owner),
        "reminders": links.reminders_token(item),
    }
    open_it = {
        "item": links.item_of,
        "offer": links.offered_item_of,
        "all": links.owner_of,
        "calendar": lambda token: links.owner_of(token, links.CALENDAR),
        "reminders": lambda token: links.item_of(token, links.REMINDERS),
    }
    for power, token in tokens.items():
        assert open_it[power](token) in (item, owner)
        for other in open_it.keys() - {power}:
            with pytest.raises(LinkIsUnknown):
                open_it[other](token)


def test_an_owner_s_new_links_end_the_earlier_ones() -> None:
    owner = an_owner()
    old = [links.all_token(owner), links.calendar_token(owner)]
    owner_service.renew_links(owner)
    for token, power in zip(old, (links.ALL, links.CALENDAR), strict=True):
        with pytest.raises(LinkHasExpired):
            links.owner_of(token, power)
    assert links.owner_of(links.all_token(owner)) == owner


def test_whom_organisers_took_it_from_has_not_handed_it_over() -> None:
    at = dt.datetime(2026, 11, 1, tzinfo=dt.UTC)
    later = at + dt.timedelta(days=1)
    taken_away = [("recorded", 1, at), ("assigned", 2, at)]
    handed_over = [*taken_away, ("offered", 2, at), ("handed_over", 3, later)]
    assert handed_over_at(1, handed_over) is None
    assert handed_over_at(2, handed_over) == later
    assert handed_over_at(3, handed_over) is None
