"""What tests of the owners' signed pages share: addresses, forms sent, what the story says."""

from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import select

from dialogues.action_items import links, offering_service
from dialogues.action_items.models import ActionItem, ActionItemEvent, Owner
from dialogues.database import db
from tests.builders import an_owner


def path_of(item: ActionItem, page: str = "", language: str = "en") -> str:
    return f"/{language}/owed/{links.item_token(item)}{page}"


def offer_path(item: ActionItem, page: str = "") -> str:
    return f"/en/owed/offers/{links.offer_token(item)}{page}"


def offered(item: ActionItem, to: Owner | None = None) -> Owner:
    to = to or an_owner("Another coalition")
    offering_service.offer(item, to, "You know more of it", "en")
    db.session.commit()
    return to


def verbs(item: ActionItem) -> list[tuple[str, str]]:
    db.session.rollback()
    return [
        (event.actor, event.verb)
        for event in db.session.scalars(
            select(ActionItemEvent).filter_by(item_id=item.id).order_by(ActionItemEvent.id)
        )
    ][1:]


def post(client: FlaskClient, path: str, **data: Any) -> tuple[int, str]:
    """A form sent, and where it leads: the status of the first answer, the text of the last."""
    answer = client.post(path, data=data)
    if answer.status_code == 303:
        return 303, client.get(answer.headers["Location"]).text
    return answer.status_code, answer.text
