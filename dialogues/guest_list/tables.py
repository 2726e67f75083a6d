"""Lists with a header: which columns hold the address, the name and the language."""

import csv
from collections.abc import Iterator, Sequence

from dialogues.guest_list.refusals import LanguageIsUnknown
from dialogues.languages.rules import ENDONYMS
from dialogues.support import sheets
from dialogues.support.refusals import Refusal
from dialogues.support.sheet_refusals import Problem
from dialogues.support.texts import one_line

_EMAIL = (
    *("email", "e-mail", "mail", "email address", "e-mail address", "address"),
    *("courriel", "adresse e-mail", "adresse électronique", "correo", "correo electrónico"),
    *("электронная почта", "эл. почта", "电子邮件", "邮箱", "البريد الإلكتروني"),
)
_NAME = ("name", "full name", "nom complet", "nombre completo", "имя", "姓名", "الاسم")
_FIRST = ("first name", "given name", "prénom", "nombre")
_LAST = ("last name", "surname", "family name", "nom", "apellido", "apellidos")
_LANGUAGE = ("language", "langue", "idioma", "язык", "语言", "اللغة")
COLUMNS = (*_EMAIL, *_NAME, *_FIRST, *_LAST, *_LANGUAGE)
"""How headers name the columns that are read, case-folded."""

LANGUAGE_WORDS = {
    **{code: code for code in ENDONYMS},
    **{endonym.casefold(): code for code, endonym in ENDONYMS.items()},
}
"""What names one of the six languages in a list, case-folded, and its code."""


def text_of(content: bytes) -> tuple[str, list[Problem]]:
    """A CSV or XLSX file as text that :func:`split_table` reads: the same lines, tabs between.

    Cells without a value to read are empty there, and named. Raises
    :class:`~dialogues.support.sheet_refusals.SheetIsRefused` where the file cannot be read.
    """
    written: list[str] = []
    problems: list[Problem] = []
    for number, cells in sheets.lines(content, COLUMNS):
        written += [""] * (number - 1 - len(written))
        refused = [cell for cell in cells if isinstance(cell, Refusal)]
        problems += [Problem(number, None, cell) for cell in refused]
        texts = ["" if isinstance(cell, Refusal) else one_line(cell) for cell in cells]
        written.append("\t".join(texts))
    return "\n".join(written), problems


def split_table(lines: Sequence[str]) -> tuple[list[str], list[Problem]]:
    """Lines of a table, each as name, address and language with tabs between; others as they are.

    A table has a header that names the column of addresses; it becomes an empty line.
    """
    first = next((number for number, line in enumerate(lines) if line.strip()), 0)
    for separator in "\t;,":
        header = _header(lines[first] if lines else "", separator)
        if _column(header, _EMAIL) is not None:
            rows = _rows(lines[first + 1 :], separator, header, first + 2)
            found = [(line, problem) for line, problem in rows]
            problems = [problem for _, problem in found if problem]
            return [*[""] * (first + 1), *(line for line, _ in found)], problems
    return list(lines), []


def _rows(
    lines: Sequence[str], separator: str, header: Sequence[str], number: int
) -> Iterator[tuple[str, Problem | None]]:
    email, name, first, last, language = (
        _column(header, names) for names in (_EMAIL, _NAME, _FIRST, _LAST, _LANGUAGE)
    )
    for at, line in enumerate(lines, number):
        cells = _cells(line, separator)

        def cell(column: int | None, cells: list[str] = cells) -> str:
            return cells[column].strip() if column is not None and column < len(cells) else ""

        code = cell(language).casefold().partition("-")[0]
        problem = None
        if code and code not in LANGUAGE_WORDS:
            unknown = LanguageIsUnknown(text=cell(language)[:80])
            problem = Problem(at, header[language or 0], unknown)
        names = cell(name) or f"{cell(first)} {cell(last)}".strip()
        row = "\t".join((names, cell(email), LANGUAGE_WORDS.get(code, "")))
        yield (row if cell(email) else line), problem


def _header(line: str, separator: str) -> list[str]:
    return [cell.strip().casefold() for cell in _cells(line, separator)]


def _cells(line: str, separator: str) -> list[str]:
    try:
        return next(csv.reader([line], delimiter=separator), [])
    except csv.Error:
        return line.split(separator)


def _column(header: Sequence[str], names: Sequence[str]) -> int | None:
    return next((place for place, cell in enumerate(header) if cell in names), None)
