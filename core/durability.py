"""Commits that nobody waits for."""

from django.db import connection


def commit_later() -> None:
    """Let the transaction that is open end before the disk has it (decision 0018).

    For what a timer does: nobody is told that it is done. When the database dies within the next half second, none of
    it has happened, and the timer does it again. A commit that does wait writes everything before it as well; so what
    is acknowledged to a person, or sent to anybody, never rests on something that can still be lost.
    """
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL synchronous_commit TO off")
