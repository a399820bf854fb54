"""Whether somebody looks at the page that is asked for. One that a browser fetches ahead nobody has seen."""

from django.http import HttpRequest

#: Where browsers say that they fetch ahead: today's name, and those of older ones.
_SAID_IN = ("Sec-Purpose", "Purpose", "X-Purpose", "X-Moz")
_AHEAD = ("prefetch", "prerender", "preview")


def is_looked_at(request: HttpRequest) -> bool:
    """Whether the answer stands before its reader, as far as the browser says: only then is it proof of anything."""
    said = " ".join(request.headers.get(name, "") for name in _SAID_IN).lower()
    return request.method == "GET" and not any(word in said for word in _AHEAD)
