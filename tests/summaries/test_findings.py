"""The findings between a translation and its source: named, and marked as fine with a reason."""

import pytest

from dialogues.action_items.models import ActionItemText, ItemStatus
from dialogues.database import db
from dialogues.summaries import checks_service
from dialogues.summaries.checks import findings_of
from dialogues.summaries.models import SectionKind, SummaryNote
from dialogues.summaries.refusals import ReasonIsMissing
from dialogues.summaries.rules import Words
from dialogues.summaries.service import save
from dialogues.web.application import DialoguesApp
from tests.builders import a_member_of_staff, a_note, an_action_item

SOURCE = "The 27 coalitions met on 29 June 2022."


def a_translated_note(text: str) -> SummaryNote:
    note = a_note(sections=[(SectionKind.COALITIONS, "Coalitions", SOURCE)])
    save(note.sections[1], "zh", Words("联盟", text), 0, None)
    db.session.commit()
    return note


@pytest.mark.databases
def test_a_figure_that_differs_is_named_in_both_texts(app: DialoguesApp) -> None:
    with app.test_request_context():
        note = a_translated_note("二十八个联盟于2022年6月29日举行会议。")
        (finding,) = findings_of(note, "zh")
        assert finding.section_id == note.sections[1].public_id
        assert finding.sentence == (
            "Figure: the source says “\u206827\u2069”, this translation says “\u2068二十八\u2069”."
        )


def test_the_same_in_other_numerals_is_no_finding(app: DialoguesApp) -> None:
    with app.test_request_context():
        note = a_translated_note("二十七个联盟于2022年6月29日举行会议。")
        assert findings_of(note, "zh") == []
        assert findings_of(note, "en") == []


@pytest.mark.databases
def test_what_is_marked_as_fine_stays_so_until_it_differs_otherwise(app: DialoguesApp) -> None:
    with app.test_request_context():
        note, staff = a_translated_note("28个联盟于2022年6月29日举行会议。"), a_member_of_staff()
        (finding,) = findings_of(note, "zh")
        with pytest.raises(ReasonIsMissing):
            checks_service.mark_fine(note, finding.fingerprint, " ", staff.id)
        checks_service.mark_fine(note, finding.fingerprint, "One joined since.", staff.id)
        assert findings_of(note, "zh")[0].marked_fine_because == "One joined since."
        save(note.sections[1], "zh", Words("联盟", "29个联盟于2022年6月29日举行会议。"), 1, None)
        assert findings_of(note, "zh")[0].marked_fine_because is None
        save(note.sections[1], "zh", Words("联盟", "28个联盟于2022年6月29日举行会议。"), 2, None)
        checks_service.unmark(note, finding.fingerprint)
        assert findings_of(note, "zh")[0].marked_fine_because is None


def test_action_items_agree_too(app: DialoguesApp) -> None:
    with app.test_request_context():
        note = a_translated_note("27个联盟于2022年6月29日举行会议。")
        item = an_action_item(note.dialogue, text="Name 5 focal points.")
        assert [one.item_id for one in findings_of(note, "zh")] == [item.public_id]
        source = item.texts["en"].text
        item.texts["zh"] = ActionItemText(language="zh", text="指定6个协调人。", rendered=source)
        assert [one.sentence for one in findings_of(note, "zh")] == [
            "Figure: the source says “\u20685\u2069”, this translation says “\u20686\u2069”."
        ]
        item.texts["zh"].text = "指定5个协调人。"
        assert findings_of(note, "zh") == []
        item.texts["en"].text = "Name 5 focal points by June."
        assert [one.sentence for one in findings_of(note, "zh")] == [
            "The action item “\u2068Name 5 focal points by June.\u2069” reads otherwise since it "
            "was translated.",
            "Date: “\u2068June\u2069” is in the source and not in this translation.",
        ]
        item.status = ItemStatus.DROPPED
        assert findings_of(note, "zh") == []


def test_a_mark_survives_that_something_else_differs_too(app: DialoguesApp) -> None:
    with app.test_request_context():
        note, staff = a_translated_note("28个联盟于2022年6月29日举行会议。"), a_member_of_staff()
        (finding,) = findings_of(note, "zh")
        checks_service.mark_fine(note, finding.fingerprint, "One joined since.", staff.id)
        both = Words("联盟", "28个联盟于2022年6月29日举行会议，共有5个。")
        save(note.sections[1], "zh", both, 1, None)
        marked, other = findings_of(note, "zh")
        assert (marked.sentence, marked.marked_fine_because) == (
            finding.sentence,
            "One joined since.",
        )
        assert (
            other.sentence
            == "Figure: “\u20685\u2069” is in this translation and not in the source."
        )
        assert other.marked_fine_because is None


def test_marks_on_single_differences_survive_that_others_are_mended(app: DialoguesApp) -> None:
    with app.test_request_context():
        staff = a_member_of_staff()
        note = a_translated_note("28个联盟于2022年6月29日举行会议，共有5个。")
        for finding in findings_of(note, "zh"):
            checks_service.mark_fine(note, finding.fingerprint, "So it is.", staff.id)
        mended = Words("联盟", "28个联盟于2022年6月29日举行会议。")
        save(note.sections[1], "zh", mended, 1, None)
        assert {one.marked_fine_because for one in findings_of(note, "zh")} == {"So it is."}
