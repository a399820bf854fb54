"""Long lists come in pages, each with a link to the next. Where a page begins is signed: nobody can make one up."""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from django.core.signing import BadSignature, Signer
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from rest_framework.pagination import Cursor, CursorPagination
from rest_framework.request import Request

from core.errors import Invalid
from marketplace.api.serializers.amounts import DIGITS

Row = TypeVar("Row")
PER_PAGE, MOST_PER_PAGE = 24, 100


class Pages(CursorPagination):
    """Of a queryset in `ordering`. The cursor is bound to the address and the order it was made for."""

    ordering: tuple[str, ...] = ("-pk",)

    def __init__(self, *ordering: str) -> None:
        self.ordering = ordering

    def get_page_size(self, request: Request) -> int:
        return limit_of(request)

    def get_ordering(self, request: Request, queryset: Any, view: Any) -> tuple[str, ...]:
        return self.ordering

    def take(self, rows: QuerySet[Any], request: Request, show: Callable[[list[Any]], Sequence[Any]]) -> dict[str, Any]:
        """One page: {"next", "previous", "results"}."""
        self._signer = signer(request, *self.ordering)
        found = list(self.paginate_queryset(rows, request) or [])
        return {"next": self.get_next_link(), "previous": self.get_previous_link(), "results": show(found)}

    def decode_cursor(self, request: Request) -> Cursor | None:
        text = request.query_params.get(self.cursor_query_param)
        if text is None:
            return None
        offset, reverse, position = read(self._signer, text)
        return Cursor(offset=offset, reverse=reverse, position=position)

    def encode_cursor(self, cursor: Cursor) -> str:
        text = self._signer.sign_object([cursor.offset, cursor.reverse, cursor.position])
        parts = urlsplit(str(self.base_url))
        query = {**dict(parse_qsl(parts.query)), self.cursor_query_param: text}
        return urlunsplit(parts._replace(query=urlencode(query)))


def page_of_rows(rows: Sequence[Row], request: Request, *, name: Callable[[Row], str]) -> dict[str, Any]:
    """One page of what is read as a whole, each row known by its `name`; it goes on after the one named last."""
    limit = limit_of(request)
    sign = signer(request, "rows")
    begin = 0
    if (text := request.query_params.get("cursor")) is not None:
        last = read(sign, text)
        begin = next((number for number, row in enumerate(rows, 1) if name(row) == last), len(rows))
    found = rows[begin : begin + limit]
    following = None
    if found and begin + limit < len(rows):
        query = {**request.query_params.dict(), "limit": limit, "cursor": sign.sign_object(name(found[-1]))}
        following = f"{request.build_absolute_uri(request.path)}?{urlencode(query)}"
    return {"next": following, "previous": None, "results": found}


def limit_of(request: Request) -> int:
    """How many rows of a page are asked for. Raises `Invalid`."""
    text = request.query_params.get("limit", str(PER_PAGE))
    if not DIGITS.fullmatch(text) or not 1 <= int(text) <= MOST_PER_PAGE:
        words = _("A page has 1 to %(most)s rows.")
        raise Invalid("limit_unreadable", words, {"most": MOST_PER_PAGE}, field="limit")
    return int(text)


def signer(request: Request, *order: str) -> Signer:
    """Signs what marks a place in the list at this address, in this order."""
    return Signer(salt=":".join(["api.cursor", request.path, *order]))


def read(sign: Signer, text: str) -> Any:
    """What was signed. Raises `Invalid`."""
    try:
        return sign.unsign_object(text)
    except (BadSignature, ValueError):
        raise Invalid("cursor_unreadable", _("This page cannot be found. Begin again without a cursor.")) from None
