"""What a report is about, and whether somebody can see it at all."""

from django.db.models import Q

from core.actor import Role
from marketplace.catalog.models import Listing, ListingState, Shop
from marketplace.conversations.models import Message, Report, Subject
from reviews.models import Review

#: Who answers for each: where their id stands.
_ANSWERABLE = {
    Subject.MESSAGE: (Message, "author"),
    Subject.LISTING: (Listing, "shop__owner"),
    Subject.SHOP: (Shop, "owner"),
    Subject.REVIEW: (Review, "author"),
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


def concerns(report: Report, user_id: int) -> bool:
    """Whether somebody reported it, or answers for what is reported. One query at most."""
    if report.reporter_id == user_id:
        return True
    model, person = _ANSWERABLE[Subject(report.subject)]
    return model._default_manager.filter(**{"pk": report.subject_id, person: user_id}).exists()  # noqa: SLF001 - the public name
