"""What audits said is in the pieces of each page audit; no rows repeat it"""

from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_table("audit_result")
