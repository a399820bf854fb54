"""Stars with their number, and the mean that a few friends cannot make.

    weighted mean = (weight x prior mean + sum of stars) / (weight + number of reviews)

Settings REVIEW_PRIOR_MEAN (hundredths of a star) and REVIEW_PRIOR_WEIGHT (so many reviews count as the prior).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.conf import settings
from django.utils.formats import number_format

from reviews.models import FEWEST_STARS, MOST_STARS


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


@dataclass(frozen=True, slots=True)
class Stars:
    """How many reviews gave how many stars."""

    counts: Mapping[int, int] = field(default_factory=dict)

    @property
    def rating(self) -> Rating:
        """All of them together."""
        return Rating(sum(self.counts.values()), sum(stars * count for stars, count in self.counts.items()))

    @property
    def bars(self) -> list[tuple[int, int]]:
        """(stars, how many), best first, those that nobody gave as well."""
        return [(stars, self.counts.get(stars, 0)) for stars in range(MOST_STARS, FEWEST_STARS - 1, -1)]

    @property
    def most(self) -> int:
        """How many the longest bar stands for."""
        return max(self.counts.values(), default=0)
