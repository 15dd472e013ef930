"""How the speed of a page was measured: the machine's factor, and its repeated loads"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("page_audit", schema=None) as batch_op:
        batch_op.add_column(sa.Column("measurement", sa.Text(), nullable=True))
