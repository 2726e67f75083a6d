"""In which words a page asked for what was sent to it, where nobody has read that as a form yet."""

import sys
from collections.abc import Iterator
from typing import Any

from flask import current_app, request
from wtforms.fields import HiddenField
from wtforms.fields.core import UnboundField

from dialogues.web.forms import BaseForm


def labels_of_request() -> dict[str, str]:
    """The labels of the form that was most likely sent, by the last part of fields' names.

    That is, of those that the module of the page's view uses, the one with most of the fields. A
    field that nobody types into has an empty label.
    """
    view = current_app.view_functions.get(request.endpoint or "")
    used = vars(sys.modules[view.__module__]).values() if view else ()
    forms = (one for one in used if isinstance(one, type) and issubclass(one, BaseForm))
    sent = {last_part(name) for name in request.form}
    known = [dict(_labels(form)) for form in forms]
    return max(known, key=lambda labels: len(sent & labels.keys()), default={})


def last_part(name: str) -> str:
    """The name of a field in its own form, which may be one of many in another."""
    return name.rpartition("-")[2]


def _labels(form: type[BaseForm]) -> Iterator[tuple[str, str]]:
    for name in dir(form):
        field = getattr(form, name)
        if not isinstance(field, UnboundField):
            continue
        if form_within := _form_within(field):
            yield from _labels(form_within)
        else:
            is_hidden = issubclass(field.field_class, HiddenField)
            label = field.args[0] if field.args else field.kwargs.get("label", "")
            yield name, "" if is_hidden else str(label)


def _form_within(field: "UnboundField[Any]") -> type[BaseForm] | None:
    """The form of which a field holds one or many."""
    held = field.args[0] if field.args else None
    if isinstance(held, UnboundField):
        return _form_within(held)
    return held if isinstance(held, type) and issubclass(held, BaseForm) else None
