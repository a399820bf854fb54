"""The one door to the books as it is now: what was added after the release has its tables."""

from pathlib import Path

from django.db import migrations

SQL = (Path(__file__).parent.parent / "sql" / "commit_move.sql").read_text()

KEEP = """
DO $$
BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'danbao_app' AND rolname <> current_user) THEN
        REVOKE DELETE ON escrow_reserve, payments_chargeback FROM danbao_app;
    END IF;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("escrow", "0004_after_the_release"),
        ("payments", "0004_after_the_release"),
    ]
    operations = [migrations.RunSQL(SQL + KEEP, migrations.RunSQL.noop)]
