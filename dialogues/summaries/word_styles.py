"""How a note looks in Word: paper, fonts of three scripts, directions, the styles of everything."""

from typing import Any

from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle

LOCALES = {"ar": "ar-SA", "zh": "zh-CN", "en": "en-GB", "fr": "fr-FR", "ru": "ru-RU", "es": "es-ES"}
BAND = RGBColor(0x0B, 0x4F, 0x82)
QUIET = RGBColor(0x44, 0x57, 0x6A)
GROUND = "EEF4F9"
_FONTS = {"ascii": "Calibri", "hAnsi": "Calibri", "cs": "Arial", "eastAsia": "Microsoft YaHei"}
_SIZES = {
    "Normal": 11,
    "Title": 22,
    "Subtitle": 11.5,
    **{f"Heading {level}": size for level, size in enumerate((15, 13, 12, 11, 11, 11), start=1)},
    "Header": 9,
    "Footer": 9,
}
_COLOURS = {"Title": BAND, "Subtitle": QUIET, "Header": QUIET, "Footer": QUIET}
_OWN = {
    "Letterhead": (11.5, BAND),
    "Action item": (11, None),
    "Terms": (9.5, QUIET),
    "Code": (10, None),
}
_FOLLOWING = {
    "w:pBdr": "shd tabs bidi spacing ind contextualSpacing jc outlineLvl rPr",
    "w:shd": "tabs bidi spacing ind contextualSpacing jc outlineLvl rPr",
    "w:bidi": "spacing ind contextualSpacing jc outlineLvl rPr rtlGutter docGrid",
    "w:bidiVisual": "tblW jc tblInd tblBorders tblLayout tblCellMar tblLook",
}
"""What comes after an element: Word refuses files whose elements are in another order."""


def element(name: str, /, **attributes: str) -> Any:
    """An element of WordprocessingML with its attributes."""
    made = OxmlElement(name)
    for key, value in attributes.items():
        made.set(qn(f"w:{key}"), value)
    return made


def put(parent: Any, child: Any) -> None:
    """Add an element to properties, in the place where its schema has it."""
    name = f"w:{child.tag.rpartition('}')[2]}"
    parent.insert_element_before(child, *(f"w:{each}" for each in _FOLLOWING[name].split()))


def prepare(document: Document, language: str, is_rtl: bool) -> None:
    """Lay out the paper, and give every style its fonts, size, language and direction."""
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(24)
    section.top_margin, section.bottom_margin = Mm(22), Mm(24)
    for name, (size, colour) in _OWN.items():
        style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = document.styles["Normal"]
        _look(style, size, colour)
    for name, size in _SIZES.items():
        _look(document.styles[name], size, _COLOURS.get(name, None if size < 12 else BAND))
    _languages(document, language)
    _spacing(document, language)
    _make_links(document)
    if is_rtl:
        put(document.styles["Normal"].element.get_or_add_pPr(), element("w:bidi"))
        put(section._sectPr, element("w:bidi"))


def _look(style: ParagraphStyle, size: float, colour: RGBColor | None) -> None:
    properties = style.element.get_or_add_rPr()
    for old in properties.findall(qn("w:rFonts")) + properties.findall(qn("w:szCs")):
        properties.remove(old)
    properties.insert(0, element("w:rFonts", **_FONTS))
    style.font.size = Pt(size)
    properties.find(qn("w:sz")).addnext(element("w:szCs", val=str(round(size * 2))))
    if colour is not None:
        style.font.color.rgb = colour
    style.font.italic = style.font.cs_italic = None


def _languages(document: Document, language: str) -> None:
    """The language of the text, of each kind of script, and of the checks that Word makes."""
    defaults = document.styles.element.find(f".//{qn('w:rPrDefault')}/{qn('w:rPr')}")
    for old in defaults.findall(qn("w:lang")):
        defaults.remove(old)
    defaults.append(language_tag(language))


def language_tag(language: str) -> Any:
    """What says that a text is in a language, whichever script Word takes it for."""
    locale = LOCALES[language]
    east_asian = locale if language == "zh" else LOCALES["zh"]
    bidirectional = locale if language == "ar" else LOCALES["ar"]
    return element("w:lang", val=locale, eastAsia=east_asian, bidi=bidirectional)


def _spacing(document: Document, language: str) -> None:
    normal = document.styles["Normal"].paragraph_format
    normal.space_after, normal.line_spacing = Pt(8), 1.3 if language in ("ar", "zh") else 1.15
    for name in ("Action item", "Terms"):
        document.styles[name].paragraph_format.space_after = Pt(4)
    for level in range(1, 7):
        heading = document.styles[f"Heading {level}"].paragraph_format
        heading.space_before, heading.space_after = Pt(18 if level == 1 else 12), Pt(6)
    shade = element("w:shd", val="clear", color="auto", fill=GROUND)
    put(document.styles["Action item"].element.get_or_add_pPr(), shade)
    document.styles["Action item"].paragraph_format.keep_with_next = True
    document.styles["Code"].font.name = "Courier New"


def _make_links(document: Document) -> None:
    style = document.styles.add_style("Hyperlink", WD_STYLE_TYPE.CHARACTER)
    style.font.color.rgb, style.font.underline = BAND, True
