"""What was sent and is answered for by nobody is seen at the desk, not asked about for ever in silence."""

from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from core.models import Deadline
from escrow.payments.actions.ask import unanswered_refunds
from escrow.payments.models import Refund
from escrow.payments.states import RefundState
from marketplace.orders.actions.cancel_order import cancel_order
from tests import make

pytestmark = pytest.mark.django_db


def sent(now: datetime) -> Refund:
    """A refund on its way, which is asked about no longer."""
    order = make.paid_order(now=now)
    cancel_order(order.pk, now=now, actor=make.buyer_of(order))
    Refund.objects.update(state=RefundState.SENT)
    refund = Refund.objects.get()
    Deadline.objects.create(
        book_id=refund.book_id,
        subject_type="refund",
        subject_id=refund.pk,
        kind="ask_refund",
        window_from=now,
        due_at=now,
        done_at=now,
        outcome="passed",
    )
    return refund


def counts(desk: Client) -> dict[str, int]:
    return {queue.name: queue.count for queue in desk.get(reverse("staff:desk")).context["queues"]}


def test_the_desk_counts_and_names_what_nobody_answers_for(now: datetime) -> None:
    refund = sent(now)
    desk = Client()
    desk.force_login(make.operator())
    found = counts(desk)
    assert (found["Refunds no provider answers for"], found["Payouts no provider answers for"]) == (1, 0)
    page = desk.get(reverse("staff:unanswered"))
    assert [row.sent_as for row in page.context["waiting"]] == [refund.reference]
    assert refund.reference in page.content.decode()


@pytest.mark.parametrize("state", [RefundState.SUCCEEDED, RefundState.REJECTED])
def test_an_answer_that_came_after_all_ends_it(state: RefundState, now: datetime) -> None:
    sent(now)
    Refund.objects.update(state=state)
    assert list(unanswered_refunds(now)) == []


def test_a_later_try_that_is_asked_about_does_not_count(now: datetime) -> None:
    refund = sent(now)
    asked = Deadline.objects.get(kind="ask_refund")
    asked.pk, asked.done_at, asked.outcome, asked.due_at = None, None, "", now + timedelta(minutes=1)
    asked.save(force_insert=True)
    assert (list(unanswered_refunds(now)), Refund.objects.get()) == ([], refund)
