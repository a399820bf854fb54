"""Large payouts at the desk: one operator proposes, another one carries out, none of them owns the shop."""

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from core import clock
from escrow.payments.models import Decision, Payout
from marketplace.staff.queues import all_queues
from tests import make
from tests.access.payouts import large


@pytest.fixture
def payout(db: None) -> Payout:
    large(clock.now())
    return Payout.objects.get()


def as_(user: object) -> Client:
    client = Client()
    client.force_login(user)  # type: ignore[arg-type]
    return client


def test_it_waits_in_a_queue_and_says_what_it_is_made_of(payout: Payout) -> None:
    officer = make.operator()
    client = as_(officer)
    (queue,) = [one for one in all_queues(clock.now(), officer.pk) if one.url_name == "staff:payouts"]
    assert (queue.count, queue.since) == (1, payout.opened_at)
    assert "¥50.00" in client.get("/staff/payouts/").content.decode()
    page = client.get(f"/staff/payouts/{payout.pk}/")
    assert [part.amount.minor for part in page.context["parts"]] == [5_000]
    assert "ICBC …4471" in page.content.decode()


def test_one_proposes_and_another_one_lets_it_go(payout: Payout) -> None:
    first, second = as_(make.operator()), as_(make.operator("Officer Wu"))
    place = f"/staff/payouts/{payout.pk}/"
    assert first.post(place, {"reason": "", "way": "send"}).status_code == 422
    assert first.post(place, {"reason": "We called the shop.", "way": "send"})["Location"] == "/staff/decisions/"
    made = Decision.objects.get()
    assert "Somebody has proposed" in second.get(place).content.decode()
    assert second.post(f"/staff/decisions/{made.pk}/agreement/").status_code == 302
    payout.refresh_from_db()
    assert (made.kind, payout.agreement) == ("payout_send", "given")
    assert second.get(place).status_code == 404


def test_given_back_the_shop_has_it_again_and_reads_why(payout: Payout) -> None:
    first, second = as_(make.operator()), as_(make.operator("Officer Wu"))
    first.post(f"/staff/payouts/{payout.pk}/", {"reason": "The account is not yours.", "way": "refuse"})
    second.post(f"/staff/decisions/{Decision.objects.get().pk}/agreement/")
    owner = as_(payout.account.owner)
    page = owner.get(f"/sell/money/payouts/{payout.pk}/").content.decode()
    told = ("The account is not yours.", "We did not send it", "It came back")
    assert [words in page for words in told] == [True, True, False]
    assert "Payout to ICBC …4471 not sent" in owner.get("/sell/money/").content.decode()


def test_nobody_proposes_about_their_own_shop(payout: Payout) -> None:
    owner = payout.account.owner
    owner.is_staff = True
    owner.save()
    answer = as_(owner).post(f"/staff/payouts/{payout.pk}/", {"reason": "It is mine.", "way": "send"})
    assert (answer.status_code, Decision.objects.count()) == (403, 0)
    assert "Somebody else sees to it." in answer.content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_takes_the_same_queries_however_long(
    db: None, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _n in range(count):
        large(clock.now())
    client = as_(make.operator())
    client.get("/staff/payouts/")
    # session, user, second factor; payouts, shops; clock and the frame
    with django_assert_num_queries(6):
        assert len(client.get("/staff/payouts/").context["waiting"]) == count
