"""Pages go out compressed, whoever stands in front: a page of 60 KB is 12 KB on the line.

Pages carry secrets beside words from the address, so lengths could speak (BREACH). Django masks the form's token anew
in every page and adds up to 100 random bytes to every compressed answer; the session is never in a page.
"""

from django.http import HttpRequest, HttpResponseBase
from django.middleware.gzip import GZipMiddleware


class CompressionMiddleware(GZipMiddleware):
    """Compresses what was written as a whole. What streams is a picture, and those are compressed already."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        return response if response.streaming else super().process_response(request, response)
