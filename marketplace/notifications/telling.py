"""One row of what people are told: who, in what words, and which deadlines the notice is proof for."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise

from core.actor import Role

Payload = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Telling:
    """One role is told `words`, whenever `when` holds of the message's payload; not by `mail` when a letter of its own
    goes out besides.
    """

    role: Role
    words: Promise
    proves: tuple[tuple[str, str], ...] = ()
    when: Callable[[Payload], bool] | None = None
    mail: bool = True


def by(role: Role) -> Callable[[Payload], bool]:
    """Whether that side did it."""
    return lambda payload: payload.get("by") == role.value
