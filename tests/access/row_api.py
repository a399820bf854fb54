"""How the rows of the API are made. By session here; what a token may do is in `tests/api`."""

from typing import Any

from tests.access.row import Row


def row(get: str, post: str, **facts: Any) -> Row:
    """An address of the API: a forged form names nobody, or a session without its token."""
    return Row(get, post, program=True, forged="401 403", **facts)


def public(**facts: Any) -> Row:
    """Read by everybody, changed by nobody."""
    return row("200", "401 405", public=True, **facts)


#: An act of one side: the other one is told so.
MINE = "401 404 403 200 404"


def act(about: str, *, post: str = MINE, **facts: Any) -> Row:
    """An act that is POSTed, of the side that owns the row."""
    return row("401 405", post, about=about, **facts)
