"""`manage.py fill`: people, shops, goods and ninety days of orders, made through the site's own actions."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from core import clock
from core.durability import never_wait
from escrow import checkpoints
from marketplace.catalog.models import Shop
from marketplace.demo.fill import goods, people, program
from marketplace.demo.fill.director import Director
from marketplace.demo.fill.goods import Shelf, Shelves
from marketplace.demo.fill.hands import Hands
from marketplace.demo.fill.program import Ending
from marketplace.demo.fill.provider import Provider
from marketplace.demo.fill.sweep import Workers

WIDTH = 40
#: How much of the bar stands for opening the shops.
SHOPS = 0.1
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
        never_wait()
        end = clock.now()
        with Hands() as hands:
            endings = self._play(hands, end - timedelta(days=program.DAYS), end)
        checkpoints.roll_up()
        self.stdout.write("")
        if wrong := [ending for ending in endings if not ending.as_written]:
            raise CommandError("Claims that ended otherwise than written:\n" + "\n".join(map(str, wrong)))
        self._write_sign_ins()

    def _play(self, hands: Hands, start: datetime, end: datetime) -> list[Ending]:
        provider = Provider()
        provider.begin()
        director = Director(provider, Workers(hands))
        cast = people.gather_cast()
        shelves = Shelves(hands)
        opened = [self._open(shelves, number, start) for number in range(goods.count())]
        endings = program.write(director, cast, opened, end)
        director.run(start, end, lambda share: self._show(SHOPS + share * (1 - SHOPS)))
        shelves.wait()
        provider.end()
        # Heard of by webhook, once the site is up: somebody's rent lands at the wrong address.
        provider.pay_nobody(f"RENT-{end:%Y-%m}", RENT)
        return endings

    def _open(self, shelves: Shelves, number: int, start: datetime) -> Shelf:
        self._show(SHOPS * number / goods.count())
        return shelves.open(number, start)

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
