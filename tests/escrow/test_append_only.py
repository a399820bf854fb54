"""Not even the role that owns the tables changes a fact."""

from datetime import datetime

import psycopg2
import pytest

from tests.conftest import CommittedDatabase
from tests.make import escrow as make


@pytest.mark.parametrize("table", ["ledger_journalentry", "ledger_posting", "core_auditrecord"])
@pytest.mark.parametrize("change", ["UPDATE {} SET book_id = 1", "DELETE FROM {}", "TRUNCATE {}"])
def test_facts_stay(committed_db: CommittedDatabase, now: datetime, table: str, change: str) -> None:
    make.hold(now)
    owner = psycopg2.connect(committed_db.owner_url)
    with owner.cursor() as cursor, pytest.raises(psycopg2.Error) as refused:
        cursor.execute(change.format(table))
    owner.close()
    assert refused.value.pgcode == "DB002"
