"""Opening a shop and changing it."""

from datetime import datetime

import pytest

from core.errors import DomainError
from core.models import AuditRecord
from marketplace.catalog.actions.edit_shop import edit_shop
from marketplace.catalog.actions.open_shop import open_shop
from tests import make


def test_a_person_opens_one_shop(db: None, now: datetime) -> None:
    owner = make.user("Wang Shifu")
    shop = open_shop(owner, name=" Wang’s  Tea ", region="Jingmai", now=now)
    assert (shop.name, shop.slug, shop.currency, shop.ship_promise) == ("Wang’s Tea", "wangs-tea", "CNY", 72)
    assert list(AuditRecord.objects.values_list("book_id", "subject_type", "action", "actor_id")) == [
        (shop.pk, "shop", "opened", owner.pk)
    ]
    with pytest.raises(DomainError) as refusal:
        open_shop(owner, name="A second one", region="Jingmai", now=now)
    assert refusal.value.code == "shop_open_already"


def test_a_name_belongs_to_one_shop(db: None, now: datetime) -> None:
    make.shop(name="Owner’s Tea")
    with pytest.raises(DomainError) as refusal:
        open_shop(make.user(), name="Owner’s Tea", region="Jingmai", now=now)
    assert (refusal.value.code, refusal.value.field) == ("shop_name_taken", "name")


def test_names_that_read_the_same_get_different_addresses(db: None) -> None:
    assert [make.shop(name=name).slug for name in ("Tea House", "Tea-House", "王家茶园", "!!!")] == [
        "tea-house",
        "tea-house-2",
        "王家茶园",
        "shop",
    ]


@pytest.mark.parametrize(
    ("facts", "code", "field"),
    [
        ({"name": "  "}, "words_missing", "name"),
        ({"name": "x" * 61}, "words_too_long", "name"),
        ({"region": "\x00"}, "words_missing", "region"),
        ({"shipping_price": -1}, "amount_out_of_bounds", "shipping_price"),
        ({"free_above": 10**15}, "amount_out_of_bounds", "free_above"),
        ({"ship_promise": 0}, "promise_out_of_bounds", "ship_promise"),
        ({"ship_promise": 73}, "promise_out_of_bounds", "ship_promise"),
    ],
)
def test_what_cannot_be_read_is_refused_in_words(
    db: None, now: datetime, facts: dict[str, object], code: str, field: str
) -> None:
    shop = make.shop()
    with pytest.raises(DomainError) as refusal:
        edit_shop(shop, now=now, **facts)  # type: ignore[arg-type]
    assert (refusal.value.code, refusal.value.field) == (code, field)


def test_what_is_not_given_stays(db: None, now: datetime) -> None:
    shop = make.shop(name="Wang’s Tea", about="Tea first.")
    edit_shop(shop, now=now, region="Kunming", free_above=9900)
    shop.refresh_from_db()
    assert (shop.name, shop.about, shop.region, shop.free_above) == ("Wang’s Tea", "Tea first.", "Kunming", 9900)
