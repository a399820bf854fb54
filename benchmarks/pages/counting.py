"""How many queries an answer took: a header that only the measured site sends."""

from collections.abc import Callable
from typing import Any

from django.db import connection
from django.http import HttpRequest, HttpResponse

HEADER = "X-Queries"


class Count:
    """Counts the statements that go to the database, savepoints included."""

    def __init__(self) -> None:
        self.queries = 0

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:  # noqa: FBT001 Django calls it
        self.queries += 1
        return execute(sql, params, many, context)


def middleware(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Outermost, so that sessions and sign-ins count as well."""

    def answer(request: HttpRequest) -> HttpResponse:
        count = Count()
        with connection.execute_wrapper(count):
            response = get_response(request)
        response.headers[HEADER] = str(count.queries)
        return response

    return answer
