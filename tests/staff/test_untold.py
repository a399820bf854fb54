"""Claims whose clocks wait because nobody can prove that the person was told."""

from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from core import clock
from core.models import AuditRecord, Deadline
from marketplace.claims.clocks import NEEDS_NOTICE
from marketplace.trade.untold import CONSEQUENCES
from tests import make

pytestmark = pytest.mark.django_db
LATER = timedelta(days=20)


@pytest.fixture
def desk(now: datetime, monkeypatch: pytest.MonkeyPatch) -> Client:
    monkeypatch.setattr(clock, "now", lambda: now + LATER)
    client = Client()
    client.force_login(make.operator())
    return client


def test_every_kind_that_takes_something_says_what() -> None:
    assert set(CONSEQUENCES) == set(NEEDS_NOTICE)


@pytest.mark.parametrize(
    ("state", "words", "side"),
    [
        ("asked", "Silence counts as agreement: what is asked for goes back to the buyer.", "seller"),
        ("refused", "The request closes, and the time to look at the goods runs on.", "buyer"),
        ("to_send_back", "The request closes without money going back.", "buyer"),
        ("inspecting", "The goods count as accepted, and the money goes back.", "seller"),
    ],
)
def test_the_desk_reads_whom_to_reach_and_what_follows(
    state: str, words: str, side: str, desk: Client, now: datetime
) -> None:
    order = make.IN_STATE[state](now=now).order
    shown = desk.get(reverse("staff:without_notice")).content.decode()
    person = order.buyer if side == "buyer" else order.shop.owner
    assert (words in shown, person.email in shown, order.reference in shown) == (True, True, True)


def test_both_sides_of_a_ruling_are_to_be_told(desk: Client, now: datetime) -> None:
    order = make.ruled_claim(now=now).order
    shown = desk.get(reverse("staff:without_notice")).content.decode()
    assert (order.buyer.email in shown, order.shop.owner.email in shown) == (True, True)
    assert shown.count("The ruling becomes final.") == 2


def test_telling_is_proof_and_stands_in_the_record_of_the_claim(desk: Client, now: datetime) -> None:
    claim = make.claim(now=now)
    deadline = Deadline.objects.get(subject_type="claim", subject_id=claim.pk, kind="claim_answer")
    desk.post(reverse("staff:told", args=[deadline.pk]))
    deadline.refresh_from_db()
    record = AuditRecord.objects.get(subject_type="claim", subject_id=claim.pk, action="told_in_person")
    assert (deadline.noticed_at, record.data) == (now + LATER, {"deadline": "claim_answer"})


def test_what_is_ones_own_somebody_else_tells(now: datetime, desk: Client) -> None:
    order = make.claim(now=now).order
    deadline = Deadline.objects.get(subject_type="claim", kind="claim_answer")
    own = Client()
    for person in (order.buyer, order.shop.owner):
        person.is_staff = True
        person.save()
        own.force_login(person)
        assert order.reference not in own.get(reverse("staff:without_notice")).content.decode()
        said = own.post(reverse("staff:told", args=[deadline.pk]), follow=True).content.decode()
        assert "This is about an order of your own." in said
    deadline.refresh_from_db()
    assert (deadline.noticed_at, AuditRecord.objects.filter(action="told_in_person").count()) == (None, 0)


def test_nobody_proves_that_they_were_told_of_their_own_new_bank_account(now: datetime, desk: Client) -> None:
    shop = make.shop(now=now)
    make.other_account(shop, now=now)
    deadline = Deadline.objects.get(subject_type="payout_account")
    shop.owner.is_staff = True
    shop.owner.save()
    own = Client()
    own.force_login(shop.owner)
    shown = [one.get(reverse("staff:without_notice")).context["page"].object_list for one in (own, desk)]
    assert [list(rows) for rows in shown] == [[], [deadline]]
    said = own.post(reverse("staff:told", args=[deadline.pk]), follow=True).content.decode()
    deadline.refresh_from_db()
    assert ("This concerns you. Somebody else decides about it." in said, deadline.noticed_at) == (True, None)


def test_what_needs_no_proof_is_not_told(now: datetime, desk: Client) -> None:
    claim = make.claim_to_rule(now=now)
    free = Deadline.objects.get(subject_type="claim", subject_id=claim.pk, kind="ruling_promise")
    assert desk.post(reverse("staff:told", args=[free.pk])).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_queue_takes_six_queries(
    count: int, desk: Client, now: datetime, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _number in range(count):
        make.claim(now=now)
    with django_assert_num_queries(6):
        desk.get(reverse("staff:without_notice"))
