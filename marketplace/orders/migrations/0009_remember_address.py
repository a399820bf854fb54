"""A person's address is looked for among their own."""

from pathlib import Path

from django.db import migrations

SQL = (Path(__file__).parent.parent / "sql" / "remember_address.sql").read_text()


class Migration(migrations.Migration):
    dependencies = [("orders", "0008_chargebacks")]
    operations = [migrations.RunSQL(SQL, migrations.RunSQL.noop)]
