"""Putting goods on a shelf: a new page of one kind, or a page that stands already, with its variants."""

from typing import Any

from django import forms
from django.forms import BaseFormSet, formset_factory
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from marketplace.catalog.models import Category, Listing
from marketplace.catalog.variants import MOST_PIECES, MOST_VARIANTS, Variant
from marketplace.trade.fields import MoneyField, PhotosField, written

#: Empty rows for more variants, below those that are there.
MORE_ROWS = 2


class CategoryField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A shelf, named in the reader's language."""

    def __init__(self) -> None:
        super().__init__(Category.objects.order_by("position", "pk"), label=_("Shelf"), empty_label=_("Choose a shelf"))

    def label_from_instance(self, obj: Category) -> str:
        return obj.name_zh if (get_language() or "").startswith("zh") else obj.name_en


class WordsForm(forms.Form):
    """What a page says of its goods."""

    title = forms.CharField(label=_("Title"), max_length=120)
    category = CategoryField()
    description = forms.CharField(
        label=_("Description"),
        max_length=8000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Size, weight, origin, what is in the box."),
    )


class NewListingForm(WordsForm):
    """Six fields: goods of one kind, ready to be shown."""

    photos = PhotosField(label=_("Photos"), required=False, help_text=_("Up to 9. The first one stands on the shelf."))
    price = MoneyField(label=_("Price"), at_least=1)
    stock = forms.IntegerField(label=_("Pieces you have"), min_value=0, max_value=MOST_PIECES, initial=1)

    field_order = ("photos", "title", "category", "price", "stock", "description")


class ListingForm(WordsForm):
    """The words of a page that stands already, and more photos."""

    second_title = forms.CharField(label=_("Title in the other language"), max_length=120, required=False)
    photos = PhotosField(label=_("More photos"), required=False)

    field_order = ("title", "second_title", "category", "description", "photos")

    @staticmethod
    def of(listing: Listing) -> dict[str, Any]:
        """What the form shows at first."""
        return {
            "title": listing.title,
            "second_title": listing.second_title,
            "category": listing.category_id,
            "description": listing.description,
        }


class VariantForm(forms.Form):
    """One thing to choose. `seen` is the stock the page showed, so that what is sold meanwhile stays sold."""

    sku_id = forms.IntegerField(required=False, widget=forms.HiddenInput)
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)
    name = forms.CharField(label=_("Variant"), max_length=60, required=False)
    price = MoneyField(label=_("Price"), at_least=1)
    stock = forms.IntegerField(label=_("Pieces"), min_value=0, max_value=MOST_PIECES)
    gone = forms.BooleanField(label=_("Take it off the page"), required=False)

    def variant(self) -> Variant | None:
        """What was filled in; None for a row that is empty or taken off."""
        given = self.cleaned_data
        if not given or given["gone"]:
            return None
        return Variant(given["name"], given["price"], given["stock"], given["sku_id"], given["seen"])


Variants = formset_factory(
    VariantForm, extra=MORE_ROWS, max_num=MOST_VARIANTS, absolute_max=MOST_VARIANTS + MORE_ROWS, validate_max=True
)


def variants_of(listing: Listing) -> list[dict[str, Any]]:
    """What the rows show at first: the SKUs that are for sale."""
    currency = listing.shop.currency
    return [
        {
            "sku_id": sku.pk,
            "seen": sku.stock,
            "name": sku.name,
            "price": written(sku.price, currency),
            "stock": sku.stock,
        }
        for sku in listing.skus.filter(withdrawn=False).order_by("position", "pk")
    ]


def chosen(rows: "BaseFormSet[VariantForm]") -> list[Variant]:
    """The variants of a valid set of rows."""
    return [variant for row in rows if (variant := row.variant()) is not None]
