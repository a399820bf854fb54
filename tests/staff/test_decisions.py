"""What one operator proposes about money, another carries out; the pages say so."""

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from escrow import queries
from escrow.payments.models import Decision
from marketplace.orders.actions.accept_payment import accept_payment
from marketplace.orders.actions.cancel_order import cancel_order
from marketplace.users.models import User
from tests import make

pytestmark = pytest.mark.django_db

FORM = {"amount": "1,000.00", "gateway": "sandbox", "reference": "BANK-1", "reason": "Paid in on Monday"}
#: What the page showed before it was proposed.
SEEN = {"seen": "provider:sandbox capital:host 100000 CNY"}
DRAWN = {"seen": "capital:host provider:sandbox 100000 CNY"}


def desk_of(operator: User) -> Client:
    client = Client()
    client.force_login(operator)
    return client


def test_capital_is_proposed_by_one_and_booked_by_another() -> None:
    first, second = desk_of(make.operator("A")), desk_of(make.operator("B"))
    first.post(reverse("staff:by_hand", args=["capital_in"]), FORM | SEEN)
    decision = Decision.objects.get()
    assert queries.cover(settings.CURRENCY) == 0
    second.post(reverse("staff:agree", args=[decision.pk]))
    assert queries.cover(settings.CURRENCY) == 100_000


def test_nobody_carries_out_what_they_proposed() -> None:
    first = desk_of(make.operator())
    first.post(reverse("staff:by_hand", args=["capital_in"]), FORM | SEEN)
    answer = first.post(reverse("staff:agree", args=[Decision.objects.get().pk]), follow=True)
    assert "another operator decides" in answer.content.decode()
    assert queries.cover(settings.CURRENCY) == 0


def test_what_is_turned_down_moves_nothing() -> None:
    desk_of(make.operator("A")).post(reverse("staff:by_hand", args=["capital_in"]), FORM | SEEN)
    second = desk_of(make.operator("B"))
    second.post(reverse("staff:decline", args=[Decision.objects.get().pk]))
    assert (Decision.objects.get().agreed, queries.cover(settings.CURRENCY)) == (False, 0)


def test_a_draw_that_would_leave_less_than_is_owed_is_refused_in_words() -> None:
    desk_of(make.operator("A")).post(reverse("staff:by_hand", args=["capital_draw"]), FORM | DRAWN)
    second = desk_of(make.operator("B"))
    second.post(reverse("staff:agree", args=[Decision.objects.get().pk]))
    assert (Decision.objects.get().agreed, queries.cover(settings.CURRENCY)) == (None, 0)


@pytest.mark.parametrize("amount", ["", "abc", "-5", "0", "1e9", "NaN", "1.005", "99999999999999999"])
def test_an_amount_that_cannot_be_read_comes_back_with_what_was_typed(amount: str) -> None:
    answer = desk_of(make.operator()).post(reverse("staff:by_hand", args=["capital_in"]), FORM | {"amount": amount})
    assert (answer.status_code, "Paid in on Monday" in answer.content.decode()) == (422, True)
    assert not Decision.objects.exists()


def test_a_kind_that_does_not_exist_is_no_page() -> None:
    assert desk_of(make.operator()).post(reverse("staff:by_hand", args=["gold"]), FORM).status_code == 404


def test_a_promotion_that_wants_a_second_operator_waits_in_a_queue_and_stands_first() -> None:
    make.promotion(budget=50_000)
    large = make.promotion(budget=200_000, capital=400_000, agree=False)
    make.promotion(budget=50_000)
    desk = desk_of(make.operator())

    def waiting() -> list[tuple[int, object]]:
        queues = desk.get(reverse("staff:desk")).context["queues"]
        return [(queue.count, queue.since) for queue in queues if queue.url_name == "staff:promotions"]

    assert waiting() == [(1, large.made_at)]
    rows = desk.get(reverse("staff:promotions")).context["rows"]
    assert [row.state for row, _spent, _budget in rows] == ["waiting", "running", "running"]
    desk.post(reverse("staff:promotion_act", args=[large.pk, "refusal"]))
    assert waiting() == [(0, None)]


def test_the_room_of_decisions_says_what_waits_for_a_second_operator_elsewhere() -> None:
    desk = desk_of(make.operator("B"))
    place = reverse("staff:decisions")
    assert "In other rooms" not in desk.get(place).content.decode()
    make.promotion(budget=200_000, capital=400_000, agree=False)
    answer = desk.get(place)
    assert [(queue.name, queue.count) for queue in answer.context["elsewhere"]] == [
        ("Promotions that want a second operator", 1)
    ]
    page = answer.content.decode()
    assert "In other rooms" in page
    assert "Nothing waits here." in page


@pytest.mark.parametrize(("language", "name"), [("en", "Oldest waits since"), ("zh-hans", "最早一项始于")])
def test_the_queue_says_since_when_the_oldest_waits(language: str, name: str) -> None:
    make.promotion(budget=200_000, capital=400_000, agree=False)
    answer = desk_of(make.operator("B")).get(reverse("staff:desk"), headers={"accept-language": language})
    page = answer.content.decode()
    assert (f'<th scope="col">{name}</th>' in page, f'data-th="{name}"' in page) == (True, True)


@pytest.mark.parametrize("count", [1, 3])
def test_as_many_queries_for_one_decision_as_for_three(
    count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    first, desk = desk_of(make.operator("A")), desk_of(make.operator("B"))
    for number in range(count):
        first.post(reverse("staff:by_hand", args=["capital_in"]), FORM | SEEN | {"reference": f"BANK-{number}"})
    with django_assert_num_queries(8):
        page = desk.get(reverse("staff:decisions"))
    assert len(page.context["waiting"]) == count


def test_what_a_promotion_took_off_a_paid_order_stays_counted_and_the_page_says_so() -> None:
    spring = make.promotion(budget=50_000, amount=500)
    order = make.checkout(coupons=spring.code).orders.get()
    accept_payment(make.capture(order.checkout.payment).pk, now=make.catalog.NOW)
    desk = desk_of(make.operator())

    def shown() -> tuple[bool, bool]:
        page = desk.get(reverse("staff:promotions")).content.decode()
        return ("¥5.00" in page, "stays counted here when their money goes back" in page)

    assert (_cost_of_promotions(), shown()) == (500, (True, True))
    cancel_order(order.pk, reason="Broken kiln", now=make.catalog.NOW, actor=make.seller_of(order))
    assert (_cost_of_promotions(), shown()) == (0, (True, True))


def _cost_of_promotions() -> int:
    return sum(
        total.balance for total in queries.trial_balance(settings.CURRENCY) if total.kind.label == "expense:promotions"
    )
