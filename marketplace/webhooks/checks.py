"""What `manage.py check --deploy` says about webhooks: only a demo may send them to the machine it runs on."""

from collections.abc import Sequence

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register


@register(Tags.security, deploy=True)
def loopback_is_out_of_reach(app_configs: Sequence[AppConfig] | None, **kwargs: object) -> list[CheckMessage]:
    """A shop that names an address of the host's own machine would make us knock at doors no stranger sees."""
    if not settings.WEBHOOKS_TO_LOOPBACK:
        return []
    hint = "Unset it. With it shops may have webhooks sent to 127.0.0.1, without TLS: that is for the demo and tests."
    return [Error("WEBHOOKS_TO_LOOPBACK is set.", hint=hint, id="webhooks.E001")]
