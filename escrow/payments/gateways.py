"""The providers a host can use, by name. `settings.GATEWAYS` says which of them take new payments."""

from collections.abc import Callable
from functools import cache

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from core import clock
from core.errors import DomainError, Invalid
from escrow.payments.providers import sandbox
from escrow.payments.providers.bank_transfer import BankTransferGateway
from escrow.payments.providers.protocol import Gateway
from escrow.payments.providers.sandbox import SandboxGateway

UNAVAILABLE = _("You cannot pay this way here. Choose another one.")
CLOSED = _("This way of paying is no longer open here, so we cannot ask whether money came. What has come is not lost.")

_MAKERS: dict[str, Callable[[], Gateway]] = {"sandbox": SandboxGateway, "bank_transfer": BankTransferGateway}


def available() -> list[str]:
    """The gateways that new payments may use, the one chosen beforehand first. Without any the checkout says so."""
    return [name for name in dict.fromkeys(settings.GATEWAYS) if is_known(name)]


def chosen(name: str) -> str:
    """The gateway of a new payment: the one asked for, or the first where nobody was asked (empty).

    Raises DomainError no_gateway; Invalid gateway_unavailable (field gateway).
    """
    open_now = available()
    if not open_now:
        raise DomainError("no_gateway", _("This site cannot take payments yet."))
    if name and name not in open_now:
        raise Invalid("gateway_unavailable", UNAVAILABLE, field="gateway")
    return name or open_now[0]


def is_known(name: str) -> bool:
    """Whether `name` is a provider this site talks to: one that exists, and that the host has set up."""
    return name in _MAKERS and _made(name).is_set_up()


def known() -> list[str]:
    """Every provider this site talks to, also those that take no new payments."""
    return [name for name in _MAKERS if is_known(name)]


def title(name: str) -> str:
    """What people call the provider of that name, also one this site no longer talks to."""
    return str(_made(name).title) if name in _MAKERS else name


def set_aside() -> list[str]:
    """Every provider that exists, and that the host has not set up, or no longer."""
    return [name for name in _MAKERS if not is_known(name)]


def get(name: str) -> Gateway:
    """The gateway of that name. Raises DomainError gateway_closed for one this site does not talk to, or no longer:
    what waits for it goes on waiting.
    """
    if not is_known(name):
        raise DomainError("gateway_closed", CLOSED)
    return _made(name)


def pay_window(name: str) -> int:
    """How long somebody has to pay through the gateway of that name, seconds: a bank transfer takes days."""
    return int(getattr(settings, f"PAY_WINDOW_{name.upper()}", settings.PAY_WINDOW))


def keep_time_with_us() -> None:
    """Set the sandbox's clock to the site's, which only a demo can move; where there is none, nobody is asked.

    Raises `GatewayError` when it did not hear.
    """
    if is_known(SandboxGateway.name):
        sandbox.set_clock(clock.offset())


@cache
def _made(name: str) -> Gateway:
    return _MAKERS[name]()
