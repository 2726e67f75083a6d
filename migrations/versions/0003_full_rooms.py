"""Full rooms: waiting lists, approval, invitations, messages, visits, erasing"""

import unicodedata

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

_INSTANT = sa.DateTime(timezone=True)
_WALL_TIME = sa.DateTime(timezone=False)


def upgrade() -> None:
    """Bring the database to this revision."""
    with op.batch_alter_table("participant") as batch_op:
        batch_op.add_column(sa.Column("erased_at", _INSTANT))
    with op.batch_alter_table("staff") as batch_op:
        batch_op.add_column(sa.Column("sign_in_version", sa.Integer()))
        batch_op.add_column(sa.Column("last_sign_in_at", _INSTANT))
    op.execute("UPDATE staff SET sign_in_version = 1")
    with op.batch_alter_table("staff") as batch_op:
        batch_op.alter_column("sign_in_version", existing_type=sa.Integer(), nullable=False)
    with op.batch_alter_table("dialogue") as batch_op:
        batch_op.add_column(sa.Column("allows_several", sa.Boolean()))
    op.execute(sa.table("dialogue", sa.column("allows_several")).update().values(allows_several=sa.false()))
    with op.batch_alter_table("dialogue") as batch_op:
        batch_op.alter_column("allows_several", existing_type=sa.Boolean(), nullable=False)
    with op.batch_alter_table("dialogue_session") as batch_op:
        batch_op.add_column(sa.Column("admission", sa.String(10)))
        batch_op.add_column(sa.Column("categories", sa.String(200)))
        batch_op.add_column(sa.Column("local_registration_opens", _WALL_TIME))
        batch_op.add_column(sa.Column("local_registration_closes", _WALL_TIME))
        batch_op.add_column(sa.Column("registration_opens_at", _INSTANT))
        batch_op.add_column(sa.Column("registration_closes_at", _INSTANT))
    op.execute("UPDATE dialogue_session SET admission = 'open', categories = ''")
    with op.batch_alter_table("dialogue_session") as batch_op:
        batch_op.alter_column("admission", existing_type=sa.String(10), nullable=False)
        batch_op.alter_column("categories", existing_type=sa.String(200), nullable=False)
    with op.batch_alter_table("registration") as batch_op:
        batch_op.add_column(sa.Column("queue_number", sa.Integer()))
        batch_op.add_column(sa.Column("approved_at", _INSTANT))
        batch_op.add_column(sa.Column("ended_by", sa.String(9)))
        batch_op.add_column(sa.Column("ended_because", sa.String(500)))
        batch_op.add_column(sa.Column("needed_language", sa.String(35)))
        batch_op.add_column(sa.Column("searchable", sa.Text()))
        batch_op.add_column(sa.Column("note", sa.Text()))
        batch_op.add_column(sa.Column("question_topic", sa.String(100)))
        batch_op.add_column(sa.Column("erased_at", _INSTANT))
    _fill_searchable()
    with op.batch_alter_table("registration") as batch_op:
        batch_op.alter_column("searchable", existing_type=sa.Text(), nullable=False)
    op.create_index(
        op.f("ix_registration_session_id_registration_queue_number"),
        "registration",
        ["session_id", "queue_number"],
    )
    op.create_index(
        op.f("ix_outbox_mail_kind_outbox_mail_subject_id_outbox_mail_state"),
        "outbox_mail",
        ["kind", "subject_id", "state"],
    )
    op.create_index(op.f("ix_outbox_mail_recipient"), "outbox_mail", ["recipient"])
    _create_unfinished_registrations()
    _create_invitations()
    _create_messages()
    op.create_table(
        "short_link_visits",
        sa.Column("short_link_id", sa.Integer(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["short_link_id"],
            ["short_link.id"],
            name=op.f("fk_short_link_visits_short_link_id_short_link"),
        ),
        sa.PrimaryKeyConstraint("short_link_id", "on", name=op.f("pk_short_link_visits")),
    )


def _fill_searchable() -> None:
    """Have who registered before be found by name, organisation and address."""
    connection = op.get_bind()
    rows = connection.execute(
        sa.text(
            "SELECT registration.id, registration.name, registration.organisation,"
            " participant.email FROM registration"
            " JOIN participant ON participant.id = registration.participant_id"
        )
    ).all()
    if rows:
        connection.execute(
            sa.text("UPDATE registration SET searchable = :found WHERE id = :row"),
            [
                {"row": row, "found": _folded(f"{name} {organisation or ''} {email}")}
                for row, name, organisation, email in rows
            ],
        )


def _folded(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text)
    return "".join(each for each in plain if not unicodedata.combining(each)).casefold()


def _create_unfinished_registrations() -> None:
    op.create_table(
        "unfinished_registration",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(32), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(320), nullable=False),
        sa.Column("language", sa.String(2), nullable=False),
        sa.Column("application", sa.JSON(), nullable=False),
        sa.Column("created_at", _INSTANT, nullable=False),
        sa.Column("expires_at", _INSTANT, nullable=False),
        sa.Column("finished_at", _INSTANT),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["dialogue_session.id"],
            name=op.f("fk_unfinished_registration_session_id_dialogue_session"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unfinished_registration")),
        sa.UniqueConstraint("public_id", name=op.f("uq_unfinished_registration_public_id")),
    )
    for column in ("email", "expires_at"):
        name = op.f(f"ix_unfinished_registration_{column}")
        op.create_index(name, "unfinished_registration", [column])


def _create_invitations() -> None:
    op.create_table(
        "invitation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(32), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(320), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("language", sa.String(2), nullable=False),
        sa.Column("searchable", sa.Text(), nullable=False),
        sa.Column("stand_in_for_id", sa.Integer()),
        sa.Column("registration_id", sa.Integer()),
        sa.Column("created_at", _INSTANT, nullable=False),
        sa.Column("used_at", _INSTANT),
        sa.Column("passed_at", _INSTANT),
        sa.Column("revoked_at", _INSTANT),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["dialogue_session.id"],
            name=op.f("fk_invitation_session_id_dialogue_session"),
        ),
        sa.ForeignKeyConstraint(
            ["stand_in_for_id"],
            ["invitation.id"],
            name=op.f("fk_invitation_stand_in_for_id_invitation"),
        ),
        sa.ForeignKeyConstraint(
            ["registration_id"],
            ["registration.id"],
            name=op.f("fk_invitation_registration_id_registration"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitation")),
        sa.UniqueConstraint("public_id", name=op.f("uq_invitation_public_id")),
        sa.UniqueConstraint("session_id", "email", name=op.f("uq_invitation_session_id_email")),
    )
    for column in ("email", "registration_id"):
        op.create_index(op.f(f"ix_invitation_{column}"), "invitation", [column])


def _create_messages() -> None:
    op.create_table(
        "message",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(32), nullable=False),
        sa.Column("dialogue_id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer()),
        sa.Column("filters", sa.JSON(), nullable=False),
        sa.Column("source_language", sa.String(2), nullable=False),
        sa.Column("state", sa.String(7), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("created_at", _INSTANT, nullable=False),
        sa.Column("updated_at", _INSTANT, nullable=False),
        sa.Column("confirmed_at", _INSTANT),
        sa.Column("recipients", sa.Integer()),
        sa.ForeignKeyConstraint(
            ["dialogue_id"], ["dialogue.id"], name=op.f("fk_message_dialogue_id_dialogue")
        ),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["dialogue_session.id"],
            name=op.f("fk_message_session_id_dialogue_session"),
        ),
        sa.ForeignKeyConstraint(["author_id"], ["staff.id"], name=op.f("fk_message_author_id_staff")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message")),
        sa.UniqueConstraint("public_id", name=op.f("uq_message_public_id")),
    )
    for column in ("dialogue_id", "session_id"):
        op.create_index(op.f(f"ix_message_{column}"), "message", [column])
    op.create_table(
        "message_text",
        sa.Column("message_id", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(2), nullable=False),
        sa.Column("subject", sa.String(200), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["message_id"], ["message.id"], name=op.f("fk_message_text_message_id_message")
        ),
        sa.PrimaryKeyConstraint("message_id", "language", name=op.f("pk_message_text")),
    )


def downgrade() -> None:
    """Take it back to the revision before."""
    for table in (
        "short_link_visits",
        "message_text",
        "message",
        "invitation",
        "unfinished_registration",
    ):
        op.drop_table(table)
    # What waited, or waited to be approved, has no seat in the version before.
    op.execute("UPDATE registration SET status = 'cancelled' WHERE status IN ('waitlisted', 'pending')")
    op.execute("UPDATE outbox_mail SET state = 'owed' WHERE state = 'held'")
    op.drop_index(op.f("ix_outbox_mail_recipient"), "outbox_mail")
    op.drop_index(op.f("ix_outbox_mail_kind_outbox_mail_subject_id_outbox_mail_state"), "outbox_mail")
    op.drop_index(op.f("ix_registration_session_id_registration_queue_number"), "registration")
    with op.batch_alter_table("registration") as batch_op:
        for name in (
            "erased_at",
            "question_topic",
            "note",
            "searchable",
            "needed_language",
            "ended_because",
            "ended_by",
            "approved_at",
            "queue_number",
        ):
            batch_op.drop_column(name)
    with op.batch_alter_table("dialogue_session") as batch_op:
        for name in (
            "registration_closes_at",
            "registration_opens_at",
            "local_registration_closes",
            "local_registration_opens",
            "categories",
            "admission",
        ):
            batch_op.drop_column(name)
    with op.batch_alter_table("dialogue") as batch_op:
        batch_op.drop_column("allows_several")
    with op.batch_alter_table("staff") as batch_op:
        batch_op.drop_column("last_sign_in_at")
        batch_op.drop_column("sign_in_version")
    with op.batch_alter_table("participant") as batch_op:
        batch_op.drop_column("erased_at")
