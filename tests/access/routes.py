"""Every address of the site, read off its map."""

from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, get_resolver


def names() -> list[str]:
    """The name of every address, with its namespace: `buyers:order`. One without a name is shown by its pattern."""
    return list(_below(get_resolver(), ""))


def _below(resolver: URLResolver, space: str) -> Iterator[str]:
    for one in resolver.url_patterns:
        if isinstance(one, URLPattern):
            yield f"{space}{one.name or one.pattern}"
        else:
            yield from _below(one, f"{space}{one.namespace}:" if one.namespace else space)
