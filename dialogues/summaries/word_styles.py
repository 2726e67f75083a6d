"""How a note looks in Word: paper, fonts of three scripts, directions, the styles of everything."""

from typing import Any

from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle

LOCALES = {"ar": "ar-SA", "zh": "zh-CN", "en": "en-GB", "fr": "fr-FR", "ru": "ru-RU", "es": "es-ES"}
BAND = RGBColor(0x0B, 0x4F, 0x82)
QUIET = RGBColor(0x44, 0x57, 0x6A)
GROUND = "EEF4F9"
MOST_STATED = 255
"""The characters that a property of a file can have."""
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
    "Letterhead office": (9.5, QUIET),
    "Action item label": (9.5, BAND),
    "Action item": (11, None),
    "Action item terms": (9.5, QUIET),
    "Themes": (9.5, QUIET),
    "Code": (10, None),
}
_BOX = {"Action item label": "top", "Action item": "", "Action item terms": "bottom"}
"""The styles of an action item, from above, and the edge of its box that each has besides sides."""
_HEAD_OF_BOX, _SIDE_OF_BOX = (str(BAND), "10", "4"), (GROUND, "4", "6")
_TEXT_WIDTH = Mm(162)
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
    _modern(document)
    for name in ("Title", "Subtitle", "Header", "Footer"):
        _plain(document.styles[name])
    for name, (size, colour) in _OWN.items():
        style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = document.styles["Normal"]
        _look(style, size, colour)
    for name, size in _SIZES.items():
        usual = BAND if name.startswith("Heading") else None
        _look(document.styles[name], size, _COLOURS.get(name, usual))
    _languages(document, language)
    _spacing(document, language)
    _boxes(document)
    _make_links(document)
    if is_rtl:
        put(document.styles["Normal"].element.get_or_add_pPr(), element("w:bidi"))
        put(section._sectPr, element("w:bidi"))


def _modern(document: Document) -> None:
    """What the files are written for: else Word opens them in its compatibility mode."""
    modes = document.settings.element.iter(qn("w:compatSetting"))
    mode = next(one for one in modes if one.get(qn("w:name")) == "compatibilityMode")
    mode.set(qn("w:val"), "15")


def _plain(style: ParagraphStyle) -> None:
    """Without Word's own lines, numbers, tabs and spaced letters: spaces tear Arabic apart."""
    paragraph, letters = style.element.get_or_add_pPr(), style.element.get_or_add_rPr()
    for parent, names in ((paragraph, ("pBdr", "numPr", "tabs")), (letters, ("spacing", "kern"))):
        for name in names:
            for old in parent.findall(qn(f"w:{name}")):
                parent.remove(old)


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
    # Chinese fonts have their air within their lines.
    normal.space_after, normal.line_spacing = Pt(8), {"ar": 1.3, "zh": 1.1}.get(language, 1.15)
    for name, after in {
        "Letterhead": 0,
        "Letterhead office": 14,
        "Title": 6,
        "Subtitle": 4,
    }.items():
        document.styles[name].paragraph_format.space_after = Pt(after)
    for name in ("Header", "Footer"):
        tabs = document.styles[name].paragraph_format.tab_stops
        tabs.add_tab_stop(_TEXT_WIDTH, WD_TAB_ALIGNMENT.RIGHT)
    for name in ("Letterhead", "Title", "Action item label"):
        document.styles[name].font.bold = document.styles[name].font.cs_bold = True
    document.styles["Quote"].paragraph_format.left_indent = Pt(18)
    if not slants(language):
        document.styles["Quote"].font.italic = document.styles["Quote"].font.cs_italic = False
    for level in range(1, 7):
        heading = document.styles[f"Heading {level}"].paragraph_format
        heading.space_before, heading.space_after = Pt(18 if level == 1 else 12), Pt(6)
    document.styles["Code"].font.name = "Courier New"


def _boxes(document: Document) -> None:
    """Rule the letterhead off, and put each action item on a ground of its own, on one page."""
    _rule(document.styles["Letterhead office"], {"bottom": (str(BAND), "10", "6")})
    for name, edge in _BOX.items():
        style = document.styles[name]
        kept = [one for one in ("top", "left", "bottom", "right") if one in (edge, "left", "right")]
        _rule(style, {one: _HEAD_OF_BOX if one == "top" else _SIDE_OF_BOX for one in kept})
        shade = element("w:shd", val="clear", color="auto", fill=GROUND)
        put(style.element.get_or_add_pPr(), shade)
        look = style.paragraph_format
        look.left_indent = look.right_indent = Pt(7)
        look.space_after, look.keep_together = Pt(0), True
        look.keep_with_next = edge != "bottom"
    document.styles["Action item label"].paragraph_format.space_before = Pt(6)
    document.styles["Action item terms"].paragraph_format.space_after = Pt(8)


def _rule(style: ParagraphStyle, lines: dict[str, tuple[str, str, str]]) -> None:
    """Draw lines around paragraphs: of a colour, in eighths of a point, so many points away."""
    border = element("w:pBdr")
    for side, (colour, size, space) in lines.items():
        border.append(element(f"w:{side}", val="single", sz=size, space=space, color=colour))
    put(style.element.get_or_add_pPr(), border)


def slants(language: str) -> bool:
    """Whether a language's letters slant for emphasis; others grow bold."""
    return language not in ("ar", "zh")


def _make_links(document: Document) -> None:
    style = document.styles.add_style("Hyperlink", WD_STYLE_TYPE.CHARACTER)
    style.font.color.rgb, style.font.underline = BAND, True
