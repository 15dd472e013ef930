"""What real visitors met: Chrome UX Report data, period by period"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

FORM_FACTORS = ("phone", "tablet", "desktop", "all")


def _form_factor() -> sa.Enum:
    return sa.Enum(
        *FORM_FACTORS, name="formfactor", native_enum=False, create_constraint=True, length=24
    )


def upgrade() -> None:
    op.create_table(
        "field_data",
        sa.Column("origin", sa.Text(), nullable=False),
        sa.Column("form_factor", _form_factor(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("lcp_p75_ms", sa.Float(53), nullable=True),
        sa.Column("inp_p75_ms", sa.Float(53), nullable=True),
        sa.Column("cls_p75", sa.Float(53), nullable=True),
        sa.Column(
            "source",
            sa.Enum(
                *("api", "file"),
                name="fieldsource",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("imported_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint(
            *("origin", "form_factor", "last_day", "first_day"), name=op.f("pk_field_data")
        ),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "field_absence",
        sa.Column("origin", sa.Text(), nullable=False),
        sa.Column("form_factor", _form_factor(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("origin", "form_factor", name=op.f("pk_field_absence")),
        sqlite_with_rowid=False,
    )
