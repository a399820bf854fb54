"""Reporting what is not right, and what the desk did about it."""

from datetime import datetime

import pytest
from pytest_django import Settings

from core.actor import Actor, Role
from core.errors import DomainError
from core.models import AuditRecord, OutboxMessage
from marketplace.conversations.actions.report import close_report, report
from marketplace.conversations.models import Message, Report
from marketplace.conversations.queries import is_reported
from tests import make
from tests.conftest import CommittedDatabase
from tests.escrow.at_once import at_once


def reported(asked: Message, now: datetime) -> Report:
    """The shop reports a question."""
    owner = Actor(Role.BUYER, asked.thread.shop.owner_id)
    return report("message", asked.pk, ground="spam", words="Again and again.", now=now, actor=owner)


def test_the_other_side_s_message_is_reported_once(db: None, now: datetime) -> None:
    asked = make.question(now=now)
    first, second = reported(asked, now), reported(asked, now)
    assert (first, Report.objects.count(), is_reported(asked.thread)) == (second, 1, True)
    record = AuditRecord.objects.get(subject_type="report")
    assert (record.action, record.data) == ("reported", {"subject": "message", "subject_id": asked.pk})


def test_what_one_cannot_see_is_not_there_to_report(db: None, now: datetime) -> None:
    asked, draft = make.question(now=now), make.listing(live=False, now=now)
    sealed, opened = make.review(now=now), make.open_review(now=now)
    stranger = Actor(Role.BUYER, make.user("Stranger").pk)
    subjects = [
        ("message", asked.pk, stranger),
        ("message", asked.pk, Actor(Role.BUYER, asked.author_id)),
        ("listing", draft.pk, stranger),
        ("review", sealed.pk, stranger),
        ("shop", 10**12, stranger),
        ("payout", 1, stranger),
    ]
    for subject, number, actor in subjects:
        with pytest.raises(DomainError) as refusal:
            report(subject, number, ground="fraud", now=now, actor=actor)
        assert refusal.value.code == "not_there"
    assert report("review", opened.pk, ground="pressure", now=now, actor=stranger).subject == "review"


def test_a_ground_is_one_of_the_list(db: None, now: datetime) -> None:
    with pytest.raises(DomainError) as refusal:
        report("shop", make.shop().pk, ground="because", now=now, actor=Actor(Role.BUYER, make.user("Lin").pk))
    assert refusal.value.code == "ground_unreadable"


def test_so_many_reports_in_a_day(db: None, now: datetime, settings: Settings) -> None:
    settings.REPORTS_A_DAY = 1
    actor = Actor(Role.BUYER, make.user("Lin").pk)
    report("shop", make.shop().pk, ground="fraud", now=now, actor=actor)
    with pytest.raises(DomainError) as refusal:
        report("shop", make.shop().pk, ground="fraud", now=now, actor=actor)
    assert refusal.value.code == "too_many_reports"


def test_an_operator_closes_it_with_words_and_it_is_told(db: None, now: datetime) -> None:
    one = reported(make.question(now=now), now)
    operator = Actor(Role.OPERATOR, make.operator().pk)
    closed = close_report(one.pk, answer="We wrote to them.", now=now, actor=operator)
    assert (closed.answer, closed.closed_by_id, closed.closed_at) == ("We wrote to them.", operator.user_id, now)
    assert OutboxMessage.objects.get(topic="report.closed").payload == {"report": one.pk}
    with pytest.raises(DomainError) as refusal:
        close_report(one.pk, answer="Again.", now=now, actor=operator)
    assert refusal.value.code == "report_closed"


def test_who_may_not_close_it(db: None, now: datetime) -> None:
    operator = make.operator()
    own = report("shop", make.shop().pk, ground="fraud", now=now, actor=Actor(Role.BUYER, operator.pk))
    for actor, answer, code in (
        (Actor(Role.OPERATOR, operator.pk), "Well.", "own_report"),
        (Actor(Role.BUYER, make.user("Lin").pk), "Well.", "not_an_operator"),
        (Actor(Role.OPERATOR, operator.pk), " ", "words_missing"),
    ):
        with pytest.raises(DomainError) as refusal:
            close_report(own.pk, answer=answer, now=now, actor=actor)
        assert refusal.value.code == code


def test_whoever_answers_for_it_does_not_close_it(db: None, now: datetime) -> None:
    operator = make.operator()
    mine = make.listing(make.shop(operator), now=now)
    asked, opened = make.question(buyer=operator, now=now), make.open_review(now=now)
    theirs = Actor(Role.OPERATOR, make.operator().pk)
    subjects = [("listing", mine.pk), ("shop", mine.shop_id), ("message", asked.pk), ("review", opened.pk)]
    for subject, number in subjects:
        somebody = Actor(Role.BUYER, asked.thread.shop.owner_id)
        one = report(subject, number, ground="fraud", now=now, actor=somebody)
        answerable = opened.author_id if subject == "review" else operator.pk
        with pytest.raises(DomainError) as refusal:
            close_report(one.pk, answer="All is well.", now=now, actor=Actor(Role.OPERATOR, answerable))
        assert (subject, refusal.value.code) == (subject, "own_report")
        assert close_report(one.pk, answer="Looked at.", now=now, actor=theirs).closed_at == now


def test_whom_it_is_about_does_not_close_it_either(db: None, now: datetime) -> None:
    operator = make.operator()
    shop = make.shop(operator, now=now)
    asked = make.question(to=shop, now=now)
    order = make.completed_order(sku=make.sku(make.listing(shop, now=now)), now=now)
    anybody = Actor(Role.BUYER, make.user("Lin").pk)
    made = [
        report("review", make.open_review(order, now=now).pk, ground="abuse", now=now, actor=anybody),
        report(
            "message", make.answer(asked, now=now).pk, ground="abuse", now=now, actor=Actor(Role.BUYER, asked.author_id)
        ),
    ]
    for one in made:
        with pytest.raises(DomainError) as refusal:
            close_report(one.pk, answer="Well.", now=now, actor=Actor(Role.OPERATOR, operator.pk))
        assert refusal.value.code == "own_report"
        assert close_report(one.pk, answer="We looked.", now=now, actor=make.desk()).closed_at == now


def test_two_operators_close_it_once(committed_db: CommittedDatabase, now: datetime) -> None:
    one = reported(make.question(now=now), now)
    operators = [Actor(Role.OPERATOR, make.operator().pk) for _number in range(2)]
    acts = [lambda who=who: close_report(one.pk, answer="Done.", now=now, actor=who) for who in operators]
    assert sorted(at_once(acts)) == ["done", "report_closed"]
