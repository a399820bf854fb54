"""How the description is put to the test: real objects behind its addresses, people, bodies, and what spoils them."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from django.test import Client
from django.urls import resolve
from requests import PreparedRequest
from schemathesis.core.transport import Response

from marketplace.api.schema import TOLD
from marketplace.catalog.models import Shop
from marketplace.claims.models import Claim
from marketplace.conversations.models import Message
from marketplace.orders.models import Basket, Order
from marketplace.orders.quote import quote_of
from tests import make
from tests.access.row import Row
from tests.access.rows_api import ROWS_API
from tests.access.scene import Scene
from tests.api.programs import Program

#: The test client counts for itself, and would get what is compressed as it is.
UNSENT = {"content-length", "accept-encoding"}
PARAMETER = re.compile(r"{(\w+)}")


def row_of(path: str) -> Row:
    """The row of the access matrix that an address of the description belongs to."""
    return ROWS_API[resolve(PARAMETER.sub("1", path)).view_name]


def real(path: str, scene: Scene) -> dict[str, Any]:
    """What the parameters of an address are when it points at something that exists."""
    return dict(zip(PARAMETER.findall(path), scene.args[row_of(path).about], strict=True))


def body_of(operation: str, scene: Scene) -> Any:
    """The example of the description, with the numbers of the scene where it needs some."""
    if operation in UPLOADS:
        return {"photo": make.picture(80).read()}
    example = TOLD.get(operation, {}).get("example")
    if example is None:
        return None
    return {**example, **REAL[operation](scene)} if operation in REAL else example


UPLOADS = ("send_photo", "add_listing_photo")


def _number(scene: Scene, about: str) -> int:
    return int(str(scene.args[about][0]))


def _first_line(order: Order) -> list[dict[str, int]]:
    return [{"line": order.lines.order_by("pk")[0].pk, "amount": 100}]


def _placing(scene: Scene) -> dict[str, Any]:
    quote = quote_of(Basket.objects.get(lines__sku_id=_number(scene, "sku")))
    return {"version": quote.version, "token": quote.token}


def _number_of_shop(scene: Scene) -> int:
    return Shop.objects.get(slug=scene.args["shop"][0]).pk


REAL: Mapping[str, Callable[[Scene], dict[str, Any]]] = {
    "place_checkout": _placing,
    "open_claim": lambda scene: {"lines": _first_line(Order.objects.get(reference=scene.args["delivered"][0]))},
    "claim_change": lambda scene: {"lines": _first_line(Claim.objects.get(pk=_number(scene, "refused claim")).order)},
    "mark_read": lambda scene: {"message": Message.objects.filter(thread=_number(scene, "talk"))[0].pk},
    "put_notices_aside": lambda scene: {"notice": _number(scene, "notice")},
    "report": lambda scene: {"id": _number_of_shop(scene)},
    # A name of this machine, which only the demo and the tests allow: nobody is asked where it leads.
    "add_webhook": lambda _scene: {"url": "http://localhost:9/danbao"},
    "extend_window": lambda scene: {"seconds": 259_200},
}

#: What stands in the place of something that would be taken.
SPOILT: tuple[Any, ...] = (
    *("", " ", "\0", "a\0b", "\ud800", "\u202etxet", "x" * 5000, "<script>alert(1)</script>", "{{ 7*7 }}", "=1+1"),
    *("NaN", "1e9", "9" * 400, "٣", "½", -1, 0, 1, 2**31, 2**63, 10**30, 1.5, 1e308, True, None),
    *([], {}, [[]], {"a": {}}, [None], ["x"], {"line": 1}, [{"line": 1, "amount": 1}] * 300),
)
#: The same for an address, which is text.
SPOILT_TEXT = tuple(str(one) for one in SPOILT if one != "\ud800")


def places(body: Any, here: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The ways to everything in a body: ("address", "phone"), ("variants", 0, "price")."""
    inner = body.items() if isinstance(body, dict) else enumerate(body) if isinstance(body, list) else ()
    return [here] * bool(here) + [way for name, value in inner for way in places(value, (*here, name))]


def spoil(body: Any, way: tuple[Any, ...], with_what: Any) -> Any:
    """The body with something else at the end of that way."""
    if not way:
        return with_what
    copy = dict(body) if isinstance(body, dict) else list(body)
    copy[way[0]] = spoil(copy[way[0]], way[1:], with_what)
    return copy


def answer(case: Any, program: Program) -> Response:
    """Send a case through Django's test client."""
    sent = case.as_transport_kwargs(base_url="http://testserver")
    request = PreparedRequest()
    wanted = ("method", "url", "params", "headers", "data", "json", "files")
    request.prepare(**{name: sent[name] for name in wanted if sent.get(name) is not None})
    headers = {name: _text(value) for name, value in request.headers.items() if name.lower() not in UNSENT}
    kind = headers.pop("Content-Type", "application/json")
    body = request.body or b""
    got: Any = Client(raise_request_exception=False).generic(
        str(request.method),
        _text(request.path_url),
        body if isinstance(body, bytes) else str(body).encode(),
        content_type=kind,
        headers={**headers, **program.headers},
    )
    return Response(
        status_code=got.status_code,
        headers={name.lower(): [value] for name, value in got.items()},
        content=b"".join(got.streaming_content) if got.streaming else got.content,
        request=request,
        elapsed=0.0,
        verify=False,
    )


def _text(value: str | bytes) -> str:
    return value.decode("latin-1") if isinstance(value, bytes) else value
