"""A posted form acts once, however often it is sent."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.forms import BaseForm
from django.http import HttpRequest

from core.errors import DomainError
from core.idempotency import once

#: What a browser sends along that says nothing about what was asked.
NOT_ASKED = {"csrfmiddlewaretoken", "idempotency_key"}


def act_once(request: HttpRequest, owner: str, act: Callable[[], dict[str, Any]], *, now: datetime) -> dict[str, Any]:
    """Run `act` under the form's hidden key, in one transaction with it; sent again, it answers what it answered first.

    `owner` separates clients ("user:7"). Raises `DomainError`, `Mismatch` among them; then nothing has happened and the
    key is free. When something the act read changed meanwhile it runs once more.
    """
    key = request.POST.get("idempotency_key", "")[:60]
    if not key:
        return act()
    fields = {name: request.POST.getlist(name) for name in sorted(request.POST) if name not in NOT_ASKED}

    def run() -> dict[str, Any]:
        with transaction.atomic():
            return once(owner, f"form:{key}", {"path": request.path, "fields": fields}, act, now=now)

    try:
        return run()
    except DomainError as error:
        if error.code != "changed_meanwhile":
            raise
    return run()


def refuse(form: BaseForm, error: DomainError) -> None:
    """Put a refusal onto the form: at its field when it names one that is there, else above all."""
    form.add_error(error.field if error.field in form.fields else None, error.words)
