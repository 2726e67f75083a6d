"""Finding: passages, and what each database looks words up in."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import TSVECTOR

revision = "0005"
down_revision = "0004"

_TOKENS = sa.Text().with_variant(TSVECTOR(), "postgresql")
# The tokenizer `ascii` takes all beyond ASCII for letters: what we say is a token is one.
# Columns of the index have the names of the table's, which holds their content.
_ON_SQLITE = (
    """
    CREATE VIRTUAL TABLE finding_index USING fts5(
        heading_tokens, tokens,
        content='finding_passage', content_rowid='id', tokenize='ascii', detail='column'
    )
    """,
    """
    CREATE TRIGGER finding_passage_added AFTER INSERT ON finding_passage BEGIN
        INSERT INTO finding_index (rowid, heading_tokens, tokens)
        VALUES (new.id, new.heading_tokens, new.tokens);
    END
    """,
    """
    CREATE TRIGGER finding_passage_removed AFTER DELETE ON finding_passage BEGIN
        INSERT INTO finding_index (finding_index, rowid, heading_tokens, tokens)
        VALUES ('delete', old.id, old.heading_tokens, old.tokens);
    END
    """,
)
_ON_POSTGRESQL = ("CREATE INDEX finding_index ON finding_passage USING gin (tokens)",)


def upgrade() -> None:
    """Bring the database to this revision; ``dialogues finding rebuild`` fills it."""
    op.create_table(
        "finding_passage",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(11), nullable=False),
        sa.Column("dialogue_id", sa.Integer(), nullable=False),
        sa.Column("subject", sa.String(32), nullable=False),
        sa.Column("language", sa.String(2), nullable=False),
        sa.Column("anchor", sa.String(80), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("heading", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("heading_tokens", _TOKENS, nullable=False),
        sa.Column("tokens", _TOKENS, nullable=False),
        sa.ForeignKeyConstraint(
            ["dialogue_id"], ["dialogue.id"], name=op.f("fk_finding_passage_dialogue_id_dialogue")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_finding_passage")),
    )
    op.create_index(
        op.f("ix_finding_passage_dialogue_id_finding_passage_kind"),
        "finding_passage",
        ["dialogue_id", "kind"],
    )
    op.create_index(op.f("ix_finding_passage_subject"), "finding_passage", ["subject"])
    on_sqlite = op.get_bind().dialect.name == "sqlite"
    for statement in _ON_SQLITE if on_sqlite else _ON_POSTGRESQL:
        op.execute(statement)


def downgrade() -> None:
    """Take the revision back."""
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TABLE finding_index")
    op.drop_table("finding_passage")
