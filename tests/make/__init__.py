"""Plain builders of what tests need: `make.payment()` ..."""

from tests.make.payments import payment, unsaved_payout, unsaved_refund

__all__ = ["payment", "unsaved_payout", "unsaved_refund"]
