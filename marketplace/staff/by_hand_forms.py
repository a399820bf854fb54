"""What operators type to write an entry by hand."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.fields import LineField
from escrow.payments import gateways
from escrow.payments.actions.by_hand import LONGEST_REFERENCE
from marketplace.staff.forms import ReasonForm
from marketplace.trade.by_hand import draft, providers
from marketplace.trade.fields import MoneyField
from marketplace.trade.proposing import Proposal


class SumForm(ReasonForm):
    """How much, in the site's currency, and why."""

    amount = MoneyField(label=_("Amount"), at_least=1)

    def proposal(self, kind: str) -> Proposal:
        """What would be proposed. Raises Invalid with its field."""
        return draft(kind, **{name: value for name, value in self.cleaned_data.items() if name != "reason"})


class StatementLineForm(SumForm):
    """What stands on a statement of the provider or the bank."""

    reference = LineField(label=_("The bank's reference"), max_length=LONGEST_REFERENCE)
    gateway = forms.ChoiceField(label=_("Provider"))

    field_order = ("amount", "reference", "gateway", "reason")

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        known = providers()
        self.fields["gateway"].choices = [(name, gateways.title(name)) for name in known]  # type: ignore[attr-defined]
        self.fields["gateway"].initial = (gateways.available() or known)[0]
        if len(known) == 1:
            self.fields["gateway"].widget = forms.HiddenInput()


class GoodwillForm(SumForm):
    """Whose order it is about."""

    order = LineField(label=_("Order"), max_length=40)

    field_order = ("order", "amount", "reason")


class DebtForm(SumForm):
    """Which shop owes it."""

    shop = forms.IntegerField(
        label=_("Number of the shop"),
        min_value=1,
        max_value=2**63 - 1,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )

    field_order = ("shop", "amount", "reason")


FORMS: dict[str, type[SumForm]] = {
    "capital_in": StatementLineForm,
    "capital_draw": StatementLineForm,
    "provider_fee": StatementLineForm,
    "tax_remittance": StatementLineForm,
    "goodwill": GoodwillForm,
    "debt_write_off": DebtForm,
}
