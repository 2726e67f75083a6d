"""The public ledger: in which order, for which filters, with which words; its files and pages."""

import csv
import datetime as dt
import io
import json
from collections.abc import Callable
from typing import Any

import pytest
from flask import g
from flask.testing import FlaskClient

from dialogues import database
from dialogues.action_items import ledger
from dialogues.action_items import ledger_queries as queries
from dialogues.action_items.changing import keep
from dialogues.action_items.labels import STATUSES, VERBS
from dialogues.action_items.ledger_queries import LedgerFilter, Transition
from dialogues.action_items.logged import ITEM
from dialogues.action_items.models import ActionItem, ItemStatus, OwnerKind
from dialogues.action_items.open_data import FIELDS
from dialogues.action_items.rules import day_everywhere
from dialogues.database import db
from dialogues.programme.models import Status
from dialogues.support import clock
from dialogues.web import caching
from dialogues.web.application import DialoguesApp
from tests.builders import a_dialogue, a_member_of_staff, a_session, an_action_item, an_owner

OPEN, IN_PROGRESS, DONE, DROPPED = ItemStatus


def an_item(text: str, days: int | None = 30, **fields: Any) -> ActionItem:
    no_date = {} if days is not None else {"due_on": None}
    return an_action_item(text=text, days=days or 0, **no_date, **fields)


def texts(wanted: LedgerFilter = LedgerFilter()) -> list[str]:  # noqa: B008 - it is frozen
    page = queries.page(wanted, day_everywhere(clock.now()), 1)
    return [item.texts["en"].text for item in page.items]


def get(client: FlaskClient, path: str, language: str = "en") -> str:
    caching.clear(client.application)
    answer = client.get(f"/{language}/{path}")
    assert answer.status_code == 200
    return answer.text


@pytest.mark.databases
def test_what_is_overdue_comes_first_then_what_is_due_next(app: DialoguesApp) -> None:
    now = clock.now()
    an_item("dropped", -9, status=DROPPED, closed_at=now - dt.timedelta(days=3))
    an_item("done", 9, status=DONE, closed_at=now)
    an_item("undated", None)
    an_item("later", 20)
    an_item("sooner", 10, status=IN_PROGRESS)
    an_item("late", -5)
    an_item("later than late", -10)
    in_order = ["later than late", "late", "sooner", "later", "undated", "done", "dropped"]
    assert texts() == in_order


@pytest.mark.databases
def test_filters_narrow_the_list_its_counts_and_its_chart(app: DialoguesApp) -> None:
    owner, person = an_owner("The Hub"), an_owner("Somebody", kind=OwnerKind.PERSON)
    dialogue = a_session().dialogue
    first = an_item("first", -5, owner=owner, theme="food-prices", dialogue=dialogue)
    second = an_item("second", 5, owner=person, status=DONE)
    for item in (first, second):
        keep(item, "recorded", {})
    for wanted, found in (
        (LedgerFilter(owner=owner.public_id), ["first"]),
        (LedgerFilter(owner=person.public_id), []),
        (LedgerFilter(dialogue=dialogue.public_id), ["first"]),
        (LedgerFilter(theme="food-prices"), ["first"]),
        (LedgerFilter(status="done"), ["second"]),
        (LedgerFilter(status="to_do"), ["first"]),
        (LedgerFilter(overdue="yes"), ["first"]),
        (LedgerFilter(status="done", overdue="yes"), []),
    ):
        today = day_everywhere(clock.now())
        counts = queries.counts(wanted, today)
        assert texts(wanted) == found
        assert sum(counts[status] for status in ItemStatus) == len(found)
        assert len(queries.transitions(wanted, today)) == len(found)


@pytest.mark.databases
@pytest.mark.parametrize("path", ["action-items/", "action-items.csv", "action-items.json"])
def test_what_an_address_asks_for_and_can_be_nothing_is_passed_over(
    client: FlaskClient, staff_client: FlaskClient, path: str
) -> None:
    an_item("Keep a list.")
    for odd in ("%00", "a%00b", "%ff", "A" * 3000, "字"):
        arguments = f"?dialogue={odd}&owner={odd}&theme={odd}&status={odd}&overdue={odd}&page={odd}"
        assert "Keep a list." in get(client, path + arguments)
        assert "Keep a list." in get(staff_client, f"office/action-items{arguments}&needs={odd}")


@pytest.mark.databases
def test_what_a_draft_agreed_on_is_nowhere(app: DialoguesApp, client: FlaskClient) -> None:
    item = an_item("secret", -5, dialogue=a_dialogue(status=Status.DRAFT))
    keep(item, "recorded", {})
    today = day_everywhere(clock.now())
    assert texts() == []
    assert sum(queries.counts(LedgerFilter(), today).values()) == 0
    assert [*queries.each(LedgerFilter(), today)] == []
    assert queries.transitions(LedgerFilter(), today) == []
    assert queries.counts_by_owner(today) == {}
    assert (queries.dialogues_with_items(), queries.owners_with_items()) == ([], [])
    assert client.get(f"/en/action-items/{item.public_id}").status_code == 404


def test_something_is_overdue_once_its_day_is_over_everywhere() -> None:
    evening = dt.datetime(2026, 5, 2, 11, 59, tzinfo=dt.UTC)
    assert day_everywhere(evening) == dt.date(2026, 5, 1)
    assert day_everywhere(evening + dt.timedelta(minutes=1)) == dt.date(2026, 5, 2)


def test_months_say_how_many_had_which_status_at_their_end() -> None:
    def on(month: int, day: int, before: ItemStatus | None, after: ItemStatus) -> Transition:
        return Transition(dt.datetime(2026, month, day, tzinfo=dt.UTC), before, after)

    happened = [
        *(on(1, 3, None, OPEN), on(1, 9, None, OPEN), on(3, 1, OPEN, IN_PROGRESS)),
        *(on(4, 2, IN_PROGRESS, DONE), on(4, 30, OPEN, DROPPED), on(5, 1, DROPPED, OPEN)),
    ]
    months = ledger.months_of(happened, dt.datetime(2026, 5, 9, tzinfo=dt.UTC))
    by_month = [
        (one.first_on.month, *(one.counts[status] for status in ItemStatus)) for one in months
    ]
    assert by_month == [
        *((1, 2, 0, 0, 0), (2, 2, 0, 0, 0), (3, 1, 1, 0, 0), (4, 0, 0, 1, 1), (5, 1, 0, 1, 0)),
    ]
    assert ledger.months_of([], clock.now()) == []


@pytest.mark.databases
def test_transitions_are_those_of_each_item_in_the_order_of_time(app: DialoguesApp) -> None:
    first, second = an_item("first"), an_item("second")
    for item, verb, status in (
        *((first, "recorded", OPEN), (second, "recorded", OPEN), (first, "edited", OPEN)),
        *((second, "started", IN_PROGRESS), (first, "done", DONE)),
    ):
        item.status = status
        keep(item, verb, {})
    found = queries.transitions(LedgerFilter(), day_everywhere(clock.now()))
    assert [(one.before, one.after) for one in found] == [
        *((None, OPEN), (None, OPEN), (OPEN, IN_PROGRESS), (OPEN, DONE)),
    ]


def test_as_many_statements_for_ten_items_as_for_many(
    app: DialoguesApp,
    client: FlaskClient,
    count_statements: Callable[[Callable[[], object]], int],
) -> None:
    owner = an_owner("The Hub")

    def add(count: int) -> None:
        for number in range(count):
            keep(an_item(f"item {number}", owner=owner), "recorded", {})
            keep(an_item(f"other {number}", owner=an_owner()), "recorded", {})
            keep(one, "reported", {}, "Some more of it.")
        db.session.commit()

    one = an_item("Keep a list.")
    paths = ["action-items/", "owners/", f"owners/{owner.public_id}"]
    paths += [f"action-items/{one.public_id}", "action-items.csv", "action-items.json"]
    add(10)
    few = [count_statements(lambda path=path: get(client, path)) for path in paths]  # type: ignore[misc]
    add(60)
    many = [count_statements(lambda path=path: get(client, path)) for path in paths]  # type: ignore[misc]
    assert many == few


def test_the_list_says_how_far_whose_and_by_when(client: FlaskClient) -> None:
    owner = an_owner("The Hub")
    item = an_item("Keep a list.", -40, owner=owner, status=IN_PROGRESS)
    page = get(client, "action-items/")
    assert f'<a href="/en/action-items/{item.public_id}">Keep a list.</a>' in page
    assert f'<a href="/en/owners/{owner.public_id}">The Hub</a>' in page
    assert '<span class="tag tag--danger">Overdue</span>' in page
    assert str(STATUSES[IN_PROGRESS]) in page


def test_the_page_of_what_is_done_says_since_when(client: FlaskClient) -> None:
    item = an_item(
        "Keep a list.", 9, status=DONE, closed_at=dt.datetime(2026, 5, 4, 9, tzinfo=dt.UTC)
    )
    assert "Since Monday, 4 May 2026" in get(client, f"action-items/{item.public_id}")


def test_a_list_without_items_says_what_would_fill_it(client: FlaskClient) -> None:
    assert "Nothing has been agreed yet." in get(client, "action-items/")
    an_item("Keep a list.")
    assert "Take a condition away." in get(client, "action-items/?status=done")
    assert "no such page" in get(client, "action-items/?page=3")


def test_a_text_that_lacks_the_pages_language_says_its_own(client: FlaskClient) -> None:
    item = an_item("Keep a list.")
    page = get(client, f"action-items/{item.public_id}", "fr")
    assert '<bdi lang="en" dir="ltr">Keep a list.</bdi>' in page
    assert "anglais" in page


def test_the_story_names_owners_and_never_staff(app: DialoguesApp, client: FlaskClient) -> None:
    staff, owner = a_member_of_staff(name="Xanthippe"), an_owner("The Hub")
    item = an_item("Keep a list.", owner=owner)
    with app.test_request_context():
        g.actor = f"staff:{staff.id}"
        keep(item, "recorded", {})
        g.actor = f"owner:{owner.id}"
        keep(item, "reported", {}, "La moitié <b>est</b> faite.", "fr")
        db.session.commit()
    page = get(client, f"action-items/{item.public_id}")
    assert "Xanthippe" not in page
    assert owner.email not in page
    assert page.index("Reported progress") < page.index("Recorded, for The Hub")
    assert page.index("<bdi>The Hub</bdi>") < page.index("<bdi>The organisers</bdi>")
    assert 'lang="fr" dir="auto">La moitié &lt;b&gt;est&lt;/b&gt; faite.' in page


def test_every_verb_has_words() -> None:
    assert VERBS.keys() == ITEM.verbs.keys() - {"stop_reminders", "resume_reminders"}
    assert all(str(words) % {"owner": "o", "due": "d"} for words in VERBS.values())


def test_an_owner_has_a_page_archived_or_not_but_no_address(client: FlaskClient) -> None:
    owner = an_owner("The Hub", website="https://hub.example.org", archived_at=clock.now())
    an_item("Keep a list.", -40, owner=owner)
    page = get(client, f"owners/{owner.public_id}")
    assert "A Coordinator" in page
    assert 'href="https://hub.example.org"' in page
    assert "Keep a list." in page
    assert "Takes on nothing new" in page
    assert "The Hub" in get(client, "owners/")
    assert owner.email not in page + get(client, "owners/")


def test_a_person_has_a_name_and_no_page(client: FlaskClient) -> None:
    person = an_owner("Amina Diop", kind=OwnerKind.PERSON)
    item = an_item("Keep a list.", owner=person)
    assert client.get(f"/en/owners/{person.public_id}").status_code == 404
    assert "Amina Diop" not in get(client, "owners/")
    page = get(client, f"action-items/{item.public_id}")
    assert "Amina Diop" in page
    assert person.public_id not in page


def test_csv_is_harmless_and_follows_the_filters(client: FlaskClient) -> None:
    an_item("=1+1", -40, theme="food-prices")
    an_item("another", 5, status=DONE, closed_at=clock.now())
    path = "/en/action-items.csv?status=to_do"
    answer = client.get(path)
    headings, *rows = csv.reader(io.StringIO(answer.data.decode("utf-8-sig"), newline=""))
    assert answer.headers["Content-Disposition"] == 'attachment; filename="action-items.csv"'
    assert [row[headings.index("Action item")] for row in rows] == ["'=1+1"]
    assert rows[0][headings.index("Overdue")] == "Yes"
    assert rows[0][headings.index("Theme")] == "Food prices"


def test_json_has_the_documented_fields_in_all_languages(client: FlaskClient) -> None:
    owner = an_owner("The Hub")
    person = an_owner("Amina Diop", kind=OwnerKind.PERSON)
    item, other = an_item("Keep a list.", -40, owner=owner), an_item("Other", owner=person)
    data = json.loads(client.get("/zh/action-items.json").data)
    first, second = data["items"]
    assert dt.datetime.fromisoformat(data["made_at"])
    assert [*first] == [*FIELDS]
    assert [*FIELDS] == [  # programs of others read them: none is renamed, or taken away
        *("id", "text", "source_language", "status", "overdue", "due_on", "due_by_next_dialogue"),
        *("owner", "dialogue", "theme", "recorded_at", "updated_at", "closed_at"),
        *("dropped_because", "url"),
    ]
    assert first["id"] == item.public_id
    assert first["text"] == {"en": "Keep a list."}
    assert first["due_on"] == item.due_on.isoformat()
    assert first["overdue"] is True
    assert first["owner"]["id"] == owner.public_id
    assert second["id"] == other.public_id
    assert second["owner"] == {"id": None, "kind": "person", "name": {"en": "Amina Diop"}}
    assert [*client.get("/en/action-items.json?status=done").json["items"]] == []
    assert "@" not in json.dumps(data)


def test_files_of_many_items_have_them_all(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "_BATCH", 3)
    items = [an_item(f"item {number}").public_id for number in range(7)]
    found = client.get("/en/action-items.json").json
    assert [each["id"] for each in found["items"]] == items
