"""The sequence of row ids, and the trigger that keeps append-only tables as they are."""

from django.db import migrations

SEQUENCE = "CREATE SEQUENCE core_ids INCREMENT BY 256 START WITH 256"

REFUSE = """
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only: write a correcting row instead', TG_TABLE_NAME USING ERRCODE = 'DB002';
END $$;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON core_auditrecord FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER never_truncated BEFORE TRUNCATE ON core_auditrecord EXECUTE FUNCTION refuse_change();
"""

UNDO = """
DROP TRIGGER never_truncated ON core_auditrecord;
DROP TRIGGER append_only ON core_auditrecord;
DROP FUNCTION refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [("core", "0001_initial")]
    operations = [
        migrations.RunSQL(SEQUENCE, "DROP SEQUENCE core_ids"),
        migrations.RunSQL(REFUSE, UNDO),
    ]
