"""Every address of the site, read off its map."""

from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, get_resolver


def named() -> list[tuple[str, URLPattern]]:
    """Every address with its name and namespace: `buyers:order`. One without a name is shown by its pattern."""
    return list(_below(get_resolver(), ""))


def names() -> list[str]:
    """Their names alone."""
    return [name for name, _address in named()]


def _below(resolver: URLResolver, space: str) -> Iterator[tuple[str, URLPattern]]:
    for one in resolver.url_patterns:
        if isinstance(one, URLPattern):
            yield f"{space}{one.name or one.pattern}", one
        else:
            yield from _below(one, f"{space}{one.namespace}:" if one.namespace else space)
