"""Calling functions of the database that take JSON documents: many rows are written in one round trip."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

#: One for all: making an encoder costs as much as a small document. Documents hold no cycles.
_ENCODER = json.JSONEncoder(default=datetime.isoformat, separators=(",", ":"), check_circular=False, ensure_ascii=False)


@dataclass(frozen=True, slots=True)
class Along:
    """Rows of a layer above that are written in the round trip of a lower one's document.

    `function` takes both documents; it hands the first one down to the lower layer's own function.
    """

    function: str
    rows: dict[str, Any]


def call(function: str, *documents: dict[str, Any]) -> Any:
    """What `function` answers to the documents (moments are written as ISO 8601)."""
    places = ", ".join(["%s"] * len(documents))
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}({places})", [_ENCODER.encode(document) for document in documents])
        return cursor.fetchone()[0]
