"""The themes of a Dialogue, for editors."""

from flask import abort, flash, render_template
from flask_babel import gettext as _

from dialogues.programme import agenda_service, labels, queries
from dialogues.programme.confirming import to_dialogue
from dialogues.programme.forms import ThemesForm
from dialogues.support.roles import Role
from dialogues.web.forms import ViewAnswer
from dialogues.web.guards import open_to


@open_to(Role.EDITOR)
def edit_themes(public_id: str) -> ViewAnswer:
    """What a Dialogue is about: ticked in the list of themes."""
    dialogue = queries.dialogue_by_public_id(public_id) or abort(404)
    form = ThemesForm(data={"themes": list(dialogue.themes)})
    if not form.is_submitted():
        return render_template("programme/themes.html", form=form, dialogue=dialogue)
    if not form.validate():
        return render_template("programme/themes.html", form=form, dialogue=dialogue), 422
    before = labels.theme_list(dialogue.themes)
    if not agenda_service.set_themes(dialogue, form.themes.data or ()):
        flash(_("Nothing was changed."), "success")
    elif before:
        flash(_("The themes are saved. Before, they were: %(themes)s.", themes=before), "success")
    else:
        flash(_("The themes are saved. To take this back, take the ticks out again."), "success")
    return to_dialogue(dialogue)
