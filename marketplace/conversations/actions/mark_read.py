"""A side has read a thread up to now."""

from datetime import datetime

from django.db.models import Q

from core.actor import Role
from marketplace.conversations.models import Thread


def mark_read(thread: Thread, role: Role, *, now: datetime) -> None:
    """One statement, and none when everything had been read. A mark never goes back."""
    name = "buyer_read_at" if role is Role.BUYER else "seller_read_at"
    before = getattr(thread, name)
    if before is not None and before >= thread.last_at:
        return
    Thread.objects.filter(Q(**{name: None}) | Q(**{f"{name}__lt": now}), pk=thread.pk).update(**{name: now})
