"""What a shop can do about its record, said where there is something to do."""

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from marketplace.trade.record import Record


def advice(record: Record) -> list[str]:
    """Sentences, the weightiest first; none when there is nothing to better."""
    claims, written = record.claims, record.stars.rating.count
    said = [
        (
            claims.upheld,
            ngettext(
                "%(n)s request was ruled against you. An offer made in time costs less than a ruling.",
                "%(n)s requests were ruled against you. An offer made in time costs less than a ruling.",
                claims.upheld,
            ),
        ),
        (
            record.late,
            ngettext(
                "%(n)s order left later than promised. A longer promise counts nowhere, a broken one does: say on the "
                "page of your shop how long you really need.",
                "%(n)s orders left later than promised. A longer promise counts nowhere, a broken one does: say on the "
                "page of your shop how long you really need.",
                record.late,
            ),
        ),
        (
            record.called_off,
            ngettext(
                "You called off %(n)s paid order. Set what you have not got to 0 pieces, and nobody pays for it.",
                "You called off %(n)s paid orders. Set what you have not got to 0 pieces, and nobody pays for it.",
                record.called_off,
            ),
        ),
        (
            record.orders and written < settings.REVIEW_PRIOR_WEIGHT,
            _(
                "Few reviews weigh little. Review your buyers: when both have written, both reviews open at once. "
                "Never ask for stars; it would be printed what the money did."
            ),
        ),
    ]
    return [words % {"n": number} for number, words in said if number]
