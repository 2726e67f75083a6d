"""The organisers' pages of action items."""

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient

from dialogues.action_items import queries
from dialogues.action_items.changing import keep
from dialogues.action_items.drafts import version_of
from dialogues.action_items.models import ActionItem, ItemStatus, Owner, OwnerKind
from dialogues.database import db
from dialogues.languages.rules import LANGUAGES
from dialogues.programme.models import Dialogue, Status
from dialogues.support import clock
from tests.builders import a_dialogue, a_session, an_action_item, an_owner

ITEMS = "/en/office/action-items"


def in_days(days: int) -> str:
    return (clock.now() + dt.timedelta(days=days)).date().isoformat()


def recorded(client: FlaskClient, dialogue: Dialogue | None = None, **fields: str) -> Any:
    dialogue = dialogue or a_dialogue()
    data = {
        "source_language": "en",
        "text_en": "Name focal points.",
        "person_language": "en",
        "due": "date",
        "due_on": in_days(20),
        "theme": "",
        **fields,
    }
    return client.post(f"/en/office/dialogues/{dialogue.public_id}/action-items/new", data=data)


def items() -> list[ActionItem]:
    db.session.expire_all()
    return list(db.session.scalars(db.select(ActionItem)))


def acted(client: FlaskClient, item: ActionItem, action: str, words: str = "", **more: str) -> Any:
    data = {"action": action, "words": words, "seen": version_of(item), **more}
    return client.post(f"{ITEMS}/{item.public_id}", data=data, follow_redirects=True)


def changed(client: FlaskClient, item: ActionItem, **fields: str) -> Any:
    data = {
        "text_en": item.texts["en"].text,
        "owner": item.owner.public_id,
        "person_language": "en",
        "due": "date",
        "due_on": item.due_on.isoformat() if item.due_on else "",
        "theme": item.theme or "",
        "seen": version_of(item),
        **fields,
    }
    return client.post(f"{ITEMS}/{item.public_id}/edit", data=data)


def test_a_sentence_of_the_note_becomes_an_item(staff_client: FlaskClient) -> None:
    dialogue = a_dialogue()
    path = f"/en/office/dialogues/{dialogue.public_id}/action-items/new"
    way_back = "/en/office/summary-sections/abc"
    page = staff_client.get(f"{path}?section=abc&text=Nommer des points focaux.&lang=fr").text
    assert way_back in page
    assert re.search(r'name="text_fr"[^>]*>\s*Nommer des points focaux\.</textarea>', page)
    others = [code for code in LANGUAGES if code != "fr"]
    assert re.findall(r'name="text_(..)"', page) == ["fr", *others]
    assert 'value="abc"' in page
    assert re.search(r'<option selected value="fr">', page)
    recorded(staff_client, owner=an_owner().public_id, section="abc")
    assert way_back in staff_client.get(f"{ITEMS}/{items()[0].public_id}").text


def test_what_is_recorded_says_so_and_to_whom(staff_client: FlaskClient) -> None:
    answer = recorded(staff_client, owner=an_owner("The Hub").public_id, theme="food-prices")
    (item,) = items()
    assert answer.location.endswith(f"{ITEMS}/{item.public_id}")
    page = staff_client.get(answer.location).text
    assert "a mail to The Hub is on its way" in page
    assert "Food prices" in page


def test_a_second_press_records_nothing_twice(staff_client: FlaskClient) -> None:
    item = an_action_item(text="Name focal points.")
    form = {"owner": item.owner.public_id, "dialogue": item.dialogue}
    answer = recorded(staff_client, **form)
    assert answer.location.endswith(item.public_id)
    assert "This was recorded already." in staff_client.get(answer.location).text
    assert items() == [item]
    recorded(staff_client, **form, text_en="Name more of them.")
    recorded(staff_client, **{**form, "owner": an_owner().public_id})
    assert len(items()) == 3


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"due_on": "20266-06-29"}, "“20266-06-29” is not a date."),
        ({"due_on": "2266-06-29"}, "2266-06-29 is more than ten years ahead."),
        ({"due_on": "2022-06-29"}, "2022-06-29 is past."),
        ({"due_on": ""}, "Give the due date"),
        ({"text_en": " "}, "Write what is to be done"),
        ({"text_en": "A\u202eB"}, "characters that cannot be shown"),
        (
            {"text_fr": "Gardé tel quel \U0001f33e"},
            "No PDF can show this part of the text: \U0001f33e",
        ),
        ({"text_en": "x" * 2001}, "Use 2,000 characters or fewer."),
        ({"owner": ""}, "Choose who is to do it."),
        ({"owner": "person"}, "Enter the name of the person."),
        (
            {"owner": "person", "person_name": "Ann"},
            "Enter the e-mail address of Ann, like name@example.org",
        ),
        (
            {"owner": "person", "person_zone": "Africa/Dakkar"},
            "“Africa/Dakkar” is not a time zone.",
        ),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(
    staff_client: FlaskClient, fields: dict[str, str], sentence: str
) -> None:
    given = {"owner": an_owner().public_id, "text_fr": "Gardé tel quel", **fields}
    answer = recorded(staff_client, **given)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert "Gardé tel quel" in answer.text
    assert items() == []


def test_an_owner_of_the_register_without_an_address_is_refused(staff_client: FlaskClient) -> None:
    answer = recorded(staff_client, owner=an_owner("Perú", email=None).public_id)
    assert answer.status_code == 422
    assert "Perú has no e-mail address" in answer.text
    assert "choose Perú and add the address" in answer.text
    assert items() == []


def test_a_person_with_an_address_becomes_the_owner(staff_client: FlaskClient) -> None:
    form = {"owner": "person", "person_name": "Ann", "person_email": "Ann@X.org"}
    recorded(staff_client, **form, person_language="fr", person_zone="Asia/Tokyo")
    recorded(staff_client, **form)
    first, second = items()
    assert first.owner is second.owner
    assert (first.owner.kind, first.owner.email) == (OwnerKind.PERSON, "ann@x.org")
    assert (first.owner.language, first.owner.zone) == ("fr", "Asia/Tokyo")


def test_the_address_of_an_entry_is_no_person_s(staff_client: FlaskClient) -> None:
    an_owner("The Hub", email="hub@example.org")
    an_owner("Gone", email="gone@example.org", archived_at=clock.now())
    form = {"owner": "person", "person_name": "Ann", "person_zone": "Asia/Tokyo"}
    answer = recorded(staff_client, **form, person_email=" HUB@example.org")
    assert answer.status_code == 422
    assert "This is the e-mail address of The Hub, who is in the list of owners." in answer.text
    assert items() == []
    assert recorded(staff_client, **form, person_email="gone@example.org").status_code == 303


def test_archived_entries_are_not_offered_but_an_owner_stays_one(staff_client: FlaskClient) -> None:
    owner = an_owner("Gone", archived_at=clock.now())
    item = an_action_item(owner=owner)
    dialogue = item.dialogue.public_id
    assert "Gone" not in staff_client.get(f"/en/office/dialogues/{dialogue}/action-items/new").text
    assert "Gone" in staff_client.get(f"{ITEMS}/{item.public_id}/edit").text


def test_the_page_of_an_item_carries_every_verb(staff_client: FlaskClient) -> None:
    item = an_action_item()
    assert "Work has started" in acted(staff_client, item, "start").text
    assert item.status is ItemStatus.IN_PROGRESS
    page = acted(staff_client, item, "drop").text
    assert "Write in a sentence why it is dropped." in page
    page = acted(staff_client, item, "drop", "It is done by others.").text
    assert "everybody can read why" in page
    assert page.count("It is done by others.") == 2
    assert item.status is ItemStatus.DROPPED
    assert "is open again" in acted(staff_client, item, "reopen").text
    assert "is done, everywhere" in acted(staff_client, item, "finish", "All there.").text
    assert [event.verb for event in queries.story_of(item.id)] == [
        *("started", "dropped", "reopened", "done")
    ]


def test_a_proposal_is_answered_on_the_page(staff_client: FlaskClient) -> None:
    later = (clock.now() + dt.timedelta(days=90)).date()
    item = an_action_item(proposed_due_on=later, proposed_because="Forty countries must answer.")
    page = staff_client.get(f"{ITEMS}/{item.public_id}").text
    assert "Forty countries must answer." in page
    acted(staff_client, item, "take_date")
    assert (item.due_on, item.proposed_due_on) == (later, None)


def test_what_is_overdue_is_carried_over_by_one_press(staff_client: FlaskClient) -> None:
    item = an_action_item(days=-9)
    following = a_session(days=30)
    button = 'value="carry_over"'
    assert button in staff_client.get(f"{ITEMS}/{item.public_id}").text
    page = acted(staff_client, item, "carry_over", "Half of it is there.").text
    assert "is due by the next Dialogue now" in page
    assert "Half of it is there." in page
    assert button not in page
    assert (item.due_on, item.is_due_by_next) == (following.local_start.date(), True)


def test_who_was_slower_is_told_and_keeps_what_they_typed(staff_client: FlaskClient) -> None:
    item = an_action_item()
    seen = version_of(item)
    acted(staff_client, item, "start")
    answer = acted(staff_client, item, "finish", "My words.", seen=seen)
    assert answer.status_code == 409
    assert "Somebody else has changed this action item" in answer.text
    assert "My words." in answer.text
    answer = changed(staff_client, item, text_en="My text.", seen=seen)
    assert answer.status_code == 409
    assert "My text." in answer.text
    assert "Work started" in answer.text
    assert items()[0].texts["en"].text != "My text."
    (news,) = re.findall(r'name="seen"[^>]* value="([^"]+)"', answer.text)
    assert changed(staff_client, item, text_en="My text.", seen=news).status_code == 303
    assert items()[0].texts["en"].text == "My text."


def test_a_new_owner_is_said_and_asked(staff_client: FlaskClient) -> None:
    item = an_action_item()
    answer = changed(staff_client, item, owner=an_owner("Another").public_id)
    assert "A mail to Another is on its way" in staff_client.get(answer.location).text
    assert "Nothing was changed." in staff_client.get(changed(staff_client, item).location).text


@pytest.fixture
def various(app: object) -> dict[str, ActionItem]:
    overdue = an_action_item(text="Overdue one", days=-9, theme="food-prices")
    return {
        "overdue": overdue,
        "proposal": an_action_item(
            overdue.dialogue, text="Proposed one", proposed_due_on=dt.date(2030, 1, 1)
        ),
        "address": an_action_item(text="Unreachable one", owner=an_owner(email=None)),
        "done": an_action_item(
            text="Done one", days=-9, status=ItemStatus.DONE, closed_at=clock.now()
        ),
    }


def listed(client: FlaskClient, **arguments: str) -> list[str]:
    page = client.get(ITEMS, query_string=arguments).text
    return re.findall(r">(\w+) one</a>", page)


def test_the_list_is_filtered_by_its_address(
    staff_client: FlaskClient, various: dict[str, ActionItem]
) -> None:
    overdue = various["overdue"]
    assert listed(staff_client) == ["Overdue", "Proposed", "Unreachable", "Done"]
    assert listed(staff_client, dialogue=overdue.dialogue.public_id) == ["Overdue", "Proposed"]
    assert listed(staff_client, owner=overdue.owner.public_id) == ["Overdue"]
    assert listed(staff_client, theme="food-prices") == ["Overdue"]
    assert listed(staff_client, status="done") == ["Done"]
    assert listed(staff_client, needs="overdue") == ["Overdue"]
    assert listed(staff_client, needs="proposal") == ["Proposed"]
    assert listed(staff_client, needs="address") == ["Unreachable"]
    assert listed(staff_client, status="none", needs="none", theme="none") == listed(staff_client)
    assert listed(staff_client, theme="food-prices", status="done") == []


def test_the_desk_says_what_needs_somebody(
    staff_client: FlaskClient, various: dict[str, ActionItem]
) -> None:
    page = staff_client.get("/en/office/").text
    assert "1 action item is overdue." in page
    assert "1 owner of an action item proposes another date." in page
    assert "1 action item has an owner without an e-mail address." in page
    assert f"{ITEMS}?needs=proposal" in page


def test_the_page_of_a_dialogue_has_its_items_and_those_from_before(
    staff_client: FlaskClient,
) -> None:
    earlier, later = a_session(days=-30).dialogue, a_session(days=30).dialogue
    an_action_item(earlier, text="From before")
    an_action_item(later, text="Of its own")
    page = staff_client.get(f"/en/office/dialogues/{later.public_id}").text
    own, carried = page.index("Of its own"), page.index("From before")
    assert page.index("What this Dialogue agreed on") < own
    assert own < page.index("From earlier Dialogues") < carried
    assert f"/en/office/dialogues/{later.public_id}/action-items/new" in page
    assert "Of its own" not in staff_client.get(f"/en/office/dialogues/{earlier.public_id}").text


def test_pages_take_as_many_statements_for_ten_items_as_for_many(
    staff_client: FlaskClient, count_statements: Callable[[Callable[[], object]], int]
) -> None:
    dialogue, owner = a_session(days=30).dialogue, an_owner()
    one = an_action_item()
    paths = [
        *("/en/office/", ITEMS, f"{ITEMS}/{one.public_id}", "/en/office/owners"),
        f"/en/office/dialogues/{dialogue.public_id}",
        f"/en/office/owners/{owner.public_id}",
    ]

    def grown(number: int) -> list[int]:
        for each in range(number):
            an_action_item(days=each - 5, owner=an_owner())  # each of a Dialogue of its own
            an_action_item(dialogue, owner=an_owner())
            an_action_item(owner=owner)
            keep(one, "reported", {}, "Some more of it.")
        db.session.commit()
        return [count_statements(lambda path=path: staff_client.get(path)) for path in paths]  # type: ignore[misc]

    grown(1)  # what the first request of all asks is asked once
    assert grown(9) == grown(50)


def test_editors_see_no_address(editor: FlaskClient) -> None:
    owner: Owner = an_owner(email="secret@example.org")
    item = an_action_item(owner=owner)
    page = editor.get(f"{ITEMS}/{item.public_id}")
    assert page.status_code == 200
    assert "secret@example.org" not in page.text


def test_strangers_see_nothing(client: FlaskClient) -> None:
    item = an_action_item()
    for path in (ITEMS, f"{ITEMS}/{item.public_id}", f"{ITEMS}/{item.public_id}/edit"):
        assert "/office/sign-in" in client.get(path).location


def test_an_item_leads_to_what_everybody_reads_of_it_unless_its_dialogue_is_a_draft(
    staff_client: FlaskClient,
) -> None:
    public, draft = an_action_item(), an_action_item(a_dialogue(status=Status.DRAFT))
    for item, leads in ((public, True), (draft, False)):
        page = staff_client.get(f"/en/office/action-items/{item.public_id}").text
        assert (f'<a href="/en/action-items/{item.public_id}"' in page) is leads
