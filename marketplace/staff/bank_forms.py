"""What operators copy from the bank: lines of the statement, and what became of a transfer."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from core.errors import Invalid
from core.fields import LineField
from core.money import parse_money
from escrow.bank.lines import LONGEST_NAME, LONGEST_NUMBER, LONGEST_REFERENCE, LONGEST_TEXT, Line
from escrow.currencies import NUMBERS

MOST_FILE = 1_000_000


class LineForm(forms.Form):
    """One line of the bank statement that brought money."""

    value_on = forms.DateField(label=_("Day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    amount = forms.CharField(label=_("Amount"), max_length=20, widget=forms.TextInput(attrs={"inputmode": "decimal"}))
    currency = forms.CharField(label=_("Currency"), max_length=3, initial=lambda: settings.CURRENCY)
    text = LineField(label=_("What the payer wrote"), max_length=LONGEST_TEXT, required=False)
    payer = LineField(label=_("Who paid"), max_length=LONGEST_NAME, required=False)
    number = LineField(
        label=_("Account it came from"),
        max_length=LONGEST_NUMBER,
        required=False,
        help_text=_("A refund goes back there. Without it the buyer is asked for an account."),
    )
    bank_reference = LineField(
        label=_("The bank's reference"),
        max_length=LONGEST_REFERENCE,
        required=False,
        help_text=_("It tells this line from all others, so that it is not entered twice."),
    )

    def line(self) -> Line:
        """The line that was typed. Raises Invalid with the field that is wrong."""
        found = dict(self.cleaned_data)
        currency = found.pop("currency").upper()
        if currency not in NUMBERS:
            raise Invalid("currency_unknown", _("There is no such currency."), field="currency")
        try:
            amount = parse_money(found.pop("amount"), currency).minor
        except Invalid as problem:
            problem.field = "amount"
            raise
        return Line(amount=amount, currency=currency, **found).cleaned()


class StatementForm(forms.Form):
    """A statement as CSV: pasted, or as a file."""

    text = forms.CharField(
        label=_("Paste it here"),
        required=False,
        max_length=MOST_FILE,
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false"}),
    )
    file = forms.FileField(label=_("or choose the file"), required=False)

    def clean(self) -> dict[str, Any]:
        """The text of the file, when there is one."""
        found = super().clean() or {}
        file = found.get("file")
        if file is not None:
            if file.size > MOST_FILE:
                raise forms.ValidationError({"file": _("The file is too large: at most 1 MB.")})
            found["text"] = _decoded(file.read())
        if not found.get("text", "").strip() and not self.errors:
            raise forms.ValidationError({"text": _("Paste the statement, or choose its file.")})
        return found


def _decoded(content: bytes) -> str:
    """Banks write UTF-8, and in China often GB 18030. Raises ValidationError for neither."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise forms.ValidationError({"file": _("This is no text. Export the statement as CSV.")})


class TickForm(forms.Form):
    """The bank has it."""

    bank_reference = LineField(label=_("The bank's reference"), max_length=LONGEST_REFERENCE)


class ClaimForm(forms.Form):
    """What an arrival is for: a payment by its reference, or a transfer of ours that came back."""

    claimed = LineField(label=_("Reference of the payment"), max_length=40, required=False)
    transfer = forms.IntegerField(required=False, min_value=1, max_value=2**63 - 1, widget=forms.HiddenInput)
