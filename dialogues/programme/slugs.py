"""Giving short links to sessions: each leads to one session for ever."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from dialogues.database import db
from dialogues.programme import queries, rules
from dialogues.programme.models import DialogueSession, ShortLink, ShortLinkVisits
from dialogues.programme.plans import SessionPlan, suggested_slugs
from dialogues.programme.refusals import ShortLinkIsTaken
from dialogues.support.codes import opaque_id


def link(slug: str) -> ShortLink:
    """A row for ``slug``, that belongs to no session yet."""
    return ShortLink(slug=slug, folded=rules.folded(slug))


def choose(plans: Sequence[SessionPlan]) -> list[str]:
    """The slugs of new sessions: the one planned, or one made up that is free.

    :class:`ShortLinkIsTaken` where a planned one leads to a session, or is planned twice.
    """
    made_up = [slug for plan in plans for slug in _suggestions(plan)]
    planned = [plan.short_link for plan in plans if plan.short_link]
    taken = set(queries.owners_of_short_links([*planned, *made_up]))
    for slug in planned:
        if rules.folded(slug) in taken:
            raise ShortLinkIsTaken(slug=slug)
        taken.add(rules.folded(slug))
    return [plan.short_link or _first_free(_suggestions(plan), taken) for plan in plans]


def give(session: DialogueSession, slug: str) -> None:
    """Make ``slug`` the short link of ``session``; the earlier ones go on leading to it.

    :class:`ShortLinkIsTaken` where it leads to another session.
    """
    folded = rules.folded(slug)
    if queries.owners_of_short_links([slug]).get(folded, session.id) != session.id:
        raise ShortLinkIsTaken(slug=slug)
    own = next((known for known in session.short_links if known.folded == folded), None)
    if own is not None and own is session.short_links[-1]:
        own.slug = slug
        return
    with storing(slug):
        if own is not None:
            # The link in use is the latest row; its slug is free once the earlier row has another.
            own.folded = f"#{own.id}"
            db.session.flush()
        session.short_links.append(link(slug))
    if own is not None:
        visits = update(ShortLinkVisits).where(ShortLinkVisits.short_link_id == own.id)
        db.session.execute(visits.values(short_link_id=session.short_links[-1].id))
        session.short_links.remove(own)
        db.session.delete(own)
        db.session.flush()


@contextmanager
def storing(*slugs: str) -> Iterator[None]:
    """Flush what is added inside; a slug that somebody else takes meanwhile is a refusal too."""
    try:
        with db.session.begin_nested():
            yield
            db.session.flush()
    except IntegrityError as error:
        if "short_link" not in str(error.orig):
            raise
        raise ShortLinkIsTaken(slug=", ".join(slugs)) from None


def _suggestions(plan: SessionPlan) -> tuple[str, ...]:
    return () if plan.short_link else suggested_slugs(plan.local_start)


def _first_free(suggestions: tuple[str, ...], taken: set[str]) -> str:
    slug = next((slug for slug in suggestions if rules.folded(slug) not in taken), opaque_id(8))
    taken.add(rules.folded(slug))
    return slug
