"""A shop says where a program of its own listens."""

from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from core.actor import Actor
from core.errors import DomainError
from marketplace.catalog.models import Shop
from marketplace.webhooks.actions.change_endpoint import what_it_wants
from marketplace.webhooks.addresses import Address
from marketplace.webhooks.facts import write_down
from marketplace.webhooks.models import Endpoint
from marketplace.webhooks.signing import new_nonce


def add_endpoint(
    shop: Shop, address: Address, *, description: str, kinds: Sequence[str], now: datetime, actor: Actor
) -> Endpoint:
    """A new endpoint; its secret follows from its nonce (signing.py). What happens from now on is sent there.

    `address` is one that was looked at (`addresses.look_at`), outside any transaction. Raises DomainError
    endpoint_there (field url), too_many_endpoints; Invalid.
    """
    wants = what_it_wants(description, kinds)
    with transaction.atomic():
        Shop.objects.select_for_update(no_key=True).get(pk=shop.pk)  # so that two at once are counted one by one
        others = Endpoint.objects.filter(shop=shop)
        if others.filter(url=str(address)).exists():
            raise DomainError("endpoint_there", _("You have this address already."), field="url")
        if others.count() >= settings.MAX_WEBHOOKS:
            most = {"most": settings.MAX_WEBHOOKS}
            raise DomainError("too_many_endpoints", _("You have %(most)s addresses. Remove one first."), most)
        endpoint = Endpoint.objects.create(shop=shop, url=str(address), nonce=new_nonce(), made_at=now, **wants)
        write_down(endpoint, "add", actor, now=now)
    return endpoint
