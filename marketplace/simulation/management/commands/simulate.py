"""`manage.py simulate`: a world with a seed lives its days under faults, and every cent of it is checked."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from marketplace.simulation import database, replay, table
from marketplace.simulation.failure import Failed
from marketplace.simulation.faults import read_faults
from marketplace.simulation.wanted import Wanted


class Command(BaseCommand):
    """It starts a PostgreSQL of its own and knows no other."""

    help = "Let a world with a seed live its days, and check every cent of it (docs/testing.md)."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        usual = Wanted()
        parser.add_argument("--seed", type=int, default=usual.seed)
        parser.add_argument("--days", type=int, default=usual.days)
        parser.add_argument("--buyers", type=int, default=usual.buyers)
        parser.add_argument("--shops", type=int, default=usual.shops)
        parser.add_argument("--orders", type=int, default=usual.orders, help="how many times somebody buys")
        parser.add_argument("--faults", default="", help="names with commas, or `all`")
        parser.add_argument("--only", default="", help="numbers of purchases with commas; the others are left out")

    def handle(self, *args: Any, **options: Any) -> None:
        only = frozenset(map(int, filter(None, options["only"].split(","))))
        try:
            faults = read_faults(options["faults"])
        except ValueError as error:
            raise CommandError(str(error)) from error
        wanted = Wanted(
            **{name: options[name] for name in ("seed", "days", "buyers", "shops", "orders")},
            faults=faults,
            only=only or None,
        )
        with database.own() as databases:
            try:
                world = replay.live(wanted, databases.fresh)
            except Failed as failed:
                self.stderr.write(f"{failed}\nLooking for a shorter world that fails alike ...")
                shorter, again = replay.shorten(wanted, failed, databases.fresh)
                raise CommandError(f"{again}\nTo see it again: {shorter.command()}") from failed
        for line in table.lines(world):
            self.stdout.write(line)
