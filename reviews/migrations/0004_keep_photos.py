"""The triggers that keep what a review shows, and what the site's role may not do."""

from pathlib import Path

from django.db import migrations

SQL = (Path(__file__).parent.parent / "sql" / "keep_photos.sql").read_text()

UNDO = """
DROP TRIGGER never_truncated ON reviews_photo;
DROP TRIGGER append_only ON reviews_photo;
DROP TRIGGER sealed ON reviews_photo;
DROP FUNCTION add_to_sealed_review();
"""


class Migration(migrations.Migration):
    dependencies = [("core", "0002_sequence_and_append_only"), ("reviews", "0003_photo")]
    operations = [migrations.RunSQL(SQL, UNDO)]
