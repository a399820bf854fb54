"""By a program: what is kept of a person, appeals against suspensions; and closing the account, which no token may."""

from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from marketplace.catalog.models import Shop
from marketplace.suspensions.models import Suspension
from marketplace.users.models import User
from tests import make
from tests.api.programs import Program, code, program_of
from tests.make.sessions import session_of
from tests.make.users import PASSWORD

DATA, CLOSE, LIST = "/api/v1/account/data/", "/api/v1/account/closing/", "/api/v1/suspensions/"
WORDS = {"words": "The labels are the printer’s."}


def browser(person: User, *, fresh: bool = True) -> Client:
    """Who has signed in, and has said the password lately or not."""
    client = Client()
    person.set_password(PASSWORD)
    person.save()
    if fresh:
        client.cookies["sessionid"] = session_of(person)
    else:
        client.force_login(person)
    return client


def close(client: Client, key: str = "k") -> Any:
    return client.post(CLOSE, {}, content_type="application/json", headers={"Idempotency-Key": key})


def test_a_person_reads_what_is_kept_of_them_and_nobody_else(
    buyer: Program, person: User, nobody: Program, now: datetime
) -> None:
    mine = make.placed_order(buyer=person, now=now)
    make.placed_order(now=now)
    told = buyer.get(DATA)[1]
    assert (told["person"]["email"], [one["reference"] for one in told["bought"]], told["shop"]) == (
        person.email,
        [mine.reference],
        None,
    )
    assert (buyer.last["Cache-Control"].count("no-store"), nobody.get(DATA)[0]) == (1, 401)
    assert code(program_of(person, ["buy"]).get(DATA)) == (403, "scope_missing")


def test_the_money_of_a_shop_is_told_to_a_token_for_money(seller: Program, shop: Shop) -> None:
    assert seller.get(DATA)[1]["shop"]["name"] == "Wang’s Tea"
    assert code(program_of(shop.owner, ["read", "sell"]).get(DATA)) == (403, "scope_missing")


def test_a_browser_needs_a_fresh_password_for_it(person: User) -> None:
    answer = browser(person, fresh=False).get(DATA)
    assert (answer.status_code, answer.json()["code"]) == (403, "password_needed")
    assert browser(person).get(DATA).json()["person"]["name"] == "Lin Yue"


def test_an_account_is_closed_by_who_has_just_said_the_password_and_signs_them_out(person: User) -> None:
    client, other = browser(person), program_of(person)
    answer = close(client)
    person.refresh_from_db()
    assert (answer.status_code, list(answer.json()), person.is_active, person.name) == (200, ["closed_at"], False, "—")
    assert (close(client).status_code, other.get(DATA)[0]) == (401, 401)


def test_no_token_closes_an_account_nor_a_browser_left_open(buyer: Program, nobody: Program, person: User) -> None:
    assert code(buyer.post(CLOSE)) == (403, "token_not_enough")
    assert nobody.post(CLOSE)[0] == 401
    stale = close(browser(person, fresh=False))
    assert (stale.status_code, stale.json()["code"]) == (403, "password_needed")
    forged = browser(person)
    forged.handler.enforce_csrf_checks = True
    assert (close(forged).status_code, User.objects.get(pk=person.pk).is_active) == (403, True)


def test_an_account_with_something_open_stays(person: User, shop: Shop, now: datetime) -> None:
    make.paid_order(buyer=person, now=now)
    client = browser(person)
    refused = [close(one).json()["code"] for one in (client, browser(shop.owner), browser(make.operator()))]
    assert refused == ["orders_open", "shop_open", "operators_stay"]
    make.suspended_person(person, now=now)
    assert (close(client).status_code, close(client).json()["code"]) == (409, "person_suspended")


def test_a_suspension_is_read_and_appealed_against_once(seller: Program, shop: Shop, now: datetime) -> None:
    one = make.suspended_shop(of=shop, now=now)
    (told,) = seller.get(LIST)[1]["results"]
    assert (told["of"], told["reason"], told["appealed_at"], told["due_at"]) == ("shop", one.reason, None, None)
    (act,) = told["available_actions"]
    assert (act["action"], act["address"]) == ("appeal_suspension", f"{LIST}{one.pk}/appeal/")
    assert seller.get("/api/v1/shop/")[1]["suspension"]["id"] == one.pk
    nonsense: list[object] = ["", " ", "\0", None, [], "x" * 5_000]
    for words in nonsense:
        assert seller.post(act["address"], {"words": words})[0] == 400
    status, appealed = seller.post(act["address"], WORDS, key="once")
    assert (status, appealed["appeal"], appealed["available_actions"]) == (200, WORDS["words"], [])
    assert (appealed["due_at"] > appealed["appealed_at"], seller.get(LIST)[1]["results"]) == (True, [appealed])
    assert (seller.post(act["address"], WORDS, key="once")[1], seller.last["Idempotency-Replayed"]) == (
        appealed,
        "true",
    )
    assert code(seller.post(act["address"], WORDS)) == (409, "appealed_already")


def test_what_was_lifted_or_is_somebody_elses_is_not_appealed_against(
    seller: Program, buyer: Program, nobody: Program, shop: Shop, now: datetime
) -> None:
    place = f"{LIST}{make.suspended_shop(of=shop, now=now).pk}/appeal/"
    assert (buyer.get(LIST)[1]["results"], nobody.get(LIST)[0]) == ([], 401)
    assert [one.post(place, WORDS)[0] for one in (buyer, nobody)] == [404, 401]
    assert code(program_of(shop.owner, ["read", "money"]).post(place, WORDS)) == (403, "scope_missing")
    make.lifted_suspension(Suspension.objects.get(), now=now)
    assert code(seller.post(place, WORDS)) == (409, "suspension_over")
    assert seller.get(LIST)[1]["results"][0]["lifted_reason"] == "The labels have been replaced."


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_the_same_however_long(
    rows: int, seller: Program, shop: Shop, now: datetime, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _time in range(rows - 1):
        make.lifted_suspension(make.suspended_shop(of=shop, now=now), now=now)
    make.appealed_suspension(make.suspended_shop(of=shop, now=now), now=now)
    seller.get(LIST)
    # Real time and token; the rows; what was promised of those whose appeal waits.
    with django_assert_num_queries(4):
        assert len(seller.get(LIST)[1]["results"]) == rows
