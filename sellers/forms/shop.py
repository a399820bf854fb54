"""Opening a shop: what the first buyer must know. Four fields; the rest can be said later."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from marketplace.catalog.models import Shop
from marketplace.catalog.shop_facts import ShopFacts
from marketplace.trade.fields import MoneyField, written


class OpenForm(forms.Form):
    """Name, where it sends from, what sending costs, and from which sum on it is free."""

    name = forms.CharField(label=_("Name of the shop"), max_length=60)
    region = forms.CharField(
        label=_("Where you send from"), max_length=80, help_text=_("Town or county, as buyers know it.")
    )
    shipping_price = MoneyField(label=_("Sending one order costs"), help_text=_("0 when you bear it."))
    free_above = MoneyField(label=_("Free from a sum of"), required=False, at_least=1)

    def facts(self) -> ShopFacts:
        """What was filled in, as the action takes it."""
        return {
            "name": self.cleaned_data["name"],
            "region": self.cleaned_data["region"],
            "shipping_price": self.cleaned_data["shipping_price"],
            "free_above": self.cleaned_data["free_above"],
        }


class ShopForm(OpenForm):
    """All a shop says of itself."""

    second_name = forms.CharField(label=_("Name in the other language"), max_length=60, required=False)
    about = forms.CharField(label=_("About the shop"), max_length=2000, required=False, widget=forms.Textarea)
    ship_promise = forms.IntegerField(
        label=_("You ship within (hours)"),
        help_text=_("From payment. Later than that, the buyer may cancel at once."),
        min_value=1,
        max_value=72,
    )

    def facts(self) -> ShopFacts:
        given = self.cleaned_data
        return {
            **super().facts(),
            "second_name": given["second_name"],
            "about": given["about"],
            "ship_promise": given["ship_promise"],
        }

    @staticmethod
    def of(shop: Shop) -> dict[str, Any]:
        """What the form shows at first."""
        above = shop.free_above
        return {
            "name": shop.name,
            "second_name": shop.second_name,
            "about": shop.about,
            "region": shop.region,
            "shipping_price": written(shop.shipping_price, shop.currency),
            "free_above": written(above, shop.currency) if above is not None else "",
            "ship_promise": shop.ship_promise,
        }
