"""Whoever suspends holds the person concerned for themselves, whoever is asked about shares them: the two never meet.

A shop is held by its owner. Whoever holds a person for themselves takes nothing afterwards but payouts and deadlines,
and nobody who has those waits for a person; so sharing may come after an order, or before one.
"""

from collections.abc import Iterable

from core.reading import Question
from marketplace.users.models import User

_SHARE = Question("share_people", "SELECT FROM users_user WHERE id = ANY($1::bigint[]) ORDER BY id FOR KEY SHARE")


def lock_person(person_id: int) -> User:
    """The person, held until the transaction ends. Raises `User.DoesNotExist`."""
    return User.objects.select_for_update().get(pk=person_id)


def share_people(people: Iterable[int]) -> None:
    """Until the transaction ends nobody suspends these people or their shops, or lifts it. Many may share them."""
    _SHARE.run(sorted(set(people)))
