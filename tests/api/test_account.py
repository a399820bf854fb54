"""One's own account by a program: who one is, kept addresses, notices, tokens, sessions; and what no token may."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from core import clock
from core.models import Deadline
from marketplace.api.models import Token
from marketplace.api.tokens import PREFIX, make_token
from marketplace.catalog.models import Shop
from marketplace.notifications.models import Notification
from marketplace.notifications.notify import notify
from marketplace.orders.destination import Destination, remember
from marketplace.orders.models import Address
from marketplace.users.models import User
from tests import make
from tests.api.programs import ALL, Program, code, program_of
from tests.api.test_leaving import browser
from tests.notifications.test_notify import message
from tests.trade import rows

ME, ADDRESSES, NOTICES = "/api/v1/account/", "/api/v1/account/addresses/", "/api/v1/notices/"
TOKENS, ENDING = "/api/v1/account/tokens/", "/api/v1/account/sessions/ending/"
BANK = "/api/v1/shop/bank-account/"
HOME = {"recipient": "Lin Yue", "phone": "138 0000 1234", "region": "Zhejiang", "street": "Wener Road 12"}
ASKED = {"name": "My cash book", "scopes": ["read", "money"], "days": 90}
ICBC = {"bank": "ICBC", "holder": "Wang Li", "number": "6222 0200 4471"}


def post(client: Client, place: str, sent: Any, key: str = "k") -> Any:
    return client.post(place, sent, content_type="application/json", headers={"Idempotency-Key": key})


def test_everybody_reads_who_they_are(buyer: Program, person: User, seller: Program, shop: Shop) -> None:
    told = buyer.get(ME)[1]
    assert {name: told[name] for name in told if name != "joined_at"} == {
        "name": "Lin Yue",
        "email": person.email,
        "email_confirmed": False,
        "language": "en",
        "timezone": "Asia/Shanghai",
        "second_factor": False,
        "shop": None,
        "operator": False,
        "notices_unread": 0,
    }
    assert (seller.get(ME)[1]["shop"], Program().get(ME)[0]) == (shop.slug, 401)
    assert code(program_of(person, ["buy"]).get(ME)) == (403, "scope_missing")
    officer = program_of(make.confirmed(make.operator())).get(ME)[1]
    assert (officer["operator"], officer["email_confirmed"]) == (True, True)


def test_name_and_letters_are_changed_and_nothing_else(buyer: Program, person: User) -> None:
    status, told = buyer.patch(ME, {"name": " Lin\u202e  Yu ", "language": "zh-hans"})
    assert (status, told["name"], told["language"], told["timezone"]) == (200, "Lin Yu", "zh-hans", "Asia/Shanghai")
    forged = {"timezone": "Africa/Lagos", "email": "x@example.org", "operator": True, "is_staff": True}
    assert buyer.patch(ME, forged)[1]["timezone"] == "Africa/Lagos"
    kept = User.objects.get(pk=person.pk)
    assert (kept.name, kept.email, kept.is_staff) == ("Lin Yu", person.email, False)
    assert code(program_of(person, ["read", "money"]).patch(ME, {"name": "X"})) == (403, "scope_missing")


NOBODY: dict[str, list[object]] = {
    "name": ["", "\0", "\ud800", "\u202e", "x" * 81, [], None, {}],
    "language": ["tlh", None, 1],
    "timezone": ["Nowhere/At_All", "Etc/GMT+1", "../../etc/passwd", "", "\0", None],
}


def test_what_nobody_can_be_is_refused(buyer: Program, person: User) -> None:
    before = buyer.get(ME)[1]
    for name, nonsense in NOBODY.items():
        for one in nonsense:
            status, told = buyer.patch(ME, {name: one})
            assert (status, [error["field"] for error in told["errors"]]) == (400, [name])
    assert buyer.get(ME)[1] == before


def test_an_address_is_kept_once_and_struck_out_by_its_owner_alone(
    buyer: Program, stranger: Program, person: User
) -> None:
    status, kept = buyer.post(ADDRESSES, HOME, key="once")
    assert (status, kept["street"], kept["id"]) == (201, "Wener Road 12", Address.objects.get(owner=person).pk)
    assert (buyer.post(ADDRESSES, HOME, key="once")[1], buyer.last["Idempotency-Replayed"]) == (kept, "true")
    assert code(buyer.post(ADDRESSES, {**HOME, "phone": "1"}, key="once")) == (422, "idempotency_mismatch")
    assert buyer.post(ADDRESSES, HOME)[1]["id"] == kept["id"]
    there = f"{ADDRESSES}{kept['id']}/"
    assert (stranger.delete(there)[0], Program().delete(there)[0]) == (404, 401)
    assert code(program_of(person, ["read", "sell"]).delete(there)) == (403, "scope_missing")
    assert (buyer.delete(there)[0], buyer.delete(there)[0], buyer.get(ADDRESSES)[1]["results"]) == (204, 404, [])
    for name, bad in (("phone", ""), ("street", "\0"), ("region", "\u202e"), ("recipient", "x" * 81)):
        status, told = buyer.post(ADDRESSES, {**HOME, name: bad})
        assert (status, [error["field"] for error in told["errors"]]) == (400, [name])


@pytest.mark.parametrize("count", [1, 3])
def test_lists_of_ones_own_take_the_same_queries_however_many_there_are(
    count: int, buyer: Program, person: User, now: datetime, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(count):
        remember(person, Destination("Lin Yue", "1", "Zhejiang", f"Street {number}"), now=now)
        make_token(person, name=f"No {number}", scopes=["read"], days=1, now=clock.real_now())
        notify(message("order.packed", now, f"packed:{number}", order=rows.order(now, buyer=person).pk), now)
    buyer.get(ME)  # the token's use is noted
    with django_assert_num_queries(3):  # real time, token, rows
        assert len(buyer.get(ADDRESSES)[1]["results"]) == count
    with django_assert_num_queries(4):  # real time once more
        assert len(buyer.get(TOKENS)[1]["results"]) == count + 1
    with django_assert_num_queries(7):  # real time, token, clock, notices; orders, deadlines, refunds
        assert len(buyer.get(NOTICES)[1]["results"]) == count
    with django_assert_num_queries(6):  # real time, token, shop, e-mail, second factor, notices
        assert buyer.get(ME)[1]["notices_unread"] == count


def test_notices_are_put_aside_up_to_one_and_that_proves_nothing(
    buyer: Program, stranger: Program, person: User, now: datetime
) -> None:
    order = rows.order(now, buyer=person, shipped=True)
    promise = rows.deadline(order, "release", now + timedelta(days=7), now, notice_wait=timedelta(days=1))
    notify(message("order.packed", now, order=order.pk), now)
    notify(message("order.shipped", now, order=order.pk), now + timedelta(seconds=1))
    newest, older = buyer.get(NOTICES)[1]["results"]
    assert [one["unread"] for one in buyer.get(NOTICES)[1]["results"]] == [True, True]
    assert newest["text"] == f"Wang’s Tea has shipped your order {order.reference}."
    assert (newest["order"], bool(newest["sentence"]), older["sentence"]) == (order.reference, True, "")
    assert newest["page"].endswith(f"/buy/orders/{order.reference}/")
    place = f"{NOTICES}reading/"
    assert buyer.post(place, {"notice": older["id"]})[1] == {"unread": 1}
    assert [one["unread"] for one in buyer.get(NOTICES)[1]["results"]] == [True, False]
    assert buyer.post(place, {"notice": newest["id"]}, key="once")[1] == {"unread": 0}
    assert (buyer.post(place, {"notice": newest["id"]}, key="once")[1], buyer.last["Idempotency-Replayed"]) == (
        {"unread": 0},
        "true",
    )
    assert code(stranger.post(place, {"notice": newest["id"]})) == (404, "not_found")
    assert stranger.get(NOTICES)[1]["results"] == []
    nonsense: list[object] = [0, -1, 2**63, "x", None, [], True]
    assert [buyer.post(place, {"notice": one})[0] for one in nonsense] == [400] * len(nonsense)
    assert Deadline.objects.get(pk=promise.pk).noticed_at is None
    browser(person).get("/notices/")
    assert Deadline.objects.get(pk=promise.pk).noticed_at is not None


def test_it_leaves_the_notices_of_others_alone(buyer: Program, person: User, now: datetime) -> None:
    theirs, mine = rows.order(now), rows.order(now, buyer=person)
    notify(message("order.packed", now, "theirs", order=theirs.pk), now)
    notify(message("order.packed", now, "mine", order=mine.pk), now)
    number = Notification.objects.get(user=person).pk
    assert code(program_of(person, ["read", "money"]).post(f"{NOTICES}reading/", {"notice": number})) == (
        403,
        "scope_missing",
    )
    buyer.post(f"{NOTICES}reading/", {"notice": number})
    assert Notification.objects.get(user=theirs.buyer).read_at is None


def test_a_token_is_listed_and_revoked_by_a_token_of_its_owner(buyer: Program, person: User, stranger: Program) -> None:
    weak = program_of(person, ["money"])
    listed = buyer.get(TOKENS)[1]["results"]
    assert [(one["scopes"], one["this"]) for one in listed] == [(["money"], False), (list(ALL), True)]
    assert not any(secret in str(listed) for secret in ("digest", weak.headers["Authorization"][-40:]))
    there, mine = (f"{TOKENS}{one['id']}/" for one in listed)
    assert (stranger.delete(there)[0], Program().delete(there)[0]) == (404, 401)
    assert weak.delete(there)[0] == 204
    assert code(weak.get(ME)) == (401, "token_unknown")
    assert (buyer.delete(there)[0], [one["this"] for one in buyer.get(TOKENS)[1]["results"]]) == (204, [True])
    assert (buyer.delete(mine)[0], buyer.get(ME)[0]) == (204, 401)


def test_no_token_makes_a_token_and_no_browser_left_open(buyer: Program, person: User, nobody: Program) -> None:
    assert code(buyer.post(TOKENS, ASKED)) == (403, "token_not_enough")
    assert nobody.post(TOKENS, ASKED)[0] == 401
    stale = post(browser(person, fresh=False), TOKENS, ASKED).json()
    assert (stale["code"], "/accounts/reauthenticate/" in stale["detail"]) == ("password_needed", True)
    forged = browser(person)
    forged.handler.enforce_csrf_checks = True
    assert post(forged, TOKENS, ASKED).json()["code"] == "forged"


def test_a_token_is_made_by_who_has_just_said_the_password_and_told_once(person: User) -> None:
    client = browser(person)
    made = post(client, TOKENS, ASKED)
    key = made.json()["key"]
    kept = Token.objects.get()
    assert (made.status_code, key.startswith(PREFIX), kept.owner, kept.scopes) == (201, True, person, ["money", "read"])
    assert (kept.expires_at - kept.made_at, made.json()["this"]) == (timedelta(days=90), False)
    assert Program(key).get(ME)[1]["name"] == "Lin Yue"
    again = post(client, TOKENS, ASKED)
    assert (again.json(), again["Idempotency-Replayed"]) == ({**made.json(), "key": None}, "true")
    assert Token.objects.count() == 1


UNMEANT: dict[str, list[object]] = {
    "scopes": [[], ["staff"], ["root"], "read", None, [["read"]]],
    "days": [0, 366, "x", None, True, 10**30],
    "name": ["", "\0", "\u202e", "x" * 61, []],
}


def test_a_token_nobody_can_mean_is_not_made(person: User) -> None:
    client = browser(person)
    for name, nonsense in UNMEANT.items():
        for one in nonsense:
            answer = post(client, TOKENS, {**ASKED, name: one})
            assert (answer.status_code, answer.json()["errors"][0]["field"].partition(".")[0]) == (400, name)
    assert Token.objects.count() == 0


def test_an_operator_makes_one_for_the_desk(now: datetime) -> None:
    assert post(browser(make.operator()), TOKENS, {**ASKED, "scopes": ["staff"]}).json()["scopes"] == ["staff"]


def test_other_browsers_are_signed_out_and_this_one_is_not(person: User, stranger: Program) -> None:
    here, there = browser(person), Client()
    program = program_of(person)
    there.force_login(User.objects.get(pk=person.pk))
    answer = post(here, ENDING, {})
    assert (answer.status_code, list(answer.json())) == (200, ["ended_at"])
    assert (here.get(ME).status_code, there.get(ME).status_code) == (200, 401)
    again = post(here, ENDING, {})
    assert (again.json(), again["Idempotency-Replayed"], here.get(ME).status_code) == (answer.json(), "true", 200)
    assert (stranger.post(ENDING)[0], here.get(ME).status_code) == (200, 200)
    assert (program.post(ENDING)[0], here.get(ME).status_code, program.get(ME)[0]) == (200, 401, 200)
    assert code(program_of(person, ["read", "money"]).post(ENDING)) == (403, "scope_missing")


def test_the_first_bank_account_is_named_by_who_has_just_said_the_password(seller: Program, shop: Shop) -> None:
    assert code(seller.post(BANK, ICBC)) == (403, "token_not_enough")
    assert post(browser(shop.owner, fresh=False), BANK, ICBC).json()["code"] == "password_needed"
    client = browser(shop.owner)
    assert post(client, BANK, {**ICBC, "number": "1"}).json()["errors"][0]["field"] == "number"
    named = post(client, BANK, ICBC)
    assert (named.status_code, named.json()) == (201, {"account": "ICBC …4471", "waiting": None})
    again = post(client, BANK, ICBC)
    assert (again.json(), again["Idempotency-Replayed"]) == (named.json(), "true")
    assert post(client, BANK, ICBC, key="other").json()["code"] == "payout_account_set"
    assert post(browser(make.user("No shop")), BANK, ICBC).status_code == 404


def test_another_bank_account_takes_a_fresh_password_in_a_browser(shop: Shop, now: datetime) -> None:
    make.bank_account(shop, now=now)
    stale = browser(shop.owner, fresh=False).put(BANK, ICBC, content_type="application/json")
    assert (stale.status_code, stale.json()["code"]) == (403, "password_needed")
    kept = browser(shop.owner).put(BANK, ICBC, content_type="application/json")
    assert kept.json()["waiting"]["account"] == "ICBC …4471"
