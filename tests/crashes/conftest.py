"""A provider for what is killed beside it."""

from tests.payments.conftest import merchant, running, sandbox

__all__ = ["merchant", "running", "sandbox"]
