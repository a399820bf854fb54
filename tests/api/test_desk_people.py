"""The desk's rooms about people by the API: finding them, suspending and what follows, deleting a review."""

from datetime import datetime, timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from core.actor import Actor, Role
from core.models import AuditRecord
from marketplace.users.models import User
from reviews.models import Review
from tests import make
from tests.api.programs import Program, code, program_of
from tests.suspensions import seen

pytestmark = pytest.mark.django_db
DESK = "/api/v1/desk/"
DAY = timedelta(days=1)
WHY = {"reason": "Three buyers showed us counterfeit labels."}


@pytest.fixture
def operator() -> User:
    return make.operator("Officer Zhou")


@pytest.fixture
def desk(operator: User) -> Program:
    return program_of(operator)


def _acting(operator: User) -> Actor:
    return Actor(Role.OPERATOR, operator.pk)


def _actions(body: dict[str, list[dict[str, str]]]) -> dict[str, tuple[str, bool]]:
    """What is offered: where it is posted, and whether this operator may."""
    return {row["action"]: (row["address"], not row["blocked_reason"]) for row in body["available_actions"]}


def test_people_are_found_as_on_the_page_and_come_in_pages(desk: Program, operator: User, now: datetime) -> None:
    shop = make.shop(make.user("Wang Li"), name="Labels & More", second_name="标签坊")
    make.user("Lin Yue", email="lin@example.org")
    make.suspended_person(make.user("Banned"), now=now)
    asked = ("q=lin y", "q=LIN@", "q=标签", "q=nobody of that name", "show=suspended", "show=shops", "q=ban&show=shops")
    found = [[row["name"] for row in desk.get(f"{DESK}people/?{one}")[1]["results"]] for one in asked]
    assert found == [["Lin Yue"], ["Lin Yue"], ["Wang Li"], [], ["Banned"], ["Wang Li"], []]
    (row,) = desk.get(f"{DESK}people/?q=labels")[1]["results"]
    assert row["shop"] == {"id": shop.pk, "slug": shop.slug, "name": "Labels & More"}
    (own,) = desk.get(f"{DESK}people/?q={operator.email}")[1]["results"]
    assert (own["own"], own["address"], own["operator"], own["suspended"]) == (True, None, True, False)
    assert (row["own"], desk.get(row["address"])[0]) == (False, 200)
    place, seen_ids = f"{DESK}people/?limit=3", []
    while place:
        page = desk.get(place)[1]
        seen_ids += [row["id"] for row in page["results"]]
        place = page["next"]
    assert seen_ids == list(User.objects.order_by("-date_joined", "-pk").values_list("pk", flat=True))
    assert code(desk.get(f"{DESK}people/?show=friends")) == (400, "invalid")
    assert code(desk.get(f"{DESK}people/?q={'x' * 101}")) == (400, "invalid")


def test_a_person_and_a_shop_say_what_their_pages_say(desk: Program, now: datetime) -> None:
    claim = make.ruled_claim(now=now)
    order = claim.order
    status, person = desk.get(f"{DESK}people/{order.buyer_id}/")
    assert (status, person["email"], person["confirmed"], person["shop"]) == (200, order.buyer.email, False, None)
    assert (person["counts"]["all"], person["record"]["opened"]) == (1, 1)
    assert [(row["reference"], row["amount"]["minor"]) for row in person["orders"]] == [(order.reference, 12800)]
    sold = make.completed_order(now=now)
    status, shop = desk.get(f"{DESK}shops/{sold.shop_id}/")
    assert (status, shop["owner"]["id"], shop["available"]["minor"]) == (200, sold.shop.owner_id, 12505)
    assert (shop["debt"]["minor"], shop["waiting"], shop["orders"][0]["buyer"]["name"]) == (0, [], sold.buyer.name)
    assert _actions(shop) == {"suspend_shop": (f"{DESK}shops/{sold.shop_id}/suspension/", True)}
    assert [code(desk.get(f"{DESK}{one}/404/")) for one in ("people", "shops")] == [(404, "not_found")] * 2


def test_suspended_once_however_often_it_is_sent_and_kept_and_lifted_by_another(
    desk: Program, operator: User, now: datetime
) -> None:
    owner = make.shop().owner
    place = f"{DESK}people/{owner.pk}/suspension/"
    first = desk.post(place, WHY, key="k")
    assert (desk.post(place, WHY, key="k"), first[0], first[1]["by"]) == (first, 201, operator.name)
    assert code(desk.post(place, WHY)) == (409, "suspended_already")
    assert seen.suspensions() == [("person", owner.pk, True), ("shop", owner.shop.pk, True)]
    assert seen.records()[0] == ("person", owner.pk, 0, "suspended", "operator")
    number = first[1]["id"]
    deciding = [f"{DESK}suspensions/{number}/{act}/" for act in ("keeping", "lifting")]
    assert _actions(first[1]) == {"lift_suspension": (deciding[1], False)}
    make.appealed_suspension(owner.suspensions.get(pk=number), now=now)
    assert [code(desk.post(act, WHY)) for act in deciding] == [(409, "suspended_by_you")] * 2
    another = program_of(make.operator())
    body = another.get(f"{DESK}people/{owner.pk}/")[1]
    assert _actions(body) == {"lift_suspension": (deciding[1], True), "keep_suspension": (deciding[0], True)}
    assert (body["suspension"]["appeal"], body["shop_suspended"]) == ("The labels are the printer’s.", True)
    first = another.post(deciding[0], {"reason": "We looked again."}, key="k")
    assert (first[0], first[1]["kept_reason"], first[1]["due_at"]) == (200, "We looked again.", None)
    assert another.post(deciding[0], {"reason": "We looked again."}, key="k") == first
    assert code(another.post(deciding[0], WHY)) == (409, "appeal_decided")
    of_shop = owner.suspensions.get(subject_type="shop").pk
    assert code(another.post(f"{DESK}suspensions/{of_shop}/lifting/", WHY)) == (409, "person_first")
    status, lifted = another.post(deciding[1], {"reason": "It was the printer."})
    assert (status, lifted["lifted_by"], lifted["available_actions"]) == (200, "Officer Zhou", [])
    assert code(another.post(deciding[1], WHY)) == (409, "suspension_over")
    assert [row[3] for row in seen.records() if row[0] == "person"] == [
        *("suspended", "suspension_appealed", "suspension_kept", "suspension_lifted")
    ]
    assert [row["id"] for row in another.get(f"{DESK}people/{owner.pk}/")[1]["earlier"]] == [number]


def test_a_shop_is_suspended_by_itself_and_its_payouts_wait(desk: Program) -> None:
    shop = make.shop()
    status, made = desk.post(f"{DESK}shops/{shop.pk}/suspension/", WHY)
    assert (status, made["of"], made["subject_id"], made["person"]["id"]) == (201, "shop", shop.pk, shop.owner_id)
    assert (seen.suspensions(), seen.stops()) == ([("shop", shop.pk, True)], [(shop.book_id, True)])


def test_a_reason_that_nobody_can_read_suspends_and_deletes_nothing(desk: Program, now: datetime) -> None:
    review = make.open_review(now=now)
    about = (f"people/{review.author_id}/suspension", f"reviews/{review.pk}/deletion")
    spoilt = ({}, *({"reason": one} for one in ("", " ", "x" * 1001, "a\0b", ["x"], None)))
    assert {code(desk.post(f"{DESK}{one}/", sent)) for one in about for sent in spoilt} == {(400, "invalid")}
    assert code(desk.post(f"{DESK}{about[0]}/", {"reason": "\u200b"})) == (400, "words_missing")
    assert (seen.suspensions(), Review.objects.get(pk=review.pk).deleted_at) == ([], None)


def test_nobody_reads_or_decides_about_themselves_and_no_operator_suspends_another(
    desk: Program, operator: User, now: datetime
) -> None:
    mine, other = make.shop(operator), make.operator()
    places = [f"{DESK}people/{operator.pk}/", f"{DESK}shops/{mine.pk}/"]
    assert [code(desk.get(place)) for place in places] == [(409, "own_suspension")] * 2
    refused = [code(desk.post(f"{place}suspension/", WHY)) for place in (*places, f"{DESK}people/{other.pk}/")]
    assert refused == [(409, "own_suspension"), (409, "own_suspension"), (409, "operators_not_alone")]
    assert _actions(desk.get(f"{DESK}people/{other.pk}/")[1]) == {
        "suspend_person": (f"{DESK}people/{other.pk}/suspension/", False)
    }
    assert seen.suspensions() == []
    own = make.appealed_suspension(make.suspended_shop(mine, now=now), now=now)
    assert desk.get(f"{DESK}appeals/")[1]["results"] == []
    assert code(desk.post(f"{DESK}suspensions/{own.pk}/lifting/", WHY)) == (409, "own_suspension")
    assert code(desk.post(f"{DESK}suspensions/404/keeping/", WHY)) == (404, "not_found")


def test_appeals_stand_oldest_first_with_who_may_decide(desk: Program, operator: User, now: datetime) -> None:
    by_me = make.appealed_suspension(make.suspended_person(by=_acting(operator), now=now), now=now)
    late = make.appealed_suspension(now=now - 9 * DAY)
    make.kept_suspension(now=now)
    _status, page = desk.get(f"{DESK}appeals/?limit=1")
    rows = page["results"] + desk.get(page["next"])[1]["results"]
    assert [(row["id"], all(may for _place, may in _actions(row).values())) for row in rows] == [
        (late.pk, True),
        (by_me.pk, False),
    ]
    assert rows[1]["due_at"].startswith((now + 7 * DAY).date().isoformat())


def test_a_review_is_deleted_once_with_a_reason_that_everybody_reads(desk: Program, now: datetime) -> None:
    review = make.open_review(words="Call 139 1111 2222", now=now)
    place = f"{DESK}reviews/{review.pk}/"
    assert desk.get(place)[1]["words"] == "Call 139 1111 2222"
    sent = {"reason": "It names a telephone number."}
    first = desk.post(f"{place}deletion/", sent, key="k")
    assert (desk.post(f"{place}deletion/", sent, key="k"), first[0], first[1]["words"]) == (first, 200, "")
    assert (first[1]["deleted_reason"], first[1]["order"]) == (sent["reason"], review.order.reference)
    assert AuditRecord.objects.filter(action="review_deleted", subject_id=review.order_id).count() == 1
    assert code(desk.post(f"{place}deletion/", sent)) == (409, "review_deleted")
    sealed = make.review(now=now)
    assert code(desk.get(f"{DESK}reviews/{sealed.pk}/")) == (404, "not_found")
    assert code(desk.post(f"{DESK}reviews/{sealed.pk}/deletion/", sent)) == (404, "not_found")


def test_nobody_deletes_what_is_about_their_own_order(desk: Program, operator: User, now: datetime) -> None:
    review = make.open_review(buyer=operator, now=now)
    refused = code(desk.post(f"{DESK}reviews/{review.pk}/deletion/", {"reason": "It hurts."}))
    assert (refused, Review.objects.get(pk=review.pk).deleted_at) == ((409, "own_order"), None)


@pytest.mark.parametrize("rows", [1, 3])
def test_what_the_lists_cost_for_one_and_three(
    desk: Program, now: datetime, rows: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _number in range(rows):
        made = make.appealed_suspension(now=now)
    for place, queries in {
        "people/": 4,
        "appeals/": 4,
        f"people/{made.person_id}/": 8,
        f"shops/{made.subject_id}/": 14,
    }.items():
        with django_assert_num_queries(queries):
            assert desk.get(f"{DESK}{place}")[0] == 200
