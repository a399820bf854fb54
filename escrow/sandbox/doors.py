"""How a machine comes in: the bearer key, a JSON body, one transaction, one answer to one idempotency key."""

import functools
import hashlib
import hmac
import json
from collections.abc import Callable
from http import HTTPStatus
from typing import Final

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse

from escrow.sandbox.fields import Body
from escrow.sandbox.models import Answer
from escrow.sandbox.refused import Refused

LONGEST_KEY: Final = 255
Shown = dict[str, object]
View = Callable[..., HttpResponse]


def machine(view: View) -> View:
    """Let in who shows the bearer key; a refusal becomes JSON with its status."""

    @functools.wraps(view)
    def guarded(request: HttpRequest, *args: str, **kwargs: str) -> HttpResponse:
        try:
            _check_key(request)
            return view(request, *args, **kwargs)
        except Refused as refused:
            return JsonResponse({"error": refused.sentence}, status=refused.status)

    return guarded


def read(request: HttpRequest) -> Body:
    """The JSON object in the body; anything else is refused with 400."""
    try:
        body = json.loads(request.body)
    except (ValueError, RecursionError):
        body = None
    if not isinstance(body, dict):
        raise Refused(HTTPStatus.BAD_REQUEST, "The body must be a JSON object.")
    return body


def once(request: HttpRequest, act: Callable[[Body], Shown], status: int = HTTPStatus.CREATED) -> HttpResponse:
    """Run `act` on the body in one transaction, or give the first answer again.

    Needs an Idempotency-Key (400 without). The same key with another method, path or body: 422. A refusal is an answer
    too and is given again, but what `act` wrote before refusing is undone.
    """
    key = request.headers.get("Idempotency-Key", "")
    if not 0 < len(key) <= LONGEST_KEY or not key.isprintable():
        raise Refused(HTTPStatus.BAD_REQUEST, f"An Idempotency-Key of 1 to {LONGEST_KEY} characters is needed.")
    body = read(request)
    canonical = json.dumps([request.method, request.path, body], sort_keys=True)
    digest = hashlib.sha256(canonical.encode()).hexdigest()
    with transaction.atomic():
        answer = Answer.objects.filter(key=key).first()
        if answer is None:
            answer = _first_answer(act, body, status)
            answer.key, answer.digest = key, digest
            answer.save(force_insert=True)
    if answer.digest != digest:
        raise Refused(HTTPStatus.UNPROCESSABLE_ENTITY, "This Idempotency-Key was used with another request.")
    return HttpResponse(answer.body, status=answer.status, content_type="application/json")


def _first_answer(act: Callable[[Body], Shown], body: Body, status: int) -> Answer:
    """Act, and keep what is answered."""
    try:
        with transaction.atomic():
            shown = act(body)
    except Refused as refused:
        return Answer(status=refused.status, body=json.dumps({"error": refused.sentence}))
    return Answer(status=status, body=json.dumps(shown))


def _check_key(request: HttpRequest) -> None:
    """401 without the bearer key."""
    given = request.headers.get("Authorization", "")
    if not hmac.compare_digest(given.encode(), f"Bearer {settings.SANDBOX_KEY}".encode()):
        raise Refused(HTTPStatus.UNAUTHORIZED, "The bearer key is missing or wrong.")
