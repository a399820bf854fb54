"""The tests' own ground: who they are in the database, and that a committed test leaves nothing behind."""

import subprocess
import sys
from threading import Thread

import pytest
from django.db import DatabaseError, connection

from marketplace.users.models import User
from tests.conftest import CommittedDatabase

ASK = """
import psycopg2, sys
cursor = psycopg2.connect(sys.argv[1]).cursor()
cursor.execute("SELECT email FROM users_user")
print(cursor.fetchall())
"""


def test_the_site_works_as_a_role_that_owns_no_table(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user, count(*) FROM pg_class WHERE relowner = current_user::regrole")
        assert cursor.fetchone() == ("danbao_app", 0)


def test_the_site_may_not_truncate(db: None) -> None:
    with connection.cursor() as cursor, pytest.raises(DatabaseError, match="permission denied"):
        cursor.execute("TRUNCATE users_user CASCADE")


def test_a_committed_database_is_seen_by_threads_and_processes(committed_db: CommittedDatabase) -> None:
    thread = Thread(target=_add_user)
    thread.start()
    thread.join()
    ran = subprocess.run([sys.executable, "-c", ASK, committed_db.url], capture_output=True, text=True, check=True)
    assert ran.stdout == "[('committed@example.com',)]\n"
    assert list(User.objects.values_list("email", flat=True)) == ["committed@example.com"]


def test_a_committed_database_is_a_new_one_each_time(committed_db: CommittedDatabase) -> None:
    assert User.objects.count() == 0


def _add_user() -> None:
    try:
        User.objects.create(email="committed@example.com")
    finally:
        connection.close()
