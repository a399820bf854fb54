"""What is not right is reported by programs, and the desk closes it in words."""

import pytest
from pytest_django import DjangoAssertNumQueries, Settings

from core import clock
from core.actor import Actor, Role
from marketplace.catalog.models import Shop, Sku
from marketplace.catalog.pictures import take_all
from marketplace.conversations.actions.report import report
from marketplace.conversations.actions.write_message import write_message
from marketplace.conversations.models import Message, Report
from marketplace.users.models import User
from tests import make
from tests.api.programs import Program, code, program_of

REPORTS, DESK = "/api/v1/reports/", "/api/v1/desk/reports/"


@pytest.fixture
def asked(person: User, shop: Shop) -> Message:
    return make.question(buyer=person, to=shop, now=clock.now())


@pytest.fixture
def desk(db: None) -> Program:
    return program_of(make.operator())


def test_a_message_is_reported_closed_and_the_answer_read(seller: Program, desk: Program, asked: Message) -> None:
    sent = {"subject": "message", "id": asked.pk, "ground": "spam", "words": "Again and again."}
    status, made = seller.post(REPORTS, sent)
    assert (status, made["subject_id"], made["closed_at"], made["answer"]) == (201, asked.pk, None, "")
    assert seller.post(REPORTS, sent)[1]["id"] == made["id"]
    (row,) = desk.get(DESK)[1]["results"]
    assert (row["id"], row["reporter"], row["closed_by"]) == (made["id"], "Wang Sells", "")
    _status, whole = desk.get(f"{DESK}{made['id']}/")
    assert (whole["about"]["text"], whole["about"]["person"]) == (asked.words, asked.author_id)
    assert [one["id"] for one in whole["said"]] == [asked.pk]
    status, closed = desk.post(f"{DESK}{made['id']}/closing/", {"answer": "We wrote to them."})
    assert (status, closed["answer"], closed["closed_by"]) == (200, "We wrote to them.", "Officer Zhou")
    assert desk.get(DESK)[1]["results"] == []
    assert [one["answer"] for one in seller.get(REPORTS)[1]["results"]] == ["We wrote to them."]
    assert code(desk.post(f"{DESK}{made['id']}/closing/", {"answer": "Again."})) == (409, "report_closed")


def test_goods_a_review_and_a_shop_are_reported_by_what_the_api_calls_them(
    buyer: Program, nobody: Program, sku: Sku, shop: Shop
) -> None:
    numbers = {
        "listing": nobody.get("/api/v1/listings/")[1]["results"][0]["id"],
        "shop": nobody.get(f"/api/v1/shops/{shop.slug}/")[1]["id"],
        "review": make.open_review().pk,
    }
    for subject, number in numbers.items():
        assert buyer.post(REPORTS, {"subject": subject, "id": number, "ground": "other"})[0] == 201
    assert [one["subject"] for one in buyer.get(REPORTS)[1]["results"]] == ["review", "shop", "listing"]


def test_what_one_cannot_see_is_not_there_to_report(buyer: Program, stranger: Program, asked: Message) -> None:
    message = {"subject": "message", "id": asked.pk, "ground": "abuse"}
    for program in (buyer, stranger):
        assert code(program.post(REPORTS, message)) == (409, "not_there")
    assert code(stranger.post(REPORTS, {**message, "subject": "payout"})) == (400, "invalid")
    assert code(stranger.post(REPORTS, {**message, "ground": "because"})) == (400, "invalid")
    assert code(stranger.post(REPORTS, {**message, "id": "1_0"})) == (400, "invalid")
    assert not Report.objects.exists()


def test_so_many_in_a_day_and_a_token_for_it(buyer: Program, person: User, settings: Settings) -> None:
    settings.REPORTS_A_DAY = 1
    first, second = ({"subject": "shop", "id": make.shop().pk, "ground": "fraud"} for _number in range(2))
    assert code(program_of(person, ["read", "money"]).post(REPORTS, first)) == (403, "scope_missing")
    assert buyer.post(REPORTS, first)[0] == 201
    assert code(buyer.post(REPORTS, second)) == (409, "too_many_reports")


def test_one_reads_ones_own_reports_alone(buyer: Program, stranger: Program, seller: Program, asked: Message) -> None:
    seller.post(REPORTS, {"subject": "message", "id": asked.pk, "ground": "spam"})
    assert [len(one.get(REPORTS)[1]["results"]) for one in (seller, buyer, stranger)] == [1, 0, 0]


def test_the_desk_is_for_operators_and_nobody_judges_themselves(desk: Program, seller: Program, asked: Message) -> None:
    officer = make.operator()
    shop = make.shop(officer)
    mine = report("shop", shop.pk, ground="fraud", now=clock.now(), actor=Actor(Role.BUYER, asked.author_id))
    there = f"{DESK}{mine.pk}/"
    assert (seller.get(DESK)[0], seller.get(there)[0], seller.post(f"{there}closing/", {"answer": "x"})[0]) == (
        404,
    ) * 3
    own = program_of(officer)
    assert code(own.get(there)) == (409, "own_report")
    assert code(own.post(f"{there}closing/", {"answer": "All is well."})) == (409, "own_report")
    assert code(program_of(officer, ["read", "buy"]).get(DESK)) == (403, "scope_missing")
    assert code(desk.post(f"{there}closing/", {"answer": " "})) == (400, "invalid")
    assert code(desk.post(f"{DESK}1/closing/", {"answer": "x"})) == (404, "not_found")
    assert desk.post(f"{there}closing/", {"answer": "Looked at."})[0] == 200


def test_the_desk_sees_pictures_of_what_is_reported(desk: Program, asked: Message) -> None:
    who = Actor(Role.BUYER, asked.author_id)
    shown = write_message(asked.thread_id, words="", photos=take_all([make.picture()]), now=clock.now(), actor=who)
    there = f"/api/v1/desk/message-photos/{shown.photos.get().pk}/"
    assert code(desk.get(there)) == (404, "not_found")
    owner = Actor(Role.BUYER, asked.thread.shop.owner_id)
    made = report("message", asked.pk, ground="spam", now=clock.now(), actor=owner)
    assert desk.picture(there).format == "WEBP"
    assert desk.get(f"{DESK}{made.pk}/")[1]["said"][1]["photos"][0]["address"] == there


@pytest.mark.parametrize("rows", [1, 3])
def test_the_queue_asks_so_often(
    desk: Program, person: User, rows: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _number in range(rows):
        report("shop", make.shop().pk, ground="fraud", now=clock.now(), actor=Actor(Role.BUYER, person.pk))
    desk.get(DESK)
    with django_assert_num_queries(3):
        assert len(desk.get(DESK)[1]["results"]) == rows
