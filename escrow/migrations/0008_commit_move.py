"""The door to the books writes down which payouts need the agreement of two operators."""

from pathlib import Path

from django.db import migrations

SQL = (Path(__file__).parent.parent / "sql" / "commit_move.sql").read_text()


class Migration(migrations.Migration):
    dependencies = [("escrow", "0007_commit_move"), ("payments", "0006_schedules_and_agreement")]
    operations = [migrations.RunSQL(SQL, migrations.RunSQL.noop)]
