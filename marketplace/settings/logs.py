"""Logs: one line a fact on standard output; JSON, or with colour and columns in the demo."""

from typing import Any

import structlog

from marketplace.settings.base import DEMO

_SHARED: list[Any] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
]
# Where rich is installed structlog would show an error with all local variables: addresses, tokens, passwords.
_PLAIN = structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback)
_SHOWN = _PLAIN if DEMO else structlog.processors.JSONRenderer(ensure_ascii=False)

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": structlog.stdlib.ProcessorFormatter,
            "foreign_pre_chain": _SHARED,
            "processors": [
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                *([] if DEMO else [structlog.processors.format_exc_info]),
                _SHOWN,
            ],
        },
    },
    "handlers": {"output": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["output"], "level": "INFO"},
    "loggers": {
        # A request that was refused is no failure of ours; django_structlog has already told of it.
        "django.request": {"level": "ERROR"},
        "django.security.DisallowedHost": {"level": "CRITICAL"},
        "django_structlog": {"level": "WARNING" if DEMO else "INFO"},
    },
}

structlog.configure(
    processors=[
        *_SHARED,
        structlog.stdlib.PositionalArgumentsFormatter(),
        structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
    ],
    logger_factory=structlog.stdlib.LoggerFactory(),
    cache_logger_on_first_use=True,
)
