"""The shop says where goods are to be sent back to."""

from datetime import datetime

from core import effects
from core.actor import Actor
from core.acts import act
from core.effects import Audit, Effects, Subject
from marketplace.catalog.models import Shop
from marketplace.claims.models import ReturnAddress
from marketplace.orders.destination import Destination


@act("set_return_address", of="claims")
def set_return_address(shop_id: int, place: Destination, *, now: datetime, actor: Actor) -> ReturnAddress:
    """Keep it for what is agreed from now on; what was agreed before keeps the address it named. `Invalid` when it
    cannot be read.
    """
    fields = place.cleaned().fields()
    shop = Shop.objects.select_for_update().get(pk=shop_id)
    address, _new = ReturnAddress.objects.update_or_create(shop=shop, defaults=fields)
    effects.write(Effects(audits=(Audit(Subject("shop", shop.pk, shop.pk), "return_address", actor),)), now=now)
    return address
