"""What the two sides of a claim fill in: what is asked, an offer, words with photos, a parcel. Amounts: minor units."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from core.money import Money, format_money
from escrow.terms import Back, divide_back
from marketplace.catalog.wordings import wording
from marketplace.claims.asking import Asked, Offered
from marketplace.claims.dividing import back_of, tax_with
from marketplace.claims.models import Claim, Reason, Wish
from marketplace.claims.statements import LONGEST
from marketplace.claims.sums import Claimable, lines_open_to_claim
from marketplace.orders.models import Order
from marketplace.trade.claim_most import at_most, for_offer, of_offer_together
from marketplace.trade.fields import MoneyField, PhotosField, written

Data = Mapping[str, Any] | None
Files = Any

#: From so many rows on, what they come to together is said besides.
SEVERAL = 2
#: Why money is asked back before anything was sent.
BEFORE_SHIPPING = (Reason.NO_LONGER_WANTED, Reason.OTHER)
_PHOTOS_HINT = _("From the camera or the album. The other side and we see them, with the time; nobody can change them.")


#: Beside the label of either, where the act takes one or the other.
_EITHER = _("(words or photos)")


class ReadForm(forms.Form):
    """A form whose act takes what `read` makes of it (see `claim_acts.Sent`)."""

    def read(self) -> dict[str, Any]:
        """Of a form that is valid."""
        return {}


class PlainForm(ReadForm):
    """Nothing to fill in: one button, its consequence beside it."""

    def __init__(self, data: Data = None, files: Files = None, *, claim: Claim) -> None:
        super().__init__(data)


class WordsForm(ReadForm):
    """Something said, with photos if one likes. Whether words are needed the act decides."""

    words = forms.CharField(label=_("In your own words"), max_length=LONGEST, widget=forms.Textarea, required=False)
    photos = PhotosField(label=_("Photos"), required=False, help_text=_PHOTOS_HINT)

    def __init__(self, data: Data = None, files: Files = None, *, claim: Claim) -> None:
        super().__init__(data, files)
        _mark(self, _EITHER, "words", "photos")

    def read(self) -> dict[str, Any]:
        return {"words": self.cleaned_data["words"]}


class ReasonForm(WordsForm):
    """As `WordsForm`; the words are a reason the other side reads."""

    words = forms.CharField(
        label=_("Why"),
        max_length=LONGEST,
        widget=forms.Textarea,
        help_text=_("The other side reads it as it stands, and we do if we are asked to rule."),
    )

    def __init__(self, data: Data = None, files: Files = None, *, claim: Claim) -> None:
        super().__init__(data, files, claim=claim)
        _mark(self, "", "words")
        _mark(self, _("(if you like)"), "photos")


class ParcelForm(ReadForm):
    """Carrier and tracking number of goods sent back."""

    carrier = forms.CharField(
        label=_("Carrier"), max_length=40, widget=forms.TextInput(attrs={"list": "carriers", "autocomplete": "off"})
    )
    number = forms.CharField(
        label=_("Tracking number"),
        max_length=60,
        help_text=_("As it stands on the slip, with or without spaces."),
        widget=forms.TextInput(attrs={"autocapitalize": "characters", "autocomplete": "off", "spellcheck": "false"}),
    )

    def __init__(self, data: Data = None, files: Files = None, *, claim: Claim) -> None:
        super().__init__(data)

    def read(self) -> dict[str, Any]:
        return {"carrier": self.cleaned_data["carrier"], "number": self.cleaned_data["number"]}


def _postage() -> MoneyField:
    return MoneyField(
        label=_("The shop pays for sending back"),
        required=False,
        help_text=_("A sum, if one is agreed. It comes out of what the shop gets."),
    )


def _wish() -> forms.ChoiceField:
    return forms.ChoiceField(
        label=_("What is to happen"), choices=Wish.choices, initial=Wish.REFUND, widget=forms.RadioSelect
    )


class OfferForm(ReadForm):
    """Another amount: so much of the goods and, where it was paid, of sending."""

    goods = MoneyField(label=_("Of the goods, to give back"), required=False)
    words = forms.CharField(label=_("In your own words"), max_length=LONGEST, widget=forms.Textarea, required=False)

    def __init__(self, data: Data = None, files: Files = None, *, claim: Claim) -> None:
        super().__init__(data)
        hold = claim.order.hold
        left = Back.all_of(hold)
        both = bool(left.goods and left.other)
        self.fields["goods"].help_text = for_offer(hold, goods=left.goods, alone=both)
        if left.other:
            self.fields["other"] = MoneyField(
                label=_("Of sending"), required=False, help_text=for_offer(hold, other=left.other, alone=both)
            )
        if claim.shipped:
            self.fields["wish"] = _wish()
            self.fields["postage"] = _postage()
        self.order_fields(["wish", "goods", "other", "postage", "words"])
        self.together = of_offer_together(hold)
        if not left.other:
            _mark(self, "", "goods")

    def read(self) -> dict[str, Any]:
        given = self.cleaned_data
        postage = given.get("postage") or 0
        wish, goods, other = given.get("wish") or Wish.REFUND, given["goods"] or 0, given.get("other") or 0
        return {
            "offered": Offered(wish, goods, other, "seller" if postage else "", postage),
            "words": given["words"],
        }


class AskForm(ReadForm):
    """What is asked back: an amount for each line and for sending, why, in words, with photos."""

    def __init__(self, data: Data = None, files: Files = None, *, order: Order, shipped: bool, again: bool) -> None:
        """`again`: the claim is changed, its reason stands."""
        super().__init__(data, files)
        self.order = order
        self.rows = lines_open_to_claim(order)
        if not again:
            reasons = [reason for reason in Reason if (reason in BEFORE_SHIPPING) or shipped]
            self.fields["reason"] = forms.ChoiceField(
                label=_("What is wrong") if shipped else _("Why"),
                choices=[(reason.value, reason.label) for reason in reasons],
                widget=forms.RadioSelect,
            )
        if shipped:
            self.fields["wish"] = _wish()
        for row in self.rows:
            self.fields[_name(row)] = self._amount(row)
        if shipped:
            self.fields["postage"] = _postage()
        self.fields["words"] = forms.CharField(
            label=_("In your own words"),
            max_length=LONGEST,
            widget=forms.Textarea,
            required=False,
            help_text=_("What you ordered, what came, what you see. The shop reads it as it stands."),
        )
        self.fields["photos"] = PhotosField(label=_("Photos"), required=False, help_text=_PHOTOS_HINT)
        # Who no longer wants what was not sent need not say why.
        _mark(self, _EITHER if shipped else _("(words or photos, if it is something else)"), "words", "photos")
        if len(self.rows) == 1:
            _mark(self, "", _name(self.rows[0]))

    def _amount(self, row: Claimable) -> MoneyField:
        most = Money(row.most, self.order.currency)
        only = row.line is not None and sum(one.line is not None for one in self.rows) == 1
        return MoneyField(
            label=_label(row),
            required=False,
            initial=written(row.most, self.order.currency) if only else None,
            help_text=self._most_of(row, most),
        )

    def _most_of(self, row: Claimable, most: Money) -> str:
        """What can be asked for, and what of it the buyer would get where the platform paid a part."""
        other = 0 if row.line else row.most
        back = divide_back(self.order.hold, back_of(self.order.hold, goods=row.most - other, other=other)).buyer
        whole = row.most + tax_with(self.order.hold, row.most - other)
        if back == whole:
            return at_most(most)
        language = get_language() or "en"
        words = gettext("At most %(amount)s. Of that, %(back)s would come back to you; the rest is our own discount.")
        if len(self.rows) >= SEVERAL:
            words = gettext(
                "At most %(amount)s. Of that alone, %(back)s would come back to you; the rest is our own discount."
            )
        return words % {
            "amount": format_money(most, language),
            "back": format_money(Money(back, most.currency), language),
        }

    @property
    def together(self) -> str:
        """What all rows come to, where the platform paid a part: the parts alone are rounded, and may come to more."""
        hold, language = self.order.hold, get_language() or "en"
        goods = sum(row.most for row in self.rows if row.line)
        other = sum(row.most for row in self.rows if not row.line)
        left = Back.all_of(hold)
        back = back_of(hold, goods=min(goods, left.goods), other=min(other, left.other))
        theirs = divide_back(hold, back).buyer
        if len(self.rows) < SEVERAL or theirs == back.total:
            return ""
        return gettext(
            "Together at most %(amount)s. Of that, %(back)s would come back to you; the rest is our own discount."
        ) % {
            "amount": format_money(Money(back.total - back.tax, hold.currency), language),
            "back": format_money(Money(theirs, hold.currency), language),
        }

    def asked(self) -> Asked:
        """As the action takes it."""
        given = self.cleaned_data
        lines = {row.line.pk: given[_name(row)] for row in self.rows if row.line is not None and given[_name(row)]}
        shipping = sum(given[_name(row)] or 0 for row in self.rows if row.line is None)
        postage = given.get("postage") or 0
        return Asked(given.get("wish") or Wish.REFUND, lines, shipping, "seller" if postage else "", postage)

    def read(self) -> dict[str, Any]:
        return {"asked": self.asked(), "words": self.cleaned_data["words"]}

    @property
    def head(self) -> list[forms.BoundField]:
        """Reason and wish."""
        return [self[name] for name in ("reason", "wish") if name in self.fields]

    @property
    def amounts(self) -> list[forms.BoundField]:
        """One field a line, then sending, then postage."""
        names = [*(_name(row) for row in self.rows), "postage"]
        return [self[name] for name in names if name in self.fields]

    @property
    def tail(self) -> list[forms.BoundField]:
        """Words and photos."""
        return [self["words"], self["photos"]]


def _mark(form: forms.Form, mark: Promise | str, *names: str) -> None:
    """What stands beside these labels, instead of what their fields alone would say."""
    for name in names:
        form.fields[name].mark = mark  # type: ignore[attr-defined]


def _name(row: Claimable) -> str:
    return f"line_{row.line.pk}" if row.line else "lines"


def _label(row: Claimable) -> str:
    line = row.line
    if line is None:
        return gettext("What sending cost")
    title = wording(line.title, line.second_title).text
    named = f"{title}, {line.variant}" if line.variant else title
    return f"{named} × {line.quantity}"
