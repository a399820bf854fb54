"""Writing to the other side: once, unchanged, told once in a burst, by the two sides alone, and never as a flood."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from pytest_django import Settings

from core.actor import Actor, Role
from core.errors import DomainError
from core.models import OutboxMessage
from marketplace.catalog.pictures import take_all
from marketplace.conversations.actions.ask_shop import ask_shop
from marketplace.conversations.actions.write_message import write_about_order, write_message
from marketplace.conversations.models import Message, Thread
from marketplace.conversations.queries import of_buyer, of_shop, unread_threads
from tests import make
from tests.conftest import CommittedDatabase
from tests.escrow.at_once import at_once

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


def told() -> list[str]:
    return list(OutboxMessage.objects.filter(topic="message.sent").order_by("id").values_list("payload__of", flat=True))


def code_of(refusal: pytest.ExceptionInfo[DomainError]) -> str:
    return refusal.value.code


def test_a_question_opens_one_thread_with_a_shop(db: None, now: datetime) -> None:
    asked = make.question(now=now)
    thread = Thread.objects.get()
    again = ask_shop(
        thread.shop_id, words="And the year before?", now=now + MINUTE, actor=Actor(Role.BUYER, thread.buyer_id)
    )
    assert (again.thread_id, Thread.objects.count(), Message.objects.count()) == (asked.thread_id, 1, 2)
    thread.refresh_from_db()
    assert (thread.order, thread.last_at, thread.buyer_read_at) == (None, now + MINUTE, None)


def test_a_question_may_name_goods_of_the_shop_and_no_others(db: None, now: datetime) -> None:
    mine, other = make.listing(now=now), make.listing(now=now)
    buyer = Actor(Role.BUYER, make.user("Lin Yue").pk)
    asked = ask_shop(mine.shop_id, words="Is it dry?", listing_id=mine.pk, now=now, actor=buyer)
    assert asked.listing == mine
    with pytest.raises(DomainError) as refusal:
        ask_shop(mine.shop_id, words="Is it dry?", listing_id=other.pk, now=now, actor=buyer)
    assert code_of(refusal) == "goods_unknown"


def test_a_burst_is_told_once_until_it_is_read(db: None, now: datetime) -> None:
    asked = make.question(now=now)
    buyer = Actor(Role.BUYER, asked.author_id)
    write_message(asked.thread_id, words="Hello?", now=now + MINUTE, actor=buyer)
    assert told() == ["seller"]
    thread = Thread.objects.get()
    make.looked_at(thread, Role.SELLER, now=now + 2 * MINUTE)
    write_message(asked.thread_id, words="Thank you.", now=now + 3 * MINUTE, actor=buyer)
    assert told() == ["seller", "seller"]
    make.answer(asked, now=now + 4 * MINUTE)
    assert told() == ["seller", "seller", "buyer"]


def test_whoever_never_reads_is_told_again_after_a_day(db: None, now: datetime) -> None:
    asked = make.question(now=now)
    buyer = Actor(Role.BUYER, asked.author_id)
    write_message(asked.thread_id, words="Hello?", now=now + 23 * HOUR, actor=buyer)
    assert told() == ["seller"]
    write_message(asked.thread_id, words="Anybody?", now=now + 48 * HOUR, actor=buyer)
    assert told() == ["seller", "seller"]


def test_writing_is_not_reading(db: None, now: datetime) -> None:
    order = make.paid_order(now=now)
    make.letter(order, now=now)
    make.letter(order, "Before I read yours.", by=Role.SELLER, now=now)
    assert unread_threads(Thread.objects.all(), Role.SELLER).exists()


def test_both_sides_of_an_order_share_one_thread(db: None, now: datetime) -> None:
    order = make.paid_order(now=now)
    first = make.letter(order, now=now)
    second = make.letter(order, "Gladly.", by=Role.SELLER, now=now + MINUTE)
    assert first.thread_id == second.thread_id
    thread = Thread.objects.get()
    assert (thread.order, thread.shop, thread.buyer) == (order, order.shop, order.buyer)
    assert OutboxMessage.objects.filter(topic="message.sent", payload__order=order.pk).count() == 2


def test_photos_are_kept_with_a_message_without_their_secrets(db: None, now: datetime) -> None:
    order = make.paid_order(now=now)
    written = write_about_order(
        order.pk, words="", photos=take_all([make.picture(), make.picture()]), now=now, actor=make.buyer_of(order)
    )
    photos = list(written.photos.all())
    assert [len(photo.sha256) for photo in photos] == [64, 64]
    assert str(photos[0].file.name).startswith(f"threads/{written.thread_id}/")
    with photos[0].file.open() as kept:
        assert kept.read(4) == b"RIFF"


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("", "words_missing"),
        (" \n\t ", "words_missing"),
        ("\u200b\u200b", "words_missing"),
        ("x" * 2001, "words_too_long"),
    ],
)
def test_nothing_and_too_much_are_refused(db: None, now: datetime, words: str, code: str) -> None:
    order = make.paid_order(now=now)
    with pytest.raises(DomainError) as refusal:
        make.letter(order, words, now=now)
    assert (code_of(refusal), Message.objects.count()) == (code, 0)


def test_signs_that_turn_the_direction_are_taken_out(db: None, now: datetime) -> None:
    written = make.letter(make.paid_order(now=now), "a\u202eb\x00c\ud800d", now=now)
    assert written.words == "abcd"


def test_others_write_in_nobody_s_thread(db: None, now: datetime) -> None:
    order = make.paid_order(now=now)
    letter = make.letter(order, now=now)
    stranger = make.user("Stranger")
    for actor in (Actor(Role.BUYER, stranger.pk), Actor(Role.SELLER, stranger.pk), Actor(Role.SELLER, order.buyer_id)):
        with pytest.raises(DomainError) as refusal:
            write_message(letter.thread_id, words="Hi.", now=now, actor=actor)
        assert code_of(refusal) == "not_yours"
        with pytest.raises(DomainError) as refusal:
            write_about_order(order.pk, words="Hi.", now=now, actor=actor)
        assert code_of(refusal) == "not_yours"


def test_nobody_asks_their_own_shop(db: None, now: datetime) -> None:
    shop = make.shop()
    with pytest.raises(DomainError) as refusal:
        ask_shop(shop.pk, words="Hi.", now=now, actor=Actor(Role.BUYER, shop.owner_id))
    assert code_of(refusal) == "own_shop"


def test_a_suspended_person_asks_nothing_new_and_writes_about_orders(db: None, now: datetime) -> None:
    asked = make.question(now=now)
    order = make.paid_order(buyer=asked.author, now=now)
    make.suspended_person(asked.author, now=now)
    buyer = Actor(Role.BUYER, asked.author_id)
    acts: list[Callable[[], object]] = [
        lambda: ask_shop(make.shop().pk, words="Hi.", now=now, actor=buyer),
        lambda: write_message(asked.thread_id, words="Hi.", now=now, actor=buyer),
    ]
    for act in acts:
        with pytest.raises(DomainError) as refusal:
            act()
        assert code_of(refusal) == "person_suspended"
    assert make.letter(order, now=now).author == asked.author


def test_a_flood_is_stopped(db: None, now: datetime, settings: Settings) -> None:
    settings.MESSAGES_AN_HOUR = 2
    asked = make.question(now=now)
    buyer = Actor(Role.BUYER, asked.author_id)
    write_message(asked.thread_id, words="Hello?", now=now, actor=buyer)
    with pytest.raises(DomainError) as refusal:
        write_message(asked.thread_id, words="Hello?!", now=now + MINUTE, actor=buyer)
    assert code_of(refusal) == "too_many_messages"
    assert write_message(asked.thread_id, words="Hello?!", now=now + 61 * MINUTE, actor=buyer).words == "Hello?!"


def test_so_many_shops_are_asked_in_a_day(db: None, now: datetime, settings: Settings) -> None:
    settings.SHOPS_ASKED_A_DAY = 1
    asked = make.question(now=now)
    with pytest.raises(DomainError) as refusal:
        make.question(buyer=asked.author, now=now + MINUTE)
    assert code_of(refusal) == "too_many_questions"
    assert make.question(buyer=asked.author, now=now + timedelta(days=1, minutes=1)).thread_id != asked.thread_id


def test_lists_stand_by_the_newest_word(db: None, now: datetime) -> None:
    first = make.question(now=now)
    second = make.question(buyer=first.author, now=now + MINUTE)
    make.answer(first, now=now + 2 * MINUTE)
    mine = of_buyer(first.author)
    assert [(t.pk, t.is_unread) for t in mine] == [(first.thread_id, True), (second.thread_id, False)]  # type: ignore[attr-defined]
    shop = Thread.objects.get(pk=second.thread_id).shop
    assert [(t.pk, t.is_unread) for t in of_shop(shop)] == [(second.thread_id, True)]  # type: ignore[attr-defined]


def test_both_sides_begin_at_once_in_one_thread(committed_db: CommittedDatabase, now: datetime) -> None:
    order = make.paid_order(now=now)
    acts = [lambda by=by: make.letter(order, by=by, now=now) for by in (Role.BUYER, Role.SELLER) * 3]
    assert at_once(acts) == ["done"] * 6
    assert (Thread.objects.count(), Message.objects.count()) == (1, 6)


def test_two_first_questions_at_once_are_one_thread(committed_db: CommittedDatabase, now: datetime) -> None:
    shop, buyer = make.shop(), make.user("Lin Yue")
    assert at_once([lambda: make.question(buyer=buyer, to=shop, now=now)] * 4) == ["done"] * 4
    assert (Thread.objects.count(), Message.objects.count()) == (1, 4)


def test_the_last_message_of_an_hour_is_written_once(
    committed_db: CommittedDatabase, now: datetime, settings: Settings
) -> None:
    settings.MESSAGES_AN_HOUR = 2
    order = make.paid_order(now=now)
    make.letter(order, now=now)
    acts: list[Callable[[], object]] = [lambda: make.letter(order, now=now)] * 2
    acts += [lambda: make.question(buyer=order.buyer, now=now)]
    assert sorted(at_once(acts)) == ["done", "too_many_messages", "too_many_messages"]
    assert Message.objects.count() == 2
