"""An action item that a coalition owes."""

import pytest

from dialogues.action_items.changing import keep
from dialogues.action_items.models import ActionItem
from dialogues.database import db
from dialogues.web.application import DialoguesApp
from tests.builders import an_action_item, an_owner


@pytest.fixture
def item(app: DialoguesApp) -> ActionItem:
    item = an_action_item(owner=an_owner("School Meals Coalition", email="meals@example.org"))
    keep(item, "recorded", {})
    db.session.commit()
    return item
