"""Measure the weight and speed of the pages in a browser, on the real site: `make pages`.

Only pages whose names hold the words given are measured, when there are any. PAGES_KEEP=1 keeps the filled site.
"""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import sync_playwright

from benchmarks.pages import budgets
from benchmarks.pages.budgets import Row
from benchmarks.pages.measure import measure
from benchmarks.pages.readers import Readers
from marketplace.demo import run
from marketplace.demo.site import Site
from marketplace.demo.where import ROOT, Where
from tests import browser

STATE = ROOT / ".state" / "pages"
OUT = Path(__file__).parent.parent / "out" / "pages.md"


def main() -> int:
    """Answers 1 when a page passes its budget, or there is no browser to ask."""
    began = time.monotonic()
    program = browser.found()
    if program is None:
        print(browser.NONE_HERE)
        return 1
    with _filled_site() as site, sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=program, args=list(browser.FLAGS))
        rows: list[Row] = []
        print(f"\n{budgets.HEAD}", flush=True)
        for of_a_page in measure(Readers(chromium, site.url), sys.argv[1:]):
            rows += of_a_page
            print(budgets.table(of_a_page), flush=True)
        chromium.close()
    OUT.parent.mkdir(exist_ok=True)
    OUT.write_text(budgets.markdown(rows) + "\n")
    print(f"\n{time.monotonic() - began:.0f} s in all")
    return close(rows)


def close(rows: list[Row]) -> int:
    """Name every budget that was passed. Answers 1 when there is one, or when nothing was measured."""
    passed = budgets.passed(rows) if rows else ["Nothing was measured."]
    print("\n".join(passed or ["Every page keeps its budgets."]))
    return 1 if passed else 0


@contextmanager
def _filled_site() -> Iterator[Site]:
    """The demo's site on free ports, with the demo's contents and photographs in place of its drawings."""
    keep = os.environ.get("PAGES_KEEP") == "1"
    if not keep:
        shutil.rmtree(STATE, ignore_errors=True)
    where = Where(STATE, port=0, quick=True, extra={"DJANGO_SETTINGS_MODULE": "benchmarks.pages.settings"})
    try:
        with Site(where) as site:
            run.bring_up(site)
            _take_photographs(site)
            yield site
    finally:
        if not keep:
            shutil.rmtree(STATE, ignore_errors=True)


def _take_photographs(site: Site) -> None:
    """Once a filled site."""
    taken = STATE / "photographs-taken"
    if not taken.exists():
        print("Taking photographs of the goods ...", flush=True)
        command = [sys.executable, "-m", "benchmarks.pages.photographs"]
        subprocess.run(command, env=site.environment(), cwd=ROOT, check=True)
        taken.touch()


if __name__ == "__main__":
    sys.exit(main())
