"""What members of staff do with action items."""

import datetime as dt
from typing import Any

import pytest

from dialogues.action_items import queries, service
from dialogues.action_items.drafts import Draft, version_of
from dialogues.action_items.models import ActionItem, ItemStatus
from dialogues.action_items.owner_notices import ASSIGNED
from dialogues.action_items.refusals import (
    DueIsPast,
    DueIsTooFar,
    ItemChangedMeanwhile,
    ItemIsClosed,
    ItemIsOpen,
    NothingIsProposed,
    OwnerNeedsAddress,
    ReasonIsMissing,
    TextIsMissing,
)
from dialogues.database import db
from dialogues.history.models import Change
from dialogues.outbox.models import OutboxMail
from dialogues.support import clock
from tests.builders import a_dialogue, an_action_item, an_owner

pytestmark = [pytest.mark.databases, pytest.mark.usefixtures("app")]


def in_days(days: int) -> dt.date:
    return (clock.now() + dt.timedelta(days=days)).date()


def a_draft(**fields: Any) -> Draft:
    given = {
        "texts": {"en": "Name focal points.", "fr": "Nommer des points focaux."},
        "source_language": "en",
        "due_on": in_days(20),
        **fields,
    }
    return Draft(**{"owner": given.get("owner") or an_owner(), **given})


def draft_of(item: ActionItem, **fields: Any) -> Draft:
    """What the form of an item says when nothing is typed."""
    as_it_is = {
        "texts": {code: text.text for code, text in item.texts.items()},
        "source_language": item.source_language,
        "owner": item.owner,
        "due_on": None if item.is_due_by_next else item.due_on,
        "theme": item.theme,
        "section_id": item.section_id,
    }
    return Draft(**{**as_it_is, **fields})


def story(item: ActionItem) -> list[str]:
    db.session.commit()
    return [event.verb for event in queries.story_of(item.id)]


def assigned_mails(item: ActionItem) -> list[str]:
    found = db.session.scalars(db.select(OutboxMail).filter_by(kind=ASSIGNED, subject_id=item.id))
    return [mail.recipient for mail in found]


def test_what_is_recorded_has_a_story_a_history_and_a_mail_to_its_owner() -> None:
    owner = an_owner("The Hub")
    item = service.record_item(a_dialogue(), a_draft(owner=owner, theme="food-prices"))
    assert story(item) == ["recorded"]
    kept = db.session.scalars(db.select(Change).filter_by(subject_kind="action_item")).one()
    assert (kept.verb, kept.after["owner"], kept.after["theme"]) == (
        "recorded",
        owner.public_id,
        "food-prices",
    )
    assert assigned_mails(item) == [owner.email]


def test_a_translation_typed_with_the_source_renders_it_and_is_stale_once_that_changes() -> None:
    item = service.record_item(a_dialogue(), a_draft())
    assert item.texts["fr"].rendered == "Name focal points."
    texts = {"en": "Name two focal points.", "fr": "Nommer des points focaux."}
    assert service.change(item, draft_of(item, texts=texts), version_of(item)) == ["edited"]
    assert item.texts["fr"].rendered != item.texts["en"].text


def test_another_translation_alone_is_no_other_wording() -> None:
    item = service.record_item(a_dialogue(), a_draft())
    texts = {"en": "Name focal points.", "fr": "Nommer des interlocuteurs."}
    assert service.change(item, draft_of(item, texts=texts), version_of(item)) == ["translated"]


def test_an_owner_without_an_address_is_refused_and_nothing_is_recorded() -> None:
    with pytest.raises(OwnerNeedsAddress, match="A coalition has no e-mail address"):
        service.record_item(a_dialogue(), a_draft(owner=an_owner(email=None)))
    db.session.rollback()
    assert db.session.scalar(db.select(db.func.count(ActionItem.id))) == 0


def test_an_item_without_a_text_in_its_language_is_refused() -> None:
    with pytest.raises(TextIsMissing):
        service.record_item(a_dialogue(), a_draft(texts={"fr": "Nommer."}))


@pytest.mark.parametrize(
    ("days", "refusal"), [(-3, DueIsPast), (3660, DueIsTooFar), (3650, None), (1, None)]
)
def test_a_due_date_is_to_come_within_ten_years(days: int, refusal: Any) -> None:
    if refusal is None:
        assert service.record_item(a_dialogue(), a_draft(due_on=in_days(days))).due_on
    else:
        with pytest.raises(refusal, match=in_days(days).isoformat()):
            service.record_item(a_dialogue(), a_draft(due_on=in_days(days)))


def test_the_wording_of_what_is_overdue_can_change_and_its_date_stays() -> None:
    item = an_action_item(days=-30)
    draft = draft_of(item, texts={"en": "Keep it."})
    assert service.change(item, draft, version_of(item)) == ["edited"]
    with pytest.raises(DueIsPast):
        service.change(item, draft_of(item, due_on=in_days(-20)), version_of(item))


def test_a_new_owner_is_asked_and_the_links_and_wishes_of_the_one_before_end() -> None:
    item = an_action_item(
        accepted_at=clock.now(),
        proposed_due_on=in_days(40),
        offered_to=an_owner("Somebody"),
        reminders_stopped_at=clock.now(),
    )
    new = an_owner("Another")
    assert service.change(item, draft_of(item, owner=new), version_of(item)) == ["assigned"]
    assert story(item) == ["assigned"]
    assert (item.owner, item.link_version, item.accepted_at) == (new, 2, None)
    assert (item.proposed_due_on, item.offered_to, item.reminders_stopped_at) == (None, None, None)
    assert assigned_mails(item) == [new.email]


def test_nothing_changed_keeps_nothing() -> None:
    item = an_action_item()
    assert service.change(item, draft_of(item), version_of(item)) == []
    assert story(item) == []


def test_each_kind_of_change_is_kept_by_itself() -> None:
    item = an_action_item()
    draft = draft_of(item, texts={"en": "Other."}, owner=an_owner("Another"), due_on=in_days(50))
    service.change(item, draft, version_of(item))
    assert story(item) == ["edited", "due_changed", "assigned"]


def test_who_saw_an_older_version_is_told_whatever_they_do() -> None:
    item = an_action_item()
    seen = version_of(item)
    service.start_work(item, seen)
    for act in (
        lambda: service.change(item, draft_of(item, texts={"en": "Other."}), seen),
        lambda: service.finish(item, seen),
        lambda: service.drop(item, seen, "Not needed.", "en"),
        lambda: service.reopen(item, seen),
        lambda: service.answer_proposal(item, seen, True),
    ):
        with pytest.raises(ItemChangedMeanwhile):
            act()
    assert story(item) == ["started"]


def test_an_item_goes_from_open_to_done_and_back() -> None:
    item = an_action_item(accepted_at=clock.now(), proposed_due_on=in_days(40))
    service.start_work(item, version_of(item))
    service.finish(item, version_of(item), "The list is online.", "en")
    assert item.status is ItemStatus.DONE
    assert item.closed_at
    assert item.proposed_due_on is None
    with pytest.raises(ItemIsClosed):
        service.finish(item, version_of(item))
    service.reopen(item, version_of(item))
    assert (item.status, item.closed_at) == (ItemStatus.IN_PROGRESS, None)
    with pytest.raises(ItemIsOpen):
        service.reopen(item, version_of(item))
    assert story(item) == ["started", "done", "reopened"]
    assert queries.story_of(item.id)[1].words == "The list is online."


def test_what_is_dropped_says_why_until_it_is_reopened() -> None:
    item = an_action_item()
    with pytest.raises(ReasonIsMissing):
        service.drop(item, version_of(item), "", "en")
    service.drop(item, version_of(item), "It is done by others.", "en")
    assert (item.status, item.dropped_because) == (ItemStatus.DROPPED, "It is done by others.")
    service.reopen(item, version_of(item))
    assert (item.status, item.dropped_because) == (ItemStatus.OPEN, None)


def test_a_proposed_date_is_taken_or_the_date_stays() -> None:
    taken = an_action_item(proposed_due_on=in_days(60), is_due_by_next=True)
    service.answer_proposal(taken, version_of(taken), True)
    assert (taken.due_on, taken.is_due_by_next, taken.proposed_due_on) == (in_days(60), False, None)
    kept = an_action_item(proposed_due_on=in_days(60), days=20)
    service.answer_proposal(kept, version_of(kept), False, "It has to be then.", "en")
    assert (kept.due_on, kept.proposed_due_on) == (in_days(20), None)
    assert (story(taken), story(kept)) == (["due_changed"], ["due_declined"])
    with pytest.raises(NothingIsProposed):
        service.answer_proposal(kept, version_of(kept), True)


def test_a_proposed_date_that_is_past_by_now_is_not_taken() -> None:
    item = an_action_item(proposed_due_on=in_days(-2))
    with pytest.raises(DueIsPast):
        service.answer_proposal(item, version_of(item), True)
