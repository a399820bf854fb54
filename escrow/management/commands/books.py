"""Print the books: trial balance and cover of every currency, and every invariant by its name."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from core import clock
from core.money import Money, format_money
from escrow import balances, checkpoints, invariants


class Command(BaseCommand):
    help = "Print the trial balance, the cover and every invariant of the books; fail if one is broken."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--roll-up", action="store_true", help="bring the checkpoints up to date first")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["roll_up"]:
            self.stdout.write(f"{checkpoints.roll_up()} checkpoints changed.\n")
        for currency in balances.currencies():
            self._trial_balance(currency)
        broken = {one.name: one.details for one in invariants.check_site(clock.now())}
        self.stdout.write("\nInvariants")
        for name in invariants.names_of_site():
            self.stdout.write(f"  {'BROKEN' if name in broken else 'holds '}  {name}")
            for detail in broken.get(name, ()):
                self.stdout.write(f"          {detail}")
        if broken:
            raise CommandError(f"{len(broken)} of the invariants do not hold.")

    def _trial_balance(self, currency: str) -> None:
        def shown(minor: int) -> str:
            return format_money(Money(minor, currency)).rjust(20)

        rows = balances.totals(currency)
        self.stdout.write(f"\nTrial balance, {currency}")
        self.stdout.write(f"  {'account':<20}{'debit':>20}{'credit':>20}{'stands at':>20}")
        for row in rows:
            self.stdout.write(f"  {row.kind.label:<20}{shown(row.debit)}{shown(row.credit)}{shown(row.balance)}")
        debit, credit = sum(row.debit for row in rows), sum(row.credit for row in rows)
        self.stdout.write(f"  {'together':<20}{shown(debit)}{shown(credit)}")
        self.stdout.write(f"  {'cover':<60}{shown(balances.cover(currency))}")
