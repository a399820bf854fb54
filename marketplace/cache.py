"""The cache of the site. Redis is a doorbell and a shortcut: when it is gone the site is slower, never broken."""

from collections.abc import Callable
from typing import Any

import structlog
from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

log = structlog.get_logger(__name__)


class QuietRedisCache(RedisCache):
    """Django's Redis cache where an unreachable server means "not there" instead of an exception."""

    def _quietly(self, ask: Callable[[], Any], otherwise: Any) -> Any:
        try:
            return ask()
        except RedisError as error:
            log.warning("cache.unreachable", error=str(error))
            return otherwise

    def add(self, *args: Any, **kwargs: Any) -> Any:
        return self._quietly(lambda: super(QuietRedisCache, self).add(*args, **kwargs), otherwise=False)

    def get(self, key: Any, default: Any = None, version: int | None = None) -> Any:
        return self._quietly(lambda: super(QuietRedisCache, self).get(key, default, version), otherwise=default)

    def set(self, *args: Any, **kwargs: Any) -> None:
        self._quietly(lambda: super(QuietRedisCache, self).set(*args, **kwargs), otherwise=None)

    def touch(self, *args: Any, **kwargs: Any) -> Any:
        return self._quietly(lambda: super(QuietRedisCache, self).touch(*args, **kwargs), otherwise=False)

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        return self._quietly(lambda: super(QuietRedisCache, self).delete(*args, **kwargs), otherwise=False)

    def incr(self, key: Any, delta: int = 1, version: int | None = None) -> Any:
        return self._quietly(lambda: super(QuietRedisCache, self).incr(key, delta, version), otherwise=delta)

    def get_many(self, *args: Any, **kwargs: Any) -> Any:
        return self._quietly(lambda: super(QuietRedisCache, self).get_many(*args, **kwargs), otherwise={})

    def has_key(self, *args: Any, **kwargs: Any) -> Any:
        return self._quietly(lambda: super(QuietRedisCache, self).has_key(*args, **kwargs), otherwise=False)

    def set_many(self, data: dict[Any, Any], *args: Any, **kwargs: Any) -> Any:
        return self._quietly(lambda: super(QuietRedisCache, self).set_many(data, *args, **kwargs), otherwise=list(data))

    def delete_many(self, *args: Any, **kwargs: Any) -> None:
        self._quietly(lambda: super(QuietRedisCache, self).delete_many(*args, **kwargs), otherwise=None)

    def clear(self) -> Any:
        return self._quietly(super().clear, otherwise=False)
