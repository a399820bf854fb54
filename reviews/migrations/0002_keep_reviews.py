"""The trigger that keeps what was said, and what the site's role may not do."""

from pathlib import Path

from django.db import migrations

SQL = (Path(__file__).parent.parent / "sql" / "keep_reviews.sql").read_text()

UNDO = """
DROP TRIGGER never_truncated ON reviews_review;
DROP TRIGGER kept ON reviews_review;
DROP FUNCTION keep_review();
"""


class Migration(migrations.Migration):
    dependencies = [("core", "0002_sequence_and_append_only"), ("reviews", "0001_initial")]
    operations = [migrations.RunSQL(SQL, UNDO)]
