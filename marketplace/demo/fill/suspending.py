"""Whom the demo's desk has suspended: a shop that appeals and waits, and a person for whom it was lifted again."""

from datetime import datetime, timedelta

from core.actor import Actor, Role
from marketplace.catalog.actions.create_listing import create_listing
from marketplace.catalog.actions.open_shop import open_shop
from marketplace.catalog.actions.publish_listing import publish_listing
from marketplace.catalog.actions.suspend_person import suspend_person
from marketplace.catalog.actions.suspend_shop import suspend_shop
from marketplace.demo.fill.director import Director
from marketplace.demo.fill.people import Cast, make_person
from marketplace.suspensions.actions.appeal_suspension import appeal_suspension
from marketplace.suspensions.actions.lift_suspension import lift_suspension
from marketplace.suspensions.models import Suspension
from marketplace.users.models import User

COPIED = "Seven of eight pictures are copied from other shops, and “imperial jade” at 19 yuan is glass."
OUR_OWN = "照片是供货商给的，我们不知道是别人的。已经全部换成自己拍的，请恢复店铺。"
SAME_HAND = "Three accounts with one telephone asked for money back on the same day, in the same words."
ONE_PHONE = "我们一家三口用同一个手机号收快递。"
ONE_FAMILY = "一家三口合用一部手机，买的是三样东西，单据都在。解除。"


def write(director: Director, cast: Cast, end: datetime) -> None:
    """Set down what happens to both in the last month before `end`."""
    _a_shop_that_waits(director, cast, end)
    _a_person_who_is_free_again(director, cast, end)


def _a_shop_that_waits(director: Director, cast: Cast, end: datetime) -> None:
    keeper = make_person("Jin Fugui", "jin", "zh-hans")

    def open_it(now: datetime) -> None:
        shop = open_shop(keeper, now=now, name="Golden Luck Outlet", second_name="金福特卖", region="Yiwu, Zhejiang")
        jade = "Imperial jade bracelet, today only"
        bracelet = create_listing(shop, title=jade, second_title="帝王绿手镯", price=19_00, stock=400, now=now)
        publish_listing(bracelet, now=now)

    def suspend_it(now: datetime) -> None:
        suspend_shop(keeper.shop.pk, reason=COPIED, now=now, actor=cast.operator(0))

    director.at(end - timedelta(days=12), open_it)
    director.at(end - timedelta(days=6), suspend_it)
    director.at(end - timedelta(days=4.4), lambda now: _appeal(keeper, OUR_OWN, Role.SELLER, now))


def _a_person_who_is_free_again(director: Director, cast: Cast, end: datetime) -> None:
    person = make_person("Fang Xiaohui", "fang", "zh-hans")

    def suspend_them(now: datetime) -> None:
        suspend_person(person.pk, reason=SAME_HAND, now=now, actor=cast.operator(0))

    def lift_it(now: datetime) -> None:
        lift_suspension(_of(person).pk, reason=ONE_FAMILY, now=now, actor=cast.operator(1))

    director.at(end - timedelta(days=26), suspend_them)
    director.at(end - timedelta(days=25), lambda now: _appeal(person, ONE_PHONE, Role.BUYER, now))
    director.at(end - timedelta(days=22), lift_it)


def _appeal(person: User, words: str, role: Role, now: datetime) -> None:
    appeal_suspension(_of(person).pk, words=words, now=now, actor=Actor(role, person.pk))


def _of(person: User) -> Suspension:
    return Suspension.objects.get(person=person, lifted_at=None)
