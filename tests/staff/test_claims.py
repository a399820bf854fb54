"""The queue of claims, and the page of one: by deadline and amount, both sides, the books."""

from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries
from pytest_django.fixtures import Settings

from core import clock
from core.actor import Actor, Role
from core.models import Deadline
from escrow.models import Hold
from marketplace.claims.actions.add_evidence import add_evidence
from marketplace.claims.actions.add_photo import add_photo
from marketplace.claims.actions.passing import pass_clock
from marketplace.claims.models import Claim, Photo
from marketplace.staff.queues import claim_queues
from marketplace.trade import dockets
from marketplace.users.models import User
from tests import make

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _at(now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: now)


def desk_of(operator: User) -> Client:
    client = Client()
    client.force_login(operator)
    return client


def page_of(claim: Claim, operator: User | None = None) -> str:
    return desk_of(operator or make.operator()).get(reverse("staff:claim", args=[claim.pk])).content.decode()


def kinds(now: datetime) -> list[tuple[str, int]]:
    return [(one.kind, one.docket.claim.pk) for one in dockets.waiting(now, make.operator().pk)]


def test_the_queue_stands_by_deadline_and_then_by_amount(now: datetime) -> None:
    later = make.claim_to_rule(now=now + DAY)
    small = make.claim_to_rule(now=now)
    large = make.claim_to_rule(now=now)
    Hold.objects.filter(pk=small.order.hold_id).update(remaining=small.order.hold.remaining - 1, other_back=1)
    assert [claim for _kind, claim in kinds(now)] == [large.pk, small.pk, later.pk]


def test_each_claim_stands_in_one_queue(now: datetime, settings: Settings) -> None:
    due, appealed, second = make.claim_to_rule(now=now), make.appealed_claim(now=now), make.claim_to_rule(now=now)
    settings.RULING_FOUR_EYES_ABOVE = 0
    make.rule(second, 4000, now=now)
    near = make.claim_to_rule(now=now)
    Deadline.objects.filter(subject_type="claim", subject_id=near.pk, kind="custody_cap").update(due_at=now + 6 * DAY)
    make.offered_claim(now=now)
    assert sorted(kinds(now)) == sorted(
        [("ruling", due.pk), ("appeal", appealed.pk), ("second", second.pk), ("limit", near.pk)]
    )
    shown = desk_of(make.operator()).get(reverse("staff:claims"), {"kind": "second"}).content.decode()
    references = [claim.order.reference in shown for claim in (due, appealed, second, near)]
    assert references == [False, False, True, False]


def test_the_room_of_decisions_names_a_ruling_that_wants_a_second_operator(now: datetime, settings: Settings) -> None:
    settings.RULING_FOUR_EYES_ABOVE = 0
    make.rule(make.claim_to_rule(now=now), 4000, now=now)
    shown = desk_of(make.operator()).get(reverse("staff:decisions")).content.decode()
    place = f"{reverse('staff:claims')}?kind=second"
    assert f'<a href="{place}">Rulings that want a second operator<span class="n">1</span></a>' in shown


def test_the_front_page_counts_what_waits_for_a_ruling(now: datetime) -> None:
    make.claim_to_rule(now=now)
    make.claim_to_rule(now=now + DAY)
    queues = {queue.query: (queue.count, queue.since) for queue in claim_queues(now, make.operator().pk)}
    assert queues == {
        "?kind=second": (0, None),
        "?kind=limit": (0, None),
        "?kind=appeal": (0, None),
        "?kind=ruling": (2, now),
    }
    assert "?kind=ruling" in desk_of(make.operator()).get(reverse("staff:desk")).content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_the_front_page_takes_eight_queries(
    now: datetime, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _number in range(count):
        make.claim_to_rule(now=now)
    client = desk_of(make.operator())
    with django_assert_num_queries(8):
        client.get(reverse("staff:desk"))


def test_a_passed_promise_is_said(now: datetime) -> None:
    claim = make.claim_to_rule(now=now)
    pass_clock(claim.pk, "ruling_promise", now=make.due_of(claim, "ruling_promise"))
    shown = desk_of(make.operator()).get(reverse("staff:claims")).content.decode()
    assert ("promise passed" in shown, "The promised time to rule has passed." in page_of(claim)) == (True, True)


@pytest.mark.parametrize("kind", ["", "x", "ruling\0", "limit"])
def test_a_senseless_kind_is_no_error(kind: str) -> None:
    assert desk_of(make.operator()).get(reverse("staff:claims"), {"kind": kind}).status_code == 200


@pytest.mark.parametrize("count", [1, 3])
def test_the_queue_takes_six_queries(
    now: datetime, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _number in range(count):
        make.claim_to_rule(now=now)
    client = desk_of(make.operator())
    with django_assert_num_queries(6):
        client.get(reverse("staff:claims"))


@pytest.mark.parametrize("count", [1, 3])
def test_a_hearing_takes_fifteen_queries(
    now: datetime, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    claim = make.appealed_claim(now=now)
    for _number in range(count):
        buyer = make.buyer_of(claim.order)
        photo = add_photo(claim.order_id, make.picture(), now=now, actor=buyer)
        add_evidence(claim.pk, words="Look.", photos=[photo.pk], now=now, actor=buyer)
    client = desk_of(make.operator())
    with django_assert_num_queries(15):
        client.get(reverse("staff:claim", args=[claim.pk]))


def test_a_hearing_shows_both_sides_with_pictures_and_their_digests(now: datetime) -> None:
    claim = make.evidence_claim(now=now)
    photos = []
    for actor in (make.buyer_of(claim.order), make.seller_of(claim.order)):
        photo = add_photo(claim.order_id, make.picture(), now=now, actor=actor)
        add_evidence(claim.pk, words=f"Look, says the {actor.role}.", photos=[photo.pk], now=now, actor=actor)
        photos.append(photo)
    shown = page_of(claim)
    words = ["The tea is mouldy.", "It was dry when it left us.", "Look, says the buyer.", "Look, says the seller."]
    assert [word in shown for word in words] == [True] * 4
    assert [photo.sha256 in shown for photo in photos] == [True, True]
    assert [reverse("staff:photo", args=[photo.pk]) in shown for photo in photos] == [True, True]


@pytest.mark.parametrize("state", ["asked", "offered", "refused", "to_send_back", "inspecting", "evidence", "ruled"])
def test_a_claim_that_does_not_lie_with_us_is_shown_and_not_ruled_on(state: str, now: datetime) -> None:
    shown = page_of(make.IN_STATE[state](now=now))
    assert ("is frozen" in shown, "Your ruling" in shown) == (True, False)


def test_a_claim_that_has_ended_says_how(now: datetime) -> None:
    assert "This request has ended: withdrawn" in page_of(make.closed_claim(now=now))


def test_the_page_of_the_order_leads_to_its_claims(now: datetime) -> None:
    claim = make.claim(now=now)
    shown = desk_of(make.operator()).get(reverse("staff:order", args=[claim.order.reference])).content.decode()
    assert reverse("staff:claim", args=[claim.pk]) in shown


def test_whoever_ruled_first_reads_that_somebody_else_decides_on_the_appeal(now: datetime) -> None:
    first = make.operator()
    shown = page_of(make.appealed_claim(by=Actor(Role.OPERATOR, first.pk), now=now), first)
    assert ("somebody who did not rule before" in shown, "Your ruling" in shown) == (True, False)


def test_the_page_of_an_appeal_shows_the_first_ruling(now: datetime) -> None:
    shown = page_of(make.appealed_claim(goods=3000, now=now))
    assert ("First ruling" in shown, "¥30.00" in shown, "Your ruling" in shown) == (True, True, True)


@pytest.mark.parametrize("size", ["", "?small"])
def test_an_operator_sees_a_picture_and_nobody_keeps_it(size: str, now: datetime) -> None:
    answer = desk_of(make.operator()).get(_picture(now) + size)
    shown = b"".join(answer.streaming_content)  # type: ignore[attr-defined]
    assert (answer.status_code, answer["Content-Type"], shown[8:12]) == (200, "image/webp", b"WEBP")
    assert ("no-store" in answer["Cache-Control"], answer["X-Content-Type-Options"]) == (True, "nosniff")


def test_to_others_the_desk_s_pictures_and_claims_do_not_exist(now: datetime) -> None:
    claim, picture = make.claim_to_rule(now=now), _picture(now)
    pages = (picture, reverse("staff:claims"), reverse("staff:claim", args=[claim.pk]))
    for client in (Client(), desk_of(make.user()), desk_of(claim.order.buyer)):
        assert [client.get(page).status_code for page in pages] == [404, 404, 404]


def test_what_is_not_there_is_not_found(now: datetime) -> None:
    lost = _picture(now)
    photo = Photo.objects.get()
    photo.file.storage.delete(str(photo.file.name))
    client = desk_of(make.operator())
    assert [client.get(page).status_code for page in (lost, "/staff/photos/1/", "/staff/claims/1/")] == [404, 404, 404]


def _picture(now: datetime) -> str:
    claim = make.claim(now=now)
    buyer = make.buyer_of(claim.order)
    photo = add_photo(claim.order_id, make.picture(), now=now, actor=buyer)
    assert desk_of(make.operator()).get(reverse("staff:photo", args=[photo.pk])).status_code == 404  # not shown yet
    add_evidence(claim.pk, words="", photos=[photo.pk], now=now, actor=buyer)
    return reverse("staff:photo", args=[photo.pk])
