"""The world of the access matrix, with more in it: orders in every state, goods with pictures, notices, long names."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from allauth.account.forms import EmailAwarePasswordResetTokenGenerator
from allauth.account.models import EmailAddress, EmailConfirmationHMAC
from allauth.account.utils import user_pk_to_url_str
from django.core.files.base import ContentFile
from django.test import Client, override_settings
from django.urls import reverse

from core.models import OutboxMessage
from marketplace.catalog.actions.add_photo import add_photo
from marketplace.catalog.actions.prepare_photo import prepare_photo
from marketplace.catalog.cards import slug_of
from marketplace.catalog.models import Listing, Shop
from marketplace.catalog.variants import Variant
from marketplace.demo import pictures
from marketplace.notifications.notify import notify, topics
from marketplace.orders.models import Order
from marketplace.users.models import User
from tests import make
from tests.access import scene
from tests.access.asking import undone
from tests.axe.banking import ACCOUNT, banking, deposit_by_transfer
from tests.axe.endpoints import endpoints
from tests.axe.hearings import hearings
from tests.axe.opinions import opinions
from tests.axe.stages import STAGES
from tests.axe.suspended import suspended
from tests.make.sessions import session_of
from tests.make.users import PASSWORD

DRAWINGS = Path(pictures.__file__).parent
LONG_NAME = "Wolfeschlegelsteinhausenbergerdorff Hubert"
LONG_TITLE = ("Old" * 20 + " 景迈古树普洱茶" * 8)[:120]
LONG_SHOP = "Qingyuan Back Hill Dried Mushroom Growers’ Cooperative No 12"


@dataclass(frozen=True)
class World:
    """Who is there, and what addresses point at. `cookies` are the sessions of those who have signed in."""

    args: dict[str, list[object]]
    cookies: dict[str, str]

    def browser(self, role: str) -> Client:
        """A browser with nothing but the session of that role; `nobody` has none."""
        client = Client(raise_request_exception=False)
        if role != "nobody":
            client.cookies["sessionid"] = self.cookies[role]
        return client

    def place(self, name: str, about: str) -> str:
        """The path of an address, pointing at what it is about."""
        return reverse(name, args=self.args[about])


@contextmanager
def built(folder: Path, now: datetime) -> Iterator[World]:
    """The world as of `now`, in the demo, its files in `folder`; undone afterwards. Needs a database to work in."""
    the_demo = {
        "DEMO": True,
        "GATEWAYS": ["sandbox", "bank_transfer"],
        "MEDIA_ROOT": folder,
        "EMAIL_DIR": str(folder),
        **ACCOUNT,
    }
    with override_settings(**the_demo, **scene.PATIENT), undone():
        base = scene.build(now)
        buyer = User.objects.get(email=scene.EMAIL)
        shop = Shop.objects.get(owner__name="Wang Sells")
        operator = User.objects.exclude(password__startswith="!").get(is_staff=True)
        places, people = suspended(operator, now)
        args = base.args | _together(
            {"the buyer": [buyer.pk], "the shop": [shop.pk]},
            _orders(buyer, shop, now),
            banking(buyer, make.sku(make.listing(shop, now=now)), operator, now),
            _goods(buyer, shop, now),
            _keys(buyer),
            hearings(make.sku(make.listing(shop, title=LONG_TITLE, now=now)), operator, now),
            endpoints(shop, now),
            places,
        )
        _tell(now)
        yield World(args, {**base.cookies, **_newcomers(now), **{name: _session(who) for name, who in people.items()}})


def _together(*parts: dict[str, list[object]]) -> dict[str, list[object]]:
    """What every part wants, each under a name of its own."""
    names = [name for part in parts for name in part]
    twice = {name for name in names if names.count(name) > 1}
    assert not twice, twice
    return {name: wanted for part in parts for name, wanted in part.items()}


def _orders(buyer: User, shop: Shop, now: datetime) -> dict[str, list[object]]:
    sku = make.sku(make.listing(shop, title=LONG_TITLE, second_title="景迈古树普洱茶饼", stock=50, now=now))
    orders = {name: stage(buyer, sku, now) for name, stage in STAGES.items()}
    Order.objects.filter(pk=orders["to ship"].pk).update(recipient=LONG_NAME)
    about: dict[str, list[object]] = {}
    for name, order in orders.items():
        about |= {name: [order.reference], f"payment {name}": [order.checkout.payment.reference]}
    return about


def _goods(buyer: User, shop: Shop, now: datetime) -> dict[str, list[object]]:
    """A shop with a face, one piece of goods with everything a listing may have, and both kinds in a basket."""
    shop.about, shop.second_name = "Three generations in Jingmai. We pick, dry and press here.", "王家茶园"
    shop.picture.save("wang.webp", ContentFile((DRAWINGS / "shop-wang.webp").read_bytes()), save=False)
    shop.save()
    choices = [Variant("100 g piece", 3_600, 9), Variant("357 g cake", 11_800, 38), Variant("1 kg brick", 99_900, 0)]
    tea = make.listing(
        shop,
        second_title="景迈古树普洱茶饼",
        variants=choices,
        category="tea",
        description="Picked between 18 March and 6 April 2019.\n\nDry stored in Kunming since.",
        now=now,
    )
    for name in ("tea-cake", "gaiwan"):
        _photograph(tea, name, now)
    told = opinions(buyer, tea, now)
    bare = make.listing(make.shop(now=now), title="茶" * 120, now=now)
    make.basket(buyer, {make.sku(tea): 1, make.sku(bare): 2}, now=now)
    _photograph(make.listing(bare.shop, title="Peony hoop", second_title="牡丹绣绷", now=now), "embroidery", now)
    draft = make.listing(shop, title="Not yet ready", live=False, now=now)
    return {
        "sku": [make.sku(tea).pk],
        "tea": [tea.pk, slug_of(tea)],
        "bare": [bare.pk, slug_of(bare)],
        "photographed": [tea.pk],
        "draft": [draft.pk],
        "bare shop": [bare.shop.slug],
        **told,
    }


def _photograph(listing: Listing, name: str, now: datetime) -> None:
    upload = ContentFile((DRAWINGS / f"{name}.webp").read_bytes(), name="picture.webp")
    prepare_photo(add_photo(listing, upload, now=now, alt=name).pk)


def _keys(buyer: User) -> dict[str, list[object]]:
    """What letters lead to."""
    address = EmailAddress.objects.get(user=buyer)
    return {
        "good key": [EmailConfirmationHMAC(address).key],
        "good reset": [user_pk_to_url_str(buyer), EmailAwarePasswordResetTokenGenerator().make_token(buyer)],
    }


def _newcomers(now: datetime) -> dict[str, str]:
    """Somebody who has done nothing yet and has no password, and somebody whose shop has a long name and no goods."""
    newcomer, beginner = make.user(LONG_NAME), make.user("Zhao Begins", password=PASSWORD)
    deposit_by_transfer(make.shop(beginner, name=LONG_SHOP, second_name="庆元后山香菇合作社", now=now), now)
    return {"newcomer": _session(newcomer), "beginner": session_of(beginner)}


def _session(person: User) -> str:
    client = Client()
    client.force_login(person)
    return client.cookies["sessionid"].value


def _tell(now: datetime) -> None:
    for message in OutboxMessage.objects.filter(dead_at=None, topic__in=topics()).order_by("id"):
        notify(message, now)
