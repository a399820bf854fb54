"""A claim in each state, for tests that try every verb on it."""

from tests.claims.standing import claims

__all__ = ["claims"]
