"""A world: its clock is driven from one happening to the next, and the site's workers look in between."""

import gc
import heapq
import itertools
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial

from django.db import OperationalError
from django.test import override_settings

from core import chance, clock, ids
from core.errors import DomainError
from escrow.payments.providers import http
from marketplace.simulation.bank import Bank
from marketplace.simulation.beat import Beat
from marketplace.simulation.bell import Bell
from marketplace.simulation.breaking import Crash, bury
from marketplace.simulation.checks import Checks
from marketplace.simulation.courier import Courier
from marketplace.simulation.failure import Disagreement, Failed, unexpected
from marketplace.simulation.faults import Faults, is_ours
from marketplace.simulation.happening import Doing, Happening
from marketplace.simulation.line import Line
from marketplace.simulation.listening import listening
from marketplace.simulation.model import Model
from marketplace.simulation.people import Cast
from marketplace.simulation.provider import Provider
from marketplace.simulation.tally import Tally
from marketplace.simulation.wanted import Wanted

BEGIN = datetime(2026, 3, 2, tzinfo=UTC)
#: How long after something happened the workers look, and how far apart their looks are at least: what they would do
#: every few seconds they do once, all that has come up together.
SOON = timedelta(minutes=2)
STEP = timedelta(minutes=30)
#: So long after the last day nothing new is begun: what is under way comes to rest.
REST = timedelta(hours=30)
DAY = timedelta(days=1)
#: The invariants read all there is: a world of so many thousand purchases is asked every so many days more, at most
#: every week; one that is smaller every day.
THOUSAND, WEEK = 1_000, 7
#: How buyers may pay, and the host's account; a world may turn the order, which says where payouts leave.
WAYS = ["sandbox", "bank_transfer"]
ACCOUNT = {"BANK_HOLDER": "The host", "BANK_NAME": "Simulated Bank", "BANK_NUMBER": "6222020000000009"}
MACHINES = frozenset({"provider", "courier"})


@contextmanager
def _little_collecting() -> Iterator[None]:
    """Python looks for circles of garbage rarely: there are few, and much that is none."""
    before = gc.get_threshold()
    gc.set_threshold(100_000, 50, 100)
    try:
        yield
    finally:
        gc.set_threshold(*before)


class World:
    """One history. `run` lives it; afterwards `checks`, `model` and `tally` tell of it."""

    cast: Cast

    def __init__(self, wanted: Wanted) -> None:
        self.wanted = wanted
        self.now = BEGIN
        self.end = BEGIN + timedelta(days=wanted.days)
        self.model = Model()
        self.checks = Checks(self.model)
        self.tally = Tally()
        self.faults = Faults(self)
        self.bell = Bell(self)
        self.provider = Provider(self)
        self.bank = Bank(self)
        self.courier = Courier(self)
        self.beat = Beat(self)
        self._coming: list[Happening] = []
        self._order = itertools.count()
        self._step = 0
        self._skew = timedelta(0)
        self._closes = BEGIN + DAY

    def at(self, moment: datetime, doing: Doing) -> None:
        """Let something be done at `moment`."""
        heapq.heappush(self._coming, Happening(moment, next(self._order), doing))

    def run(self, begin: Callable[["World"], object]) -> None:
        """Live it from what `begin` sets down. Raises Failed."""
        with ExitStack() as stack:
            stack.enter_context(override_settings(GATEWAYS=WAYS, **ACCOUNT))
            stack.enter_context(chance.seeded(self.wanted.chance("references")))
            stack.enter_context(clock.driven(lambda: self.now + self._skew))
            stack.enter_context(
                http.over(Line({"api": self.provider.answer, "courier": self.courier.answer}, self.faults.line))
            )
            self.ear = stack.enter_context(listening())
            ids.forget_block()
            stack.enter_context(_little_collecting())
            self._checked("beginning", partial(begin, self))
            self._live(self.end)
            self._come_to_rest()

    def _live(self, until: datetime) -> None:
        looked = self.now
        while looked < until:
            first = self._coming[0].moment if self._coming else until
            looks = min(max(looked + STEP, min(self.beat.next_due() or until, first + SOON)), until)
            while self._coming and self._coming[0].moment <= looks:
                self._happens(heapq.heappop(self._coming))
            self.now = looked = looks
            self._checked("workers", self._work)
            if self.now >= self._closes:
                self._checked("the day's end", self._close_day)
                self._checked("the books", self._look_at_books)

    def _happens(self, happening: Happening) -> None:
        self.now = max(self.now, happening.moment)
        doing = happening.doing
        self._checked(f"{doing.by}: {doing.what}", partial(self._try, doing))

    def _try(self, doing: Doing) -> None:
        """Everything somebody does may be refused, in words; a second click nearly always is.

        Whoever gets no answer, as the process died or the database broke off, tries again later: what is refused then
        may well have been accepted before, and life goes on.
        """
        accepted = False
        for time in range(doing.times):
            try:
                with self.faults.around(f"{doing.what} {self.now} {time} {doing.tries}"):
                    doing.act()
            except DomainError as refusal:
                self.tally.refused[doing.what, refusal.code] += 1
                accepted = accepted or doing.tries > 0
            except (Crash, OperationalError) as trouble:
                self._survive(trouble)
                self._try_again(doing)
                return
            else:
                self.tally.done[doing.what] += 1
                accepted = True
        if accepted and doing.then is not None:
            doing.then()

    def _try_again(self, doing: Doing) -> None:
        """People do; provider and courier see to it themselves."""
        if doing.by not in MACHINES:
            wait = timedelta(minutes=self.wanted.chance("again", doing.what, self.now).between(1, 90))
            self.at(self.now + wait, replace(doing, tries=doing.tries + 1))

    def _close_day(self) -> None:
        """Nothing goes wrong for a moment: what is on its way arrives. Afterwards all that must be true is."""
        self._closes += DAY
        with self.faults.calm():
            self.beat.close_day()

    def _look_at_books(self) -> None:
        """Every evening; on some evenings at everything."""
        days = (self.now - BEGIN).days
        if days % min(1 + self.wanted.orders // THOUSAND, WEEK) == 0:
            self.checks.everything(self.now)
        else:
            self.checks.books()

    def _survive(self, trouble: BaseException) -> None:
        """Who dies leaves nothing; whose statement was broken off lives on. Raises what nobody brought about again."""
        if not is_ours(trouble):
            raise trouble
        if isinstance(trouble, Crash):
            bury()

    def _work(self) -> None:
        """The workers look, now and then two of them, or one whose clock is wrong, or that dies."""
        about = str(self.now)
        self._skew = self.faults.skew(about)
        try:
            for time in range(self.faults.times(about)):
                with self.faults.around(f"{about} {time}", "workers"):
                    self.beat.tick()
        except (Crash, OperationalError) as trouble:
            self._survive(trouble)
        finally:
            self._skew = timedelta(0)

    def _checked(self, what: str, act: Callable[[], object]) -> None:
        """One step, and what must be true after it. Raises Failed."""
        self._step += 1
        try:
            act()
            self.checks.after_step()
            self.ear.check()
        except Disagreement as cause:
            raise Failed(self._step, what, cause) from cause
        except Exception as error:
            raise Failed(self._step, what, unexpected(error)) from error

    def _come_to_rest(self) -> None:
        """Nobody begins anything more; workers, provider and courier finish what they have in hand."""
        self._coming = [happening for happening in self._coming if happening.doing.by in MACHINES]
        heapq.heapify(self._coming)
        with self.faults.calm():
            self._live(self.end + REST)
            self._checked("the end", self._close_day)
            self._checked("the books", partial(self.checks.everything, self.now))

    @property
    def steps(self) -> int:
        return self._step
