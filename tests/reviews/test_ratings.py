import pytest
from pytest_django import Settings

from reviews.ratings import Rating


def test_no_review_is_no_rating() -> None:
    assert Rating(0, 0).weighted is None


@pytest.mark.parametrize(
    ("count", "total", "weighted"),
    [
        (3, 15, 384),  # three friends: (10 x 3.5 + 15) / 13
        (1, 1, 327),
        (40, 200, 470),
        (1000, 4800, 478),
    ],
)
def test_a_few_friends_are_not_a_reputation(settings: Settings, count: int, total: int, weighted: int) -> None:
    settings.REVIEW_PRIOR_MEAN, settings.REVIEW_PRIOR_WEIGHT = 350, 10
    assert Rating(count, total).weighted == weighted
