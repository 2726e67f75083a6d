"""What somebody owes as tasks of a calendar (VTODO), at a secret address that gives no power."""

import datetime as dt
import functools

import icalendar
import pytest
from flask.testing import FlaskClient

from dialogues.action_items import links, owner_service
from dialogues.action_items.models import ActionItem, ActionItemText, ItemStatus
from dialogues.action_items.todo import Task, todo_bytes
from dialogues.database import db
from dialogues.support import clock
from dialogues.web.application import DialoguesApp
from tests.builders import UID_DOMAIN, an_action_item, an_owner
from tests.invites.parsers import Todo, tasks_by_node, tasks_by_vobject

AT = dt.datetime(2026, 11, 2, 9, 30, 15, tzinfo=dt.UTC)


@pytest.fixture
def item(app: DialoguesApp) -> ActionItem:
    owner = an_owner("School Meals Coalition")
    return an_action_item(
        owner=owner, due_on=dt.date(2026, 12, 25), created_at=AT, updated_at=AT + SECOND
    )


SECOND = dt.timedelta(seconds=1)


def path_of(item: ActionItem, language: str = "en") -> str:
    return f"/{language}/owed/{links.calendar_token(item.owner)}.ics"


def tasks(client: FlaskClient, item: ActionItem, language: str = "en") -> list[icalendar.Todo]:
    answer = client.get(path_of(item, language))
    assert answer.status_code == 200
    return icalendar.Calendar.from_ical(answer.data).walk("VTODO")


def test_it_holds_what_one_owes_as_a_task_and_nothing_of_others(
    client: FlaskClient, item: ActionItem
) -> None:
    an_action_item()
    (task,) = tasks(client, item)
    page = f"http://127.0.0.1:8000/en/action-items/{item.public_id}"
    assert {
        name: task.decoded(name) for name in ("due", "dtstamp", "last-modified", "created")
    } == {
        "due": dt.date(2026, 12, 25),
        "dtstamp": AT + SECOND,
        "last-modified": AT + SECOND,
        "created": AT,
    }
    assert task["DUE"].params["VALUE"] == "DATE"
    assert task["UID"] == f"action-item-{item.public_id}@{UID_DOMAIN}"
    assert task["SUMMARY"] == "Keep an up-to-date list of coalitions."
    assert (task["STATUS"], task["PERCENT-COMPLETE"], task["URL"]) == ("NEEDS-ACTION", 0, page)
    assert str(task["DESCRIPTION"]).splitlines() == [
        "Agreed at: Understanding food systems transformation",
        "To report progress, use the link in our mails. To get it again: "
        "http://127.0.0.1:8000/en/owed/find",
        f"For everybody to read: {page}",
    ]
    assert not {"ATTENDEE", "ORGANIZER", "SEQUENCE"} & task.keys()


READERS = {
    "ical.js": functools.partial(tasks_by_node, "ical.js"),
    "node-ical": functools.partial(tasks_by_node, "node-ical"),
    "vobject": tasks_by_vobject,
}


@pytest.mark.parametrize("reader", READERS)
def test_calendar_programs_read_what_is_due_by_which_day(
    client: FlaskClient, item: ActionItem, reader: str
) -> None:
    done = an_action_item(owner=item.owner, status=ItemStatus.DONE, closed_at=AT)
    done.due_on, done.texts["en"].text = None, "更新联盟名单；名称, 网站 \\;" * 9
    db.session.commit()
    assert READERS[reader](client.get(path_of(item)).data) == {
        f"action-item-{item.public_id}@{UID_DOMAIN}": Todo(
            "2026-12-25", "NEEDS-ACTION", "Keep an up-to-date list of coalitions."
        ),
        f"action-item-{done.public_id}@{UID_DOMAIN}": Todo(
            None, "COMPLETED", done.texts["en"].text
        ),
    }


def test_nothing_in_it_gives_power(client: FlaskClient, item: ActionItem) -> None:
    body = client.get(path_of(item)).data.replace(b"\r\n ", b"").decode()
    for token in (links.item_token(item), links.all_token(item.owner)):
        assert token not in body
    assert links.calendar_token(item.owner) not in body


@pytest.mark.parametrize(
    ("status", "expected", "percent", "completed"),
    [
        (ItemStatus.OPEN, "NEEDS-ACTION", 0, None),
        (ItemStatus.IN_PROGRESS, "IN-PROCESS", None, None),
        (ItemStatus.DONE, "COMPLETED", 100, AT),
        (ItemStatus.DROPPED, "CANCELLED", None, None),
    ],
)
def test_each_status_has_its_own(
    client: FlaskClient,
    item: ActionItem,
    status: ItemStatus,
    expected: str,
    percent: int | None,
    completed: dt.datetime | None,
) -> None:
    item.status = status
    item.closed_at = AT if status in (ItemStatus.DONE, ItemStatus.DROPPED) else None
    (task,) = tasks(client, item)
    found = task.decoded("COMPLETED") if "COMPLETED" in task else None
    assert (task["STATUS"], task.get("PERCENT-COMPLETE"), found) == (expected, percent, completed)


def test_what_has_no_day_yet_has_no_due_date(client: FlaskClient, item: ActionItem) -> None:
    item.due_on, item.is_due_by_next = None, True
    (task,) = tasks(client, item)
    assert "DUE" not in task


def test_texts_are_in_the_language_of_the_address_and_say_theirs(
    client: FlaskClient, item: ActionItem
) -> None:
    item.texts["ar"] = ActionItemText(language="ar", text="تحديث القائمة؛ كل شهر, دائما")
    (task,) = tasks(client, item, "ar")
    assert task["SUMMARY"] == "تحديث القائمة؛ كل شهر, دائما"
    assert task["SUMMARY"].params["LANGUAGE"] == "ar"
    (task,) = tasks(client, item, "zh")
    assert task["SUMMARY"].params["LANGUAGE"] == "en"


def test_it_says_how_often_to_look_and_is_no_message(client: FlaskClient, item: ActionItem) -> None:
    answer = client.get(path_of(item))
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    head = answer.data.decode().partition("BEGIN:VTODO")[0].replace("\r\n ", "")
    assert "REFRESH-INTERVAL;VALUE=DURATION:PT1H\r\n" in head
    assert "NAME:Food Systems Solutions Dialogues – my action items\r\n" in head
    assert "METHOD" not in head


def test_it_is_sent_again_only_when_it_has_changed_and_nobody_else_keeps_it(
    client: FlaskClient, item: ActionItem
) -> None:
    first = client.get(path_of(item))
    asked = {"If-None-Match": first.headers["ETag"]}
    assert first.headers["Cache-Control"] == "private, no-cache"
    assert first.headers["Referrer-Policy"] == "no-referrer"
    assert client.get(path_of(item), headers=asked).status_code == 304
    item.status = ItemStatus.IN_PROGRESS
    assert client.get(path_of(item), headers=asked).status_code == 200


def test_what_was_handed_over_leaves_it_and_is_noticed(
    client: FlaskClient, item: ActionItem
) -> None:
    first = client.get(path_of(item))
    path = path_of(item)
    item.owner = an_owner()
    again = client.get(path, headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 200
    assert b"VTODO" not in again.data


def test_a_revoked_address_and_the_link_of_the_page_open_no_calendar(
    client: FlaskClient, item: ActionItem
) -> None:
    path = path_of(item)
    assert client.get(f"/en/owed/{links.all_token(item.owner)}.ics").status_code == 404
    owner_service.renew_links(item.owner)
    db.session.commit()
    assert client.get(path).status_code == 410


def test_lines_are_folded_between_characters_and_hostile_text_stays_text() -> None:
    text = "粮食系统" * 60 + "\r\nATTENDEE:mailto:a@example.org\x00;,\\"
    now = clock.now()
    task = Task("u", text, "zh", text, "https://e", None, ItemStatus.OPEN, now, now, None)
    body = todo_bytes([task], "Name")
    assert max(map(len, body.split(b"\r\n"))) <= 75
    body.decode()
    (read,) = icalendar.Calendar.from_ical(body).walk("VTODO")
    assert "ATTENDEE" not in read
    assert read["DESCRIPTION"] == "粮食系统" * 60 + "\nATTENDEE:mailto:a@example.org;,\\"
