"""Calendars that stay true: replies, feeds of one's own, reminders, attendance"""

import secrets

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

_ALPHABET = "23456789bcdfghjkmnpqrstvwxyz"
_CHANGES = {"rescheduled": ["time"], "details_changed": ["languages"]}
"""What had changed of a session, by the reasons that mails had before."""


def upgrade() -> None:
    """Bring the database to this revision."""
    instant = sa.DateTime(timezone=True)
    with op.batch_alter_table("participant") as batch_op:
        batch_op.add_column(sa.Column("public_id", sa.String(32)))
        batch_op.add_column(sa.Column("feed_version", sa.Integer()))
        batch_op.add_column(sa.Column("follows_feed", sa.Boolean()))
        batch_op.add_column(sa.Column("undeliverable_at", instant))
        batch_op.add_column(sa.Column("undeliverable_reason", sa.String(500)))
    _fill_participants()
    with op.batch_alter_table("participant") as batch_op:
        batch_op.alter_column("public_id", existing_type=sa.String(32), nullable=False)
        batch_op.alter_column("feed_version", existing_type=sa.Integer(), nullable=False)
        batch_op.alter_column("follows_feed", existing_type=sa.Boolean(), nullable=False)
        batch_op.create_unique_constraint(op.f("uq_participant_public_id"), ["public_id"])
    with op.batch_alter_table("dialogue_session") as batch_op:
        batch_op.add_column(sa.Column("reminders", sa.String(20)))
        batch_op.add_column(sa.Column("alarm_minutes", sa.Integer()))
    # No reminder of sessions whose registrants were never told that there would be one.
    op.execute("UPDATE dialogue_session SET reminders = ''")
    with op.batch_alter_table("dialogue_session") as batch_op:
        batch_op.alter_column("reminders", existing_type=sa.String(20), nullable=False)
    with op.batch_alter_table("registration") as batch_op:
        batch_op.add_column(sa.Column("attended_at", instant))
    with op.batch_alter_table("entry") as batch_op:
        batch_op.add_column(sa.Column("sent_starts_at", instant))
        batch_op.add_column(sa.Column("sent_ends_at", instant))
        batch_op.add_column(sa.Column("token", sa.String(32)))
        batch_op.add_column(sa.Column("answered_at", instant))
        batch_op.create_unique_constraint(op.f("uq_entry_token"), ["token"])
    _fill_entries()
    _rename_reasons()
    op.create_table(
        "calendar_reply",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("received_at", instant, nullable=False),
        sa.Column("kind", sa.String(9), nullable=False),
        sa.Column("effect", sa.String(8), nullable=False),
        sa.Column("sender", sa.String(320), nullable=False),
        sa.Column("attendee", sa.String(320)),
        sa.Column("sequence", sa.Integer()),
        sa.Column("said_at", instant),
        sa.Column("proposed_starts_at", instant),
        sa.Column("proposed_ends_at", instant),
        sa.Column("comment", sa.String(2000), nullable=False),
        sa.Column("handled_at", instant),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["entry.id"], name=op.f("fk_calendar_reply_entry_id_entry")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_reply")),
        sa.UniqueConstraint("digest", name=op.f("uq_calendar_reply_digest")),
    )
    op.create_index(op.f("ix_calendar_reply_entry_id"), "calendar_reply", ["entry_id"])


def _fill_participants() -> None:
    """Give each person a public id; feeds start at their first version."""
    participant = sa.table(
        "participant",
        sa.column("id", sa.Integer),
        sa.column("public_id", sa.String),
        sa.column("feed_version", sa.Integer),
        sa.column("follows_feed", sa.Boolean),
    )
    connection = op.get_bind()
    ids = connection.scalars(sa.select(participant.c.id)).all()
    connection.execute(participant.update().values(feed_version=1, follows_feed=False))
    if ids:
        connection.execute(
            participant.update()
            .where(participant.c.id == sa.bindparam("row"))
            .values(public_id=sa.bindparam("given")),
            [{"row": row, "given": _opaque_id()} for row in ids],
        )


def _fill_entries() -> None:
    """What was last sent, where it is what the entry still says, was the session as it is."""
    op.execute(
        """
        UPDATE entry SET
          sent_starts_at = (SELECT starts_at FROM dialogue_session WHERE id = entry.session_id),
          sent_ends_at = (SELECT ends_at FROM dialogue_session WHERE id = entry.session_id)
        WHERE sent_sequence = sequence
        """
    )


def _rename_reasons() -> None:
    """Have mails that may be told yet say what happened in the words of this version."""
    mail = sa.table(
        "outbox_mail",
        sa.column("id", sa.Integer),
        sa.column("kind", sa.String),
        sa.column("state", sa.String),
        sa.column("payload", sa.JSON),
    )
    connection = op.get_bind()
    rows = connection.execute(
        sa.select(mail.c.id, mail.c.payload).where(mail.c.kind == "invite", mail.c.state != "sent")
    ).all()
    for row, payload in rows:
        if changes := _CHANGES.get(payload.get("reason")):
            told = {**payload, "reason": "revised", "changes": changes}
            connection.execute(mail.update().where(mail.c.id == row).values(payload=told))


def _opaque_id() -> str:
    return "".join(secrets.choice(_ALPHABET) for _ in range(16))


def downgrade() -> None:
    """Take it back to the revision before."""
    op.drop_index(op.f("ix_calendar_reply_entry_id"), "calendar_reply")
    op.drop_table("calendar_reply")
    with op.batch_alter_table("entry") as batch_op:
        batch_op.drop_constraint(op.f("uq_entry_token"))
        for name in ("answered_at", "token", "sent_ends_at", "sent_starts_at"):
            batch_op.drop_column(name)
    with op.batch_alter_table("registration") as batch_op:
        batch_op.drop_column("attended_at")
    with op.batch_alter_table("dialogue_session") as batch_op:
        batch_op.drop_column("alarm_minutes")
        batch_op.drop_column("reminders")
    with op.batch_alter_table("participant") as batch_op:
        batch_op.drop_constraint(op.f("uq_participant_public_id"))
        for name in ("undeliverable_reason", "undeliverable_at", "follows_feed"):
            batch_op.drop_column(name)
        batch_op.drop_column("feed_version")
        batch_op.drop_column("public_id")
