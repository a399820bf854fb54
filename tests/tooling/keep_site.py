"""The whole site as `make demo` runs it, without contents. Run by tests, which kill it.

Usage: python -m tests.tooling.keep_site <state folder> <port>. Prints the sessions, then keeps the site.
"""

import sys
from pathlib import Path

from marketplace.demo.site import Site
from marketplace.demo.where import Where

NAMES = ("postgresql", "valkey", "sandbox", "web", "worker", "beat")

with Site(Where(Path(sys.argv[1]), int(sys.argv[2]), quick=True)) as site:
    site.start_servers()
    site.manage("migrate", "--verbosity=0")
    site.start_all()
    print(*(site.supervisor.pid(name) for name in NAMES), flush=True)
    site.supervisor.watch(until=lambda: False)
