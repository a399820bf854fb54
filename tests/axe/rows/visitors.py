"""What everybody may look at, signed in or not, and what is said when something is not there."""

from datetime import timedelta
from typing import Any

from django.test import Client, RequestFactory, override_settings
from django.views.defaults import server_error

from core import clock
from tests import make
from tests.axe.page import Answer, Page
from tests.axe.world import World


def _nothing_here(_world: World, client: Client) -> Answer:
    return client.get("/nothing/here/")


def _forged(_world: World, client: Client) -> Answer:
    client.handler.enforce_csrf_checks = True
    return client.post("/basket/", {})


def _unreadable(_world: World, client: Client) -> Answer:
    return client.get("/", headers={"host": "some.where.else.example"})


def _too_large(_world: World, client: Client) -> Answer:
    return client.post("/account/", {f"field{number}": "" for number in range(1_001)})


def _too_often(_world: World, client: Client) -> Answer:
    with override_settings(ACCOUNT_RATE_LIMITS={"reset_password": "1/h/ip"}):
        client.post("/accounts/password/reset/", {"email": "nobody@example.org"})
        return client.post("/accounts/password/reset/", {"email": "nobody@example.org"})


def _broken(_world: World, _client: Client) -> Answer:
    request = RequestFactory().get("/")
    answer: Any = server_error(request)
    answer.wsgi_request = request
    return answer


def _first_rulings(_world: World, client: Client) -> Answer:
    """Some were given, one of them today; some wait."""
    make.ruled_claim(now=clock.now() - timedelta(days=40))
    make.ruled_claim(now=clock.now() - timedelta(days=3))
    make.rule(make.appealed_claim(now=clock.now() - timedelta(days=8)), 1000, now=clock.now())
    return client.get("/rulings/")


PAGES: dict[str, Page] = {
    "reporting": Page("storefront:report", "newcomer"),
    "reporting refused": Page("storefront:report", "newcomer", sent={"ground": ""}, status=422),
    "home": Page("storefront:home", "nobody"),
    "home of one who has signed in": Page("storefront:home", "buyer"),
    "everything on sale": Page("storefront:search", "nobody", rest="?q=&from=10&sort=price&category=moon"),
    "found": Page("storefront:search", "buyer", rest="?q=tea"),
    "nothing found": Page("storefront:search", "nobody", rest="?q=moonstone"),
    "shelf": Page("storefront:category", "nobody"),
    "listing": Page("storefront:listing", "buyer", "tea"),
    "bare listing": Page("storefront:listing", "nobody", "bare"),
    "own listing": Page("storefront:listing", "seller", "tea"),
    "shop": Page("storefront:shop", "nobody"),
    "suspended shop": Page("storefront:shop", "nobody", "banned shop's page"),
    "bare shop": Page("storefront:shop", "nobody", "bare shop"),
    "shop, 30 days": Page("storefront:shop", "operator", rest="?days=30"),
    "reviews of a shop": Page("storefront:shop_reviews", "nobody"),
    "reviews of a shop for an operator": Page("storefront:shop_reviews", "operator"),
    "no reviews of a shop": Page("storefront:shop_reviews", "nobody", "bare shop"),
    "reviews of a listing": Page("storefront:listing_reviews", "nobody", "tea"),
    "no reviews of a listing": Page("storefront:listing_reviews", "nobody", "bare"),
    "protection": Page("storefront:protection", "nobody"),
    "how reviews work": Page("storefront:reviews", "nobody"),
    "our books": Page("storefront:books", "nobody"),
    "our rulings": Page("storefront:rulings", "nobody"),
    "our first rulings": Page("storefront:rulings", "nobody", ask=_first_rulings),
    "kit": Page("kit", "nobody"),
    "api": Page("api:docs", "nobody"),
    "api: claims": Page("api:chapter", "nobody"),
    "basket of a visitor": Page("buyers:basket", "nobody"),
    "400": Page("", "nobody", status=400, ask=_unreadable),
    "403": Page("", "buyer", status=403, ask=_forged),
    "404": Page("", "nobody", status=404, ask=_nothing_here),
    "404 of one who has signed in": Page("", "seller", status=404, ask=_nothing_here),
    "413": Page("", "buyer", status=413, ask=_too_large),
    "429": Page("", "nobody", status=429, ask=_too_often),
    "500": Page("", "nobody", status=500, ask=_broken),
}
