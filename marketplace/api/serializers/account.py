"""A person as they read themselves: who they are, their addresses, their tokens, what they were told."""

from typing import Any

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from rest_framework import serializers

from marketplace.api.models import Scope, Token
from marketplace.api.serializers.amounts import Number, Whole
from marketplace.api.serializers.choice import Choice
from marketplace.api.serializers.orders import SentTo
from marketplace.catalog.models import Shop
from marketplace.notifications.models import Notification
from marketplace.notifications.reading import Notice, unread_count
from marketplace.trade.phrases import plain
from marketplace.users.confirmation import is_confirmed
from marketplace.users.models import User
from marketplace.users.person import LONGEST_NAME


class OwnAccount(serializers.Serializer[Any]):
    """`email` is where your letters go, and `email_confirmed` whether you opened the one that asked. `language` and
    `timezone` are how they are written. `shop` is the slug of yours, or null. `operator`: you work at the desk.
    """

    name = serializers.CharField()
    email = serializers.CharField()
    email_confirmed = serializers.BooleanField()
    language = Choice(settings.LANGUAGES)
    timezone = serializers.CharField()
    second_factor = serializers.BooleanField()
    shop = serializers.CharField(allow_null=True)
    operator = serializers.BooleanField()
    notices_unread = serializers.IntegerField()
    joined_at = serializers.DateTimeField()


class PersonFacts(serializers.Serializer[Any]):
    """What is not sent stays. `timezone` as "Asia/Shanghai"."""

    name = serializers.CharField(max_length=LONGEST_NAME, required=False)
    language = Choice(settings.LANGUAGES, required=False)
    timezone = serializers.CharField(max_length=40, required=False)


class EndedSessions(serializers.Serializer[Any]):
    ended_at = serializers.DateTimeField()


class AddressRow(SentTo):
    """Somewhere goods were sent, or may be. `used_at` is when it was last."""

    id = serializers.IntegerField()
    used_at = serializers.DateTimeField()


class TokenRow(serializers.Serializer[Any]):
    """A token that works until `expires_at`. `tail` is the end of its key; `this` is the one you came with."""

    id = serializers.IntegerField()
    name = serializers.CharField()
    scopes = serializers.ListField(child=Choice(Scope.choices))
    tail = serializers.CharField()
    made_at = serializers.DateTimeField()
    expires_at = serializers.DateTimeField()
    last_used_at = serializers.DateTimeField(allow_null=True)
    this = serializers.BooleanField()


class TokenWithKey(TokenRow):
    """`key` is shown in this answer alone: given again under the same Idempotency-Key it is null."""

    key = serializers.CharField(allow_null=True)


class NewToken(serializers.Serializer[Any]):
    """What it is for, what it may, and for how many `days` of real time. The scope `staff` is for operators."""

    name = serializers.CharField(max_length=60)
    scopes = serializers.ListField(child=Choice(Scope.choices), min_length=1, max_length=len(Scope))
    days = Whole(min_value=1, max_value=settings.TOKEN_MOST_DAYS)


class NoticeRow(serializers.Serializer[Any]):
    """What you were told. `sentence` says how the order's money stands now, in the newest notice of it on the page;
    `reason` is what the desk wrote. `order` is null when it is about none; `page` is empty when it leads nowhere.
    """

    id = serializers.IntegerField()
    at = serializers.DateTimeField()
    text = serializers.CharField(allow_blank=True)
    unread = serializers.BooleanField()
    sentence = serializers.CharField(allow_blank=True)
    reason = serializers.CharField(allow_blank=True)
    order = serializers.CharField(allow_null=True)
    page = serializers.CharField(allow_blank=True)


class SeenNotice(serializers.Serializer[Any]):
    """The newest notice that was seen."""

    notice = Number()


class Unread(serializers.Serializer[Any]):
    unread = serializers.IntegerField()


def own_account(person: User) -> dict[str, Any]:
    shop = Shop.objects.filter(owner=person).values_list("slug", flat=True).first()
    return {
        "name": person.name,
        "email": person.email,
        "email_confirmed": is_confirmed(person),
        "language": person.language,
        "timezone": person.timezone,
        "second_factor": is_mfa_enabled(person),
        "shop": shop,
        "operator": person.is_operator,
        "notices_unread": unread_count(person),
        "joined_at": person.date_joined,
    }


def token_row(token: Token, came_with: object) -> dict[str, Any]:
    """`came_with` is the token of the request, if any."""
    told = ("name", "scopes", "tail", "made_at", "expires_at", "last_used_at")
    return {"id": token.pk, **{name: getattr(token, name) for name in told}, "this": token == came_with}


def notice_row(notification: Notification, notice: Notice) -> dict[str, Any]:
    return {
        "id": notification.pk,
        "at": notice.at,
        "text": notice.text,
        "unread": notice.unread,
        "sentence": plain(notice.line.sentence) if notice.line else "",
        "reason": notice.reason,
        "order": notice.reference or None,
        "page": notice.address and settings.SITE_URL + notice.address,
    }
