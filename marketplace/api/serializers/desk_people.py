"""The shapes of people, shops and suspensions as the desk reads them; what is in them: `desk_people_bodies`."""

from typing import Any

from rest_framework import serializers

from marketplace.api.serializers.amounts import Amount
from marketplace.api.serializers.available import AvailableAction
from marketplace.api.serializers.choice import Choice
from marketplace.api.serializers.claims import Record
from marketplace.api.serializers.reviews import ReviewRow
from marketplace.api.serializers.suspensions import SuspensionRow
from marketplace.suspensions.imposing import LONGEST
from marketplace.trade.desk_people import LISTS
from marketplace.trade.desk_people import LONGEST as LONGEST_WORD
from marketplace.trade.status import Status
from reviews.actions.delete_review import LONGEST as LONGEST_DELETING


class WhichPeople(serializers.Serializer[Any]):
    """Whose name, address or shop holds `q`; of one list alone."""

    q = serializers.CharField(max_length=LONGEST_WORD, required=False, allow_blank=True, default="")
    show = Choice(list(LISTS), required=False, default="all")


class NamedPerson(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    name = serializers.CharField(allow_blank=True)


class NumberedShop(serializers.Serializer[Any]):
    """The desk knows a shop by its `id`; its `slug` stands in the address that everybody sees."""

    id = serializers.IntegerField()
    slug = serializers.CharField()
    name = serializers.CharField()


class DeskPersonRow(NamedPerson):
    """One of many. `suspended`: the person or their shop is; `own`: it is you, so somebody else sees to it, and
    there is no `address`.
    """

    email = serializers.CharField()
    joined_at = serializers.DateTimeField()
    operator = serializers.BooleanField()
    shop = NumberedShop(allow_null=True)
    suspended = serializers.BooleanField()
    own = serializers.BooleanField()
    address = serializers.CharField(allow_null=True)


class DeskSuspension(SuspensionRow):
    """With who it concerns, by `subject_id` and by name, and who suspended, kept and lifted it. Another operator than
    the one who suspended decides: `available_actions` says why not you.
    """

    subject_id = serializers.IntegerField()
    person = NamedPerson()
    by = serializers.CharField(allow_blank=True)
    kept_by = serializers.CharField(allow_blank=True)
    lifted_by = serializers.CharField(allow_blank=True)


class LatestOrder(serializers.Serializer[Any]):
    """`own`: you are a side of it, so you do not read it at the desk."""

    reference = serializers.CharField()
    status = Choice(Status.choices)
    shop = NumberedShop()
    buyer = NamedPerson()
    amount = Amount()
    placed_at = serializers.DateTimeField()
    own = serializers.BooleanField()


class Dealings(serializers.Serializer[Any]):
    """The latest orders, how many there are by tab, how claims went, and what was suspended, latest first."""

    orders = LatestOrder(many=True)
    counts = serializers.DictField(child=serializers.IntegerField())
    record = Record()
    suspension = DeskSuspension(allow_null=True)
    earlier = DeskSuspension(many=True)
    available_actions = AvailableAction(many=True)


class DeskPerson(Dealings):
    """A person as a buyer. `confirmed`: the address is known to be theirs."""

    id = serializers.IntegerField()
    name = serializers.CharField(allow_blank=True)
    email = serializers.CharField()
    confirmed = serializers.BooleanField()
    joined_at = serializers.DateTimeField()
    operator = serializers.BooleanField()
    shop = NumberedShop(allow_null=True)
    shop_suspended = serializers.BooleanField()


class AskedPayout(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    amount = Amount()
    opened_at = serializers.DateTimeField()


class DeskShop(Dealings):
    """A shop as a seller, its claims those of a year. `debt` is what it owes, `waiting` are payouts it asked for."""

    id = serializers.IntegerField()
    slug = serializers.CharField()
    name = serializers.CharField()
    second_name = serializers.CharField(allow_blank=True)
    owner = NamedPerson()
    region = serializers.CharField()
    opened_at = serializers.DateTimeField()
    closed_at = serializers.DateTimeField(allow_null=True)
    listings = serializers.IntegerField()
    held = Amount()
    available = Amount()
    paid_out = Amount()
    debt = Amount()
    waiting = AskedPayout(many=True)


class Suspending(serializers.Serializer[Any]):
    """Whom it concerns reads the reason."""

    reason = serializers.CharField(max_length=LONGEST)


class DeskReview(ReviewRow):
    """An open review of either side, with the order it is about; `by` is the side that wrote it."""

    order = serializers.CharField()
    by = Choice(["buyer", "seller"])


class Deleting(serializers.Serializer[Any]):
    """Everybody reads the reason in its place."""

    reason = serializers.CharField(max_length=LONGEST_DELETING)
