"""`make demo`, `make demo-reset` and `make books`.

Usage: python -m marketplace.demo.run [reset | manage <command> ...]
"""

import errno
import os
import shutil
import signal
import sys
import time
from dataclasses import replace
from types import FrameType

from marketplace.demo import children, cluster, messages, stamps
from marketplace.demo.servers import ServerError
from marketplace.demo.site import ManageError, PortTakenError, Site, manage
from marketplace.demo.supervisor import AlreadyRunningError, ChildDiedError
from marketplace.demo.where import Where, from_environment

BYTES_NEEDED = 300 * 1024 * 1024


class Asked(BaseException):
    """Ctrl-C, SIGTERM, or the terminal is gone: end everything."""


def main(arguments: list[str]) -> None:
    """Do what was asked. Every known trouble ends in one sentence."""
    try:
        where = from_environment()
        if arguments == ["reset"]:
            reset(where)
        elif arguments[:1] == ["manage"]:
            run_command(where, arguments[1:])
        else:
            serve(where)
    except ValueError as error:
        sys.exit(f"Danbao: PORT must be a number from 0 to 65534 ({error}).")
    except (AlreadyRunningError, ChildDiedError, ManageError, PortTakenError, ServerError) as error:
        sys.exit(f"Danbao: {error}")
    except OSError as error:
        sys.exit(f"Danbao: {explain(error)}")
    except KeyboardInterrupt:
        sys.exit(128 + signal.SIGINT)


def explain(error: OSError) -> str:
    """An error of the machine in one sentence."""
    if error.errno == errno.ENOSPC:
        return "The disk is full; make room and start again, nothing is lost."
    if isinstance(error, PermissionError):
        return f"This may not be done here: {error}. As root, try again as an ordinary user."
    return str(error)


def serve(where: Where) -> None:
    """Bring the site up, say where it is, and keep it until somebody ends it."""
    started = time.monotonic()
    check_disk(where)
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _ask)
    if "MAKELEVEL" in os.environ:  # make hands SIGTERM on to us, but a kill -9 of it would leave us behind
        children.end_with_parent(signal.SIGTERM)
    try:
        with Site(where) as site:
            try:
                bring_up(site)
                greet(site, time.monotonic() - started)
                site.supervisor.watch(until=lambda: False)
            finally:
                for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
                    signal.signal(number, signal.SIG_IGN)
    except Asked:
        say("\nEverything has ended. The data is kept; `make demo` goes on from here.")


def check_disk(where: Where) -> None:
    """Raise OSError (no space) before a half-made database says it less clearly."""
    where.state.mkdir(parents=True, exist_ok=True)
    if shutil.disk_usage(where.state).free < BYTES_NEEDED:
        raise OSError(errno.ENOSPC, "no space left")


def bring_up(site: Site) -> None:
    """Servers, tables, files, contents, processes; what was done before is skipped by its stamp."""
    marks = stamps.Stamps(site.where)
    say("Starting PostgreSQL and Valkey ...")
    if site.start_servers() or start_over_after_a_broken_fill(site, marks):
        marks.forget()
    messages.compile_stale()
    if marks.stale("migrate"):
        say("Making the tables ...")
        site.manage("migrate", "--verbosity=0")
        marks.set("migrate")
    if marks.stale("static"):
        say("Collecting stylesheet, script and icons ...")
        site.manage("collectstatic", "--noinput", "--clear", "--verbosity=0")
        marks.set("static")
    if marks.stale("fill"):
        say("Filling the site with shops, goods and orders ...")
        marks.set("filling")
        site.start("sandbox")
        site.wait_for(f"{site.sandbox_url}/healthz")
        site.manage("fill", shown=True)
        marks.set("fill")
    say("Starting web, worker, beat and the sandbox provider ...")
    site.start_all()


def start_over_after_a_broken_fill(site: Site, marks: stamps.Stamps) -> bool:
    """A fill that was ended halfway left half a site: begin with an empty one. True when it was so.

    Raises ServerError where the database is not ours to empty.
    """
    if not marks.stale("fill") or marks.stale("filling"):
        return False
    if site.where.database_url:
        raise ServerError("The last fill of this database was broken off: give an empty one.")
    say("The last fill was broken off; starting over ...")
    site.where.forget_contents()
    return True


def greet(site: Site, seconds: float) -> None:
    """Say where the site is and who may sign in (the fill wrote it down)."""
    say(f"\nReady in {seconds:.0f} s.\n\n  The site      {site.url}/\n  The sandbox   {site.sandbox_url}/courier/")
    people = site.where.state / "sign-ins.txt"
    if people.exists():
        say(f"\n{people.read_text().rstrip()}")
    say(f"\nLogs are in {site.supervisor.logs}. Ctrl-C ends everything and keeps the data.")


def run_command(where: Where, arguments: list[str]) -> None:
    """Run a management command on the demo's data, whether the demo runs or not; ends with the command's status."""
    if where.database_url or _runs(where):
        environment = where.environment(where.port, where.port + 1)
        try:
            manage(environment, *arguments, shown=True)
        except ManageError:
            sys.exit(1)
        return
    with Site(replace(where, port=0)) as site:
        site.start_servers()
        try:
            site.manage("migrate", "--verbosity=0")
            site.manage(*arguments, shown=True)
        except ManageError:
            sys.exit(1)


def _runs(where: Where) -> bool:
    return bool((where.state / "lock").exists() and where.postgres.ready())


def reset(where: Where) -> None:
    """Remove the state folder, if it is one and nobody runs in it."""
    if not where.state.exists():
        return
    if not (where.state / "lock").exists():
        sys.exit(f"Danbao: {where.state} was not made by `make demo`; nothing was removed.")
    Site(Where(where.state, 0)).stop()
    home = cluster.home(where.state)
    shutil.rmtree(where.state)
    shutil.rmtree(home, ignore_errors=True)
    say(f"{where.state} is gone; `make demo` starts over.")


def say(words: str) -> None:
    """Print at once, also into a pipe."""
    print(words, flush=True)


def _ask(number: int, frame: FrameType | None) -> None:
    raise Asked


if __name__ == "__main__":
    main(sys.argv[1:])
