"""JSON in (pictures: multipart), JSON out, whatever a client says it would like."""

from typing import Any

from django.utils.translation import gettext as _
from rest_framework.exceptions import ParseError
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.parsers import BaseParser, JSONParser, MultiPartParser
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request

from marketplace.catalog.pictures import MOST_BYTES

#: One picture, and what stands around it, in bytes.
MOST_UPLOADED = MOST_BYTES + 64 * 1024


class OnlyJson(BaseContentNegotiation):
    """The one renderer there is; a parser by the type of the body."""

    def select_parser(self, request: Request, parsers: Any) -> BaseParser | None:
        told = (request.content_type or "").split(";", 1)[0].strip().lower()
        return next((parser for parser in parsers if parser.media_type == told), None)

    def select_renderer(self, request: Request, renderers: Any, format_suffix: Any = None) -> tuple[BaseRenderer, str]:
        return renderers[0], renderers[0].media_type


class Parser(JSONParser):
    """DRF's, which also refuses what is nested deeper than Python can follow, and anything but an object."""

    def parse(self, stream: Any, media_type: Any = None, parser_context: Any = None) -> dict[str, Any]:
        try:
            read = super().parse(stream, media_type, parser_context)
        except RecursionError:
            raise ParseError(_("The body is nested too deeply.")) from None
        if not isinstance(read, dict):
            raise ParseError(_("The body must be a JSON object."))
        return read


class Multipart(MultiPartParser):
    """DRF's, for addresses that take a picture."""
