"""A sandbox provider for what waits to be paid out."""

from tests.payments.conftest import merchant, running, sandbox

__all__ = ["merchant", "running", "sandbox"]
