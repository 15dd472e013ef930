"""What is known of a website as a whole: its accessibility statement and its documents"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "site_fact",
        sa.Column("site_audit_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("fact_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["fact_id"], ["fact.id"], name=op.f("fk_site_fact_fact_id")),
        sa.ForeignKeyConstraint(
            ["site_audit_id"], ["site_audit.id"], name=op.f("fk_site_fact_site_audit_id")
        ),
        sa.PrimaryKeyConstraint("site_audit_id", "kind", name=op.f("pk_site_fact")),
        sqlite_with_rowid=False,
    )
