"""The sandbox's courier as a real process, for the tests that speak to it."""

from tests.payments.conftest import merchant, running, sandbox

__all__ = ["merchant", "running", "sandbox"]
