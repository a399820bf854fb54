"""Tables that belong to no business noun: the clock's offset, promised times, messages to deliver, who did what."""

from typing import ClassVar

from django.db import models
from django.db.models import Q


class ClockOffset(models.Model):
    """One row (id 1): how far the site's time is ahead. Never set in production."""

    id = models.SmallIntegerField(primary_key=True)
    by = models.DurationField()

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(condition=Q(id=1), name="clockoffset_is_one_row")]


class Deadline(models.Model):
    """A promised time with a named consequence.

    It runs while `done_at` and `remainder` are empty; paused, it keeps what was left in `remainder`. A deadline that
    takes something from a person has a `notice_wait`: it fires only `notice_wait` after `noticed_at`, the proof that
    the person was told. `window_from` is when its window began (for drawing how much has passed). A worker takes a
    lease, commits, acts, and marks it done.
    """

    id = models.BigAutoField(primary_key=True)
    book_id = models.BigIntegerField()
    subject_type = models.CharField(max_length=16)
    subject_id = models.BigIntegerField()
    kind = models.CharField(max_length=32)
    window_from = models.DateTimeField()
    due_at = models.DateTimeField()
    remainder = models.DurationField(null=True)
    notice_wait = models.DurationField(null=True)
    noticed_at = models.DateTimeField(null=True)
    leased_until = models.DateTimeField(null=True)
    attempts = models.SmallIntegerField(default=0)
    error = models.CharField(max_length=200, default="", blank=True)
    done_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=16, default="", blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["subject_type", "subject_id", "kind"], condition=Q(done_at=None), name="deadline_one_open"
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["kind", "due_at", "id"], condition=Q(done_at=None, remainder=None), name="deadline_due"
            ),
            models.Index(fields=["subject_type", "subject_id"], name="deadline_subject"),
        ]


class OutboxMessage(models.Model):
    """Something others must be told, written in the commit of the act itself and delivered at least once.

    `payload` holds ids and amounts only, never a name, address or message. `key` is unique: the same fact is one
    message.
    """

    id = models.BigAutoField(primary_key=True)
    book_id = models.BigIntegerField()
    key = models.CharField(max_length=120)
    topic = models.CharField(max_length=48)
    payload = models.JSONField()
    created_at = models.DateTimeField()
    due_at = models.DateTimeField()
    attempts = models.SmallIntegerField(default=0)
    leased_until = models.DateTimeField(null=True)
    delivered_at = models.DateTimeField(null=True)
    dead_at = models.DateTimeField(null=True)
    error = models.CharField(max_length=200, default="", blank=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["book_id", "key"], name="outbox_key")]
        indexes: ClassVar = [
            models.Index(fields=["due_at"], condition=Q(delivered_at=None, dead_at=None), name="outbox_due"),
            models.Index(fields=["dead_at"], condition=~Q(dead_at=None), name="outbox_dead"),
        ]


class AuditRecord(models.Model):
    """Who did what to which thing, and when. Append-only; ids, states and amounts only.

    One act may leave several rows. `data` says from which state to which, and how much.
    """

    id = models.BigAutoField(primary_key=True)
    book_id = models.BigIntegerField()
    subject_type = models.CharField(max_length=16)
    subject_id = models.BigIntegerField()
    action = models.CharField(max_length=32)
    actor_role = models.CharField(max_length=16)
    actor_id = models.BigIntegerField(null=True)
    at = models.DateTimeField()
    data = models.JSONField(default=dict)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["subject_type", "subject_id"], name="audit_subject")]


class IdempotencyKey(models.Model):
    """A key a client chose for one act, with the answer it got. `owner` separates clients: one user's keys are not
    another's.
    """

    id = models.BigAutoField(primary_key=True)
    owner = models.CharField(max_length=40)
    key = models.CharField(max_length=80)
    fingerprint = models.CharField(max_length=64)
    answer = models.JSONField(null=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["owner", "key"], name="idempotency_owner_key")]
        indexes: ClassVar = [models.Index(fields=["created_at"], name="idempotency_created")]
