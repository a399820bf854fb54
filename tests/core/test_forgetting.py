"""What had its effect is forgotten after 90 days; what had none never is."""

from datetime import datetime, timedelta

import pytest

from core import forgetting
from core.models import OutboxMessage

pytestmark = pytest.mark.django_db
KEPT = timedelta(days=90)


def message(key: str, now: datetime, *, delivered_at: datetime | None) -> None:
    OutboxMessage.objects.create(
        book_id=1, key=key, topic="t", payload={}, created_at=now, due_at=now, delivered_at=delivered_at
    )


def forget(now: datetime) -> int:
    return forgetting.forget(OutboxMessage.objects.exclude(delivered_at=None), "delivered_at", now=now)


def left() -> list[str]:
    return list(OutboxMessage.objects.order_by("key").values_list("key", flat=True))


def test_only_what_was_delivered_long_ago_is_forgotten(now: datetime) -> None:
    message("long ago", now, delivered_at=now)
    message("never", now, delivered_at=None)
    message("yesterday", now, delivered_at=now + KEPT)
    assert forget(now + KEPT - timedelta(seconds=1)) == 0
    assert forget(now + KEPT) == 1
    assert left() == ["never", "yesterday"]


def test_what_never_had_an_effect_does_not_stand_before_the_rest(
    now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(forgetting, "AT_ONCE", 2)
    for number in range(3):
        message(f"dead {number}", now, delivered_at=None)
    for number in range(5):
        message(f"delivered {number}", now, delivered_at=now)
    assert [forget(now + KEPT) for _time in range(4)] == [2, 2, 1, 0]
    assert left() == ["dead 0", "dead 1", "dead 2"]
