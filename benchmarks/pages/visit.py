"""One look at one page, by a browser that counts what came over the line and when something could be seen."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import BrowserContext, Page

from benchmarks.pages.budgets import What
from benchmarks.pages.counting import HEADER

OF_TYPE = {"Document": What.HTML, "Stylesheet": What.CSS, "Script": What.JS}
PATIENCE = 60_000  # ms
#: How often a page is asked whether it has been painted, 400 ms apart.
LOOKS = 50

# Paints, shifts and long tasks, all in milliseconds since somebody asked for the page. A shift soon after a key or a
# click was asked for.
WATCH = """() => new Promise(done => {
  const seen = {paint: 0, largest: 0, shift: 0, busy: 0};
  const watch = (type, each) => new PerformanceObserver(list => list.getEntries().forEach(each))
    .observe({type, buffered: true});
  watch('paint', entry => { if (entry.name == 'first-contentful-paint') seen.paint = entry.startTime; });
  watch('largest-contentful-paint', entry => { seen.largest = entry.startTime; });
  watch('layout-shift', entry => { if (!entry.hadRecentInput) seen.shift += entry.value; });
  watch('longtask', entry => { seen.busy = Math.max(seen.busy, entry.startTime + entry.duration); });
  const [there] = performance.getEntriesByType('navigation');
  setTimeout(() => done({...seen, ready: there.domContentLoadedEventEnd}), 400);
})"""


@dataclass(frozen=True, slots=True)
class Line:
    """What stands between reader and site: latency of every answer in ms, kbit/s, how much slower the processor is."""

    latency: int
    kilobits: int
    slower: int = 1


SLOW = Line(latency=400, kilobits=400, slower=4)
GOOD = Line(latency=100, kilobits=9_000)


@dataclass
class Traffic:
    """What a page asked for: bytes by type as they came over the line, and how many requests went out."""

    bytes: Counter[str] = field(default_factory=Counter)
    requests: int = 0
    queries: str | None = None
    _types: dict[str, str] = field(default_factory=dict)

    def listen(self, cdp: Any) -> None:
        cdp.on("Network.responseReceived", self.answered)
        cdp.on("Network.loadingFinished", self.ended)

    def answered(self, event: dict[str, Any]) -> None:
        if event["response"]["url"].startswith("data:"):
            return
        self._types[event["requestId"]] = event["type"]
        if event["type"] == "Document":
            headers = {name.lower(): value for name, value in event["response"]["headers"].items()}
            self.queries = headers.get(HEADER.lower())

    def ended(self, event: dict[str, Any]) -> None:
        kind = self._types.get(event["requestId"])
        # What the browser had kept costs nothing.
        if kind is not None and event["encodedDataLength"]:
            self.bytes[kind] += int(event["encodedDataLength"])
            self.requests += 1


def weigh(context: BrowserContext, address: str) -> tuple[Traffic, Traffic]:
    """What the first and the second view in this browser cost. Pictures far below are fetched when somebody scrolls."""
    return _load(context, address, "networkidle")[0], _load(context, address, "networkidle")[0]


def first_view(traffic: Traffic) -> dict[What, float]:
    """The bytes and counts of a first view. Raises LookupError when the site did not count its queries."""
    if traffic.queries is None:
        raise LookupError("The site does not say how many queries it took.")
    parts = {what: float(traffic.bytes[kind]) for kind, what in OF_TYPE.items()}
    return {
        **parts,
        What.FIRST_VIEW: traffic.bytes.total(),
        What.REQUESTS: traffic.requests,
        What.QUERIES: int(traffic.queries),
    }


def on_slow_line(context: BrowserContext, address: str) -> dict[What, float]:
    """When something is seen, and when the page can be used: it is whole, its script has run, the processor is free."""
    times = _load(context, address, "domcontentloaded", SLOW)[1]
    usable = max(times["paint"], times["ready"], times["busy"])
    return {What.FIRST_PAINT: times["paint"] / 1000, What.USABLE: usable / 1000}


def on_good_line(context: BrowserContext, address: str) -> dict[What, float]:
    """When the largest thing is seen, and how much moved."""
    times = _load(context, address, "networkidle", GOOD)[1]
    return {What.LCP: times["largest"] / 1000, What.CLS: times["shift"]}


def _load(
    context: BrowserContext, address: str, until: Any, line: Line | None = None
) -> tuple[Traffic, dict[str, float]]:
    """Open the page in a tab of its own. Raises RuntimeError when it is not there, or nothing was painted."""
    page = context.new_page()
    try:
        page.set_default_timeout(PATIENCE)
        traffic = Traffic()
        cdp = context.new_cdp_session(page)
        cdp.send("Network.enable")
        traffic.listen(cdp)
        if line is not None:
            _slow_down(cdp, line)
        answer = page.goto(address, wait_until=until)
        if answer is None or not answer.ok or answer.request.redirected_from is not None:
            raise RuntimeError(f"{address} answered {answer and answer.status} at {page.url}")
        return traffic, _watch(page)
    finally:
        page.close()


def _slow_down(cdp: Any, line: Line) -> None:
    per_second = line.kilobits * 1000 / 8
    conditions = {"offline": False, "latency": line.latency}
    cdp.send(
        "Network.emulateNetworkConditions",
        conditions | {"downloadThroughput": per_second, "uploadThroughput": per_second},
    )
    cdp.send("Emulation.setCPUThrottlingRate", {"rate": line.slower})


def _watch(page: Page) -> dict[str, float]:
    """What the browser has seen, once it has painted something. Raises RuntimeError when it never does."""
    for _look in range(LOOKS):
        times: dict[str, float] = page.evaluate(WATCH)
        if times["paint"] and times["largest"]:
            return times
    raise RuntimeError(f"Nothing was painted at {page.url}: {times}")
