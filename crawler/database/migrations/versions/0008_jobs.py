"""Who works, who has which website, what a crawl was told, and when each website is due"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "worker",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("token", sa.String(), nullable=False),
        sa.Column("host", sa.String(), nullable=False),
        sa.Column("process", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("lanes", sa.SmallInteger(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_worker")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "crawl_terms",
        sa.Column("crawl_id", sa.Integer(), nullable=False),
        sa.Column("terms", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["crawl_id"], ["crawl.id"], name=op.f("fk_crawl_terms_crawl_id_crawl")
        ),
        sa.PrimaryKeyConstraint("crawl_id", name=op.f("pk_crawl_terms")),
    )
    op.create_table(
        "website_due",
        sa.Column("website_id", sa.Integer(), nullable=False),
        sa.Column("next_due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("days", sa.SmallInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["website_id"], ["website.id"], name=op.f("fk_website_due_website_id_website")
        ),
        sa.PrimaryKeyConstraint("website_id", name=op.f("pk_website_due")),
    )
    op.create_index("ix_website_due_next_due_at", "website_due", ["next_due_at"])
    op.add_column(
        "site_audit",
        sa.Column("claim", sa.SmallInteger(), nullable=False, server_default="0"),
    )
    op.add_column(
        "site_audit",
        sa.Column("tries", sa.SmallInteger(), nullable=False, server_default="0"),
    )
    op.add_column("site_audit", sa.Column("worker", sa.String(), nullable=True))
