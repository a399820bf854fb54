"""Stars with their number, and the mean that a few friends cannot make.

    weighted mean = (weight x prior mean + sum of stars) / (weight + number of reviews)

Settings REVIEW_PRIOR_MEAN (hundredths of a star) and REVIEW_PRIOR_WEIGHT (so many reviews count as the prior).
"""

from dataclasses import dataclass

from django.conf import settings
from django.utils.formats import number_format


@dataclass(frozen=True, slots=True)
class Rating:
    """So many reviews with so many stars in all."""

    count: int
    total: int

    @property
    def weighted(self) -> int | None:
        """The weighted mean in hundredths of a star, rounded down; None when there is no review."""
        if not self.count:
            return None
        weight = settings.REVIEW_PRIOR_WEIGHT
        return int((weight * settings.REVIEW_PRIOR_MEAN + 100 * self.total) // (weight + self.count))

    @property
    def shown(self) -> str:
        """The weighted mean as people read it, to a tenth of a star, rounded down: 5.0 is only what is; "" for none."""
        weighted = self.weighted
        return "" if weighted is None else number_format(weighted // 10 / 10, decimal_pos=1)
