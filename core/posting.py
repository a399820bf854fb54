"""A posted form acts once, however often it is sent; a refusal goes back onto the form in its own words."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.forms import BaseForm
from django.http import HttpRequest, QueryDict

from core.errors import DomainError
from core.idempotency import once
from core.twice import twice

Act = Callable[[], dict[str, Any]]
#: What a browser sends along that says nothing about what was asked.
NOT_ASKED = {"csrfmiddlewaretoken", "idempotency_key"}


def act_once(request: HttpRequest, act: Act, *, now: datetime, owner: str = "") -> dict[str, Any]:
    """Run `act` under the form's hidden key, in one transaction with it; sent again, it answers what it answered first.
    A form that bears none is one transaction too, and acts each time.

    `owner` separates clients; without one it is the user who is signed in. Raises `DomainError`, `Mismatch` among them;
    then nothing has happened and the key is free. When something the act read changed meanwhile, or the database broke
    a deadlock, it is run once more.
    """
    key = request.POST.get("idempotency_key", "")[:60]
    content = _asked(request)

    def run() -> dict[str, Any]:
        with transaction.atomic():
            if not key:
                return act()
            return once(owner or f"user:{request.user.pk}", f"form:{key}", content, act, now=now)

    return twice(run)


def _asked(request: HttpRequest) -> dict[str, Any]:
    fields = {name: request.POST.getlist(name) for name in sorted(request.POST) if name not in NOT_ASKED}
    files = {name: [(file.name, file.size) for file in request.FILES.getlist(name)] for name in sorted(request.FILES)}
    return {"path": request.path, "fields": fields, "files": files}


def refuse(form: BaseForm, error: DomainError) -> None:
    """Put a refusal onto the form: at its field when it names one that is there, else above all."""
    field = error.field if error.field in form.fields else None
    form.add_error(field, error.words)


def sent(request: HttpRequest) -> QueryDict | None:
    """What a form was filled in with; None when it is only looked at. An empty body is a form without a word in it."""
    return request.POST if request.method == "POST" else None
