"""What people were told, and the proof of it."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q


class Notification(models.Model):
    """One thing told to one person. Its words are made from `topic` and `payload` in the reader's language when it is
    read or sent.

    `key` makes it one however often the outbox delivers. `read_at` is when it stood on a page that its person looked
    at, which is proof of notice, or when a program put it aside, which is none. `emailed_at` (the mail server accepted
    it) is proof when the address was confirmed.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notifications", db_index=False
    )
    key = models.CharField(max_length=120)
    topic = models.CharField(max_length=48)
    subject_type = models.CharField(max_length=16)
    subject_id = models.BigIntegerField()
    payload = models.JSONField(default=dict)
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    emailed_at = models.DateTimeField(null=True)
    email_due_at = models.DateTimeField(null=True)
    email_attempts = models.PositiveSmallIntegerField(default=0)
    email_error = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["user", "key"], name="notification_key")]
        indexes: ClassVar = [
            models.Index(fields=["user", "-at"], name="notification_user"),
            models.Index(fields=["email_due_at"], condition=~Q(email_due_at=None), name="notification_email_due"),
        ]
