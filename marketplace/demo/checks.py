"""What `manage.py check --deploy` says about the demo: its doors are no part of a site with real money."""

from collections.abc import Sequence

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register


@register(Tags.security, deploy=True)
def demo_is_off(app_configs: Sequence[AppConfig] | None, **kwargs: object) -> list[CheckMessage]:
    """DEMO=1 opens the sandbox, which mints money, and lets the clock be moved."""
    if not settings.DEMO:
        return []
    hint = "Unset DEMO. It runs the sandbox provider, which mints money, and lets operators move the clock."
    return [Error("DEMO=1 is set.", hint=hint, id="demo.E001")]
