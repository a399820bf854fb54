"""What the two sides of a claim send: the same as the pages' forms ask (`trade.claim_forms`)."""

from typing import Any

from django.utils.translation import gettext as _
from rest_framework import serializers

from core.actor import Role
from marketplace.api.serializers.amounts import Minor, Number
from marketplace.api.serializers.choice import Choice
from marketplace.api.serializers.orders import Shipped
from marketplace.claims.asking import Asked, Offered
from marketplace.claims.models import Reason, Wish
from marketplace.claims.statements import LONGEST, MOST_PHOTOS

PAYERS = [Role.BUYER.value, Role.SELLER.value]
#: Lines of one order.
MOST_LINES = 200


class Read(serializers.Serializer[Any]):
    """An empty object."""

    # What a verb takes. `read` makes of it what `trade.claim_acts.Sent` wants.

    def read(self) -> dict[str, Any]:
        return {}


class Words(Read):
    """`photos` are numbers of pictures you sent to the order before."""

    words = serializers.CharField(
        max_length=LONGEST, required=False, allow_blank=True, default="", help_text="The other side reads it as it is."
    )
    photos = serializers.ListField(child=Number(), max_length=MOST_PHOTOS, required=False, default=list)

    def read(self) -> dict[str, Any]:
        return {"words": self.validated_data["words"], "photos": self.validated_data["photos"]}


class ParcelBack(Shipped, Read):
    """The parcel that goes back."""

    def read(self) -> dict[str, Any]:
        return dict(self.validated_data)


class AskedLine(serializers.Serializer[Any]):
    """So much of one line of the order, by its `id` there."""

    line = Number()
    amount = Minor(at_least=1)


class Ask(Words):
    """What is asked: sums for lines, and of what sending cost. `wish`: the money back, or to send the goods back first.

    `postage_by` says who pays for sending back; the shop may name a sum for it.
    """

    wish = Choice(Wish.choices, required=False, default=Wish.REFUND.value)
    lines = serializers.ListField(child=AskedLine(), max_length=MOST_LINES, required=False, default=list)
    shipping = Minor(required=False, default=0)
    postage_by = Choice(PAYERS, required=False, allow_blank=True, default="")
    postage = Minor(required=False, default=0)

    def validate_lines(self, lines: list[dict[str, int]]) -> list[dict[str, int]]:
        if len({row["line"] for row in lines}) != len(lines):
            raise serializers.ValidationError(_("Name each line once."), code="line_twice")
        return lines

    @property
    def asked(self) -> Asked:
        given = self.validated_data
        lines = {row["line"]: row["amount"] for row in given["lines"]}
        return Asked(given["wish"], lines, given["shipping"], given["postage_by"], given["postage"])

    def read(self) -> dict[str, Any]:
        return {"asked": self.asked, **super().read()}


class Opening(Ask):
    """A new claim. A total over all lines and sending at most what is still held."""

    reason = Choice(Reason.choices)


class Offer(Read):
    """Another sum: so much of the goods, and of the other parts (sending)."""

    wish = Choice(Wish.choices, required=False, default=Wish.REFUND.value)
    goods = Minor(required=False, default=0)
    other = Minor(required=False, default=0)
    postage_by = Choice(PAYERS, required=False, allow_blank=True, default="")
    postage = Minor(required=False, default=0)
    words = serializers.CharField(max_length=LONGEST, required=False, allow_blank=True, default="")

    def read(self) -> dict[str, Any]:
        given = dict(self.validated_data)
        words = given.pop("words")
        return {"offered": Offered(**given), "words": words}
