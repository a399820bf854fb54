"""Where goods go: what a buyer typed, cleaned; remembered in the buyer's addresses, copied onto each order."""

import json
from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from core import words
from marketplace.orders.models import Address
from marketplace.users.models import User


@dataclass(frozen=True, slots=True)
class Destination:
    """A parcel's address, in the words of whoever receives it."""

    recipient: str
    phone: str
    region: str
    street: str

    def cleaned(self) -> "Destination":
        """The same without stray characters. Raises `Invalid`, naming the field, for what is missing or too long."""
        return Destination(
            recipient=words.line(self.recipient, field="recipient", at_most=80, needed=True),
            phone=words.line(self.phone, field="phone", at_most=30, needed=True),
            region=words.line(self.region, field="region", at_most=120, needed=True),
            street=words.line(self.street, field="street", at_most=200, needed=True),
        )

    def fields(self) -> dict[str, str]:
        """As the fields of an address or an order."""
        return {name: getattr(self, name) for name in self.__slots__}


def remember(owner: User, destination: Destination, *, now: datetime) -> Address:
    """Keep the address for the next time; the same one is kept once. Placing does it by the same function."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT remember_address(%s, %s, %s)", [owner.pk, now, json.dumps(destination.fields())])
        (kept,) = cursor.fetchone()
    return Address.objects.get(pk=kept)


def forget(owner: User, address_id: int) -> None:
    """Strike an address out of the buyer's list; orders keep their copies."""
    Address.objects.filter(owner=owner, pk=address_id).delete()
