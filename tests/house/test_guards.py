"""Nobody but staff opens organisers' pages, and no form is taken without its token."""

import itertools
import re
from collections import defaultdict
from collections.abc import Iterator
from functools import partial
from html import unescape
from typing import Any

import flask_wtf.csrf
import pytest
import time_machine
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.routing import Rule

from dialogues.action_items.links import (
    all_token,
    calendar_token,
    item_token,
    offer_token,
    reminders_token,
)
from dialogues.database import db
from dialogues.guest_list.links import invitation_token
from dialogues.outbox.service import owe
from dialogues.people import service as people
from dialogues.people.links import sign_in_token
from dialogues.people.models import Staff
from dialogues.programme.models import DialogueSession, Status
from dialogues.registration.links import (
    data_token,
    feed_token,
    join_link,
    manage_token,
    unsubscribe_token,
)
from dialogues.registration.models import Registration
from dialogues.registration.unfinished_links import finish_link
from dialogues.summaries.publishing import publish_in
from dialogues.summaries.rules import Words
from dialogues.summaries.service import save
from dialogues.support import clock
from dialogues.support.roles import Role
from dialogues.web.application import DialoguesApp
from tests.builders import (
    a_dialogue,
    a_member_of_staff,
    a_note,
    a_registration,
    a_reply,
    a_session,
    an_action_item,
    an_entry,
    an_invitation,
    an_owner,
    an_unfinished_registration,
)
from tests.conftest import signed_in
from tests.messages.written import a_draft, confirmed

WITHOUT_TOKEN = {"unsubscribe.unsubscribe", "owed.unsubscribe"}
"""What mail programs post to (RFC 8058); the signed address is what gives the power."""
SIGN_IN = {"sign_in.ask", "sign_in.redeem", "sign_in.sign_out"}
OPEN_TO_EDITORS = {
    "action_items_office.act",
    "action_items_office.edit",
    "action_items_office.item",
    "action_items_office.items",
    "action_items_office.new",
    "account_office.account",
    "agenda_office.edit",
    "programme_office.desk",
    "programme_office.dialogue",
    "programme_office.edit_texts",
    "programme_office.edit_themes",
    "programme_office.undo_texts",
    "publishing_office.poster",
    "publishing_office.poster_file",
    "publishing_office.qr_png",
    "publishing_office.qr_svg",
    "summaries_import.upload",
    "summaries_office.board",
    "summaries_office.versions",
    "summaries_office.themes",
    "summaries_office.start",
    "summaries_office.section",
    "summaries_office.restore",
    "summaries_office.remove",
    "summaries_office.preview",
    "summaries_office.pasted",
    "summaries_office.note",
    "summaries_office.move",
    "summaries_office.merge",
    "summaries_office.drop",
    "summaries_office.bring_back",
    "summaries_office.autosave",
    "summaries_office.add",
    "summaries_publishing.freeze",
    "summaries_publishing.look_again",
    "summaries_publishing.mark_as_fine",
    "summaries_publishing.publish",
    "summaries_publishing.withdraw",
    "summaries_translation.export",
    "summaries_translation.read_back",
    "summaries_translation.translate",
}
FOR_ADMINISTRATORS = {
    "privacy_office.erase",
    "staff_office.invite",
    "staff_office.member",
    "staff_office.remove",
    "staff_office.sign_out",
    "staff_office.staff",
    "staff_office.take_back",
}


def rules_of(app: DialoguesApp) -> list[Rule]:
    return [rule for rule in app.url_map.iter_rules() if rule.endpoint != "static"]


def is_office(rule: Rule) -> bool:
    return "/office" in rule.rule


def addresses(app: DialoguesApp, rule: Rule, values: dict[str, list[Any]]) -> Iterator[str]:
    """The addresses of a rule, with every combination of what its arguments may be."""
    names = sorted(rule.arguments)
    choices = [values.get(name) for name in names]
    assert all(choices), f"{rule.rule}: say in this test what {names} may be"
    adapter = app.url_map.bind("localhost")
    for combination in itertools.product(*(choice or () for choice in choices)):
        yield adapter.build(rule.endpoint, dict(zip(names, combination, strict=True)))


@pytest.fixture
def values(app: DialoguesApp) -> dict[str, list[Any]]:
    """For each argument of an address, values that exist."""
    dialogue = a_dialogue()
    session, twin = (a_session(dialogue, hour=hour) for hour in (8, 16))
    draft = a_dialogue(status=Status.DRAFT)
    drafted = a_session(draft, status=Status.DRAFT)
    closed = a_session(registration_open=False)
    past = a_session(days=-60)
    registration = a_registration(session)
    reply = a_reply(an_entry(registration))
    sign_in_link = people.create_sign_in_link(a_member_of_staff())
    mail = owe(
        kind="registration",
        recipient="somebody@example.org",
        language="en",
        zone="UTC",
        subject_id=registration.id,
    )
    db.session.flush()
    assert mail is not None
    messages = a_draft(session), confirmed(a_draft(session))
    invitation = an_invitation(twin)
    note = a_note(past.dialogue)
    publish_in(note, "en", None)
    for staff in db.session.scalars(select(Staff)):  # a text that waits to be merged
        save(note.sections[1], "en", Words("Theirs", "Another text."), 0, staff.id)
    item = an_action_item(past.dialogue, offered_to=an_owner())
    with app.test_request_context():
        join_token = join_link(registration).rpartition("/")[2]
        values: dict[str, list[Any]] = {
            "language": ["en"],
            "public_id": [
                row.public_id
                for row in (
                    *(dialogue, draft, session, twin, drafted, closed, past, past.dialogue),
                    *messages,
                    invitation,
                    registration,
                    item,
                    item.owner,
                    *note.sections,
                )
            ],
            "token": [
                manage_token(registration),
                join_token,
                feed_token(registration.participant),
                data_token(registration.participant),
                sign_in_token(sign_in_link),
                unsubscribe_token(registration.participant),
                invitation_token(invitation),
                finish_link(an_unfinished_registration(session)).rpartition("/")[2],
                item_token(item),
                reminders_token(item),
                offer_token(item),
                all_token(item.owner),
                calendar_token(item.owner),
            ],
            "mail_id": [mail.id],
            "staff_id": [a_member_of_staff().id],
            "reply_id": [reply.id],
            "slug": ["27julyAM"],
            "code": ["food-prices"],
            "target": ["fr", "en"],
            "number": [1],
            "since": [1],
            "kind": ["pdf", "docx", "md"],
            "fingerprint": ["0" * 32],
        }
    db.session.commit()
    return values


def everything_stored() -> dict[str, list[tuple[Any, ...]]]:
    db.session.rollback()
    stored = {
        name: sorted((tuple(row) for row in db.session.execute(select(table))), key=repr)
        for name, table in db.metadata.tables.items()
    }
    db.session.rollback()
    return stored


def test_a_stranger_is_sent_from_every_organisers_page_to_sign_in(
    app: DialoguesApp, client: FlaskClient, values: dict[str, list[Any]]
) -> None:
    before = everything_stored()
    walked = 0
    for rule in rules_of(app):
        if not is_office(rule) or rule.endpoint in SIGN_IN:
            continue
        for address in addresses(app, rule, values):
            for send in (client.get, client.head, partial(client.post, data={"name": "x"})):
                answer = send(address)
                if answer.status_code != 405:
                    place = answer.headers.get("Location", "")
                    assert (answer.status_code, place.partition("?")[0]) == (
                        302,
                        "/en/office/sign-in",
                    ), address
                    walked += 1
    assert walked > 10
    assert everything_stored() == before


def test_what_a_stranger_has_typed_is_shown_and_nothing_else(
    app: DialoguesApp, client: FlaskClient, values: dict[str, list[Any]]
) -> None:
    before = everything_stored()
    typed = {"name": "What I typed <b>", "csrf_token": "x"}
    for rule in rules_of(app):
        if is_office(rule) and rule.endpoint not in SIGN_IN and "POST" in (rule.methods or ()):
            for address in addresses(app, rule, values):
                answer = client.post(address, data=typed)
                assert answer.status_code == 403, address
                assert "What I typed &lt;b&gt;" in answer.text
                assert 'type="hidden"' not in answer.text
    assert everything_stored() == before


@pytest.mark.parametrize("role", Role)
def test_each_role_opens_its_own_pages_and_no_others(
    app: DialoguesApp, values: dict[str, list[Any]], role: Role
) -> None:
    member = signed_in(app, a_member_of_staff(role=role))
    before = everything_stored()
    outcomes = defaultdict[bool, set[str]](set)
    for rule in rules_of(app):
        if not is_office(rule) or rule.endpoint in SIGN_IN:
            continue
        address = next(addresses(app, rule, values))  # roles know views, whatever they show
        for send in (member.get, member.head, partial(member.post, data={"csrf_token": ""})):
            answer = send(address)
            if answer.status_code != 405:
                outcomes[answer.status_code != 403].add(rule.endpoint)
    everything = outcomes[True] | outcomes[False]
    assert everything >= OPEN_TO_EDITORS | FOR_ADMINISTRATORS
    assert (
        outcomes[True]
        == {
            Role.EDITOR: OPEN_TO_EDITORS,
            Role.ORGANISER: everything - FOR_ADMINISTRATORS,
            Role.ADMINISTRATOR: everything,
        }[role]
    )
    assert not outcomes[True] & outcomes[False]
    assert everything_stored() == before


def test_editors_are_shown_nobody_s_data_and_no_way_that_is_shut(
    app: DialoguesApp, editor: FlaskClient, values: dict[str, list[Any]]
) -> None:
    registration = db.session.scalars(select(Registration)).one()
    names = (registration.name, registration.participant.email)
    reached = 0
    for rule in rules_of(app):
        if rule.endpoint not in OPEN_TO_EDITORS or "GET" not in (rule.methods or ()):
            continue
        for address in addresses(app, rule, values):
            answer = editor.get(address)
            if answer.status_code == 404 or answer.mimetype != "text/html":
                continue
            page = answer.data.decode(errors="replace")
            assert not [name for name in names if name in page], address
            for way in set(re.findall(r'href="(/[^"#]*)"', page)):
                assert editor.get(unescape(way)).status_code not in (302, 403, 404), way
                reached += 1
            for way in set(re.findall(r'<form method="post" action="(/[^"]*)"', page)):
                answer = editor.post(unescape(way), data={"csrf_token": ""})
                assert answer.status_code != 403, (address, way)
                reached += 1
    assert reached > 20


def test_every_organisers_page_is_guarded_by_construction(app: DialoguesApp) -> None:
    """Whatever an organisers' module serves lies under /office, where the walk sees it."""
    for rule in rules_of(app):
        module = app.view_functions[rule.endpoint].__module__
        if module.rpartition(".")[2].startswith("office"):
            assert is_office(rule), rule.rule


def test_no_form_is_taken_without_its_token(
    app: DialoguesApp,
    client: FlaskClient,
    administrator: FlaskClient,
    values: dict[str, list[Any]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    refused: list[str] = []
    validate = flask_wtf.csrf.validate_csrf

    def watch(*arguments: Any, **keywords: Any) -> None:
        try:
            validate(*arguments, **keywords)
        except flask_wtf.csrf.ValidationError as error:
            refused.append(str(error))
            raise

    monkeypatch.setattr(flask_wtf.csrf, "validate_csrf", watch)
    before = everything_stored()
    for rule in rules_of(app):
        if "POST" not in (rule.methods or ()):
            continue
        refused.clear()
        for address in addresses(app, rule, values):
            for visitor in (client, administrator):
                visitor.post(address, data={"csrf_token": "", "action": "confirm"})
        assert everything_stored() == before, rule.rule
        is_exempt = rule.endpoint in WITHOUT_TOKEN
        assert bool(refused) is not is_exempt, f"{rule.rule} never looked for the token"
    assert administrator.get("/en/office/").status_code == 200, "signed out without a token"


def test_opening_pages_changes_nothing(
    app: DialoguesApp, client: FlaskClient, administrator: FlaskClient, values: dict[str, list[Any]]
) -> None:
    values["language"] = ["ar", "zh", "en"]
    before = everything_stored()
    opened = set()
    for rule in rules_of(app):
        if "GET" not in (rule.methods or ()):
            continue
        for address in addresses(app, rule, values):
            for visitor in (client, administrator):
                answer = visitor.get(address)
                assert answer.status_code < 500, address
                if answer.status_code == 200:
                    opened.add(rule.endpoint)
    assert everything_stored() == before
    assert len(opened) > 15


def test_no_page_feed_or_download_tells_where_a_meeting_is(
    app: DialoguesApp, client: FlaskClient, values: dict[str, list[Any]]
) -> None:
    """Not even the page for joining, until somebody presses: by then it forwards."""
    addresses_of_meetings = db.session.scalars(select(DialogueSession.join_url).distinct()).all()
    assert addresses_of_meetings == ["https://meet.example.org/room"]
    opens_at = db.session.scalars(select(DialogueSession.starts_at).join(Registration)).one()
    opened = set()
    for at in (clock.now(), opens_at):
        with time_machine.travel(at, tick=False):
            for rule in rules_of(app):
                if is_office(rule) or "GET" not in (rule.methods or ()):
                    continue
                for address in addresses(app, rule, values):
                    answer = client.get(address)
                    assert b"meet.example.org" not in answer.data, address
                    assert "meet.example.org" not in str(answer.headers), address
                    if answer.status_code == 200:
                        opened.add(rule.endpoint)
    assert {"registration.join", "registration.manage", "feeds.calendar"} <= opened


@pytest.mark.parametrize(
    "path",
    [
        "/en/manage/{}",
        "/en/unsubscribe/{}",
        "/en/join/{}",
        "/en/finish/{}",
        "/en/my-calendar/{}.ics",
        "/en/owed/{}",
        "/en/owed/reminders/{}",
        "/en/owed/offers/{}",
        "/en/owed/all/{}",
        "/en/owed/{}.ics",
    ],
)
def test_the_walk_knows_tokens_of_every_power(
    path: str, app: DialoguesApp, client: FlaskClient, values: dict[str, list[Any]]
) -> None:
    answers = {client.get(path.format(token)).status_code for token in values["token"]}
    assert 200 in answers
