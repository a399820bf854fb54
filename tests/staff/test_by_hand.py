"""An entry by hand at the desk: what will be written is seen before it is proposed, and again before it is agreed."""

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from core import clock
from escrow import queries
from escrow.payments.models import Decision
from marketplace.staff.by_hand_forms import FORMS
from marketplace.users.models import User
from tests import make
from tests.make import escrow

pytestmark = pytest.mark.django_db

FEE = {"amount": "0.77", "gateway": "sandbox", "reference": "fee-1", "reason": "Kept in November"}


def desk(operator: User) -> Client:
    client = Client()
    client.force_login(operator)
    return client


def test_the_entry_is_shown_first_and_what_was_seen_is_proposed() -> None:
    first, address = desk(make.operator("A")), reverse("staff:by_hand", args=["provider_fee"])
    page = first.post(address, FEE)
    shown = page.content.decode()
    told = ("expense:provider", "provider:sandbox", "¥0.77", "Propose this entry")
    assert [words for words in told if words not in shown] == []
    assert not Decision.objects.exists()
    first.post(address, FEE | {"seen": page.context["seen"]})
    assert list(Decision.objects.values_list("kind", "data")) == [
        ("provider_fee", {"amount": 77, "currency": "CNY", "gateway": "sandbox", "reference": "fee-1"})
    ]


def test_what_was_changed_after_it_was_seen_is_shown_anew() -> None:
    first, address = desk(make.operator("A")), reverse("staff:by_hand", args=["provider_fee"])
    seen = first.post(address, FEE).context["seen"]
    page = first.post(address, FEE | {"amount": "7.70", "seen": seen})
    assert ("¥7.70" in page.content.decode(), Decision.objects.count()) == (True, 0)


def test_the_second_operator_sees_the_same_entry() -> None:
    first, second = desk(make.operator("A")), desk(make.operator("B"))
    address = reverse("staff:by_hand", args=["provider_fee"])
    first.post(address, FEE | {"seen": first.post(address, FEE).context["seen"]})
    page = second.get(reverse("staff:decisions")).content.decode()
    assert ("expense:provider" in page, "provider:sandbox" in page, "Kept in November" in page) == (True, True, True)
    second.post(reverse("staff:agree", args=[Decision.objects.get().pk]))
    assert queries.cover(settings.CURRENCY) == -77


def test_goodwill_is_about_an_order_and_found_from_its_page() -> None:
    operator, order = desk(make.operator("A")), make.paid_order(now=clock.now())
    escrow.capital(clock.now(), 1_000)
    page = operator.get(reverse("staff:order", args=[order.reference])).content.decode()
    address = reverse("staff:by_hand", args=["goodwill"])
    assert f"{address}?order={order.reference}" in page
    assert f'value="{order.reference}"' in operator.get(address, {"order": order.reference}).content.decode()
    sent = {"order": order.reference, "amount": "5", "reason": "The tin was dented"}
    operator.post(address, sent | {"seen": "expense:goodwill refund_due 500 CNY"})
    assert list(Decision.objects.values_list("kind", "subject_id")) == [("goodwill", order.hold_id)]


@pytest.mark.parametrize(
    ("kind", "sent", "words"),
    [
        ("goodwill", {"order": "2611-1"}, "There is no order with that number."),
        ("goodwill", {"order": "\0"}, ""),
        ("debt_write_off", {"shop": "404"}, "There is no shop with that number."),
        ("debt_write_off", {"shop": "9" * 30}, ""),
        ("debt_write_off", {"shop": "x"}, ""),
        ("provider_fee", {"gateway": "nobody", "reference": "x"}, ""),
        ("provider_fee", {"reference": "x" * 61}, ""),
    ],
)
def test_what_names_nobody_comes_back_with_what_was_typed(kind: str, sent: dict[str, str], words: str) -> None:
    typed = {"amount": "5", "reason": "Kept in November", **sent}
    answer = desk(make.operator()).post(reverse("staff:by_hand", args=[kind]), typed)
    page = answer.content.decode()
    assert (answer.status_code, words in page, "Kept in November" in page) == (422, True, True)


def test_a_debt_that_is_not_there_is_not_written_off() -> None:
    sent = {"shop": str(make.shop().pk), "amount": "5", "reason": "Nobody answers"}
    answer = desk(make.operator()).post(reverse("staff:by_hand", args=["debt_write_off"]), sent)
    assert (answer.status_code, "is smaller than that" in answer.content.decode()) == (422, True)


@pytest.mark.parametrize("kind", list(FORMS))
def test_every_kind_has_its_page(kind: str) -> None:
    assert desk(make.operator()).get(reverse("staff:by_hand", args=[kind])).status_code == 200
