"""Where goods come back to."""

from django import forms
from django.utils.translation import gettext_lazy as _

from marketplace.catalog.models import Shop
from marketplace.claims.models import ReturnAddress
from marketplace.orders.destination import Destination


class ReturnAddressForm(forms.Form):
    """A parcel's address, as the shop's own people read it."""

    recipient = forms.CharField(label=_("Name"), max_length=80, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    phone = forms.CharField(
        label=_("Telephone"),
        max_length=30,
        help_text=_("For the carrier only."),
        widget=forms.TextInput(attrs={"autocomplete": "tel", "type": "tel", "inputmode": "tel"}),
    )
    street = forms.CharField(
        label=_("Street, village, house"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "street-address"}),
    )
    region = forms.CharField(
        label=_("Province, city, county"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "address-level1"}),
    )

    def destination(self) -> Destination:
        """The address as typed."""
        given = self.cleaned_data
        return Destination(given["recipient"], given["phone"], given["region"], given["street"])

    @staticmethod
    def of(shop: Shop) -> dict[str, str]:
        """What the form shows at first."""
        names = ("recipient", "phone", "street", "region")
        known = ReturnAddress.objects.filter(shop=shop).values(*names).first()
        return {name: str(known[name]) for name in names} if known else {}
