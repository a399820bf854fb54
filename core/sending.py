"""Sending a statement that many acts send: Django's cursor would cost more than what the driver does with it."""

from collections.abc import Sequence
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper


def send(statement: str, values: Sequence[Any]) -> Any:
    """The cursor that sent it, by this thread's connection. Raises what Django's own would."""
    return send_over(connected(), statement, values)


def connected() -> BaseDatabaseWrapper:
    """This thread's connection, open and looked after as before any cursor of Django's."""
    here = connections[DEFAULT_DB_ALIAS]
    if here.connection is None or not here.health_check_done:  # type: ignore[attr-defined]  # the stubs lack it
        here.close_if_health_check_failed()
        here.ensure_connection()
    return here


def send_over(here: BaseDatabaseWrapper, statement: str, values: Sequence[Any]) -> Any:
    """As `send`, over what `connected` answered: `connections` would be looked up by thread each time.

    By the driver's cursor, set up as Django's would be; by Django's where somebody counts or watches what is sent.
    """
    if here.execute_wrappers or here.queries_logged:
        watched = here.cursor()
        watched.execute(statement, values)
        return watched
    here.validate_no_broken_transaction()
    with here.wrap_database_errors:
        cursor = here.connection.cursor()
        cursor.tzinfo_factory = here.tzinfo_factory  # type: ignore[attr-defined]
        cursor.execute(statement, values)
    return cursor
