"""The application factory, in named steps."""

import datetime as dt
from pathlib import Path

from flask_babel import Babel
from flask_compress import Compress

from dialogues import database, reactions
from dialogues.action_items import (  # noqa: F401 - some add pages to others' blueprints
    offering_pages,
    office_item,
    office_recording,
    owed_pages,
    owner_pages,
    owners_import_office,
    owners_office,
    reminder_pages,
)
from dialogues.action_items import office as action_items_office
from dialogues.action_items import pages as ledger
from dialogues.config import ROOT, Settings
from dialogues.database import db
from dialogues.finding import pages as finding
from dialogues.guest_list import office as guest_list_office
from dialogues.guest_list import office_adding  # noqa: F401 - adds pages to the guest list's
from dialogues.guest_list import pages as guest_list
from dialogues.history import office as log_office
from dialogues.history import subjects
from dialogues.jobs import queue
from dialogues.messages import office as messages_office
from dialogues.messages import pages as unsubscribing
from dialogues.outbox import composing
from dialogues.outbox import office as outbox_office
from dialogues.people import office as sign_in
from dialogues.people import office_account, office_staff
from dialogues.privacy import office as privacy_office
from dialogues.privacy import pages as privacy
from dialogues.programme import office as programme_office
from dialogues.programme import office_agenda, visits
from dialogues.publishing import (  # noqa: F401 - add pages to the public ones
    agenda_pages,
    feeds,
    theme_pages,
)
from dialogues.publishing import office as publishing_office
from dialogues.publishing import pages as publishing
from dialogues.registration import (  # noqa: F401 - add pages to registration's
    manage,
    office_by_hand,
    office_demand,
    office_export,
    office_person,
    office_person_acts,
    office_person_edit,
    office_questions,
    own_calendar,
    unfinished_pages,
)
from dialogues.registration import office as registration_office
from dialogues.registration import office_changes as session_office
from dialogues.registration import pages as registration
from dialogues.replies import office as replies_office
from dialogues.summaries import (
    atom_pages,  # noqa: F401 - adds the feed to the notes' pages
    office_board,  # noqa: F401 - adds the board to the notes' pages
    office_publishing,
    office_returning,  # noqa: F401 - adds translators' files to translating's pages
    office_translating,
)
from dialogues.summaries import office as summaries_office
from dialogues.summaries import office_import as summaries_import
from dialogues.summaries import pages as summaries
from dialogues.support import events
from dialogues.web import (
    addresses,
    attention,
    caching,
    errors,
    filters,
    guards,
    headers,
    health,
    limiting,
    networks,
)
from dialogues.web.application import DialoguesApp

CATALOGUES = Path(__file__).parent / "languages" / "catalogues"


def create_app(settings: Settings | None = None) -> DialoguesApp:
    """Build the application; without ``settings``, from the environment."""
    settings = settings or Settings.from_environment()
    app = DialoguesApp("dialogues", root_path=str(ROOT))
    _configure(app, settings)
    _connect_database(app)
    _prepare_web(app, settings)
    _add_features(app)
    _connect_reactions(app)
    return app


def _configure(app: DialoguesApp, settings: Settings) -> None:
    app.extensions["settings"] = settings
    # No redirects for slashes: they would name the host that the request names.
    app.url_map.strict_slashes = app.url_map.merge_slashes = False
    app.config.update(
        SECRET_KEY=settings.secret_key,
        SQLALCHEMY_DATABASE_URI=settings.database_url,
        SQLALCHEMY_ENGINE_OPTIONS={"hide_parameters": True},  # names do not belong in logs
        SESSION_COOKIE_NAME="dialogues",
        SESSION_COOKIE_SECURE=settings.is_https,
        SESSION_COOKIE_SAMESITE="Lax",
        PERMANENT_SESSION_LIFETIME=dt.timedelta(hours=12),
        WTF_CSRF_TIME_LIMIT=12 * 3600,
        MAX_CONTENT_LENGTH=8 * 1024 * 1024,
        BABEL_TRANSLATION_DIRECTORIES=str(CATALOGUES),
        COMPRESS_ALGORITHM=["gzip"],
        COMPRESS_LEVEL=4,  # half the time of level 6, for four per cent more on the wire
    )
    if settings.database_url.startswith("sqlite:////"):
        file = Path(settings.database_url.removeprefix("sqlite:///"))
        file.parent.mkdir(parents=True, exist_ok=True)


def _connect_database(app: DialoguesApp) -> None:
    db.init_app(app)
    with app.app_context():
        database.prepare(db.engine)


def _prepare_web(app: DialoguesApp, settings: Settings) -> None:
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    Babel(app, locale_selector=addresses.current_language)
    Compress(app)
    guards.login_manager.init_app(app, add_context_processor=False)
    addresses.connect(app)
    limiting.connect(app)
    headers.connect(app, settings.is_https)
    errors.connect(app)
    filters.connect(app)
    caching.connect(app)
    networks.connect(app, settings.trusted_proxies)


def _add_features(app: DialoguesApp) -> None:
    for blueprint in (
        health.pages,
        sign_in.pages,
        office_account.pages,
        office_staff.pages,
        log_office.pages,
        programme_office.pages,
        office_agenda.pages,
        registration_office.pages,
        office_export.pages,
        office_questions.pages,
        guest_list_office.pages,
        office_demand.pages,
        office_person.pages,
        session_office.pages,
        replies_office.pages,
        outbox_office.pages,
        messages_office.pages,
        action_items_office.pages,
        owners_office.pages,
        summaries_office.pages,
        summaries_import.pages,
        summaries.pages,
        office_publishing.pages,
        unsubscribing.pages,
        privacy.pages,
        privacy_office.pages,
        office_translating.pages,
        publishing_office.pages,
        publishing.root,
        publishing.pages,
        feeds.pages,
        ledger.pages,
        finding.pages,
        owed_pages.pages,
        registration.pages,
        guest_list.pages,
        registration.short_links,
    ):
        app.register_blueprint(blueprint)


def _connect_reactions(app: DialoguesApp) -> None:
    events.install(reactions.REACTIONS)
    composing.install(reactions.COMPOSERS, reactions.KIND_NAMES, reactions.preload)
    attention.install(app, reactions.ATTENTION)
    subjects.install(app, reactions.LOGGED)
    visits.connect(app)
    queue.connect(app)
