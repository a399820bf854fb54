"""What an operator types when ruling: nothing back, all of it, so much of each line, or one sum."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db.models import OuterRef, Subquery, Sum
from django.db.models.functions import Coalesce
from django.forms import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.actor import Role
from core.errors import DomainError
from core.fields import ParagraphsField
from core.money import Money, digits, parse_money
from escrow.terms import Back
from marketplace.catalog.wordings import wording
from marketplace.claims.asking import Divided
from marketplace.claims.models import Claim, ClaimLine
from marketplace.claims.statements import LONGEST
from marketplace.orders.models import Charge, ChargeType

WAYS = {
    "lines": gettext_lazy("So much of each line"),
    "sum": gettext_lazy("One sum"),
    "all": gettext_lazy("Everything to the buyer"),
    "nothing": gettext_lazy("Nothing back: everything to the shop"),
}
SENDING = "sending"


@dataclass(frozen=True, slots=True)
class Priced:
    """A line of the order (or sending): the form's name for it, what was agreed for it, what is asked of it."""

    field: str
    name: str
    price: Money
    asked: Money


def priced(claim: Claim) -> list[Priced]:
    """The lines of the claim's order, sending last. One query."""
    currency = claim.order.currency
    same = ClaimLine.objects.filter(claim=claim).annotate(of=Coalesce("line_id", 0))
    asked_of = same.filter(of=Coalesce(OuterRef("line_id"), 0)).values("amount")
    goods = (ChargeType.GOODS, ChargeType.SELLER_DISCOUNT, ChargeType.SHIPPING)
    rows = (
        Charge.objects.filter(order=claim.order_id, type__in=goods)
        .values_list("line_id", "line__title", "line__second_title", "line__variant", "line__quantity")
        .annotate(price=Sum("amount"), asked=Coalesce(Subquery(asked_of), 0))
        .order_by("line_id")
    )
    found = []
    for line, title, second_title, variant, quantity, price, asked in rows:
        name = _("Sending") if line is None else _named(title, second_title, variant, quantity)
        field = f"line_{SENDING if line is None else line}"
        found.append(Priced(field, name, Money(price, currency), Money(asked, currency)))
    return [one for one in found if one.price]


def _named(title: str, second_title: str, variant: str, quantity: int) -> str:
    name = wording(title, second_title).text
    if variant:
        name = _("{title}, {variant}").format(title=name, variant=variant)
    return _("{title} × {quantity}").format(title=name, quantity=quantity) if quantity > 1 else name


class RulingForm(forms.Form):
    """A field a line (`line_<id>`, `line_sending`), one sum, postage and reasons; `divided` is what they come to.

    `counted` is the stamp of the sums on the button that was pressed.
    """

    way = forms.ChoiceField(label=gettext_lazy("What goes back"), choices=list(WAYS.items()), widget=forms.RadioSelect)
    sum = forms.CharField(
        label=gettext_lazy("The sum"),
        help_text=gettext_lazy("Taken from the goods first, then from sending. Tax on the goods goes back with it."),
        required=False,
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "class": "money num"}),
    )
    postage = forms.CharField(
        label=gettext_lazy("Besides, for sending the goods back"),
        help_text=gettext_lazy("What the shop bears of it, with lines or one sum."),
        required=False,
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "class": "money num"}),
    )
    reasons = ParagraphsField(
        label=gettext_lazy("Reasons, read by both sides"),
        help_text=gettext_lazy("Say what you saw, what you weighed, and why this sum."),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 7}),
    )
    counted = forms.CharField(required=False, max_length=60, widget=forms.HiddenInput)

    def __init__(self, data: Mapping[str, Any] | None = None, *, claim: Claim) -> None:
        super().__init__(data, initial=_beginning(claim), auto_id="ruling_%s")
        self.claim = claim
        self.priced = priced(claim)
        self.divided: Divided | None = None
        for name in ("sum", "postage"):
            self.fields[name].currency = claim.order.currency  # type: ignore[attr-defined]  # shown beside it
        for row in self.priced:
            self.fields[row.field] = forms.CharField(
                label=row.name,
                required=False,
                max_length=20,
                initial=_typed(row.asked),
                widget=forms.TextInput(attrs={"inputmode": "decimal", "class": "money num"}),
            )

    def rows(self) -> Iterator[tuple[Priced, BoundField]]:
        """Each line with its field."""
        return ((row, self[row.field]) for row in self.priced)

    @property
    def given(self) -> Divided:
        """What the fields come to: as typed (and read), or as they stand before anything is typed."""
        if self.divided is not None:
            return self.divided
        return self._of_lines({row.field: row.asked.minor for row in self.priced}, _postage(self.claim))

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        way = given.get("way")
        postage = self._amount("postage") if way in {"lines", "sum"} else 0
        if way == "lines":
            lines = {row.field: self._of_line(row) for row in self.priced}
            self.divided = self._of_lines(lines, postage)
        elif way == "sum":
            left = Back.all_of(self.claim.order.hold)
            back = self._amount("sum")
            self.divided = self._of(min(back, left.goods), max(back - left.goods, 0), postage)
        elif way == "all":
            left = Back.all_of(self.claim.order.hold)
            self.divided = self._of(left.goods, left.other, 0)
        elif way == "nothing":
            self.divided = self._of(0, 0, 0)
        return given

    def _of_lines(self, lines: Mapping[str, int], postage: int) -> Divided:
        sending = f"line_{SENDING}"
        return self._of(sum(n for name, n in lines.items() if name != sending), lines.get(sending, 0), postage)

    def _of(self, goods: int, other: int, postage: int) -> Divided:
        return Divided(goods, other, Role.SELLER.value if postage else "", postage)

    def _of_line(self, row: Priced) -> int:
        minor = self._amount(row.field)
        if minor > row.price.minor:
            self.add_error(row.field, _("That is more than was agreed for this."))
        return minor

    def _amount(self, name: str) -> int:
        """Minor units typed into a field; nothing is 0. What cannot be read stands at its field."""
        text = (self.cleaned_data.get(name) or "").strip()
        if not text:
            return 0
        try:
            minor = parse_money(text, self.claim.order.currency).minor
        except DomainError as refusal:
            self.add_error(name, refusal.words)
            return 0
        if minor < 0:
            self.add_error(name, _("An amount given back cannot be negative."))
            return 0
        return minor


def _postage(claim: Claim) -> int:
    """What is asked for sending back, once something was sent back."""
    sent = hasattr(claim, "goods_back") and claim.goods_back.sent_at is not None
    return claim.postage if sent else 0


def _beginning(claim: Claim) -> dict[str, str]:
    nothing = _typed(Money(0, claim.order.currency))
    return {"way": "lines", "sum": nothing, "postage": _typed(Money(_postage(claim), claim.order.currency))}


def _typed(money: Money) -> str:
    """The amount as somebody would type it: 58.00."""
    return f"{money.major:.{digits(money.currency)}f}"
