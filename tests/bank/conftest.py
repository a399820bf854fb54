"""A host with a bank account of its own."""

import pytest
from pytest_django import Settings


@pytest.fixture(autouse=True)
def _account(settings: Settings) -> None:
    settings.GATEWAYS = ["bank_transfer"]
    settings.BANK_HOLDER, settings.BANK_NAME, settings.BANK_NUMBER = (
        "Danbao Ltd",
        "Farmers’ Bank",
        "6222 0200 0000 0009",
    )
