"""The summary notes as an Atom feed in each language, the latest first (RFC 4287)."""

import datetime as dt
from collections.abc import Sequence

from flask import Response, url_for
from flask_babel import gettext as _
from markupsafe import escape

from dialogues.config import settings
from dialogues.languages.times import date_in_words
from dialogues.summaries.models import Publication
from dialogues.summaries.pages import pages
from dialogues.summaries.publication_queries import latest_in, publication_dates
from dialogues.support.markup import html_of
from dialogues.web.addresses import absolute, current_language
from dialogues.web.caching import cached_page

MOST = 50
_BEGINNING = dt.datetime(2022, 1, 1, tzinfo=dt.UTC)
"""When a feed without entries was updated: always the same, so that it does not change."""


@pages.get("/summaries.atom")
@cached_page()
def atom() -> Response:
    """The notes published in the page's language. One that was withdrawn stays, and says so."""
    shown = latest_in(current_language(), MOST)
    return Response(_feed(shown), content_type="application/atom+xml; charset=utf-8")


def _feed(shown: Sequence[Publication]) -> str:
    from feedgenerator import Atom1Feed  # type: ignore[import-untyped]  # has no types

    home = absolute(url_for("publishing.home"))
    feed = Atom1Feed(
        title=_("Food Systems Solutions Dialogues – summary notes"),
        link=home,
        description=None,
        language=current_language(),
        author_name=_("United Nations Food Systems Coordination Hub"),
        feed_url=absolute(url_for("summaries.atom")),
        feed_guid=_tag(f"summaries:{current_language()}"),
    )
    first = publication_dates([one.note_id for one in shown], current_language())
    for one in shown:
        _add(feed, one, first[one.note_id])
    if not shown:
        feed.latest_post_date = lambda: _BEGINNING
    return str(feed.writeString("utf-8"))


def _add(feed: object, publication: Publication, published_at: dt.datetime) -> None:
    note, title = publication.note, publication.content["title"]
    withdrawn_at = publication.withdrawn_at
    about = html_of(publication.content["opening"])
    if withdrawn_at:
        title = _("Withdrawn: %(title)s", title=title)
        about = _(
            "Withdrawn on %(date)s: %(reason)s",
            date=date_in_words(withdrawn_at, publication.language),
            reason=publication.withdrawn_because,
        )
        about = str(escape(about))
    feed.add_item(  # type: ignore[attr-defined]
        title=title,
        link=absolute(url_for("summaries.note", public_id=note.dialogue.public_id)),
        description=about,
        unique_id=_tag(f"summary:{note.public_id}:{publication.language}"),
        pubdate=published_at,
        updateddate=withdrawn_at or publication.published_at,
    )


def _tag(what: str) -> str:
    """A name that stays the same wherever the site moves (RFC 4151)."""
    return f"tag:{settings().uid_domain},2022:{what}"
