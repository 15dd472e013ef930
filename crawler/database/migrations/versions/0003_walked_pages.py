"""Which pages were acted on, and by what template they are made"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("page_audit", schema=None) as batch_op:
        batch_op.add_column(sa.Column("walked", sa.Boolean(), nullable=True))
        batch_op.add_column(sa.Column("template", sa.LargeBinary(length=8), nullable=True))
