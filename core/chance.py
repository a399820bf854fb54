"""The one source of randomness: codes, references, tokens. A simulation with a seed puts its own in place."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from random import Random, SystemRandom

_source: Random = SystemRandom()


def digits(count: int) -> str:
    """`count` random decimal digits; the first is never 0, so that nobody drops it."""
    low = 10 ** (count - 1)
    return str(_source.randrange(low, 10 * low))


def token(size: int = 32) -> str:
    """An unguessable URL-safe secret of `size` bytes. Always from the system: a seed must not foresee it."""
    return secrets.token_urlsafe(size)


def longer(seconds: float, share: float) -> float:
    """`seconds`, longer by a random part of at most `share`."""
    return seconds * (1 + share * _source.random())


@contextmanager
def seeded(source: Random) -> Iterator[None]:
    """Draw from `source` inside the block."""
    global _source  # noqa: PLW0603 - the source is one by design
    before, _source = _source, source
    try:
        yield
    finally:
        _source = before
