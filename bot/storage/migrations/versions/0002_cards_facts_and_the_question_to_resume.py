"""Cards of a message, facts for agents, and the question to resume after log-in"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Added one by one, without batch mode: neither SQLite nor PostgreSQL rewrites a table for a constant default.
    op.add_column("messages", sa.Column("cards", sa.JSON(), server_default=sa.text("'[]'"), nullable=False))
    op.add_column("conversations", sa.Column("facts", sa.JSON(), server_default=sa.text("'[]'"), nullable=False))
    op.add_column("conversations", sa.Column("resume_message_id", sa.String(length=32), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("conversations", schema=None) as batch_op:
        batch_op.drop_column("resume_message_id")
        batch_op.drop_column("facts")
    with op.batch_alter_table("messages", schema=None) as batch_op:
        batch_op.drop_column("cards")
