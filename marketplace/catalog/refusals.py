"""What a shop that has closed, or has left no deposit, cannot do."""

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from core.errors import DomainError
from core.money import Money, format_money
from marketplace.catalog.deposits import missing
from marketplace.catalog.models import Shop


def refuse_closed(shop_id: int) -> None:
    """Raises DomainError `shop_closed`. The caller holds or shares the shop's owner, so nobody closes it meanwhile."""
    if Shop.objects.filter(pk=shop_id, closed_at__isnull=False).exists():
        raise DomainError("shop_closed", _("This shop has closed."))


def refuse_without_deposit(shop: Shop) -> None:
    """Raises DomainError `deposit_missing` while less is there than the site asks for."""
    if settings.SHOP_DEPOSIT and (least := missing(shop)):
        raise DomainError(
            "deposit_missing",
            _("Pay the deposit first: %(least)s is missing."),
            {"least": format_money(Money(least, shop.currency))},
        )
