"""What the desk calls things about reviews: see names.py."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Names = Mapping[str, Promise]

DEADLINES: Names = {"review": _("Both sides to review"), "remind_review": _("Reminder to review")}

ACTS: Names = {
    "order:review_window_opened": _("Reviews may be written"),
    "order:review_written": _("Review written"),
    "order:reviews_opened": _("Reviews opened"),
    "order:review_answered": _("Review answered"),
    "order:review_deleted": _("Review deleted"),
}

TOPICS: Names = {
    "review.soon": _("Reminder to review"),
    "review.opened": _("Reviews opened"),
    "review.answered": _("Review answered"),
    "review.deleted": _("Review deleted"),
}

INVARIANTS: Names = {
    "reviews_follow_the_end_of_the_money": _("A review is written when the money has ended"),
    "sealed_reviews_have_a_clock": _("What is sealed has a time at which it opens"),
    "both_sides_open_in_one_moment": _("Both reviews of an order open in one moment"),
    "reviews_are_written_by_the_sides": _("Only the two sides of an order review it"),
}
