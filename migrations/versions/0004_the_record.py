"""The record: notes, action items, agenda, themes"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

_INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Bring the database to this revision."""
    op.create_table(
        "action_owner",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(32), nullable=False),
        sa.Column("key", sa.String(80), nullable=True),
        sa.Column("kind", sa.String(9), nullable=False),
        sa.Column("coordinator", sa.String(200), nullable=False),
        sa.Column("email", sa.String(320), nullable=True),
        sa.Column("website", sa.String(2000), nullable=True),
        sa.Column("language", sa.String(2), nullable=False),
        sa.Column("zone", sa.String(64), nullable=False),
        sa.Column("link_version", sa.Integer(), nullable=False),
        sa.Column("created_at", _INSTANT, nullable=False),
        sa.Column("updated_at", _INSTANT, nullable=False),
        sa.Column("archived_at", _INSTANT, nullable=True),
        sa.Column("erased_at", _INSTANT, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_action_owner")),
        sa.UniqueConstraint("key", name=op.f("uq_action_owner_key")),
        sa.UniqueConstraint("public_id", name=op.f("uq_action_owner_public_id")),
    )
    op.create_index(op.f("ix_action_owner_email"), "action_owner", ["email"])
    op.create_table(
        "action_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(32), nullable=False),
        sa.Column("dialogue_id", sa.Integer(), nullable=False),
        sa.Column("section_id", sa.String(32), nullable=True),
        sa.Column("source_language", sa.String(2), nullable=False),
        sa.Column("theme", sa.String(40), nullable=True),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("is_due_by_next", sa.Boolean(), nullable=False),
        sa.Column("status", sa.String(11), nullable=False),
        sa.Column("dropped_because", sa.String(1000), nullable=True),
        sa.Column("accepted_at", _INSTANT, nullable=True),
        sa.Column("closed_at", _INSTANT, nullable=True),
        sa.Column("proposed_due_on", sa.Date(), nullable=True),
        sa.Column("proposed_because", sa.String(1000), nullable=True),
        sa.Column("offered_to_id", sa.Integer(), nullable=True),
        sa.Column("offered_because", sa.String(1000), nullable=True),
        sa.Column("link_version", sa.Integer(), nullable=False),
        sa.Column("reminders_stopped_at", _INSTANT, nullable=True),
        sa.Column("created_at", _INSTANT, nullable=False),
        sa.Column("updated_at", _INSTANT, nullable=False),
        sa.ForeignKeyConstraint(
            ["dialogue_id"], ["dialogue.id"], name=op.f("fk_action_item_dialogue_id_dialogue")
        ),
        sa.ForeignKeyConstraint(
            ["offered_to_id"], ["action_owner.id"], name=op.f("fk_action_item_offered_to_id_action_owner")
        ),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["action_owner.id"], name=op.f("fk_action_item_owner_id_action_owner")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_action_item")),
        sa.UniqueConstraint("public_id", name=op.f("uq_action_item_public_id")),
    )
    op.create_index(op.f("ix_action_item_dialogue_id"), "action_item", ["dialogue_id"])
    op.create_index(op.f("ix_action_item_offered_to_id"), "action_item", ["offered_to_id"])
    op.create_index(op.f("ix_action_item_owner_id_action_item_status"), "action_item", ["owner_id", "status"])
    op.create_index(op.f("ix_action_item_status_action_item_due_on"), "action_item", ["status", "due_on"])
    op.create_table(
        "action_owner_name",
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(2), nullable=False),
        sa.Column("name", sa.String(300), nullable=False),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["action_owner.id"], name=op.f("fk_action_owner_name_owner_id_action_owner")
        ),
        sa.PrimaryKeyConstraint("owner_id", "language", name=op.f("pk_action_owner_name")),
    )
    op.create_table(
        "agenda_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("dialogue_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("starts_after", sa.Integer(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(8), nullable=False),
        sa.Column("link", sa.String(2000), nullable=True),
        sa.ForeignKeyConstraint(
            ["dialogue_id"], ["dialogue.id"], name=op.f("fk_agenda_item_dialogue_id_dialogue")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agenda_item")),
    )
    op.create_index(op.f("ix_agenda_item_dialogue_id"), "agenda_item", ["dialogue_id"])
    op.create_table(
        "summary_note",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(32), nullable=False),
        sa.Column("dialogue_id", sa.Integer(), nullable=False),
        sa.Column("source_language", sa.String(2), nullable=False),
        sa.Column("themes", sa.String(400), nullable=False),
        sa.Column("created_at", _INSTANT, nullable=False),
        sa.Column("updated_at", _INSTANT, nullable=False),
        sa.ForeignKeyConstraint(
            ["dialogue_id"], ["dialogue.id"], name=op.f("fk_summary_note_dialogue_id_dialogue")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_summary_note")),
        sa.UniqueConstraint("dialogue_id", name=op.f("uq_summary_note_dialogue_id")),
        sa.UniqueConstraint("public_id", name=op.f("uq_summary_note_public_id")),
    )
    op.create_table(
        "action_item_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("at", _INSTANT, nullable=False),
        sa.Column("actor", sa.String(80), nullable=False),
        sa.Column("verb", sa.String(40), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("language", sa.String(2), nullable=False),
        sa.Column("status", sa.String(11), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["item_id"], ["action_item.id"], name=op.f("fk_action_item_event_item_id_action_item")
        ),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["action_owner.id"], name=op.f("fk_action_item_event_owner_id_action_owner")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_action_item_event")),
    )
    op.create_index(op.f("ix_action_item_event_at"), "action_item_event", ["at"])
    op.create_index(op.f("ix_action_item_event_item_id"), "action_item_event", ["item_id"])
    op.create_table(
        "action_item_text",
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(2), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("rendered", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["item_id"], ["action_item.id"], name=op.f("fk_action_item_text_item_id_action_item")
        ),
        sa.PrimaryKeyConstraint("item_id", "language", name=op.f("pk_action_item_text")),
    )
    op.create_table(
        "agenda_text",
        sa.Column("agenda_item_id", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(2), nullable=False),
        sa.Column("title", sa.String(300), nullable=False),
        sa.Column("speakers", sa.String(1000), nullable=False),
        sa.ForeignKeyConstraint(
            ["agenda_item_id"], ["agenda_item.id"], name=op.f("fk_agenda_text_agenda_item_id_agenda_item")
        ),
        sa.PrimaryKeyConstraint("agenda_item_id", "language", name=op.f("pk_agenda_text")),
    )
    op.create_table(
        "summary_finding_marked_fine",
        sa.Column("note_id", sa.Integer(), nullable=False),
        sa.Column("fingerprint", sa.String(32), nullable=False),
        sa.Column("because", sa.String(1000), nullable=False),
        sa.Column("marked_at", _INSTANT, nullable=False),
        sa.Column("marked_by", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["marked_by"], ["staff.id"], name=op.f("fk_summary_finding_marked_fine_marked_by_staff")
        ),
        sa.ForeignKeyConstraint(
            ["note_id"], ["summary_note.id"], name=op.f("fk_summary_finding_marked_fine_note_id_summary_note")
        ),
        sa.PrimaryKeyConstraint("note_id", "fingerprint", name=op.f("pk_summary_finding_marked_fine")),
    )
    op.create_table(
        "summary_publication",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("note_id", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(2), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("published_at", _INSTANT, nullable=False),
        sa.Column("published_by", sa.Integer(), nullable=True),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("withdrawn_at", _INSTANT, nullable=True),
        sa.Column("withdrawn_because", sa.String(1000), nullable=True),
        sa.Column("withdrawn_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["note_id"], ["summary_note.id"], name=op.f("fk_summary_publication_note_id_summary_note")
        ),
        sa.ForeignKeyConstraint(
            ["published_by"], ["staff.id"], name=op.f("fk_summary_publication_published_by_staff")
        ),
        sa.ForeignKeyConstraint(
            ["withdrawn_by"], ["staff.id"], name=op.f("fk_summary_publication_withdrawn_by_staff")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_summary_publication")),
        sa.UniqueConstraint(
            "note_id", "language", "number", name=op.f("uq_summary_publication_note_id_language_number")
        ),
    )
    op.create_index(
        op.f("ix_summary_publication_language_summary_publication_published_at"),
        "summary_publication",
        ["language", "published_at"],
    )
    op.create_table(
        "summary_section",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(32), nullable=False),
        sa.Column("note_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(13), nullable=False),
        sa.Column("themes", sa.String(400), nullable=False),
        sa.Column("writes_itself", sa.Boolean(), nullable=False),
        sa.Column("removed_at", _INSTANT, nullable=True),
        sa.ForeignKeyConstraint(
            ["note_id"], ["summary_note.id"], name=op.f("fk_summary_section_note_id_summary_note")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_summary_section")),
        sa.UniqueConstraint("public_id", name=op.f("uq_summary_section_public_id")),
    )
    op.create_index(op.f("ix_summary_section_note_id"), "summary_section", ["note_id"])
    op.create_table(
        "summary_section_text",
        sa.Column("section_id", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(2), nullable=False),
        sa.Column("heading", sa.String(300), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("saved_at", _INSTANT, nullable=False),
        sa.Column("saved_by", sa.Integer(), nullable=True),
        sa.Column("renders", sa.Integer(), nullable=True),
        sa.Column("is_done", sa.Boolean(), nullable=False),
        sa.Column("sent_back_because", sa.Text(), nullable=True),
        sa.Column("sent_back_by", sa.Integer(), nullable=True),
        sa.Column("sent_back_at", _INSTANT, nullable=True),
        sa.ForeignKeyConstraint(
            ["saved_by"], ["staff.id"], name=op.f("fk_summary_section_text_saved_by_staff")
        ),
        sa.ForeignKeyConstraint(
            ["section_id"],
            ["summary_section.id"],
            name=op.f("fk_summary_section_text_section_id_summary_section"),
        ),
        sa.ForeignKeyConstraint(
            ["sent_back_by"], ["staff.id"], name=op.f("fk_summary_section_text_sent_back_by_staff")
        ),
        sa.PrimaryKeyConstraint("section_id", "language", name=op.f("pk_summary_section_text")),
    )
    op.create_table(
        "summary_section_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("section_id", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(2), nullable=False),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("base", sa.Integer(), nullable=True),
        sa.Column("heading", sa.String(300), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("saved_at", _INSTANT, nullable=False),
        sa.Column("saved_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["saved_by"], ["staff.id"], name=op.f("fk_summary_section_version_saved_by_staff")
        ),
        sa.ForeignKeyConstraint(
            ["section_id"],
            ["summary_section.id"],
            name=op.f("fk_summary_section_version_section_id_summary_section"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_summary_section_version")),
        sa.UniqueConstraint(
            "section_id",
            "language",
            "number",
            name=op.f("uq_summary_section_version_section_id_language_number"),
        ),
    )
    with op.batch_alter_table("dialogue") as batch_op:
        batch_op.add_column(sa.Column("themes", sa.String(400)))
    op.execute("UPDATE dialogue SET themes = ''")
    with op.batch_alter_table("dialogue") as batch_op:
        batch_op.alter_column("themes", existing_type=sa.String(400), nullable=False)


def downgrade() -> None:
    """Take it back to the revision before."""
    with op.batch_alter_table("dialogue") as batch_op:
        batch_op.drop_column("themes")
    for table in (
        "summary_section_version",
        "summary_section_text",
        "summary_section",
        "summary_publication",
        "summary_finding_marked_fine",
        "agenda_text",
        "action_item_text",
        "action_item_event",
        "summary_note",
        "agenda_item",
        "action_owner_name",
        "action_item",
        "action_owner",
    ):
        op.drop_table(table)
