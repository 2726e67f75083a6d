"""What is recognised in a file: title, date, headings, whole paragraphs, the next Dialogue."""

import datetime as dt
from typing import Any

import pytest

from dialogues.languages.rules import LANGUAGES
from dialogues.summaries.importing.document import Document
from dialogues.summaries.importing.files import read_file
from dialogues.summaries.importing.headings import PHRASES, kind_of
from dialogues.summaries.importing.layout import Reading
from dialogues.summaries.importing.next_part import Announced, without_programme
from dialogues.summaries.importing.plans import reading_of
from dialogues.summaries.importing.titles import heading_of
from dialogues.summaries.models import SectionKind
from tests.summaries.files_to_import import CHINESE, ENGLISH, a_word_file

JUNE = dt.date(2022, 6, 29)
KNOWN = Announced({"27julyam", "27julypm"}, {(2022, 7, 27)})


def reading(text: str, language: str, name: str = "note.txt") -> Reading:
    return reading_of(read_file(text.encode(), name), language)


def headings(found: Reading) -> list[tuple[SectionKind, str]]:
    return [(part.kind, part.heading) for part in found.parts]


def test_a_note_in_plain_chinese_falls_into_its_sections() -> None:
    found = reading(CHINESE, "zh")
    assert (found.title, found.days) == ("共同推动转型 - 行动联盟", (JUNE,))
    assert found.opening == "本次会议由协调中心主持，各国召集人与联盟的代表交流了看法。"
    assert headings(found) == [
        (SectionKind.PARTICIPATION, "各国如何参与联盟的工作"),
        (SectionKind.COALITIONS, "联盟代表的发言"),
        (SectionKind.HUB, "对协调中心的期望"),
        (SectionKind.NEEDS, "召集人的需求"),
        (SectionKind.CLOSING, "结束语"),
        (SectionKind.NEXT, "下一次对话"),
    ]
    assert found.joined == 1
    assert "更好地支持各国的行动" in found.parts[1].body
    assert found.parts[4].pieces == (
        "主任 **Ana Example** 感谢各位与会者的参与和贡献。",
        "如有问题，请写信给 hub@example.org 与我们联系，或者在即将举行的对话中提出。",
    )


def test_marked_headings_begin_sections_and_deeper_ones_stay_within() -> None:
    found = reading(ENGLISH, "en", "note.md")
    assert (found.title, found.days) == ("Committed together", (JUNE,))
    assert headings(found) == [
        (SectionKind.PARTICIPATION, "Country participation in coalitions"),
        (SectionKind.CLOSING, "Closing"),
    ]
    assert found.parts[0].body == (
        "Countries want to take part in the work.\n\n# In Africa\n\nThey asked for a letter."
    )


@pytest.mark.parametrize(
    ("line", "language", "title"),
    [
        ("2022年6月29日（星期三）- 摘要说明 共同推动转型", "zh", "共同推动转型"),
        ("二〇二二年六月二十九日 摘要 – 转型", "zh", "转型"),
        ("29 حزيران/يونيه 2022 - مذكرة موجزة - الالتزام", "ar", "الالتزام"),
        ("الأربعاء، ٢٩ يونيو ٢٠٢٢: الالتزام بالتحويل", "ar", "الالتزام بالتحويل"),
        ("Wednesday, 29 June 2022 – Summary note: Committed", "en", "Committed"),
        ("June 29, 2022 | Committed to change", "en", "Committed to change"),
        ("Committed to change (29 June 2022)", "en", "Committed to change"),
        ("2022-06-29 Summary of a year", "en", "Summary of a year"),
        ("Mercredi 29 juin 2022 - Note de synthèse - Engagés", "fr", "Engagés"),
        ("29 июня 2022 года — Краткая записка: Вместе", "ru", "Вместе"),
        ("Miércoles, 29 de junio de 2022 - Resumen - Juntos", "es", "Juntos"),
        ("29 June 2022 – 共同推动转型", "zh", "共同推动转型"),
    ],
)
def test_the_day_is_read_out_of_the_title(line: str, language: str, title: str) -> None:
    found = heading_of(line, language)
    assert (found.title, found.days) == (title, (JUNE,))


@pytest.mark.parametrize(
    ("line", "language"),
    [
        ("Summary note.", "en"),
        ("مذكرة موجزة.", "ar"),
        ("摘要说明。", "zh"),
        ("Note de synthèse.", "fr"),
        ("Сводная записка.", "ru"),
        ("Nota de síntesis.", "es"),
        ("Summary.", "en"),
        ("29 June 2022. Summary note.", "en"),
        ("29 июня 2022 года. Краткая записка.", "ru"),
    ],
)
def test_what_a_note_calls_itself_is_no_title_with_a_full_stop_either(
    line: str, language: str
) -> None:
    assert heading_of(line, language).title == ""
    assert reading(f"{line}\n\nTogether\n\nWe met.", language).title == "Together"


def test_a_word_with_a_full_stop_within_is_left_whole() -> None:
    assert heading_of("Summary.org opens", "en").title == "Summary.org opens"


def test_a_title_without_a_year_names_no_day() -> None:
    assert heading_of("6月29日 - 转型", "zh").days == ()


@pytest.mark.parametrize("language", LANGUAGES)
def test_headings_are_known_by_likeness_in_each_language(language: str) -> None:
    for kind, phrases in PHRASES[language].items():
        assert {kind_of(f"2. {phrase.upper()}", language)[0] for phrase in phrases} == {kind}


@pytest.mark.parametrize(
    ("heading", "language", "kind"),
    [
        ("Countries’ participation in coalitions", "en", SectionKind.PARTICIPATION),
        ("Statements from coalitions", "en", SectionKind.COALITIONS),
        ("Expectations from the Hub", "en", SectionKind.HUB),
        ("Convenors’ needs", "en", SectionKind.NEEDS),
        ("Climate change", "en", SectionKind.OTHER),
        ("一、国家召集人的需求", "zh", SectionKind.NEEDS),
        ("其他事项", "zh", SectionKind.OTHER),
        ("Interventions des coalitions", "fr", SectionKind.COALITIONS),
        ("Потребности координаторов", "ru", SectionKind.NEEDS),
        ("Expectativas del Centro", "es", SectionKind.HUB),
        ("مداخلات التحالفات", "ar", SectionKind.COALITIONS),
    ],
)
def test_headings_in_other_words_are_known_too(
    heading: str, language: str, kind: SectionKind
) -> None:
    assert kind_of(heading, language)[0] is kind


def test_lines_and_paragraphs_that_were_broken_are_whole_again() -> None:
    found = reading(
        "Title\n\nThe coalitions said that they are glad to work with all\ncountries, and they\n\f"
        "2\n\nhope for more of it in the coming year.\n\nA paragraph that ends.\n\nAnother one.",
        "en",
    )
    assert found.opening == (
        "The coalitions said that they are glad to work with all countries, and they hope for "
        "more of it in the coming year.\n\nA paragraph that ends.\n\nAnother one."
    )
    assert found.joined == 1


def test_a_paragraph_to_a_line_is_a_paragraph() -> None:
    long = "These words go on and on, as editors without line breaks write them down in a file. "
    found = reading_of(Document(f"Title\n{long * 2}\nClosing\n{long * 2}", True), "en")
    assert found.title == "Title"
    assert headings(found) == [(SectionKind.CLOSING, "Closing")]


def test_links_by_name_still_lead_where_they_led() -> None:
    found = reading(
        "# T\n\n## Closing\n\nSee [it][1].\n\n## More\n\nX.\n\n[1]: https://example.org",
        "en",
        "n.md",
    )
    assert found.parts[0].body == "See [it][1].\n\n[1]: https://example.org"
    assert found.parts[1].body == "X."


def test_what_the_programme_says_of_the_next_dialogue_is_left_out() -> None:
    found = without_programme(reading(CHINESE, "zh"), KNOWN)
    part = found.parts[-1]
    assert (part.kind, part.pieces) == (SectionKind.NEXT, ("请通过下面的链接注册。",))
    assert part.writes_itself
    assert found.left_out == (
        "下一次对话将于 **7月27日（星期三）** 举行，主题是“治理与政策”。",
        "- 08:00-9:30 CEST <https://bit.ly/27julyAM> 英语，配备中文口译",
        "- 16:00-17:30 CEST <https://bit.ly/27JulyPM> 英语，配备法语口译",
    )


@pytest.mark.parametrize(
    "announced", [None, Announced({"31augustam"}, {(2022, 8, 31)}), Announced((), {(2022, 8, 27)})]
)
def test_what_the_programme_does_not_say_stays(announced: Announced | None) -> None:
    before = reading(CHINESE, "zh")
    found = without_programme(before, announced)
    assert found.parts[-1].pieces == before.parts[-1].pieces
    assert len(found.parts[-1].pieces) == 2
    assert (found.parts[-1].writes_itself, found.left_out) == (False, ())


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("ar", "يعقد الحوار المقبل يوم 27 تموز/يوليه 2022."),
        ("en", "The next Food Systems Solutions Dialogue is on Wednesday 27 July."),
        ("fr", "Le prochain dialogue aura lieu le 27 juillet 2022."),
        ("ru", "Следующий диалог состоится 27 июля 2022 года."),
        ("es", "El próximo diálogo se celebrará el 27 de julio de 2022."),
    ],
)
def test_the_next_dialogue_is_found_in_every_language(language: str, text: str) -> None:
    heading = PHRASES[language][SectionKind.CLOSING][0]
    found = reading(f"# T\n\n## {heading}\n\nX.\n\n{text}\n\nZ.", language, "note.md")
    assert [part.pieces for part in found.parts] == [("X.", "Z."), (text,)]
    assert without_programme(found, KNOWN).left_out == (text,)


def test_a_mere_mention_of_the_next_dialogue_stays_where_it_is() -> None:
    found = reading("# T\n\n## Closing\n\nAsk us at the next Dialogue.", "en", "note.md")
    assert headings(found) == [(SectionKind.CLOSING, "Closing")]


@pytest.mark.parametrize(
    "above",
    [
        '---\ntitle: "Seas"\ndate: 29 June 2022\ntags:\n  - x\n---\n\n# Seas\n',
        "---\ntitle: Seas\ndate: 2022-06-29\n---\n",
        "The Hub\n\n29 June 2022\n\nSummary note\n\n# Seas\n",
    ],
)
def test_what_stands_above_a_title_is_no_part_of_the_note(above: str) -> None:
    below = "They met on 29 June 2022.\n\n## Closing words\n\nThanks.\n\n## Next steps\n\nx"
    text = f"{above}\n{below}"
    found = reading(text, "en", "note.md")
    assert (found.title, found.days) == ("Seas", (JUNE,))
    assert found.opening == "They met on 29 June 2022."
    assert [heading for _kind, heading in headings(found)] == ["Closing words", "Next steps"]
    assert found.letterhead == (("The Hub",) if "Hub" in above else ())


def test_a_word_file_of_ours_is_a_note_again() -> None:
    def published(document: Any) -> None:
        for line in ("المركز", "مذكرة موجزة"):
            document.add_paragraph(line)
        document.add_heading("تحالفات العمل", 0)
        document.add_paragraph("الأربعاء، 29 حزيران/يونيه 2022")
        document.add_heading("كلمات ختامية", 1)
        for line in ("شكر المدير كل من شارك في هذا الحوار على ما قدموه", "وقال إن العمل مستمر"):
            document.add_paragraph(line)
        document.add_heading("فرع", 2)

    found = reading_of(read_file(a_word_file(published)), "ar")
    assert (found.title, found.days) == ("تحالفات العمل", (JUNE,))
    assert [heading for _kind, heading in headings(found)] == ["كلمات ختامية"]
    assert len(found.parts[0].pieces) == 3


@pytest.mark.parametrize("text", ["12", "---\n\n***", "[x]: https://example.org", "# A", "#\n\n##"])
def test_a_file_without_words_of_a_note_is_read(text: str) -> None:
    assert reading(text, "en").parts == ()
