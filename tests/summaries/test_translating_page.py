"""The page of translators: what it shows, and what a press on it keeps."""

import re
from collections.abc import Callable
from email import message_from_bytes, policy
from typing import Any

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from dialogues.action_items.models import ItemStatus
from dialogues.action_items.queries import story_of
from dialogues.database import db
from dialogues.outbox.delivery import drain
from dialogues.outbox.models import MailState, OutboxMail
from dialogues.summaries import queries, translating_service
from dialogues.summaries.models import SectionKind, SummaryNote, SummarySection
from dialogues.summaries.rules import State, Words
from dialogues.summaries.service import remove_section, save
from dialogues.web.application import DialoguesApp
from tests.builders import a_member_of_staff, a_note, an_action_item
from tests.conftest import signed_in
from tests.summaries.published import the_note

SECTIONS = (
    (SectionKind.PARTICIPATION, "Countries", "On 27 July, 117 countries meet."),
    (SectionKind.NEEDS, "Needs", "Money."),
)


@pytest.fixture
def note(app: DialoguesApp) -> SummaryNote:
    return a_note(sections=SECTIONS)


def path(note: SummaryNote, target: str = "ar") -> str:
    return f"/en/office/dialogues/{note.dialogue.public_id}/summary/into/{target}"


def typed(note: SummaryNote, **by_place: dict[str, Any]) -> dict[str, Any]:
    """What the page sends: each section as it was shown, but for what is said of ``s1``, ..."""
    fields: dict[str, Any] = {}
    for number, section in enumerate(queries.standing(note)):
        text = section.texts.get("ar")
        values = {
            "public_id": section.public_id,
            "heading": text.heading if text else "",
            "body": text.body if text else "",
            "base": text.version if text else 0,
            "renders": section.texts["en"].version,
            "kept": 0,
            "because": "",
            **by_place.get(f"s{number}", {}),
        }
        fields |= {f"sections-{number}-{name}": value for name, value in values.items()}
    return fields


def fresh(note: SummaryNote) -> SummaryNote:
    return the_note(note.dialogue)


def body_of(answer: TestResponse) -> str:
    return str(answer.data.decode())


def states(note: SummaryNote) -> list[State]:
    return list(queries.states(fresh(note))["ar"].values())


def test_all_that_was_typed_is_kept_and_one_section_is_done(
    editor: FlaskClient, note: SummaryNote
) -> None:
    section = note.sections[1]
    first, second = {"heading": "البلدان", "body": "نص"}, {"heading": "الاحتياجات"}
    fields = typed(note, s1=first, s2=second) | {"act": f"done:{section.public_id}"}
    answer = editor.post(path(note), data=fields)
    assert answer.status_code == 303
    assert answer.headers["Location"].endswith(f"#section-{section.public_id}")
    assert states(note) == [State.MISSING, State.CURRENT, State.DRAFT]
    assert queries.words_of(fresh(note).sections[1].texts["ar"]) == Words("البلدان", "نص")
    page = body_of(editor.get(path(note)))
    assert "What you wrote on this page is saved." in page
    assert "make it a draft again" in page


def test_what_is_done_is_folded_up_and_the_page_leads_to_what_is_not(
    editor: FlaskClient, note: SummaryNote
) -> None:
    save(note.sections[0], "ar", Words("معاً", ""), 0, None)
    translating_service.declare_done(note.sections[0], "ar", 1, 1)
    page = BeautifulSoup(body_of(editor.get(path(note))), "html.parser")
    folds = page.select("section > details.fold")
    assert [fold.has_attr("open") for fold in folds] == [False, True, True]
    [link] = page.select(".actions > p > a[href^='#section-']")
    assert link["href"] == f"#section-{note.sections[1].public_id}"

    # What is wrong in a folded section is in sight.
    act = {"act": f"back:{note.sections[0].public_id}"}
    refused = BeautifulSoup(body_of(editor.post(path(note), data=typed(note) | act)), "html.parser")
    assert refused.select("section > details.fold")[0].has_attr("open")


def test_a_done_section_is_stale_where_the_source_changed_while_the_page_was_open(
    editor: FlaskClient, note: SummaryNote
) -> None:
    section = note.sections[1]
    fields = typed(note, s1={"heading": "البلدان"}) | {"act": f"done:{section.public_id}"}
    save(section, "en", Words("Countries", "On 28 July, 117 nations meet."), 1, None)
    editor.post(path(note), data=fields)
    assert states(note)[1] is State.STALE
    page = body_of(editor.get(path(note)))
    assert "On <del>27</del><ins>28</ins> July, 117 <del>countries</del><ins>nations</ins>" in page


def test_the_difference_of_a_chinese_source_is_shown_by_characters(
    app: DialoguesApp, editor: FlaskClient
) -> None:
    note = a_note(language="zh", sections=[(SectionKind.NEEDS, "需求", "我们在七月开会。")])
    section = note.sections[1]
    save(section, "ar", Words("الاحتياجات", "نجتمع في تموز"), 0, None)
    translating_service.declare_done(section, "ar", 1, 1)
    save(section, "zh", Words("需求", "我们在九月开大会。"), 1, None)
    page = body_of(editor.get(path(note)))
    assert "我们在<del>七</del><ins>九</ins>月开<ins>大</ins>会。" in page


def test_a_section_is_sent_back_with_a_comment_which_done_takes_away(
    editor: FlaskClient, note: SummaryNote
) -> None:
    section = note.sections[1]
    save(section, "ar", Words("البلدان", "نص"), 0, None)
    translating_service.declare_done(section, "ar", 1, 1)
    act = {"act": f"back:{section.public_id}"}
    refused = editor.post(path(note), data=typed(note) | act)
    assert refused.status_code == 422
    assert "There is a problem" in body_of(refused)
    assert "Say what is to be changed" in body_of(refused)
    editor.post(path(note), data=typed(note, s1={"because": "Which ones?"}) | act)
    assert states(note)[1] is State.DRAFT
    assert "Sent back by An Editor" in (page := body_of(editor.get(path(note))))
    assert "Which ones?" in page
    editor.post(path(note), data=typed(fresh(note)) | {"act": f"done:{section.public_id}"})
    assert states(note)[1] is State.CURRENT
    assert "Which ones?" not in body_of(editor.get(path(note)))


def test_a_note_is_brought_up_to_date_with_one_press(
    editor: FlaskClient, note: SummaryNote
) -> None:
    """What was sent back stays so, unless it was typed into; what is empty stays missing."""
    for number, words in enumerate(("بلدان", "احتياجات"), start=1):
        save(note.sections[number], "ar", Words("ع", words), 0, None)
        translating_service.declare_done(note.sections[number], "ar", 1, 1)
        save(note.sections[number], "en", Words("New", words), 1, None)
    db.session.commit()
    assert states(note) == [State.MISSING, State.STALE, State.STALE]
    all_done = {"act": "done:"}
    answer = editor.post(
        path(note),
        data=typed(fresh(note), s1={"body": "جديد"}) | all_done,
        follow_redirects=True,
    )
    assert "2 sections in العربية are done." in body_of(answer)
    assert states(note) == [State.MISSING, State.CURRENT, State.CURRENT]
    staff = a_member_of_staff()
    for number in (1, 2):
        translating_service.send_back(fresh(note).sections[number], "ar", "Why?", staff.id)
        db.session.commit()
    editor.post(path(note), data=typed(fresh(note), s1={"body": "أجدد"}) | all_done)
    assert states(note) == [State.MISSING, State.CURRENT, State.DRAFT]


def test_what_somebody_else_wrote_meanwhile_is_not_declared_done(
    editor: FlaskClient, note: SummaryNote
) -> None:
    section = note.sections[1]
    save(section, "ar", Words("ع", "قديم"), 0, None)
    db.session.commit()
    sent = typed(fresh(note)) | {"act": "done:"}
    save(fresh(note).sections[1], "ar", Words("ع", "غيره"), 1, None)
    db.session.commit()
    editor.post(path(note), data=sent)
    assert states(note)[1] is State.DRAFT


def test_whoever_translated_a_section_hears_that_it_is_sent_back(
    editor: FlaskClient, note: SummaryNote
) -> None:
    section, translator = note.sections[1], a_member_of_staff(name="Huda", email="h@example.org")
    save(section, "ar", Words("البلدان", "نص"), 0, translator.id)
    db.session.commit()
    changes = {"body": "نص آخر", "because": "Which ones?\n\nPlease name them."}
    act = {"act": f"back:{section.public_id}"}
    answer = editor.post(path(note), data=typed(note, s1=changes) | act, follow_redirects=True)
    assert "Huda gets a mail with your words" in body_of(answer)
    db.session.commit()
    drain()
    (mail,) = db.session.scalars(db.select(OutboxMail)).all()
    assert (mail.recipient, mail.language, mail.state) == ("h@example.org", "ar", MailState.SENT)
    message = message_from_bytes(mail.body or b"", policy=policy.default)
    text = message.get_body(("plain",)).get_content()  # type: ignore[union-attr]
    assert "Which ones?" in text
    assert "Please name them." in text
    assert f"/summary/into/ar#section-{section.public_id}" in text


def test_no_mail_tells_of_what_was_done_again_meanwhile(
    editor: FlaskClient, note: SummaryNote
) -> None:
    section, translator = note.sections[1], a_member_of_staff(email="h@example.org")
    save(section, "ar", Words("البلدان", "نص"), 0, translator.id)
    translating_service.send_back(section, "ar", "Which ones?", a_member_of_staff().id)
    translating_service.declare_done(section, "ar", 1, 1)
    db.session.commit()
    drain()
    (mail,) = db.session.scalars(db.select(OutboxMail)).all()
    assert mail.state is MailState.SUPERSEDED


def test_a_done_section_is_made_a_draft_again(editor: FlaskClient, note: SummaryNote) -> None:
    section = note.sections[1]
    save(section, "ar", Words("البلدان", "نص"), 0, None)
    translating_service.declare_done(section, "ar", 1, 1)
    editor.post(path(note), data=typed(note) | {"act": f"reopen:{section.public_id}"})
    assert states(note)[1] is State.DRAFT


def test_of_two_translators_at_once_the_second_has_theirs_kept_aside(
    app: DialoguesApp, editor: FlaskClient, note: SummaryNote
) -> None:
    section = note.sections[1]
    late = typed(note, s1={"body": "Second."}) | {"act": f"done:{section.public_id}"}
    other = signed_in(app, a_member_of_staff())
    other.post(path(note), data=typed(note, s1={"body": "First."}))
    answer = editor.post(path(note), data=late)
    assert answer.status_code == 303
    assert states(note)[1] is State.DRAFT
    assert fresh(note).sections[1].texts["ar"].body == "First."
    kept = queries.parked(section.id, "ar", editor.staff_id)  # type: ignore[attr-defined]
    assert [one.body for one in kept] == ["Second."]
    page = body_of(editor.get(path(note)))
    assert "What you wrote of this section is kept aside" in page
    assert "What you wrote of this section" not in body_of(other.get(path(note)))


def test_who_touched_nothing_undoes_nothing_and_keeps_nothing_aside(
    editor: FlaskClient, note: SummaryNote
) -> None:
    untouched = typed(note, s2={"heading": "الاحتياجات"})
    save(note.sections[1], "ar", Words("البلدان", "نص"), 0, None)
    save(note.sections[1], "ar", Words("البلدان", "نص آخر"), 1, None)
    editor.post(path(note), data=untouched)
    assert fresh(note).sections[1].texts["ar"].body == "نص آخر"
    assert not queries.parked(note.sections[1].id, "ar", editor.staff_id)  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"heading": "ي" * 301}, "A heading must have 300 characters or fewer."),
        ({"body": "نص \u202e"}, "a character that cannot be seen"),
        ({"body": "> " * 30 + "x"}, "nested too deeply"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_that_was_typed_is_lost(
    editor: FlaskClient, note: SummaryNote, wrong: dict[str, str], sentence: str
) -> None:
    answer = editor.post(path(note), data=typed(note, s1=wrong, s2={"body": "ما كُتب"}))
    assert answer.status_code == 422
    assert sentence in body_of(answer)
    assert "ما كُتب" in body_of(answer)
    assert states(note) == [State.MISSING] * 3


def test_nothing_that_is_empty_is_done(editor: FlaskClient, note: SummaryNote) -> None:
    section = note.sections[1]
    answer = editor.post(path(note), data=typed(note) | {"act": f"done:{section.public_id}"})
    assert answer.status_code == 409
    assert "has no translation yet" in body_of(answer)


def test_a_section_that_came_meanwhile_is_on_the_page_that_says_what_is_wrong(
    editor: FlaskClient, note: SummaryNote, a_new_section: Callable[[], SummarySection]
) -> None:
    fields = typed(note, s1={"heading": "ي" * 301})
    section = a_new_section()
    page = body_of(editor.post(path(note), data=fields))
    assert f"section-{section.public_id}" in page


def test_what_was_typed_of_a_section_that_is_taken_out_meanwhile_is_kept_with_it(
    editor: FlaskClient, note: SummaryNote
) -> None:
    gone = note.sections[1]
    fields = typed(note, s1={"body": "ما كُتب"}) | {"act": f"done:{gone.public_id}"}
    remove_section(gone)
    answer = editor.post(path(note), data=fields)
    assert answer.status_code == 303
    page = body_of(editor.get(path(note)))
    assert "What you wrote on this page is saved." in page
    assert "“Countries” was taken out of the note meanwhile." in page
    assert f"section-{gone.public_id}" not in page
    text = fresh(note).sections[1].texts["ar"]
    assert (text.body, text.is_done) == ("ما كُتب", False)


def test_what_is_gone_meanwhile_stays_on_a_page_that_says_what_is_wrong(
    editor: FlaskClient, note: SummaryNote
) -> None:
    item = an_action_item(note.dialogue, text="Keep a list.", status=ItemStatus.DROPPED)
    sent = {"public_id": item.public_id, "text": "بند", "seen": "", "rendered": "Keep a list."}
    fields = typed(note, s1={"body": "ما كُتب"}, s2={"heading": "ي" * 301})
    fields |= {f"items-0-{name}": value for name, value in sent.items()}
    remove_section(note.sections[1])
    page = body_of(editor.post(path(note), data=fields))
    assert "ما كُتب" in page
    assert "بند" in page
    assert "Somebody has taken this section out of the note." in page
    fields["sections-2-heading"] = "الاحتياجات"
    assert editor.post(path(note), data=fields).status_code == 303
    assert fresh(note).sections[1].texts["ar"].body == "ما كُتب"
    db.session.refresh(item)
    assert item.texts["ar"].text == "بند"


def test_who_is_signed_out_meanwhile_finds_what_they_typed_under_the_form_s_words(
    client: FlaskClient, note: SummaryNote
) -> None:
    fields = typed(note, s1={"body": "ما كُتب هنا"}) | {"act": "done:"}
    answer = client.post(path(note).replace("/en/", "/fr/"), data=fields)
    assert answer.status_code == 403
    assert re.findall(r"<dt>(.*?)</dt>", body_of(answer)) == ["Texte"]
    written = {"heading": "A heading", "body": "Words.", "writes_itself": "y", "action": "save"}
    here = f"/en/office/summary-sections/{note.sections[1].public_id}"
    page = body_of(client.post(here, data=written))
    assert re.findall(r"<dt>(.*?)</dt>", page)[:2] == ["Heading", "Text"]


@pytest.fixture
def a_new_section(note: SummaryNote) -> Callable[[], SummarySection]:
    from dialogues.summaries.service import NewSection, add_section

    new = NewSection(SectionKind.CLOSING, Words("Closing", "Thanks."))
    return lambda: add_section(note, new, "en", None)


def test_an_action_item_is_translated_and_its_story_kept(
    editor: FlaskClient, note: SummaryNote
) -> None:
    item = an_action_item(note.dialogue, text="Keep a list.")
    fields = {
        "items-0-public_id": item.public_id,
        "items-0-text": "الاحتفاظ بقائمة.",
        "items-0-seen": "",
        "items-0-rendered": "Keep a list.",
    }
    editor.post(path(note), data=typed(note) | fields)
    db.session.refresh(item)
    assert item.texts["ar"].text == "الاحتفاظ بقائمة."
    assert [event.verb for event in story_of(item.id)] == ["translated"]
    item.texts["en"].text = "Keep a new list."
    page = body_of(editor.get(path(note)))
    assert "Keep a <ins>new </ins>list." in page
    assert "The translation still fits" in page
    again = fields | {
        "items-0-seen": "الاحتفاظ بقائمة.",
        "items-0-rendered": "Keep a new list.",
        "act": f"fits:{item.public_id}",
    }
    editor.post(path(note), data=typed(fresh(note)) | again)
    assert "The translation still fits" not in body_of(editor.get(path(note)))


def test_what_no_pdf_shows_is_not_saved_of_an_action_item(
    editor: FlaskClient, note: SummaryNote
) -> None:
    item = an_action_item(note.dialogue, text="Keep a list.")
    sent = {"public_id": item.public_id, "text": "بند \U0001f33e", "seen": ""}
    fields = {f"items-0-{name}": value for name, value in sent.items()}
    answer = editor.post(path(note), data=typed(note, s1={"body": "ما كُتب"}) | fields)
    assert answer.status_code == 422
    page = body_of(answer)
    assert "No PDF can show this part of the text" in page
    assert "ما كُتب" in page
    assert "بند" in page


def test_of_two_who_translate_an_action_item_the_second_sees_the_first(
    editor: FlaskClient, note: SummaryNote
) -> None:
    item = an_action_item(note.dialogue, text="Keep a list.")
    translating_service.translate_item(item, "ar", "قائمة أولى", "Keep a list.", "")
    fields = {
        "items-0-public_id": item.public_id,
        "items-0-text": "قائمة ثانية",
        "items-0-seen": "",
        "items-0-rendered": "Keep a list.",
    }
    answer = editor.post(path(note), data=typed(note) | fields)
    page = body_of(answer)
    assert answer.status_code == 409
    assert "قائمة أولى" in page
    assert "قائمة ثانية" in page
    db.session.refresh(item)
    assert item.texts["ar"].text == "قائمة أولى"
    editor.post(path(note), data=typed(note) | fields | {"items-0-seen": "قائمة أولى"})
    db.session.refresh(item)
    assert item.texts["ar"].text == "قائمة ثانية"


@pytest.mark.parametrize("target", ["en", "de", "translator"])
def test_there_is_no_page_for_the_source_or_for_other_languages(
    editor: FlaskClient, note: SummaryNote, target: str
) -> None:
    assert editor.get(path(note, target)).status_code == 404


def test_the_page_takes_as_many_statements_for_many_sections(
    editor: FlaskClient, app: DialoguesApp, count_statements: Callable[..., int]
) -> None:
    few, many = (
        a_note(sections=[(SectionKind.OTHER, f"S{n}", "Text.") for n in range(count)])
        for count in (1, 9)
    )
    for note in (few, many):
        for section in note.sections:
            save(section, "ar", Words("ع", "نص"), 0, None)
            translating_service.declare_done(section, "ar", 1, 1)
        an_action_item(note.dialogue)
    db.session.commit()
    editor.get(path(few))
    counts = [count_statements(lambda note=note: editor.get(path(note))) for note in (few, many)]
    assert counts[0] == counts[1]


def test_a_save_that_is_asked_for_is_answered_where_all_was_saved_already(
    editor: FlaskClient, note: SummaryNote
) -> None:
    editor.post(path(note), data=typed(note) | {"act": "save:"})
    assert "What you wrote on this page is saved." in body_of(editor.get(path(note)))
