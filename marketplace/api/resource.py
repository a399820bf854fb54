"""What every address of the API has in common: who asks, how often, in which language, and answers that may be kept."""

import hashlib
import json
from collections.abc import Callable
from datetime import datetime
from typing import Any, ClassVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.http import Http404
from django.utils import timezone, translation
from django.utils.cache import (
    add_never_cache_headers,
    get_conditional_response,
    patch_cache_control,
    patch_vary_headers,
)
from django.utils.translation import gettext as _
from rest_framework.exceptions import APIException, NotAuthenticated, PermissionDenied, Throttled
from rest_framework.permissions import SAFE_METHODS
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import Serializer
from rest_framework.views import APIView

from core import clock
from marketplace.api import limits
from marketplace.api.models import Scope, Token
from marketplace.api.once import Asked, act_under_key, readable_key
from marketplace.catalog.models import Shop
from marketplace.users.models import User
from marketplace.users.second_factor import lacks_one


class Resource(APIView):
    """An address. A token needs one of the scopes `to_read` for GET, of `to_act` for the rest; a session none.

    `public` ones may be read by everybody; methods `by_session` are no token's business. GETs carry an ETag.
    """

    to_read: ClassVar[tuple[Scope, ...]] = (Scope.READ,)
    to_act: ClassVar[tuple[Scope, ...]] = (Scope.BUY,)
    public: ClassVar[bool] = False
    by_session: ClassVar[tuple[str, ...]] = ()
    allowance: limits.Allowance | None = None

    @property
    def user(self) -> User:
        """Who asks; there is somebody unless the resource is public."""
        user = self.request.user
        if not isinstance(user, User):
            raise NotAuthenticated
        return user

    @property
    def shop(self) -> Shop:
        """The shop of who asks. Raises Http404."""
        found = Shop.objects.filter(owner=self.user).first()
        if found is None:
            raise Http404
        return found

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        try:
            self.perform_authentication(request)
        except APIException:
            self._count(*limits.of_address(request._request))  # noqa: SLF001 - as in `limits`
            raise
        self._count(*limits.of_client(request))
        _speak_to(request)
        self._check(request)
        if any("\0" in value for value in kwargs.values() if isinstance(value, str)):
            raise Http404

    def _count(self, who: str, quota: int) -> None:
        self.allowance = limits.spend(who, quota)
        if self.allowance.left < 0:
            raise Throttled(wait=self.allowance.resets_in)

    def _check(self, request: Request) -> None:
        user = request.user
        safe = request.method in SAFE_METHODS
        if user.is_authenticated and lacks_one(user):
            raise PermissionDenied(_("Set up a second factor first: you can move other people’s money."), "no_second")
        if self.public and safe:
            return
        if not user.is_authenticated:
            raise NotAuthenticated
        if request.method in self.by_session and request.auth is not None:
            raise PermissionDenied(_("No token may do this. Sign in with your password."), "token_not_enough")
        self.need(*(self.to_read if safe else self.to_act))

    def need(self, *scopes: Scope) -> None:
        """Refuse a token that has none of `scopes`."""
        token = self.request.auth
        if isinstance(token, Token) and not set(scopes) & set(token.scopes):
            words = _("This token is not for that: it lacks the scope “%(scope)s”.") % {"scope": scopes[0]}
            raise PermissionDenied(words, "scope_missing")

    def body(self, shape: type[Serializer[Any]]) -> dict[str, Any]:
        """What was sent, as `shape` reads it. Raises ValidationError."""
        return _read(shape, self.request.data)

    def query(self, shape: type[Serializer[Any]]) -> dict[str, Any]:
        """What stands behind the `?` of the address, as `shape` reads it. Raises ValidationError."""
        return _read(shape, self.request.query_params)

    def act(self, act: Callable[[datetime], Any], *, status: int = 200, sent: Any = None) -> Response:
        """Carry out a POST under its Idempotency-Key; `act` answers the body. Given again, the answer says so.

        `sent` stands for what was asked where that is more than JSON.
        """
        now = clock.now()
        key = readable_key(self.request.headers.get("Idempotency-Key"))
        content = {"path": self.request.path, "body": self.request.data if sent is None else sent}

        def run() -> dict[str, Any]:
            return {"status": status, "body": json.loads(JSONRenderer().render(act(now)))}

        answer, again = act_under_key(Asked(f"user:{self.user.pk}", key, content), run, now=now)
        headers = {"Idempotency-Replayed": "true"} if again else {}
        return Response(answer["body"], status=answer["status"], headers=headers)

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Any:
        final = super().finalize_response(request, response, *args, **kwargs)
        if self.allowance:
            for name, value in self.allowance.headers.items():
                final[name] = value
        if self.public:
            patch_cache_control(final, no_cache=True)
            patch_vary_headers(final, ["Accept-Language", "Cookie"])
        else:
            add_never_cache_headers(final)
            patch_vary_headers(final, ["Accept-Language", "Authorization", "Cookie"])
        return final

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        answer: Any = super().dispatch(request, *args, **kwargs)
        if request.method not in SAFE_METHODS or answer.status_code != 200 or answer.streaming:  # noqa: PLR2004 - OK
            return answer
        answer.render()
        tag = f'W/"{hashlib.sha256(answer.content).hexdigest()[:32]}"'
        answer["ETag"] = tag
        return get_conditional_response(request, etag=tag, response=answer) or answer


def _read(shape: type[Serializer[Any]], given: Any) -> dict[str, Any]:
    asked = shape(data=given)
    asked.is_valid(raise_exception=True)
    read: dict[str, Any] = asked.validated_data
    return read


def _speak_to(request: Request) -> None:
    """Who comes with a token is spoken to as their letters are, unless the request names a language."""
    user = request.user
    if not isinstance(request.auth, Token) or not isinstance(user, User):
        return
    if "Accept-Language" not in request.headers:
        translation.activate(user.language)
    try:
        timezone.activate(ZoneInfo(user.timezone))
    except (ZoneInfoNotFoundError, ValueError):
        return
