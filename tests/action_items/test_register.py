"""The register of owners: who is in it, and how it comes in and goes out as a spreadsheet."""

import io
import re
from typing import Any

import pytest
from flask.testing import FlaskClient

from dialogues.action_items import owners_service, queries
from dialogues.action_items.models import Owner, OwnerKind
from dialogues.action_items.naming import owner_title
from dialogues.action_items.owner_plans import COLUMNS
from dialogues.action_items.refusals import PersonNeedsAddress
from dialogues.database import db
from dialogues.support import clock
from tests.builders import an_action_item, an_owner

OFFICE = "/en/office/owners"
FIELDS = {
    "kind": "agency",
    "name_en": "The Hub",
    "name_ar": "المركز",
    "coordinator": "A Coordinator",
    "email": " Hub@Example.org ",
    "website": "https://example.org",
    "language": "fr",
    "zone": "Europe/Rome",
    "key": "hub",
}


def owners() -> list[Owner]:
    db.session.expire_all()
    return list(queries.register(with_archived=True))


def sheet(*rows: str, header: str = "key,kind,name_en,language,zone,email") -> bytes:
    return "\n".join((header, *rows)).encode()


def chosen(client: FlaskClient, content: bytes) -> Any:
    data = {"file": (io.BytesIO(content), "owners.csv")}
    return client.post(f"{OFFICE}/import", data=data, content_type="multipart/form-data")


def confirmed(client: FlaskClient, content: bytes) -> Any:
    page = chosen(client, content).text
    rows = re.findall(r'<textarea name="rows" hidden>(.*?)</textarea>', page, re.DOTALL)
    return client.post(
        f"{OFFICE}/import",
        data={"rows": rows[0].replace("&#39;", "'").replace("&#34;", '"').replace("&amp;", "&")},
        follow_redirects=True,
    )


def test_an_entry_is_added_with_its_names_and_a_folded_address(staff_client: FlaskClient) -> None:
    page = staff_client.post(f"{OFFICE}/new", data=FIELDS, follow_redirects=True)
    assert "The Hub is in the register" in page.text
    (hub,) = owners()
    assert (hub.email, hub.key, hub.kind) == ("hub@example.org", "hub", OwnerKind.AGENCY)
    assert {code: name.name for code, name in hub.names.items()} == {
        "en": "The Hub",
        "ar": "المركز",
    }
    assert "The Hub" in staff_client.get(OFFICE).text


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("name_en", "", "Enter the name in at least one language."),
        ("email", "hub", "Enter an e-mail address in the correct form"),
        ("website", "javascript:alert(1)", "begins with http:// or https://"),
        ("zone", "Europe/Rom", "Europe/Rome"),
        ("language", "de", "is not one of the languages"),
        ("kind", "person", "is no kind of owner"),
        ("name_en", "A\u202eB", "characters that cannot be shown"),
        ("coordinator", "x" * 201, "must have 200 characters or fewer"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(
    staff_client: FlaskClient, field: str, value: str, sentence: str
) -> None:
    data = {**FIELDS, "name_ar": "", "coordinator": "Kept as typed", field: value}
    answer = staff_client.post(f"{OFFICE}/new", data=data)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert field == "coordinator" or "Kept as typed" in answer.text
    assert owners() == []


def test_a_key_that_another_has_is_refused(staff_client: FlaskClient) -> None:
    an_owner(key="hub")
    answer = staff_client.post(f"{OFFICE}/new", data=FIELDS)
    assert answer.status_code == 422
    assert "Another entry has the key “hub”." in answer.text


def test_another_address_ends_the_links_to_the_one_before(staff_client: FlaskClient) -> None:
    hub = an_owner(key="hub")
    answer = changed(staff_client, hub, email="new@example.org")
    assert (
        "a mail with new ones is on its way to new@example.org"
        in staff_client.get(answer.location).text
    )
    assert (owners()[0].email, owners()[0].link_version) == ("new@example.org", 2)
    changed(staff_client, hub, coordinator="Another")
    assert owners()[0].link_version == 2


def changed(client: FlaskClient, owner: Owner, **fields: str) -> Any:
    path = f"{OFFICE}/{owner.public_id}/edit"
    page = client.get(path).text
    typed = dict(re.findall(r'<input [^>]*?name="(\w+)"[^>]*? value="([^"]*)"', page))
    typed |= {"kind": owner.kind.value, "language": owner.language}
    return client.post(path, data={**typed, **fields})


def test_what_owes_something_keeps_an_address(staff_client: FlaskClient) -> None:
    owner = an_action_item().owner
    answer = changed(staff_client, owner, email="")
    assert answer.status_code == 422
    assert "action items that are not closed" in answer.text
    assert owners()[0].email


def test_a_change_of_somebody_else_is_told_and_the_next_press_saves(
    staff_client: FlaskClient,
) -> None:
    owner = an_owner(key="hub")
    answer = changed(staff_client, owner, seen="2020-01-01T00:00:00+00:00", coordinator="Mine")
    assert answer.status_code == 409
    assert "Somebody else has changed this entry" in answer.text
    assert 'value="Mine"' in answer.text
    assert owners()[0].coordinator != "Mine"


def test_who_never_owned_anything_is_removed_and_others_are_archived(
    staff_client: FlaskClient,
) -> None:
    unused, used = an_owner("Unused"), an_action_item(closed_at=None).owner
    page = staff_client.post(f"{OFFICE}/{unused.public_id}/retire", follow_redirects=True)
    assert "Unused is removed." in page.text
    page = staff_client.post(f"{OFFICE}/{used.public_id}/retire", follow_redirects=True)
    assert "is archived" in page.text
    assert [owner.archived_at is not None for owner in owners()] == [True]
    assert list(queries.register()) == []
    staff_client.post(f"{OFFICE}/{used.public_id}/take-back")
    assert [owner.archived_at for owner in owners()] == [None]


def test_a_sheet_adds_changes_and_leaves_alone_by_key(staff_client: FlaskClient) -> None:
    kept, other = an_owner("Kept", key="a"), an_owner("Other", key="b", email="b@example.org")
    coordinator = kept.coordinator
    content = sheet(
        "a,agency,Renamed,fr,Europe/Rome,a@example.org",
        f"b,coalition,Other,en,Africa/Dakar,{other.email}",
        "c,country,New,es,America/Lima,",
    )
    preview = chosen(staff_client, content).text
    figures = [
        *("Entries added: 1.", "Entries changed: 1.", "Entries left as they are: 1."),
        "The links that went to 1 earlier address open nothing any more.",
    ]
    for figure in figures:
        assert figure in preview
    assert "Nobody else gets a mail about it." in preview
    assert len(owners()) == 2
    done = confirmed(staff_client, content).text
    for figure in figures:
        assert figure in done
    first, _second, third = owners()
    assert (first.names["en"].name, first.kind, first.coordinator) == (
        "Renamed",
        OwnerKind.AGENCY,
        coordinator,
    )
    assert (third.key, third.email, third.zone) == ("c", None, "America/Lima")


def test_a_sheet_says_of_what_it_changes_that_it_is_archived(staff_client: FlaskClient) -> None:
    an_owner("Gone", key="a", archived_at=clock.now())
    preview = chosen(staff_client, sheet("a,agency,Renamed,en,Europe/Rome,")).text
    assert 'is changed <span class="tag">Archived</span>' in preview


def test_all_problems_are_said_with_line_and_column_and_nothing_changes(
    staff_client: FlaskClient,
) -> None:
    answer = chosen(
        staff_client,
        sheet("a,agency,A,en,Europe/Rome,none", "a,nobody,,xx,Mars,", "=1+1,agency,A,en,UTC,"),
    )
    assert answer.status_code == 422
    for sentence in (
        "Line 2, column email: Enter an e-mail address",
        "Line 3, column key: Line 2 has the same key.",
        "Line 3, column kind: “nobody” is no kind of owner.",
        "Line 3, column name_en: Enter the name in at least one language.",
        "Line 3, column zone: “Mars” is not a time zone.",
        "Line 4, column key: This cell holds a formula.",
    ):
        assert sentence in answer.text
    assert owners() == []


def test_the_register_goes_out_harmless_and_comes_in_unchanged(staff_client: FlaskClient) -> None:
    an_owner("=HYPERLINK(0)", key="a")
    an_owner('Plain, "quoted"', key="b", coordinator="+1")
    an_owner("الغذاء; -1", key="c", coordinator="-1; =2;+ 3")
    answer = staff_client.get(f"{OFFICE}/owners.csv")
    assert answer.data.startswith(b"\xef\xbb\xbf" + f'"{COLUMNS[0]}"'.encode())
    assert b'"\'=HYPERLINK(0)"' in answer.data
    assert b'"\'+1"' in answer.data
    page = chosen(staff_client, answer.data).text
    assert "Entries left as they are: 3." in page
    assert "Entries changed: 0." in page


def test_a_person_is_found_by_a_folded_address_and_keeps_the_name(app: object) -> None:
    first = owners_service.person_owner("Ann", " Ann@X.org", "fr", "Europe/Paris")
    again = owners_service.person_owner("Another", "ann@x.ORG", "en", "UTC")
    assert again is first
    assert (first.email, owner_title(first, "ar").text) == ("ann@x.org", "Ann")
    with pytest.raises(PersonNeedsAddress, match="Bea"):
        owners_service.person_owner("Bea", "nowhere", "en", "UTC")


def test_a_name_that_lacks_says_its_own_language(app: object) -> None:
    owner = an_owner("The Hub")
    title = owner_title(owner, "ar")
    assert (title.text, title.language, title.dir) == ("The Hub", "en", "ltr")
    owner.names.clear()
    assert owner_title(owner, "en").text == "A person whose data were erased"


def test_strangers_and_editors_do_not_see_the_register(client: FlaskClient) -> None:
    for path in (OFFICE, f"{OFFICE}/new", f"{OFFICE}/import", f"{OFFICE}/owners.csv"):
        assert "/office/sign-in" in client.get(path).location
