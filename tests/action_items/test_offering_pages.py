"""Handing an action item over by the signed pages: asked, taken over, declined, taken back."""

import re
from email import message_from_bytes, policy

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select, update

from dialogues.action_items import offering_service
from dialogues.action_items.models import ActionItem, OwnerKind
from dialogues.action_items.owner_refusals import ItemIsYours
from dialogues.database import db
from dialogues.outbox.delivery import drain
from dialogues.outbox.models import OutboxMail
from dialogues.support import clock
from dialogues.web import caching
from tests.action_items.owed import offer_path, offered, path_of, post, verbs
from tests.builders import an_action_item, an_owner


def test_the_register_is_offered_without_oneself_and_without_whom_no_mail_reaches(
    client: FlaskClient, item: ActionItem
) -> None:
    an_owner("One with an address")
    an_owner("One without an address", email=None)
    an_owner("One that is archived", archived_at=clock.now())
    options = client.get(path_of(item, "/offer")).text.partition("<select")[2].partition("</sel")[0]
    assert "One with an address" in options
    for name in ("School Meals Coalition", "One without an address", "One that is archived"):
        assert name not in options


def test_handing_over_asks_somebody_and_they_take_it_over(
    client: FlaskClient, item: ActionItem
) -> None:
    giver, to, old = item.owner, an_owner("Another coalition"), path_of(item)
    status, page = post(client, path_of(item, "/offer"), to=to.public_id, language="en")
    assert status == 303
    assert "A mail that asks Another coalition is on its way." in page
    db.session.rollback()

    asked = client.get(offer_path(item)).text
    assert "School Meals Coalition asks Another coalition" in re.sub("</?bdi[^>]*>", "", asked)
    status, page = post(client, offer_path(item, "/accept"))
    assert status == 303
    assert "This action item is yours now." in page
    assert verbs(item) == [(f"owner:{giver.id}", "offered"), (f"owner:{to.id}", "handed_over")]
    gone = client.get(old)
    assert gone.status_code == 410
    assert "the action item has passed to somebody else" in gone.text


def test_a_person_with_an_address_can_be_asked(client: FlaskClient, item: ActionItem) -> None:
    status, _page = post(
        client,
        path_of(item, "/offer"),
        to="person",
        name="Awa Diop",
        email="Awa@example.org",
        language="fr",
    )
    assert status == 303
    mail = db.session.scalars(select(OutboxMail).filter_by(recipient="awa@example.org")).one()
    assert (mail.kind, mail.language, mail.zone) == ("action_item_offered", "fr", "Africa/Dakar")


def test_who_types_an_address_does_not_learn_whose_it_is_until_they_accept(
    client: FlaskClient, item: ActionItem
) -> None:
    a_person = an_owner("Awa Diop", kind=OwnerKind.PERSON, email="awa@example.org")
    story = f"/en/action-items/{item.public_id}"
    typed = {"to": "person", "name": "Anybody", "email": "AWA@example.org", "language": "en"}
    _status, page = post(client, path_of(item, "/offer"), **typed)
    assert "A mail that asks awa@example.org is on its way." in page
    assert "You have asked" in page
    again = post(client, path_of(item, "/offer"), **typed)[1]
    assert "awa@example.org has been asked to take this over." in again
    post(client, offer_path(item, "/decline"), because="No time")
    db.session.commit()
    drain()
    mail = db.session.scalars(select(OutboxMail).filter_by(kind="action_item_news")).one()
    news = message_from_bytes(mail.body or b"", policy=policy.default).get_body(("plain",))
    told = str(news and news.get_content())
    assert "awa@example.org does not take this action item over" in told
    for shown in (page, again, client.get(path_of(item)).text, client.get(story).text, told):
        assert "Awa Diop" not in shown
    assert "Did not take it over" in client.get(story).text

    post(client, path_of(item, "/offer"), **typed)
    post(client, offer_path(item, "/accept"))
    caching.clear(client.application)
    assert item.owner_id == a_person.id
    assert "Taken over by Awa Diop" in client.get(story).text


def test_who_presses_accept_twice_is_told_that_it_is_theirs(
    client: FlaskClient, item: ActionItem
) -> None:
    offered(item)
    path = offer_path(item)
    post(client, f"{path}/accept")
    for again in (client.post(f"{path}/accept"), client.get(path)):
        assert again.status_code == 410
        assert "This action item is yours already" in again.text


def test_of_two_presses_at_once_the_second_is_told_that_it_is_theirs(item: ActionItem) -> None:
    to = offered(item)
    by_hand = {"owner_id": to.id, "offered_to_id": None, "link_version": item.link_version + 1}
    table = ActionItem.__table__
    db.session.execute(update(table).where(table.c.id == item.id).values(by_hand))
    with pytest.raises(ItemIsYours):
        offering_service.accept_offer(item)


def test_a_person_without_a_name_or_address_is_nobody_to_ask(
    client: FlaskClient, item: ActionItem
) -> None:
    status, page = post(
        client, path_of(item, "/offer"), to="person", name="", email="awa", language="fr"
    )
    assert (status, verbs(item)) == (422, [])
    assert "Enter the name of the person who is to take it over." in page
    assert "Enter an e-mail address in the correct form" in page
    assert 'value="awa"' in page
    assert db.session.scalars(select(OutboxMail)).all() == []


def test_an_item_that_would_go_in_a_circle_says_who_when_and_whom_to_write_to(
    client: FlaskClient, item: ActionItem
) -> None:
    giver = item.owner
    to = offered(item)
    offering_service.accept_offer(item)
    db.session.commit()
    before = verbs(item)
    status, page = post(client, path_of(item, "/offer"), to=giver.public_id, language="en")
    assert (status, verbs(item)) == (422, before)
    assert "School Meals Coalition handed this action item over on " in page
    assert clock.now().isoformat()[:10] not in page  # in words
    assert "please write to the organisers" in page
    assert to.id == item.owner_id


def test_two_items_are_not_offered_in_a_circle(client: FlaskClient, item: ActionItem) -> None:
    other = an_action_item(owner=an_owner("The other one"))
    offered(other, item.owner)
    status, page = post(client, path_of(item, "/offer"), to=other.owner.public_id, language="en")
    assert (status, verbs(item)) == (422, [])
    assert "The other one has asked you to take over an action item of theirs." in page


def test_an_offer_is_declined_with_a_reason_and_its_link_ends(
    client: FlaskClient, item: ActionItem
) -> None:
    to = offered(item)
    path = offer_path(item, "/decline")
    status, page = post(client, path, because="")
    assert status == 422
    assert "Write in a sentence why you cannot take it over." in page
    status, page = post(client, path, because="No staff")
    assert status == 303
    assert "the action item stays with School Meals Coalition" in page
    assert verbs(item)[-1] == (f"owner:{to.id}", "offer_declined")
    again = client.get(path)
    assert again.status_code == 410
    assert "This question was answered before, or it was taken back." in again.text


def test_an_offer_is_taken_back_by_a_press(client: FlaskClient, item: ActionItem) -> None:
    offered(item)
    status, page = post(client, path_of(item, "/offer/withdraw"))
    assert status == 303
    assert "Nobody is asked any more." in page
    assert item.offered_to_id is None
