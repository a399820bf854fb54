"""The providers a host can use, by name. `settings.GATEWAY` says which one takes new payments."""

from collections.abc import Callable
from functools import cache

from django.conf import settings

from escrow.payments.providers.bank_transfer import BankTransferGateway
from escrow.payments.providers.protocol import Gateway
from escrow.payments.providers.sandbox import SandboxGateway

_MAKERS: dict[str, Callable[[], Gateway]] = {"sandbox": SandboxGateway, "bank_transfer": BankTransferGateway}


def available() -> list[str]:
    """The gateways that new payments may use: none or one. Without one the checkout says so."""
    name = str(settings.GATEWAY)
    return [name] if is_known(name) else []


def is_known(name: str) -> bool:
    """Whether `name` is a provider this site talks to: one that exists, and that the host has set up."""
    return name in _MAKERS and _made(name).is_set_up()


def known() -> list[str]:
    """Every provider this site talks to, also those that take no new payments."""
    return [name for name in _MAKERS if is_known(name)]


def get(name: str) -> Gateway:
    """The gateway of that name. Raises KeyError for a name this site does not talk to."""
    if not is_known(name):
        raise KeyError(name)
    return _made(name)


def pay_window(name: str) -> int:
    """How long somebody has to pay through the gateway of that name, seconds: a bank transfer takes days."""
    return int(getattr(settings, f"PAY_WINDOW_{name.upper()}", settings.PAY_WINDOW))


@cache
def _made(name: str) -> Gateway:
    return _MAKERS[name]()
