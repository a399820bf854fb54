"""What operators type to write an entry by hand."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from core.errors import Invalid
from core.fields import LineField
from escrow.payments import gateways
from escrow.payments.actions.by_hand import LONGEST_REFERENCE
from marketplace.catalog.models import Shop
from marketplace.orders.models import Order
from marketplace.staff.forms import ReasonForm
from marketplace.trade.fields import MoneyField


class SumForm(ReasonForm):
    """How much, in the site's currency, and why."""

    amount = MoneyField(label=_("Amount"), at_least=1)

    def subject(self) -> int | None:
        """What it is about. Raises Invalid."""
        return None

    def entry(self) -> dict[str, object]:
        """The ids and amounts of the decision."""
        return {"amount": self.cleaned_data["amount"], "currency": settings.CURRENCY}


class StatementLineForm(SumForm):
    """What stands on a statement of the provider or the bank."""

    reference = LineField(label=_("The bank's reference"), max_length=LONGEST_REFERENCE)
    gateway = forms.ChoiceField(label=_("Provider"))

    field_order = ("amount", "reference", "gateway", "reason")

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        known = gateways.known() or ["bank_transfer"]
        self.fields["gateway"].choices = [(name, gateways.title(name)) for name in known]  # type: ignore[attr-defined]
        self.fields["gateway"].initial = (gateways.available() or known)[0]
        if len(known) == 1:
            self.fields["gateway"].widget = forms.HiddenInput()

    def entry(self) -> dict[str, object]:
        """As `SumForm`, with the line's reference and its provider."""
        line = {name: self.cleaned_data[name] for name in ("gateway", "reference")}
        return {**super().entry(), **line}


class GoodwillForm(SumForm):
    """Whose order it is about."""

    order = LineField(label=_("Order"), max_length=40)

    field_order = ("order", "amount", "reason")

    def subject(self) -> int:
        """The order's hold."""
        found = Order.objects.filter(reference=self.cleaned_data["order"]).first()
        if found is None:
            raise Invalid("order_unknown", _("There is no order with that number."), field="order")
        return found.hold_id


class DebtForm(SumForm):
    """Which shop owes it."""

    shop = forms.IntegerField(
        label=_("Number of the shop"),
        min_value=1,
        max_value=2**63 - 1,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )

    field_order = ("shop", "amount", "reason")

    def subject(self) -> int:
        """The shop's book."""
        found = Shop.objects.filter(pk=self.cleaned_data["shop"]).first()
        if found is None:
            raise Invalid("shop_unknown", _("There is no shop with that number."), field="shop")
        return found.book_id


FORMS: dict[str, type[SumForm]] = {
    "capital_in": StatementLineForm,
    "capital_draw": StatementLineForm,
    "provider_fee": StatementLineForm,
    "tax_remittance": StatementLineForm,
    "goodwill": GoodwillForm,
    "debt_write_off": DebtForm,
}
