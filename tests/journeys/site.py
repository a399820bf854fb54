"""The running site that journeys, races and crashes share: its clock, its books, its people."""

import time
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import requests
from django.contrib.auth.hashers import PBKDF2PasswordHasher

from core import clock
from escrow.payments.models import Payment
from marketplace.catalog.models import Shop
from marketplace.demo.site import Site
from marketplace.demo.where import Where
from marketplace.users.models import User
from tests import make
from tests.journeys import books, waiting
from tests.journeys.person import Person
from tests.make.sessions import session_of
from tests.make.users import PASSWORD

PATIENCE = 30.0


class Sandbox:
    """The switches of the provider and courier that belong to a site."""

    def __init__(self, url: str, key: str) -> None:
        self.url = url
        self._headers = {"Authorization": f"Bearer {key}"}

    def control(self, **switches: object) -> dict[str, Any]:
        """Turn switches, see docs/sandbox.md; answers all of them."""
        return self.post("/control/", switches)

    def post(self, path: str, body: object) -> dict[str, Any]:
        answer = requests.post(f"{self.url}{path}", json=body, headers=self._headers, timeout=PATIENCE)
        assert answer.ok, answer.text
        found: dict[str, Any] = answer.json()
        return found

    def get(self, path: str) -> dict[str, Any]:
        answer = requests.get(f"{self.url}{path}", headers=self._headers, timeout=PATIENCE)
        assert answer.ok, answer.text
        found: dict[str, Any] = answer.json()
        return found

    def parcel(self, carrier: str, number: str, event: str) -> None:
        """Press the courier's button: in_transit, delivered, returned or lost."""
        answer = requests.post(f"{self.url}/courier/parcels/{carrier}/{number}/{event}/", timeout=PATIENCE)
        assert answer.ok, answer.text


class RunningSite(Site):
    """A site with real processes, and what a story needs to tell about it."""

    def __init__(self, where: Where) -> None:
        super().__init__(where)
        self._people: list[Person] = []
        #: Where people sit down: without a browser, unless a test puts them before one.
        self.seat: Callable[..., Person] = Person

    def rest(self) -> None:
        """End the site's own processes; `start_all` goes on where they stopped."""
        for name in ("beat", "worker", "web", "sandbox"):
            if self.supervisor.runs(name):
                self.supervisor.end(name)

    @property
    def clock(self) -> "Clock":
        return Clock(self)

    @property
    def now(self) -> datetime:
        """The site's time."""
        return clock.now()

    @property
    def sandbox(self) -> Sandbox:
        return Sandbox(self.sandbox_url, self.environment()["SANDBOX_KEY"])

    def until(self, condition: Callable[[], object], seconds: float = PATIENCE, why: str = "") -> None:
        """Look again and again until `condition` holds. Fails after `seconds`, or when a process has died."""
        limit = time.monotonic() + seconds
        while not condition():
            self.supervisor.check()
            assert time.monotonic() < limit, f"it did not happen in {seconds} s {why}: {waiting.all_that_waits()}"
            time.sleep(0.05)

    def settled(self, seconds: float = PATIENCE) -> None:
        """Wait until nothing is left to do now: no message, letter, event, refund, payout or deadline that is due."""
        self.until(lambda: not waiting.all_that_waits(), seconds, "something is still due")

    def visitor(self, language: str = "en") -> Person:
        """Somebody who has not signed in."""
        person = self.seat(self.url, language=language)
        self._people.append(person)
        return person

    def person(self, name: str, *, language: str = "en", is_staff: bool = False) -> Person:
        """Somebody who is signed in; their user speaks the language too."""
        person = self.visitor(language)
        person.user = new_user(name, language=language, is_staff=is_staff)
        self.let_in(person, person.user)
        return person

    def let_in(self, person: Person, user: User) -> None:
        """Give them the session that signing in would give (a crowd need not hash fifty passwords)."""
        person.user = user
        person.keep_session(session_of(user))

    def sign_in(self, person: Person, user: User) -> None:
        """Through the form."""
        page = person.open("/accounts/login/").form("login").submit(login=user.email, password=PASSWORD)
        assert page.path != "/accounts/login/", page.words
        person.user = user

    def journal(self, *payments: Payment, **shops: Shop) -> list[books.Line]:
        """What the books say about these payments, see `books.journal`; shops are given by the name they shall have."""
        return books.journal(payments, {shop.pk: name for name, shop in shops.items()})

    def invariants(self) -> None:
        """Every rule of the books and of the orders holds."""
        assert books.broken() == []

    def forget_people(self) -> None:
        """Close what they have open."""
        while self._people:
            self._people.pop().close()

    def stop(self) -> None:
        self.forget_people()
        super().stop()


class Clock:
    """The site's time and the sandbox's, moved together."""

    def __init__(self, site: RunningSite) -> None:
        self._site = site

    def forward(self, **by: float) -> None:
        """Let time pass: `forward(days=7, seconds=1)`. What falls due is done by the processes themselves."""
        offset = clock.move_forward(timedelta(**by))
        self._site.sandbox.control(clock_offset_seconds=int(offset.total_seconds()))

    def forward_to(self, moment: datetime) -> None:
        """Let time pass until one second after `moment`."""
        self.forward(seconds=max(0.0, (moment - self._site.now).total_seconds()) + 1)


def new_user(name: str, **fields: Any) -> User:
    """A user with a confirmed address and the password of all people here. One round of hashing: the site adds the rest
    when they sign in.
    """
    user = make.confirmed(make.user(name, **fields))
    user.password = PBKDF2PasswordHasher().encode(PASSWORD, "salt-of-the-tests-22ch", iterations=1)
    user.save(update_fields=["password"])
    return user
