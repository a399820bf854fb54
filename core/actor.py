"""Who does something: kept on every audit row, never trusted for permission."""

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """In what capacity somebody acts."""

    BUYER = "buyer"
    SELLER = "seller"
    OPERATOR = "operator"
    PROVIDER = "provider"
    SYSTEM = "system"


@dataclass(frozen=True, slots=True)
class Actor:
    """One person in one capacity; `user_id` is None when no person acted (a timer, a provider)."""

    role: Role
    user_id: int | None = None

    @property
    def person(self) -> int:
        """The id of the person who acts. Raises ValueError when nobody does."""
        if self.user_id is None:
            raise ValueError(f"nobody acts as {self.role}")
        return self.user_id


SYSTEM = Actor(Role.SYSTEM)
PROVIDER = Actor(Role.PROVIDER)
