"""Buyer and shop write to one another by programs, with the limits and words of the pages."""

from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from core import clock
from core.actor import Role
from marketplace.catalog.models import Shop, Sku
from marketplace.conversations.models import Message, Photo, Reading, Thread
from marketplace.users.models import User
from tests import make
from tests.api.programs import Program, code, program_of

THREADS = "/api/v1/threads/"


@pytest.fixture
def asked(person: User, shop: Shop) -> Message:
    return make.question(buyer=person, to=shop, now=clock.now())


def place(asked: Message, rest: str = "messages/") -> str:
    return f"{THREADS}{asked.thread_id}/{rest}"


def test_a_question_about_goods_is_asked_answered_and_read(
    buyer: Program, seller: Program, shop: Shop, sku: Sku
) -> None:
    status, said = buyer.post(f"/api/v1/shops/{shop.slug}/questions/", {"words": "New?", "listing": sku.listing_id})
    assert (status, said["role"], said["words"], said["listing"]["id"]) == (201, "buyer", "New?", sku.listing_id)
    there = f"{THREADS}{said['thread']}/"
    status, answered = seller.post(f"{there}messages/", {"words": "From this April."})
    assert (status, answered["role"], answered["unread"], answered["read_at"]) == (201, "seller", False, None)
    _status, page = buyer.get(f"{there}messages/")
    assert [(one["words"], one["unread"]) for one in page["results"]] == [("From this April.", True), ("New?", False)]
    status, thread = buyer.post(f"{there}reading/", {"message": answered["id"]})
    assert (status, thread["unread"], thread["last"], thread["mine"]) == (200, False, "From this April.", False)
    (seen,) = [one for one in seller.get(f"{there}messages/")[1]["results"] if one["role"] == "seller"]
    assert seen["read_at"] is not None
    assert Message.objects.get(pk=said["id"]).thread.order_id is None


def test_looking_marks_nothing_as_read(seller: Program, asked: Message) -> None:
    for _time in range(2):
        assert seller.get(place(asked))[1]["results"][0]["unread"]
        assert seller.get(place(asked, ""))[1]["unread"]
    assert not Reading.objects.exists()


def test_a_mark_never_goes_back_and_is_of_this_conversation(buyer: Program, seller: Program, asked: Message) -> None:
    second = buyer.post(place(asked), {"words": "Hello?"})[1]
    for number in (second["id"], asked.pk, second["id"]):
        assert seller.post(place(asked, "reading/"), {"message": number})[0] == 200
    assert Reading.objects.count() == 1
    other = make.question(to=asked.thread.shop, buyer=make.user("Another"))
    assert code(seller.post(place(asked, "reading/"), {"message": other.pk})) == (400, "message_unknown")


def test_an_order_has_one_conversation(buyer: Program, seller: Program, person: User, sku: Sku) -> None:
    order = make.paid_order(buyer=person, sku=sku, now=clock.now())
    first = buyer.post(f"/api/v1/orders/{order.reference}/messages/", {"words": "Please ring twice."})[1]
    second = seller.post(f"/api/v1/orders/{order.reference}/messages/", {"words": "We will."})[1]
    assert first["thread"] == second["thread"] == Thread.objects.get(order=order).pk
    (found,) = seller.get(f"{THREADS}?as=seller&order={order.reference}")[1]["results"]
    assert (found["id"], found["order"], found["role"]) == (first["thread"], order.reference, "seller")
    assert buyer.get(f"{THREADS}?order=no-such")[1]["results"] == []


def test_pictures_come_with_the_words_and_both_sides_see_them(
    buyer: Program, seller: Program, stranger: Program, asked: Message
) -> None:
    form = {"words": "Look.", "photos": [make.picture(), make.picture(801)]}
    status, said = buyer.upload(place(asked), form)
    assert (status, said["words"], len(said["photos"])) == (201, "Look.", 2)
    there = said["photos"][0]["address"]
    for program in (buyer, seller):
        assert (program.picture(there).format, program.picture(f"{there}?small=true").size) == ("WEBP", (240, 180))
    assert said["photos"][0]["sha256"] == Photo.objects.order_by("pk")[0].sha256
    assert (stranger.get(there)[0], Program().get(there)[0]) == (404, 401)
    status, said = buyer.upload(place(asked), {"photos": [make.picture()]})
    assert (status, said["words"], len(said["photos"])) == (201, "", 1)


def test_the_same_key_is_one_message_and_means_the_same_pictures(buyer: Program, asked: Message) -> None:
    first = buyer.upload(place(asked), {"words": "Look.", "photos": [make.picture()]}, key="k")
    again = buyer.upload(place(asked), {"words": "Look.", "photos": [make.picture()]}, key="k")
    assert (again, buyer.last["Idempotency-Replayed"]) == (first, "true")
    other = buyer.upload(place(asked), {"words": "Look.", "photos": [make.picture(801)]}, key="k")
    assert code(other) == (422, "idempotency_mismatch")
    assert Message.objects.count() == 2


def test_lists_come_in_pages_and_what_did_not_change_is_not_sent_again(
    buyer: Program, person: User, asked: Message
) -> None:
    later = clock.now() + timedelta(minutes=1)
    for number in range(2):
        make.question(f"More {number}?", buyer=person, to=asked.thread.shop, now=later)
        make.question(buyer=person, to=make.shop(), now=later)
    _status, page = buyer.get(f"{place(asked)}?limit=2")
    _status, rest = buyer.get(page["next"])
    assert [one["words"] for one in page["results"] + rest["results"]] == ["More 1?", "More 0?", asked.words]
    assert rest["next"] is None
    _status, first = buyer.get(f"{THREADS}?limit=2")
    _status, last = buyer.get(first["next"])
    assert [len(first["results"]), len(last["results"])] == [2, 1]
    buyer.get(place(asked))
    tag = buyer.last["ETag"]
    assert buyer.get(place(asked), **{"If-None-Match": tag})[0] == 304
    make.answer(asked, now=later)
    assert buyer.get(place(asked), **{"If-None-Match": tag})[0] == 200


def test_what_is_unread_is_found(buyer: Program, seller: Program, asked: Message) -> None:
    assert _unread(buyer, seller) == [0, 1]
    make.answer(asked, now=clock.now() + timedelta(seconds=1))
    make.looked_at(asked.thread, Role.SELLER)
    assert _unread(buyer, seller) == [1, 0]


def _unread(buyer: Program, seller: Program) -> list[int]:
    places = ((buyer, "as=buyer"), (seller, "as=seller"))
    return [len(one.get(f"{THREADS}?{side}&unread=true")[1]["results"]) for one, side in places]


@pytest.mark.parametrize("rows", [1, 3])
def test_lists_ask_so_often(
    buyer: Program, person: User, rows: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    asked = make.question(buyer=person)
    for _number in range(rows - 1):
        make.answer(asked)
        make.question(buyer=person)
    buyer.get(THREADS)
    with django_assert_num_queries(4):
        assert len(buyer.get(THREADS)[1]["results"]) == rows
    with django_assert_num_queries(5):
        assert len(buyer.get(place(asked))[1]["results"]) == rows


def test_nobody_else_reads_or_writes_in_it(stranger: Program, nobody: Program, asked: Message) -> None:
    for rest in ("", "messages/"):
        assert (code(stranger.get(place(asked, rest))), nobody.get(place(asked, rest))[0]) == ((404, "not_found"), 401)
    for rest, sent in (("messages/", {"words": "x"}), ("reading/", {"message": asked.pk})):
        assert (stranger.post(place(asked, rest), sent)[0], nobody.post(place(asked, rest), sent)[0]) == (404, 401)
    assert stranger.get(THREADS)[1]["results"] == stranger.get(f"{THREADS}?as=seller")[1]["results"] == []
    assert Message.objects.count() == 1


def test_a_token_writes_for_the_side_it_has_the_scope_of(asked: Message) -> None:
    selling, buying = program_of(asked.author, ["read", "sell"]), program_of(asked.thread.shop.owner, ["read", "buy"])
    for program in (selling, buying, program_of(asked.author, ["read"])):
        assert code(program.post(place(asked), {"words": "x"})) == (403, "scope_missing")
        assert code(program.post(place(asked, "reading/"), {"message": asked.pk})) == (403, "scope_missing")
    assert code(selling.post(f"/api/v1/shops/{asked.thread.shop.slug}/questions/", {"words": "x"}))[0] == 403
    assert code(program_of(asked.author, ["buy"]).get(THREADS)) == (403, "scope_missing")


def test_refusals_are_those_of_the_pages(
    buyer: Program, seller: Program, shop: Shop, asked: Message, settings: Settings
) -> None:
    questions = f"/api/v1/shops/{shop.slug}/questions/"
    elsewhere = make.listing(make.shop())
    assert code(buyer.post(place(asked), {"words": " \n"})) == (400, "words_missing")
    assert code(buyer.post(place(asked), {"words": "x" * 2001})) == (400, "invalid")
    assert code(buyer.post(questions, {"words": "x", "listing": elsewhere.pk})) == (400, "goods_unknown")
    assert code(buyer.post("/api/v1/shops/no-such/questions/", {"words": "x"})) == (404, "not_found")
    assert code(seller.post(questions, {"words": "x"})) == (409, "own_shop")
    settings.MESSAGES_AN_HOUR = 1
    assert code(buyer.post(place(asked), {"words": "x"})) == (409, "too_many_messages")
    settings.SHOPS_ASKED_A_DAY, settings.MESSAGES_AN_HOUR = 1, 10
    there = f"/api/v1/shops/{elsewhere.shop.slug}/questions/"
    assert code(buyer.post(there, {"words": "x"})) == (409, "too_many_questions")
    make.suspended_person(asked.author)
    assert code(buyer.post(place(asked), {"words": "x"})) == (409, "person_suspended")
    assert Message.objects.count() == 1


def test_what_is_no_picture_or_too_many_keeps_nothing(buyer: Program, asked: Message) -> None:
    svg = BytesIO(b"<svg xmlns='http://www.w3.org/2000/svg'/>")
    svg.name = "tea.jpg"
    assert code(buyer.upload(place(asked), {"words": "Look.", "photos": [svg]})) == (400, "photo_unreadable")
    many = {"words": "Look.", "photos": [make.picture(24) for _number in range(7)]}
    assert code(buyer.upload(place(asked), many)) == (400, "photos_too_many")
    assert code(buyer.post(place(asked), {"words": "Look.", "photos": ["x"]})) == (400, "invalid")
    assert (Message.objects.count(), Photo.objects.count()) == (1, 0)


SCRIPT = "<script>alert('x')</script>{{ 7*7 }}\u202e"


def test_markup_is_data_here_and_words_on_the_page(buyer: Program, seller: Program, asked: Message) -> None:
    forged: dict[str, Any] = {"role": "seller", "author": 1, "at": "2020-01-01T00:00:00Z", "thread": 1, "id": 1}
    said = buyer.post(place(asked), {**forged, "words": SCRIPT})[1]
    assert (said["role"], said["thread"]) == ("buyer", asked.thread_id)
    assert seller.get(place(asked))[1]["results"][0]["words"] == SCRIPT.rstrip("\u202e")
    browser = Client()
    browser.force_login(asked.author)
    page = browser.get(f"/buy/messages/{asked.thread_id}/").content.decode()
    assert ("<script>alert" in page, "&lt;script&gt;alert" in page, "{{ 7*7 }}" in page) == (False, True, True)
