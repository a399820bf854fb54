"""`manage.py fill`: people, shops, goods and ninety days of orders, made through the site's own actions."""

from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from core import clock
from marketplace.catalog.models import Shop
from marketplace.demo.fill import goods, people, program
from marketplace.demo.fill.director import Director
from marketplace.demo.fill.provider import Provider
from marketplace.demo.fill.stories import Buyer
from marketplace.demo.fill.sweep import sweep
from marketplace.orders.destination import Destination

WIDTH = 40
RENT = 880_00


class Command(BaseCommand):
    """Fills an empty site. The sandbox provider must be running."""

    help = "Fill an empty site with people, shops, goods and orders (DEMO=1 only)."

    shown = -1

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("The fill makes people who do not exist: it runs only with DEMO=1.")
        if Shop.objects.exists():
            raise CommandError("There are shops already; `make demo-reset` starts over.")
        end = clock.now()
        start = end - timedelta(days=program.DAYS)
        provider = Provider()
        provider.begin()
        director = Director(provider, sweep)
        self._people()
        categories = goods.categories()
        shelves = [goods.make_shelf(number, categories, start) for number in range(goods.count())]
        program.write(director, self.buyers, shelves, end)
        director.run(start, end, self._show)
        provider.end()
        # Heard of by webhook, once the site is up: somebody's rent lands at the wrong address.
        provider.pay_nobody(f"RENT-{end:%Y-%m}", RENT)
        self.stdout.write("")
        self._write_sign_ins()

    def _people(self) -> None:
        self.buyers = []
        for number, (name, language, phone, region, street) in enumerate(people.BUYERS):
            user = people.make_person(name, f"buyer{number + 1}" if number else "buyer", language)
            self.buyers.append(Buyer(user, Destination(name, phone, region, street)))
        for number, (name, language) in enumerate(people.OPERATORS):
            people.make_person(name, f"operator{number + 1}" if number else "operator", language, operator=True)

    def _show(self, share: float) -> None:
        done = round(share * WIDTH)
        if done == self.shown:
            return
        self.shown = done
        bar = "#" * done + "." * (WIDTH - done)
        self.stdout.write(f"\r  90 days [{bar}]", ending="")
        self.stdout.flush()

    def _write_sign_ins(self) -> None:
        rows = [
            ("Buyer", "buyer@demo.example"),
            ("Seller", "seller@demo.example"),
            ("Operator", "operator@demo.example"),
            ("Second operator", "operator2@demo.example"),
        ]
        lines = [f"  {who:<16}{email:<28}{people.PASSWORD}" for who, email in rows]
        path = Path(settings.STATE_DIR) / "sign-ins.txt"
        path.write_text("  Sign in as\n" + "\n".join(lines) + "\n")
