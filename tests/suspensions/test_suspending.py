"""One operator suspends at once; what follows, another one decides."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from core.actor import SYSTEM, Actor, Role
from core.deadlines import run_due
from core.errors import DomainError
from core.models import Deadline
from escrow.invariants import check_site
from marketplace.catalog.actions.suspend_person import suspend_person
from marketplace.catalog.actions.suspend_shop import suspend_shop
from marketplace.catalog.models import Shop
from marketplace.deadlines import ACTIONS
from marketplace.suspensions.actions.appeal_suspension import appeal_suspension
from marketplace.suspensions.actions.keep_suspension import keep_suspension
from marketplace.suspensions.actions.lift_suspension import lift_suspension
from marketplace.suspensions.actions.pass_appeal_promise import pass_appeal_promise
from marketplace.suspensions.models import Suspension
from marketplace.users.models import User
from tests import make
from tests.suspensions import seen

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
WHY = "Three buyers showed us counterfeit labels."


def refused(act: Callable[..., object], subject: int, **given: Any) -> str:
    """The code of the refusal, which left everything as it was."""
    before = seen.everything()
    with pytest.raises(DomainError) as refusal:
        act(subject, **given)
    assert seen.everything() == before
    return refusal.value.code


def operator_of(person: User) -> Actor:
    return Actor(Role.OPERATOR, person.pk)


def test_a_shop_is_suspended(now: datetime) -> None:
    shop, desk = make.shop(), make.desk()
    made = suspend_shop(shop.pk, reason=f" {WHY}\n", now=now, actor=desk)
    assert (made.person_id, made.reason, made.by_id, made.at) == (shop.owner_id, WHY, desk.user_id, now)
    assert seen.suspensions() == [("shop", shop.pk, True)]
    assert seen.records() == [("shop", shop.pk, shop.pk, "suspended", "operator")]
    assert seen.told() == [("suspension.imposed", {"suspension": made.pk, "of": "shop"})]
    assert seen.stops() == [(shop.pk, True)]
    assert check_site(now) == []


def test_a_person_is_suspended_and_their_shop_with_them(now: datetime) -> None:
    shop = make.shop()
    made = suspend_person(shop.owner_id, reason=WHY, now=now, actor=make.desk())
    assert seen.suspensions() == [("person", shop.owner_id, True), ("shop", shop.pk, True)]
    assert set(Suspension.objects.values_list("person_id", "reason", "by_id")) == {(shop.owner_id, WHY, made.by_id)}
    assert seen.records() == [
        ("person", shop.owner_id, 0, "suspended", "operator"),
        ("shop", shop.pk, shop.pk, "suspended", "operator"),
    ]
    assert [(topic, payload["of"]) for topic, payload in seen.told()] == [
        ("suspension.imposed", "person"),
        ("suspension.imposed", "shop"),
    ]
    assert seen.stops() == [(shop.pk, True)]
    assert check_site(now) == []


def test_a_person_without_a_shop_and_one_whose_shop_is_suspended_already(now: datetime) -> None:
    buyer, shop = make.user(), make.shop()
    first = make.suspended_shop(shop, now=now)
    for person in (buyer.pk, shop.owner_id):
        suspend_person(person, reason=WHY, now=now + DAY, actor=make.desk())
    assert seen.suspensions() == [("shop", shop.pk, True), ("person", buyer.pk, True), ("person", shop.owner_id, True)]
    assert Suspension.objects.get(subject_type="shop").pk == first.pk
    assert check_site(now + DAY) == []


@pytest.mark.parametrize(
    ("reason", "code"), [("", "words_missing"), (" \n\u202e ", "words_missing"), ("x" * 1001, "words_too_long")]
)
def test_a_suspension_wants_a_reason(reason: str, code: str, now: datetime) -> None:
    shop, desk = make.shop(), make.desk()
    codes = [
        refused(act, subject, reason=reason, now=now, actor=desk)
        for act, subject in ((suspend_shop, shop.pk), (suspend_person, shop.owner_id))
    ]
    assert codes == [code, code]


def test_what_is_suspended_is_not_suspended_again(now: datetime) -> None:
    shop = make.suspended_person(make.shop().owner, now=now).person.shop
    desk = make.desk()
    codes = [
        refused(act, subject, reason=WHY, now=now, actor=desk)
        for act, subject in ((suspend_shop, shop.pk), (suspend_person, shop.owner_id))
    ]
    assert codes == ["suspended_already", "suspended_already"]


def test_nobody_but_an_operator_suspends_and_nobody_suspends_themselves(now: datetime) -> None:
    shop = make.shop(make.operator())
    stranger = Actor(Role.SELLER, make.user().pk)
    owner = operator_of(shop.owner)
    codes = [
        refused(act, subject, reason=WHY, now=now, actor=actor)
        for actor in (stranger, owner)
        for act, subject in ((suspend_shop, shop.pk), (suspend_person, shop.owner_id))
    ]
    assert codes == ["not_an_operator", "not_an_operator", "own_suspension", "own_suspension"]


def test_an_operator_alone_suspends_no_other_one_but_may_suspend_their_shop(now: datetime) -> None:
    shop = make.shop(make.operator())
    code = refused(suspend_person, shop.owner_id, reason=WHY, now=now, actor=make.desk())
    assert code == "operators_not_alone"
    suspend_shop(shop.pk, reason=WHY, now=now, actor=make.desk())
    assert seen.suspensions() == [("shop", shop.pk, True)]


def test_what_is_not_there_cannot_be_suspended(now: datetime) -> None:
    with pytest.raises(Shop.DoesNotExist):
        suspend_shop(404, reason=WHY, now=now, actor=make.desk())
    with pytest.raises(User.DoesNotExist):
        suspend_person(404, reason=WHY, now=now, actor=make.desk())


@pytest.mark.parametrize("of", ["shop", "person"])
def test_whom_it_concerns_appeals_once_and_is_promised_a_decision(of: str, now: datetime) -> None:
    made = make.suspended_shop(now=now) if of == "shop" else make.suspended_person(now=now)
    appealed = appeal_suspension(made.pk, words=" It was the printer. ", now=now + DAY, actor=make.whom(made))
    assert (appealed.appeal, appealed.appealed_at, appealed.appeal_waits) == ("It was the printer.", now + DAY, True)
    role = "seller" if of == "shop" else "buyer"
    assert seen.records()[-1] == (of, made.subject_id, made.book_id, "suspension_appealed", role)
    assert seen.told()[-1] == ("suspension.appealed", {"suspension": made.pk, "of": of})
    assert seen.promises() == [(made.pk, now + 8 * DAY, "")]
    again = refused(appeal_suspension, made.pk, words="Again.", now=now + DAY, actor=make.whom(made))
    assert again == "appealed_already"
    assert seen.suspensions() == [(of, made.subject_id, True)]
    assert check_site(now + DAY) == []


def test_nobody_else_appeals_and_not_without_words_nor_when_it_is_over(now: datetime) -> None:
    made = make.suspended_shop(now=now)
    owner = make.whom(made)
    codes = [
        refused(appeal_suspension, made.pk, words=words, now=now, actor=actor)
        for actor, words in (
            (make.desk(), "Why?"),
            (Actor(Role.SELLER, make.user().pk), "Why?"),
            (SYSTEM, "Why?"),
            (owner, " "),
            (owner, "x" * 1001),
        )
    ]
    assert codes == ["not_yours", "not_yours", "not_yours", "words_missing", "words_too_long"]
    make.lifted_suspension(made, now=now)
    assert refused(appeal_suspension, made.pk, words="Why?", now=now, actor=owner) == "suspension_over"
    with pytest.raises(Suspension.DoesNotExist):
        appeal_suspension(404, words="Why?", now=now, actor=owner)


def test_after_the_appeal_another_operator_keeps_it(now: datetime) -> None:
    made, desk = make.appealed_suspension(now=now), make.desk()
    kept = keep_suspension(made.pk, reason="We looked again.", now=now + DAY, actor=desk)
    assert (kept.kept_reason, kept.kept_by_id, kept.kept_at, kept.appeal_waits) == (
        "We looked again.",
        desk.user_id,
        now + DAY,
        False,
    )
    assert seen.records()[-1][3:] == ("suspension_kept", "operator")
    assert seen.told()[-1][0] == "suspension.kept"
    assert seen.promises() == [(made.pk, now + 7 * DAY, "met")]
    assert (seen.suspensions(), seen.stops()) == (
        [("shop", made.subject_id, True)],
        [(made.subject_id, True)],
    )
    assert refused(keep_suspension, made.pk, reason="Again.", now=now, actor=make.desk()) == "appeal_decided"
    assert check_site(now + DAY) == []


@pytest.mark.parametrize("before", ["suspended_shop", "appealed_suspension", "kept_suspension"])
def test_another_operator_lifts_it_with_an_appeal_or_without(before: str, now: datetime) -> None:
    made, desk = getattr(make, before)(now=now), make.desk()
    lifted = lift_suspension(made.pk, reason="They proved it.", now=now + DAY, actor=desk)
    assert (lifted.lifted_reason, lifted.lifted_by_id, lifted.lifted_at, lifted.is_open) == (
        "They proved it.",
        desk.user_id,
        now + DAY,
        False,
    )
    assert seen.records()[-1][3:] == ("suspension_lifted", "operator")
    assert seen.told()[-1][0] == "suspension.lifted"
    assert (seen.suspensions(), seen.stops()) == ([("shop", made.subject_id, False)], [(made.subject_id, False)])
    assert {outcome for _suspension, _due, outcome in seen.promises()} <= {"met"}
    assert refused(lift_suspension, made.pk, reason="Again.", now=now, actor=make.desk()) == "suspension_over"
    assert check_site(now + DAY) == []
    make.suspended_shop(Shop.objects.get(), now=now + 2 * DAY)
    assert seen.stops() == [(made.subject_id, False), (made.subject_id, True)]


def test_whoever_suspended_decides_nothing_about_it_nor_does_whom_it_concerns(now: datetime) -> None:
    first = make.operator()
    shop = make.shop(make.operator())
    made = make.appealed_suspension(make.suspended_shop(shop, by=operator_of(first), now=now), now=now)
    actors = (operator_of(first), operator_of(shop.owner), Actor(Role.SELLER, shop.owner_id))
    codes = [
        refused(act, made.pk, reason="So.", now=now, actor=actor)
        for act in (keep_suspension, lift_suspension)
        for actor in actors
    ]
    assert codes == ["suspended_by_you", "own_suspension", "not_an_operator"] * 2


def test_deciding_wants_a_reason_and_keeping_an_appeal(now: datetime) -> None:
    made, desk = make.suspended_shop(now=now), make.desk()
    codes = [
        refused(act, made.pk, reason=reason, now=now, actor=desk)
        for act, reason in ((keep_suspension, "So."), (keep_suspension, " "), (lift_suspension, "x" * 1001))
    ]
    assert codes == ["not_appealed", "words_missing", "words_too_long"]


def test_a_person_is_free_before_their_shop_is(now: datetime) -> None:
    shop = make.shop()
    person = make.suspended_person(shop.owner, now=now)
    of_shop = Suspension.objects.get(subject_type="shop")
    assert refused(lift_suspension, of_shop.pk, reason="So.", now=now, actor=make.desk()) == "person_first"
    make.lifted_suspension(person, now=now)
    assert seen.suspensions() == [("person", shop.owner_id, False), ("shop", shop.pk, True)]
    make.lifted_suspension(of_shop, now=now)
    assert seen.suspensions() == [("person", shop.owner_id, False), ("shop", shop.pk, False)]


def test_an_appeal_that_nobody_decides_in_time_is_told_to_the_desk_once(now: datetime) -> None:
    made = make.appealed_suspension(now=now)
    promise = Deadline.objects.get(kind="suspension_appeal")
    assert (run_due(ACTIONS, now=now + 6 * DAY), run_due(ACTIONS, now=now + 7 * DAY)) == (0, 1)
    assert pass_appeal_promise(promise, now + 7 * DAY) is False
    assert [topic for topic, _payload in seen.told()].count("suspension.overdue") == 1
    assert seen.records()[-1] == ("shop", made.subject_id, made.subject_id, "suspension_overdue", "system")
    assert seen.promises() == [(made.pk, now + 7 * DAY, "passed")]
    make.kept_suspension(made, now=now + 9 * DAY)
    assert check_site(now + 9 * DAY) == []


def test_a_promise_that_was_kept_does_not_pass(now: datetime) -> None:
    made = make.appealed_suspension(now=now)
    promise = Deadline.objects.get(kind="suspension_appeal")
    make.kept_suspension(made, now=now + DAY)
    assert pass_appeal_promise(promise, now + 7 * DAY) is False
    assert "suspension.overdue" not in {topic for topic, _payload in seen.told()}


@pytest.mark.parametrize(
    "change",
    [
        {"reason": "Nothing."},
        {"at": datetime(2026, 1, 1, tzinfo=UTC)},
        {"appeal": "Nothing."},
        {"kept_reason": "Nothing."},
        {"lifted_reason": "Nothing."},
        {"lifted_at": None, "lifted_by": None, "lifted_reason": ""},
    ],
    ids=lambda change: next(iter(change)),
)
def test_the_database_changes_nothing_that_was_written(change: dict[str, object], now: datetime) -> None:
    made = make.lifted_suspension(make.kept_suspension(now=now), now=now)
    with pytest.raises(DatabaseError, match="stays as it was"), transaction.atomic():
        Suspension.objects.filter(pk=made.pk).update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        made.delete()


def test_the_database_lets_nobody_decide_about_their_own(now: datetime) -> None:
    made = make.appealed_suspension(now=now)
    for who in (made.by_id, made.person_id):
        for change in (
            {"kept_at": now, "kept_by_id": who, "kept_reason": "So."},
            {"lifted_at": now, "lifted_by_id": who, "lifted_reason": "So."},
        ):
            with pytest.raises(IntegrityError), transaction.atomic():
                Suspension.objects.filter(pk=made.pk).update(**change)
