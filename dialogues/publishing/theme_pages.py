"""The public pages of themes: their list, and the story of each across Dialogues."""

from flask import abort, render_template

from dialogues.action_items.ledger_queries import LedgerFilter, counts
from dialogues.action_items.rules import day_everywhere
from dialogues.programme.theme_labels import THEMES
from dialogues.programme.themes import Theme
from dialogues.publishing import theme_queries
from dialogues.publishing.pages import pages
from dialogues.support import clock
from dialogues.web.addresses import current_language
from dialogues.web.caching import cached_page


@pages.get("/themes")
@cached_page("zone")
def themes() -> str:
    """All themes, each with the way to its story."""
    return render_template("publishing/themes.html", themes=THEMES)


@pages.get("/themes/<code>")
@cached_page("zone")
def theme(code: str) -> str:
    """What Dialogues said and agreed on one theme, from the first to the last."""
    if code not in {*Theme}:
        abort(404)
    return render_template(
        "publishing/theme.html",
        code=code,
        name=THEMES[Theme(code)],
        chapters=theme_queries.story_of(code, current_language()),
        agreed=counts(LedgerFilter(theme=code), day_everywhere(clock.now())),
    )


@pages.app_template_global()
def theme_name(code: str) -> str:
    """A theme in the page's language; its code where there is no such theme any more."""
    return str(THEMES[Theme(code)]) if code in {*Theme} else code
