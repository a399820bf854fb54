"""A supervisor of two sleepers, one of which has a child of its own. Run by tests, which kill it.

Usage: python keep_family.py <state folder> <0|1: as on Linux>. Prints the sessions, then keeps them.
"""

import sys
from pathlib import Path

from marketplace.demo import children
from marketplace.demo.children import Spec
from marketplace.demo.supervisor import Supervisor

children.ON_LINUX = sys.argv[2] == "1"
with Supervisor(Path(sys.argv[1])) as supervisor:
    supervisor.start(Spec("sleeper", ("/bin/sleep", "600")))
    supervisor.start(Spec("parent", ("/bin/sh", "-c", "/bin/sleep 600; true")))
    print(supervisor.pid("sleeper"), supervisor.pid("parent"), flush=True)
    supervisor.watch(until=lambda: False)
