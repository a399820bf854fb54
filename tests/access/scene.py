"""A small world for the matrix: an order in each state that matters, its people, and what addresses point at."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from allauth.account.models import EmailAddress
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.conf import settings
from django.test import Client
from PIL import Image

from core import clock
from core.actor import Actor, Role
from escrow.payments.actions.payout_accounts import set_payout_account
from marketplace.api.tokens import make_token
from marketplace.catalog.actions.add_photo import add_photo
from marketplace.catalog.cards import slug_of
from marketplace.catalog.models import Shop
from marketplace.notifications.models import Notification
from marketplace.orders.destination import Destination, remember
from marketplace.orders.models import Order
from marketplace.users.models import User
from tests import make
from tests.access import claims, coupons, leaving, payouts, reviews, talk, webhooks
from tests.access.desk import troubles
from tests.make.users import PASSWORD

#: Who asks. `owner` owns what the address points at; `other` is the other party of the same order; `stranger` has a
#: shop and an order of their own, elsewhere.
ROLES = ("nobody", "stranger", "other", "owner", "operator")
BUYER, EMAIL = "Ouyang Who Buys", "ouyang.who.buys@example.org"
HOME = Destination(BUYER, "139 1111 2222", "Zhejiang, Lishui", "Hidden Lane 77")
BANK_NUMBER = "6222333344445555"
#: A busy machine takes longer over a folder than the five minutes after which the site asks for a password again.
PATIENT = {"ACCOUNT_RATE_LIMITS": False, "ACCOUNT_REAUTHENTICATION_TIMEOUT": 24 * 60 * 60}


@dataclass(frozen=True)
class Scene:
    """`args` are what addresses want, by what they are about; `secrets` are words no stranger may ever read."""

    args: dict[str, list[object]]
    secrets: tuple[str, ...]
    cookies: dict[str, str]

    def browser(self, person: str) -> Client:
        """Of `buyer`, `seller`, `stranger`, `operator`, `halfway` or nobody, with nothing but a session."""
        client = Client()
        if person in self.cookies:
            client.cookies["sessionid"] = self.cookies[person]
        return client


def build(now: datetime) -> Scene:
    """Make the world, in the database as it stands."""
    buyer = make.user(BUYER, email=EMAIL, password=PASSWORD)
    shop = make.shop(make.user("Wang Sells", password=PASSWORD), name="Wang’s Tea")
    orders = _orders(buyer, shop, now)
    waiting = troubles(buyer, now) | claims.stages(buyer, shop, now) | reviews.opinions(buyer, shop, now)
    waiting |= webhooks.listening(orders["packed"], now)
    waiting |= coupons.given(shop, now)
    waiting |= talk.conversation(buyer, shop, now)
    address = remember(buyer, HOME, now=now)
    sku = make.sku(make.listing(shop, title="Tea that lies in the basket", now=now))
    photo = add_photo(sku.listing, make.picture(), now=now)
    make.basket(buyer, {sku: 1}, now=now)
    _bank(shop, now)
    accounts = {"buyer": buyer, "seller": shop.owner, "stranger": _stranger(now), "operator": _operator()}
    moving = payouts.moving(now)
    left = leaving.leaving(now)
    accounts |= {"mover": moving.owner, "leaver": left.owner}
    references = {stage: order.reference for stage, order in orders.items()}
    payment = orders["unpaid"].checkout.payment.reference
    return Scene(
        args={
            "": [],
            **{stage: [reference] for stage, reference in references.items()},
            "payment": [payment],
            "sku": [sku.pk],
            "listing": [sku.listing_id],
            "photo": [sku.listing_id, photo.pk],
            "address": [address.pk],
            "gateway": ["sandbox"],
            "key": ["no-such-key"],
            "reset": ["1", "no-such-key"],
            "shelf": ["tea"],
            "goods": [sku.listing_id, slug_of(sku.listing)],
            "offer": [sku.listing_id],
            "token": [make_token(buyer, name="Mine", scopes=[], days=1, now=clock.real_now())[0].pk],
            "shop": [shop.slug],
            "notice": [_told(orders["packed"], now)],
            "picture": _picture(),
            "chapter": ["claims"],
            **waiting,
            **moving.args,
            **left.args,
        },
        secrets=(*references.values(), payment, BUYER, EMAIL, HOME.phone, HOME.street, BANK_NUMBER, BANK_NUMBER[-4:]),
        cookies=_sessions(accounts),
    )


def _orders(buyer: User, shop: Shop, now: datetime) -> dict[str, Order]:
    goods = [make.sku(make.listing(shop, title=f"Tea no {number}", now=now)) for number in (1, 2, 3, 4)]
    orders = {
        "unpaid": make.placed_order(buyer=buyer, sku=goods[0], now=now),
        "paid": make.paid_order(buyer=buyer, sku=goods[1], now=now),
        "delivered": make.delivered_order(buyer=buyer, sku=goods[2], now=now),
        "packed": make.packed_order(buyer=buyer, sku=goods[3], now=now),
    }
    Order.objects.filter(buyer=buyer).update(**HOME.fields())
    return orders


def _told(order: Order, now: datetime) -> int:
    """The number of a notice of its buyer's."""
    about = {"topic": "order.packed", "subject_type": "order", "subject_id": order.pk}
    payload = {"as": Role.BUYER.value, "amount": order.hold.amount, "currency": order.currency}
    return Notification.objects.create(user=order.buyer, key="packed", **about, payload=payload, at=now).pk


def _bank(shop: Shop, now: datetime) -> None:
    set_payout_account(
        book_id=shop.book_id,
        owner_id=shop.owner_id,
        bank="Farmers’ Bank",
        holder="Wang Sells",
        number=BANK_NUMBER,
        now=now,
        actor=Actor(Role.SELLER, shop.owner_id),
    )


def _picture() -> list[object]:
    folder, name = "photos", f"{'0' * 32}-240.webp"
    place = Path(settings.MEDIA_ROOT) / folder
    place.mkdir(parents=True, exist_ok=True)
    Image.new("RGB", (24, 18)).save(place / name, "WEBP")
    return [folder, name]


def _stranger(now: datetime) -> User:
    stranger = make.user("Strange Li", password=PASSWORD)
    make.listing(make.shop(stranger, now=now), title="Hats", now=now)
    make.placed_order(buyer=stranger, now=now)
    return stranger


def _operator() -> User:
    return make.operator(password=PASSWORD)


def _sessions(accounts: dict[str, User]) -> dict[str, str]:
    """Everybody's session. The operator has a second factor, set up after signing in; `halfway` is asked for it."""
    cookies = {name: _session(person) for name, person in accounts.items()}
    TOTP.activate(accounts["operator"], generate_totp_secret())
    RecoveryCodes.activate(accounts["operator"])
    return {**cookies, "halfway": _sign_in(Client(), accounts["operator"])}


def _session(person: User) -> str:
    """Sign in by the form and say the password once more, so that the session knows how and when it was done."""
    EmailAddress.objects.create(user=person, email=person.email, primary=True, verified=True)
    client = Client()
    _sign_in(client, person)
    answer = client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    assert answer.status_code == 302, answer.content
    return client.cookies["sessionid"].value


def _sign_in(client: Client, person: User) -> str:
    answer = client.post("/accounts/login/", {"login": person.email, "password": PASSWORD})
    assert answer.status_code == 302, answer.content
    return client.cookies["sessionid"].value
