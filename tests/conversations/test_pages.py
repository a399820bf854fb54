"""The pages of conversations: what each side reads, sends once, and is told; with a literal number of queries."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from core import clock
from core.actor import Role
from core.models import OutboxMessage
from marketplace.conversations.models import Message, Thread
from marketplace.notifications.email import letter
from marketplace.notifications.models import Notification
from marketplace.notifications.notify import notify
from marketplace.users.models import User
from tests import make
from tests.make.sessions import session_of

SECOND = timedelta(seconds=1)


def browser(user: User) -> Client:
    client = Client()
    client.cookies["sessionid"] = session_of(user)
    return client


def deliver() -> list[Notification]:
    for message in OutboxMessage.objects.filter(topic__in=["message.sent", "report.closed"]):
        notify(message, message.created_at)
    return list(Notification.objects.order_by("pk"))


@pytest.mark.parametrize("rows", [1, 3])
def test_inboxes_ask_so_often(db: None, rows: int, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    now = clock.now()
    shop, buyer = make.shop(), make.user("Lin Yue")
    for number in range(rows):
        make.question(f"Question {number}?", buyer=make.user(f"Buyer {number}"), to=shop, now=now)
        make.question(f"Question {number}?", buyer=buyer, to=make.shop(), now=now)
    at_buyer, at_shop = browser(buyer), browser(shop.owner)
    with django_assert_num_queries(7):
        page = at_buyer.get("/buy/messages/")
    assert page.status_code == 200
    assert page.content.decode().count("Question") == rows
    with django_assert_num_queries(8):
        page = at_shop.get("/sell/messages/")
    assert page.content.decode().count("Question") == rows


@pytest.mark.parametrize(("rows", "queries"), [(1, 8), (3, 15)])
def test_a_thread_asks_so_often(
    db: None, rows: int, queries: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    """Seven more where something is new: then it is marked as read, and the notice of it too."""
    now = clock.now()
    asked = make.question(now=now)
    for number in range(rows - 1):
        make.answer(asked, f"Answer {number}.", now=now + SECOND)
    client = browser(asked.author)
    with django_assert_num_queries(queries):
        assert client.get(f"/buy/messages/{asked.thread_id}/").status_code == 200


def test_a_form_sent_twice_is_one_message(db: None) -> None:
    asked = make.question(now=clock.now())
    seller = browser(asked.thread.shop.owner)
    sent = {"words": "From this April.", "idempotency_key": "k1"}
    for _press in range(2):
        answer = seller.post(f"/sell/messages/{asked.thread_id}/", sent)
        assert (answer.status_code, answer["Location"]) == (302, f"/sell/messages/{asked.thread_id}/")
    assert Message.objects.filter(words="From this April.").count() == 1


def test_what_is_wrong_is_said_and_what_was_typed_stays(db: None) -> None:
    asked = make.question(now=clock.now())
    seller = browser(asked.thread.shop.owner)
    answer = seller.post(f"/sell/messages/{asked.thread_id}/", {"words": "x" * 2001})
    assert answer.status_code == 422
    assert "x" * 2001 in answer.content.decode()
    bomb = {"words": "Look.", "photos": SimpleUploadedFile("tea.jpg", b"<svg xmlns='http://www.w3.org/2000/svg'/>")}
    answer = seller.post(f"/sell/messages/{asked.thread_id}/", bomb)
    assert answer.status_code == 422
    assert "Look." in answer.content.decode()
    assert Message.objects.count() == 1


def test_markup_in_words_is_words(db: None) -> None:
    asked = make.question("<script>alert(1)</script> {{ 7 }}", now=clock.now())
    page = browser(asked.author).get(f"/buy/messages/{asked.thread_id}/").content.decode()
    assert "&lt;script&gt;alert(1)&lt;/script&gt; {{ 7 }}" in page


def test_looking_marks_as_read_and_the_writer_sees_it(db: None) -> None:
    now = clock.now()
    asked = make.question(now=now)
    buyer, seller = browser(asked.author), browser(asked.thread.shop.owner)
    place = f"/buy/messages/{asked.thread_id}/"
    assert "not read yet" in buyer.get(place).content.decode()
    seller.head(f"/sell/messages/{asked.thread_id}/")
    assert Thread.objects.get().seller_read_at is None
    assert seller.get(f"/sell/messages/{asked.thread_id}/").status_code == 200
    page = buyer.get(place).content.decode()
    assert "not read yet" not in page
    assert "· read" in " ".join(page.split())


def test_an_order_leads_to_its_thread_once_there_is_one(db: None) -> None:
    order = make.paid_order(now=clock.now())
    buyer = browser(order.buyer)
    place = f"/buy/orders/{order.reference}/messages/"
    assert buyer.get(place).status_code == 200
    answer = buyer.post(place, {"words": "Please ring twice."})
    thread = Thread.objects.get()
    assert answer["Location"] == buyer.get(place)["Location"] == f"/buy/messages/{thread.pk}/"
    seller = browser(order.shop.owner)
    assert seller.get(f"/sell/orders/{order.reference}/messages/")["Location"] == f"/sell/messages/{thread.pk}/"


def test_a_question_names_its_goods_and_nonsense_names_none(db: None) -> None:
    listing = make.listing(title="Yiwu spring buds", now=clock.now())
    buyer = browser(make.user("Lin Yue"))
    place = f"/buy/shops/{listing.shop.slug}/question/"
    assert "Yiwu spring buds" in buyer.get(f"{place}?listing={listing.pk}").content.decode()
    for nonsense in ("0", "-1", "x", "９", "9" * 40, "\0"):
        assert buyer.get(place, {"listing": nonsense}).status_code == 200
    buyer.post(f"{place}?listing={listing.pk}", {"words": "Is it dry?"})
    assert Message.objects.get().listing == listing
    assert buyer.get("/buy/shops/nobody/question/").status_code == 404


def test_a_notice_and_a_letter_lead_to_the_conversation(db: None) -> None:
    now = clock.now()
    order = make.paid_order(now=now)
    make.letter(order, by=Role.SELLER, now=now)
    asked = make.question(buyer=order.buyer, now=now)
    make.answer(asked, now=now)
    notices = [one for one in deliver() if one.user == order.buyer]
    texts = [letter(one, now).body for one in notices]
    assert f"{order.shop.shown_name} wrote to you about order {order.reference}." in texts[0]
    assert f"/buy/messages/{Thread.objects.get(order=order).pk}/" in texts[0]
    assert "The conversation:" in texts[0]
    assert f"{asked.thread.shop.shown_name} answered you." in texts[1]
    page = browser(order.buyer).get("/notices/").content.decode()
    assert f'href="/buy/messages/{asked.thread_id}/"' in page


def test_the_desk_reads_a_conversation_beside_a_claim(db: None) -> None:
    claim = make.claim_to_rule()
    make.letter(claim.order, "It was wet when it came.")
    page = browser(make.operator()).get(f"/staff/claims/{claim.pk}/").content.decode()
    assert "It was wet when it came." in page
