"""What a report is about, and whether somebody can see it at all."""

from functools import reduce
from operator import or_

from django.db.models import Exists, OuterRef, Q

from core.actor import Role
from marketplace.catalog.models import Listing, ListingState, Shop
from marketplace.conversations.models import Message, Report, Subject
from reviews.models import Review

#: Who answers for each, and whom it is about: where their ids stand.
_ANSWERABLE = {
    Subject.MESSAGE: (Message, ("thread__buyer", "thread__shop__owner")),
    Subject.LISTING: (Listing, ("shop__owner",)),
    Subject.SHOP: (Shop, ("owner",)),
    Subject.REVIEW: (Review, ("author", "shop__owner")),
}


def may_report(subject: Subject, subject_id: int, user_id: int) -> bool:
    """Whether the subject is there for `user_id`: a message of the other side, goods or a review that are shown, a
    shop.
    """
    match subject:
        case Subject.MESSAGE:
            mine = Q(thread__buyer=user_id) | Q(thread__shop__owner=user_id)
            return Message.objects.filter(mine, pk=subject_id).exclude(author=user_id).exists()
        case Subject.LISTING:
            return Listing.objects.filter(pk=subject_id, state=ListingState.LIVE).exists()
        case Subject.SHOP:
            return Shop.objects.filter(pk=subject_id).exists()
        case Subject.REVIEW:
            shown = Review.objects.filter(pk=subject_id, by_role=Role.BUYER, opened_at__isnull=False, deleted_at=None)
            return shown.exists()


def concerning(user_id: int) -> Q:
    """Of reports: what somebody reported, answers for, or is about."""
    found = Q(reporter=user_id)
    for subject, (model, people) in _ANSWERABLE.items():
        theirs = reduce(or_, (Q(**{where: user_id}) for where in people))
        # Asked of each report: reports are few, and what people write is very much.
        found |= Q(Exists(model._default_manager.filter(theirs, pk=OuterRef("subject_id"))), subject=subject)  # noqa: SLF001 - the public name
    return found


def concerns(report: Report, user_id: int) -> bool:
    """Whether it is one of `concerning`. One query."""
    return Report.objects.filter(concerning(user_id), pk=report.pk).exists()
