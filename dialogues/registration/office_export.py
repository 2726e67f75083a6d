"""Taking the registrations of a session along: as CSV or XLSX, or on paper."""

from collections.abc import Iterator

from flask import Response, abort, render_template, request, stream_with_context

from dialogues.languages.rules import direction
from dialogues.people.categories import CATEGORIES
from dialogues.programme.models import DialogueSession
from dialogues.programme.queries import session_by_public_id
from dialogues.registration import room_queries
from dialogues.registration.export_columns import (
    COLUMNS,
    PLAIN,
    Cell,
    Column,
    cells,
    columns_of,
    headings,
)
from dialogues.registration.export_files import csv_chunks, xlsx_chunks
from dialogues.registration.filtering import filter_of
from dialogues.registration.room import room_of
from dialogues.support import clock, zones
from dialogues.web.addresses import current_language
from dialogues.web.guards import office_pages
from dialogues.web.headers import as_file

pages = office_pages("registration_export", __name__)

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@pages.get("/sessions/<public_id>/export")
def choose(public_id: str) -> str:
    """The choice of columns and of the kind of file, for those whom the room's filter selects."""
    session = _session(public_id)
    room = room_of(session)
    return render_template(
        "registration/export.html",
        session=session,
        room=room,
        count=room_queries.count_of(session.id, room.wanted),
        columns=COLUMNS,
        plain=PLAIN,
    )


@pages.get("/sessions/<public_id>/registrations.csv")
def as_csv(public_id: str) -> Response:
    """The selected registrations as CSV, with the columns that ``?column=`` names."""
    session = _session(public_id)
    columns = columns_of(request.args.getlist("column"))
    chunks = csv_chunks(headings(columns), _rows(session, columns))
    return _file(chunks, "text/csv; charset=utf-8", session, "csv")


@pages.get("/sessions/<public_id>/registrations.xlsx")
def as_xlsx(public_id: str) -> Response:
    """The selected registrations as a workbook, with the columns that ``?column=`` names."""
    session = _session(public_id)
    columns = columns_of(request.args.getlist("column"))
    chunks = xlsx_chunks(
        headings(columns),
        _rows(session, columns),
        right_to_left=direction(current_language()) == "rtl",
    )
    return _file(chunks, _XLSX, session, "xlsx")


@pages.get("/sessions/<public_id>/print")
def printed(public_id: str) -> str:
    """The selected registrations on paper, by name, with a box to tick for each."""
    session = _session(public_id)
    room = room_of(session)
    return render_template(
        "registration/printed.html",
        session=session,
        room=room,
        people=room_queries.names(session.id, room.wanted),
        categories=CATEGORIES,
        made_at=zones.local(clock.now(), session.zone),
    )


def _rows(session: DialogueSession, columns: dict[str, Column]) -> Iterator[list[Cell]]:
    """The cells of all whom the address selects."""
    for registration in room_queries.each_selected(session.id, filter_of(request.args)):
        yield cells(registration, columns)


def _file(
    chunks: Iterator[bytes], content_type: str, session: DialogueSession, ending: str
) -> Response:
    response = Response(stream_with_context(chunks), content_type=content_type)
    return as_file(response, f"registrations-{session.public_id}.{ending}")


def _session(public_id: str) -> DialogueSession:
    return session_by_public_id(public_id) or abort(404)
