"""`manage.py simulate`: a world with a seed lives its days under faults, and every cent of it is checked."""

from argparse import ArgumentParser
from collections.abc import Sequence
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from marketplace.simulation import database, islands, replay, report, table
from marketplace.simulation.faults import read_faults
from marketplace.simulation.islands import Sunk
from marketplace.simulation.report import Report
from marketplace.simulation.wanted import Wanted


class Command(BaseCommand):
    """It starts a PostgreSQL of its own and knows no other."""

    help = "Let a world with a seed live its days, and check every cent of it (docs/testing.md)."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        usual = Wanted()
        parser.add_argument("--seed", default=usual.seed)
        parser.add_argument("--days", type=int, default=usual.days)
        parser.add_argument("--buyers", type=int, default=usual.buyers)
        parser.add_argument("--shops", type=int, default=usual.shops)
        parser.add_argument("--orders", type=int, default=usual.orders, help="how many times somebody buys")
        parser.add_argument("--faults", default="", help="names with commas, or `all`")
        parser.add_argument("--only", default="", help="numbers of purchases with commas; the others are left out")
        parser.add_argument("--islands", type=int, help="so many processes, each with a part of the people")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            faults = read_faults(options["faults"])
        except ValueError as error:
            raise CommandError(str(error)) from error
        sizes = {name: options[name] for name in ("days", "buyers", "shops", "orders")}
        only = frozenset(map(int, filter(None, options["only"].split(","))))
        wanted = Wanted(options["seed"], **sizes, faults=faults, only=only or None)
        number = islands.enough(wanted.orders) if options["islands"] is None else options["islands"]
        if min(number, *sizes.values()) < 1 or number > min(wanted.buyers, wanted.shops):
            raise CommandError("There must be a day, a purchase, and for each island a buyer and a shop.")
        found = _lived(islands.split(wanted, number))
        if sunk := [one.words for one in found if isinstance(one, Sunk)]:
            raise CommandError("\n\n".join(sunk))
        for line in table.lines(wanted, report.together([one for one in found if isinstance(one, Report)])):
            self.stdout.write(line)


def _lived(worlds: Sequence[Wanted]) -> Sequence[Report | Sunk]:
    with database.own() as databases:
        if len(worlds) == 1:
            return [replay.told(worlds[0], databases.fresh)]
        return list(islands.beside_one_another(worlds, databases.home))
