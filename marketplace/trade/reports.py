"""Reports as people read them: what is reported, in its own words, and where it stands."""

from dataclasses import dataclass
from typing import TypeVar

from django import forms
from django.db.models import Model, QuerySet
from django.utils.translation import gettext_lazy as _

from core.fields import ParagraphsField
from marketplace.catalog.models import Listing, Shop
from marketplace.catalog.wordings import wording
from marketplace.conversations.actions.report import LONGEST
from marketplace.conversations.models import Ground, Message, Report, Subject, Thread
from marketplace.users.models import User
from reviews.models import Review

M = TypeVar("M", bound=Model)


class ReportForm(forms.Form):
    """Why, and what else there is to say."""

    ground = forms.ChoiceField(label=_("What is wrong"), choices=Ground.choices, widget=forms.RadioSelect)
    words = ParagraphsField(
        label=_("In your own words"), max_length=LONGEST, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )


class ClosingForm(forms.Form):
    """What the desk did about it."""

    answer = ParagraphsField(
        label=_("What was done"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Whoever reported it reads this."),
    )


@dataclass(frozen=True, slots=True)
class Shown:
    """`text` is what was written or how it is called; `of` the person answerable; `shop` theirs, if it is about one.
    `thread` is the conversation of a message, for the desk to read.
    """

    subject: Subject
    text: str
    of: User | None = None
    shop: Shop | None = None
    listing: Listing | None = None
    review: Review | None = None
    thread: Thread | None = None


def shown(subject: Subject, number: int) -> Shown:
    """What a report is about. Something that has gone since is said to be gone. Two queries at most."""
    match subject:
        case Subject.MESSAGE:
            message = _first(Message.objects.select_related("author", "thread__shop__owner", "thread__buyer"), number)
            if message is not None:
                return Shown(subject, message.words, message.author, message.thread.shop, thread=message.thread)
        case Subject.LISTING:
            listing = _first(Listing.objects.select_related("shop__owner"), number)
            if listing is not None:
                name = wording(listing.title, listing.second_title).text
                return Shown(subject, name, listing.shop.owner, listing.shop, listing=listing)
        case Subject.SHOP:
            shop = _first(Shop.objects.select_related("owner"), number)
            if shop is not None:
                return Shown(subject, shop.shown_name, shop.owner, shop)
        case Subject.REVIEW:
            review = _first(Review.objects.select_related("author", "shop__owner", "order"), number)
            if review is not None:
                return Shown(subject, review.words, review.author, review.shop, review=review)
    return Shown(subject, "")


def of_report(report: Report) -> Shown:
    return shown(Subject(report.subject), report.subject_id)


def _first(rows: QuerySet[M], number: int) -> M | None:
    return rows.filter(pk=number).first()
