"""The cache of the site. Redis is a doorbell and a shortcut: when it is gone the site is slower, never broken.

Meanwhile each process remembers for itself, so that who tries passwords stays limited.
"""

from typing import Any

import structlog
from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache, RedisCacheClient
from redis import Redis
from redis.exceptions import RedisError

log = structlog.get_logger(__name__)
#: Of what a process remembers without its server, the oldest go first.
MOST_REMEMBERED = 10_000


class _Client(RedisCacheClient):
    """Django's. It makes a client of Redis for each question, which takes as long as the answer; this one keeps it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._made: dict[bool, Redis] = {}

    def get_client(self, key: Any = None, *, write: bool = False) -> Redis:
        if write not in self._made:
            self._made[write] = super().get_client(key, write=write)
        return self._made[write]


class QuietRedisCache(RedisCache):
    """Django's Redis cache. Where its server cannot be reached, the process's own memory answers instead."""

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self._class = _Client
        plain = {name: value for name, value in params.items() if name != "OPTIONS"}
        self._meanwhile = LocMemCache(f"meanwhile {server}", {**plain, "OPTIONS": {"MAX_ENTRIES": MOST_REMEMBERED}})

    def _ask(self, name: str, *args: Any, **kwargs: Any) -> Any:
        try:
            return getattr(super(), name)(*args, **kwargs)
        except RedisError as error:
            log.warning("cache.unreachable", error=str(error))
            return getattr(self._meanwhile, name)(*args, **kwargs)

    def add(self, *args: Any, **kwargs: Any) -> Any:
        return self._ask("add", *args, **kwargs)

    def get(self, *args: Any, **kwargs: Any) -> Any:
        return self._ask("get", *args, **kwargs)

    def set(self, *args: Any, **kwargs: Any) -> None:
        self._ask("set", *args, **kwargs)

    def touch(self, *args: Any, **kwargs: Any) -> Any:
        return self._ask("touch", *args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        return self._ask("delete", *args, **kwargs)

    def incr(self, key: Any, delta: int = 1, version: int | None = None) -> Any:
        """As in Django; a key that nobody holds any more begins at nothing instead of raising ValueError."""
        try:
            return self._ask("incr", key, delta, version)
        except ValueError:
            self.set(key, delta, version=version)
            return delta

    def get_many(self, *args: Any, **kwargs: Any) -> Any:
        return self._ask("get_many", *args, **kwargs)

    def has_key(self, *args: Any, **kwargs: Any) -> Any:
        return self._ask("has_key", *args, **kwargs)

    def set_many(self, *args: Any, **kwargs: Any) -> Any:
        return self._ask("set_many", *args, **kwargs)

    def delete_many(self, *args: Any, **kwargs: Any) -> None:
        self._ask("delete_many", *args, **kwargs)

    def clear(self) -> Any:
        return self._ask("clear")
