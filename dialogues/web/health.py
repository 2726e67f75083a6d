"""Whether this process can serve, for whoever watches over it."""

from flask import Blueprint
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from dialogues.database import db

pages = Blueprint("health", __name__)

Answer = tuple[str, int, dict[str, str]]


@pages.get("/healthz")
def healthz() -> Answer:
    """200 while the database answers and has its tables, else 503."""
    headers = {"Content-Type": "text/plain; charset=utf-8", "Cache-Control": "no-store"}
    try:
        db.session.execute(text("SELECT version_num FROM alembic_version"))
    except SQLAlchemyError:
        db.session.rollback()
        return "the database does not answer\n", 503, {**headers, "Retry-After": "5"}
    return "ok\n", 200, headers
