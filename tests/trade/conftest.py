"""A claim in each state, for the pages that both sides' faces share."""

from tests.claims.standing import claims

__all__ = ["claims"]
