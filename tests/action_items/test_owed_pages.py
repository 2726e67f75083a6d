"""The owners' signed pages: what they show, what pressing does, what is refused and how."""

import datetime as dt

import pytest
import time_machine
from flask.testing import FlaskClient
from sqlalchemy import select

from dialogues.action_items import links, owner_service
from dialogues.action_items.models import ActionItem, ActionItemEvent, ItemStatus
from dialogues.database import db
from dialogues.outbox.models import OutboxMail
from dialogues.support import clock
from tests.action_items.owed import offer_path, offered, path_of, post, verbs
from tests.builders import an_action_item


def test_the_pages_of_an_owner_are_kept_from_caches_engines_and_other_sites(
    client: FlaskClient, item: ActionItem
) -> None:
    for page in ("", "/report", "/due", "/offer"):
        answer = client.get(path_of(item, page))
        assert answer.status_code == 200
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        assert answer.headers["X-Robots-Tag"] == "noindex"


def test_opening_pages_changes_nothing(client: FlaskClient, item: ActionItem) -> None:
    offered(item)
    token = links.all_token(item.owner)
    for path in (
        *(path_of(item, page) for page in ("", "/report", "/due", "/offer")),
        *(offer_path(item, page) for page in ("", "/decline")),
        f"/en/owed/all/{token}",
        f"/en/owed/all/{token}/calendar",
        f"/en/owed/reminders/{links.reminders_token(item)}",
    ):
        assert client.get(path).status_code == 200
    assert verbs(item) == [("system", "offered")]


def test_a_press_accepts_and_says_what_follows(client: FlaskClient, item: ActionItem) -> None:
    assert "Accept" in client.get(path_of(item)).text
    status, page = post(client, path_of(item, "/accept"))
    assert (status, verbs(item)) == (303, [(f"owner:{item.owner_id}", "accepted")])
    assert "You have accepted this action item." in page
    assert f'{path_of(item, "/accept")}"' not in page


def test_a_press_without_the_token_of_its_page_changes_nothing(
    client: FlaskClient, item: ActionItem
) -> None:
    answer = client.post(path_of(item, "/accept"), data={"csrf_token": ""})
    assert answer.status_code == 422
    assert verbs(item) == []


def test_a_report_is_kept_and_shown_to_its_owner(client: FlaskClient, item: ActionItem) -> None:
    status, page = post(
        client, path_of(item, "/report", "fr"), status="done", words="Tout est prêt."
    )
    assert (status, verbs(item)) == (303, [(f"owner:{item.owner_id}", "done")])
    event = db.session.scalars(select(ActionItemEvent).filter_by(verb="done")).one()
    assert (event.words, event.language) == ("Tout est prêt.", "fr")
    assert "/due" not in page


def test_a_report_that_comes_twice_is_kept_once(client: FlaskClient, item: ActionItem) -> None:
    pressed = {"status": "in_progress", "seen": "open"}
    for words in ("", "Half of it is done."):
        for _ in range(2):
            status, page = post(client, path_of(item, "/report"), words=words, **pressed)
            assert status == 303
            assert "Your report is kept: In progress." in page
    assert [verb for _actor, verb in verbs(item)] == ["started", "reported"]


def test_a_report_does_not_undo_what_somebody_else_reported_meanwhile(
    client: FlaskClient, item: ActionItem
) -> None:
    path = path_of(item, "/report")
    assert 'name="seen" type="hidden" value="open"' in client.get(path).text
    post(client, path, status="done", seen="open", words="All of it.")
    late = {"status": "in_progress", "seen": "open", "words": "Half of it."}
    status, page = post(client, path, **late)
    assert (status, verbs(item)) == (409, [(f"owner:{item.owner_id}", "done")])
    assert "Somebody else has changed this action item since you opened the page." in page
    assert "Half of it." in page
    assert '<span class="tag tag--success">Completed</span>' in page
    assert 'name="seen" type="hidden" value="done"' in page
    status, _page = post(client, path, **late | {"seen": "done"})
    assert (status, verbs(item)[-1][1]) == (303, "reopened")


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"status": "open", "words": ""}, "Choose another status, or write what has been done."),
        ({"status": "dropped", "words": "x"}, "Choose one of the options in the list."),
        ({"status": "done", "words": "x" * 2001}, "Use 2,000 characters or fewer."),
        ({"status": "done", "words": "a\u202eb"}, "This text has characters that cannot be shown."),
    ],
)
def test_a_bad_report_says_why_and_keeps_what_was_typed(
    client: FlaskClient, item: ActionItem, typed: dict[str, str], sentence: str
) -> None:
    status, page = post(client, path_of(item, "/report"), **typed)
    assert (status, verbs(item)) == (422, [])
    assert sentence in page
    assert typed["words"] in page


@pytest.mark.parametrize(
    ("due_on", "sentence"),
    [
        ("20266-01-01", "This is not a date. Give one such as 2027-07-27."),
        ("2027-02-30", "This is not a date. Give one such as 2027-07-27."),
        ("2020-01-01", "2020-01-01 is past."),
        ("2126-01-01", "more than ten years ahead"),
        ("", "Give the date that you propose."),
    ],
)
def test_a_bad_date_says_why_and_keeps_the_reason(
    client: FlaskClient, item: ActionItem, due_on: str, sentence: str
) -> None:
    status, page = post(client, path_of(item, "/due"), due_on=due_on, because="A long holiday")
    assert (status, verbs(item)) == (422, [])
    assert sentence in page
    assert "A long holiday" in page


def test_a_proposal_stands_on_the_page_until_it_is_answered(
    client: FlaskClient, item: ActionItem
) -> None:
    due_on = clock.now().date() + dt.timedelta(days=60)
    status, page = post(client, path_of(item, "/due"), due_on=due_on.isoformat(), because="Holiday")
    assert (status, verbs(item)) == (303, [(f"owner:{item.owner_id}", "due_proposed")])
    assert "The organisers have yet to answer." in page


def test_what_the_organisers_dropped_takes_no_report(client: FlaskClient, item: ActionItem) -> None:
    item.status, item.closed_at = ItemStatus.DROPPED, clock.now()
    item.dropped_because = "Another body does it"
    assert "Another body does it" in client.get(path_of(item)).text
    status, page = post(client, path_of(item, "/report"), status="done", words="Done")
    assert (status, verbs(item)) == (409, [])
    assert "The organisers have dropped this action item." in page


def test_reminders_are_stopped_and_sent_again(client: FlaskClient, item: ActionItem) -> None:
    _status, page = post(client, path_of(item, "/reminders/stop"))
    assert "You get no more reminders of this action item." in page
    _status, page = post(client, path_of(item, "/reminders/resume"))
    assert "You get reminders of this action item again." in page
    assert verbs(item) == []


def test_a_mail_program_stops_reminders_by_the_address_alone(
    client: FlaskClient, item: ActionItem
) -> None:
    path = f"/en/owed/reminders/{links.reminders_token(item)}"
    data = {"List-Unsubscribe": "One-Click", "csrf_token": ""}
    assert client.post(path, data=data).status_code == 200
    db.session.refresh(item)
    assert item.reminders_stopped_at is not None
    assert client.post(f"{path}/undo").status_code == 303
    db.session.refresh(item)
    assert item.reminders_stopped_at is None


def test_the_page_of_all_shows_what_is_owed_asked_and_closed(
    client: FlaskClient, item: ActionItem
) -> None:
    owner = item.owner
    done = an_action_item(owner=owner, text="A report that is done", status=ItemStatus.DONE)
    done.closed_at = clock.now()
    an_action_item(owner=owner, text="A report that is late", days=-3)
    an_action_item(text="What somebody else owes")
    asked = an_action_item(text="What we are asked")
    offered(asked, owner)
    page = client.get(f"/en/owed/all/{links.all_token(owner)}").text
    to_do, _heading, closed = page.partition("Closed</h2>")
    assert "A report that is done" in closed
    assert to_do.index("What we are asked") < to_do.index("A report that is late")
    assert to_do.index("A report that is late") < to_do.index("Keep an up-to-date list")
    assert to_do.count("Overdue") == 1
    assert "What somebody else owes" not in page
    assert links.offer_token(asked) in page


def test_who_has_something_to_do_finds_what_is_held_about_them(
    client: FlaskClient, item: ActionItem
) -> None:
    for path in (path_of(item), f"/en/owed/all/{links.all_token(item.owner)}"):
        assert 'href="/en/my-registration">See, take or erase' in client.get(path).text


def test_an_item_s_page_does_not_lead_to_all_that_its_owner_owes(
    client: FlaskClient, item: ActionItem
) -> None:
    page = client.get(path_of(item)).text
    assert links.all_token(item.owner) not in page
    assert links.calendar_token(item.owner) not in page


def test_new_addresses_end_the_earlier_ones(client: FlaskClient, item: ActionItem) -> None:
    old = f"/en/owed/all/{links.all_token(item.owner)}"
    status, page = post(client, f"{old}/calendar/new-address")
    assert status == 303
    assert "The earlier address has stopped working" in page
    assert client.get(old).status_code == 410


def test_lost_links_are_mailed_and_nobody_learns_whose_addresses_these_are(
    client: FlaskClient, item: ActionItem
) -> None:
    known = client.post("/en/owed/find", data={"email": " Meals@Example.org "}).text
    unknown = client.post("/en/owed/find", data={"email": "nobody@example.org"}).text
    assert known.replace("meals@example.org", "nobody@example.org") == unknown
    client.post("/en/owed/find", data={"email": "meals@example.org"})
    owed = db.session.scalars(select(OutboxMail.recipient).filter_by(kind="action_item_links"))
    assert sorted(owed) == ["meals@example.org", "nobody@example.org"]
    answer = client.post("/en/owed/find", data={"email": "meals"})
    assert answer.status_code == 422
    assert "Enter an e-mail address in the correct form" in answer.text


def test_somebody_who_asks_for_links_without_end_waits(
    client: FlaskClient, item: ActionItem
) -> None:
    answers = [client.post("/en/owed/find", data={"email": "a@example.org"}) for _ in range(21)]
    assert [answer.status_code for answer in answers[-2:]] == [200, 429]


def test_a_link_that_was_altered_says_so_and_offers_new_ones(
    client: FlaskClient, item: ActionItem
) -> None:
    answer = client.get(path_of(item) + "x")
    assert answer.status_code == 404
    assert "This link is not complete" in answer.text
    assert 'action="/en/owed/find"' in answer.text
    assert answer.headers["Referrer-Policy"] == "no-referrer"


def test_an_erased_person_s_links_open_nothing(client: FlaskClient, item: ActionItem) -> None:
    paths = f"/en/owed/all/{links.all_token(item.owner)}", path_of(item)
    item.owner.erased_at = clock.now()
    assert [client.get(path).status_code for path in paths] == [410, 410]


def test_in_another_language_the_text_says_that_it_is_not_translated(
    client: FlaskClient, item: ActionItem
) -> None:
    page = client.get(path_of(item, language="ar")).text
    assert 'dir="rtl"' in page
    assert '<bdi lang="en" dir="ltr">Keep an up-to-date list of coalitions.</bdi>' in page
    assert '<span class="tag">' in page


def test_what_was_pressed_twice_is_kept_once(client: FlaskClient, item: ActionItem) -> None:
    for _ in range(2):
        assert client.post(path_of(item, "/accept")).status_code == 303
    assert verbs(item) == [(f"owner:{item.owner_id}", "accepted")]


def test_today_is_the_owner_s(item: ActionItem) -> None:
    item.owner.zone = "Pacific/Kiritimati"
    with time_machine.travel(dt.datetime(2026, 11, 23, 12, tzinfo=dt.UTC)):
        ahead = owner_service.today_of(item.owner)
        item.owner.zone = "Pacific/Pago_Pago"
        behind = owner_service.today_of(item.owner)
    assert (ahead, behind) == (dt.date(2026, 11, 24), dt.date(2026, 11, 23))


POWERS = {
    "item": ("", "/report", "/due", "/offer"),
    "offer": ("/offers/{}", "/offers/{}/decline"),
    "reminders": ("/reminders/{}",),
    "all": ("/all/{}", "/all/{}/calendar"),
    "calendar": ("/{}.ics",),
}
"""The pages that each kind of token opens."""


def test_each_token_opens_its_own_pages_and_no_others(
    client: FlaskClient, item: ActionItem
) -> None:
    offered(item)
    tokens = {
        "item": links.item_token(item),
        "offer": links.offer_token(item),
        "reminders": links.reminders_token(item),
        "all": links.all_token(item.owner),
        "calendar": links.calendar_token(item.owner),
    }
    opened = set()
    for power, token in tokens.items():
        for page in {page for pages in POWERS.values() for page in pages}:
            path = page.format(token) if "{}" in page else f"/{token}{page}"
            if client.get(f"/en/owed{path}").status_code == 200:
                opened.add((power, page))
    assert opened == {(power, page) for power, pages in POWERS.items() for page in pages}
