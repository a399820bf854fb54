"""`make demo` as whoever types it meets it: the first run, the next ones, every end, and two copies at once."""

import os
import re
import shutil
import signal
import socket
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from marketplace.demo.site import answers
from tests import databases
from tests.journeys.person import Person
from tests.make.users import PASSWORD
from tests.tooling.demo import Demo, free_ports, sign_ins

pytestmark = pytest.mark.long

SERVERS = "Starting PostgreSQL and Valkey ..."
TABLES = "Making the tables ..."
STATIC = "Collecting stylesheet, script and icons ..."
FILL = "Filling the site with shops, goods and orders ..."
PROCESSES = "Starting web, worker, beat and the sandbox provider ..."
BROKEN_OFF = "The last fill was broken off; starting over ..."
FIRST_RUN = [SERVERS, TABLES, STATIC, FILL, PROCESSES]
NEXT_RUN = [SERVERS, PROCESSES]
GOODBYE = "Everything has ended. The data is kept; `make demo` goes on from here."
NAMES = {"supervisor", "postgresql", "valkey", "sandbox", "web", "worker", "beat"}


@pytest.fixture(scope="session")
def filled() -> Path:
    """The state folder that a first `make demo` left, made once for all workers; `filled.txt` has what it said."""
    state = databases.folder() / "filled"
    with databases.once("demo") as mine:
        if mine:
            with Demo(state).start().ready() as demo:
                state.with_suffix(".txt").write_text("\n".join(demo.words()))
    return state


@pytest.fixture
def begin(filled: Path, request: pytest.FixtureRequest) -> Iterator[Callable[..., Demo]]:
    """Start `make demo` in a copy of the filled folder, and wait until it is ready."""
    state = filled.with_name(f"demo-{free_ports()}")
    subprocess.run(["cp", "-a", filled, state], check=True)
    demos: list[Demo] = []

    def start(**given: str) -> Demo:
        demos.append(Demo(state, demos[0].port if demos else None, **given).start().ready())
        return demos[-1]

    yield start
    for demo in demos:
        demo.__exit__(None, None, None)
    shutil.rmtree(state, ignore_errors=True)


def test_the_first_run_shows_what_it_does_and_says_where_and_who(filled: Path) -> None:
    words = filled.with_suffix(".txt").read_text().split("\n")
    assert [line for line in words if line.endswith(" ...")] == FIRST_RUN
    bar, ready, site, sandbox = words[4], *words[6:9]
    assert re.fullmatch(r" +90 days \[#+\]", bar)
    assert re.fullmatch(r"Ready in \d+ s\.", ready)
    assert re.fullmatch(r"  The site      http://127\.0\.0\.1:\d+/", site)
    assert re.fullmatch(r"  The sandbox   http://127\.0\.0\.1:\d+/courier/", sandbox)
    assert [who for who, _email, _password in sign_ins(words)] == ["Buyer", "Seller", "Operator", "Second operator"]


def test_the_next_run_makes_nothing_again_and_everybody_printed_can_sign_in(begin: Callable[..., Demo]) -> None:
    demo = begin()
    assert demo.steps() == NEXT_RUN
    print(*demo.words()[2:3])  # how long it took; a busy machine may be slow
    assert answers(f"{demo.url}/readyz")
    doors = {"Buyer": "/buy/orders/", "Seller": "/sell/orders/", "Operator": "/staff/", "Second operator": "/staff/"}
    people = list(sign_ins(demo.words()))
    assert [who for who, _email, _password in people] == list(doors)
    for who, email, password in people:
        page = demo.sign_in(email, password).reader.open(doors[who])
        assert page.path == doors[who]


def test_kill_9_of_the_supervisor_leaves_nothing_behind_and_the_next_run_keeps_the_data(
    begin: Callable[..., Demo],
) -> None:
    demo = begin()
    assert demo.processes().keys() == NAMES
    joined = Person(demo.url).open("/accounts/signup/").form("signup")
    joined.submit(name="Zhang San", email="zhang.san@example.org", password1=PASSWORD)
    demo.kill("supervisor")
    assert demo.nothing_is_left()

    again = begin()
    assert again.steps() == NEXT_RUN
    page = again.sign_in("zhang.san@example.org", PASSWORD)
    assert page.reader.open("/account/").says("Zhang San")


def test_kill_9_of_make_leaves_nothing_behind(begin: Callable[..., Demo]) -> None:
    demo = begin()
    demo.process.kill()
    demo.process.wait()
    assert demo.nothing_is_left()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_whoever_ends_it_ends_everything(begin: Callable[..., Demo], number: signal.Signals) -> None:
    demo = begin()
    demo.end(number)
    assert demo.words()[-1] == GOODBYE
    assert demo.nothing_is_left()


@pytest.mark.parametrize("name", sorted(NAMES - {"supervisor"}))
def test_a_process_that_dies_ends_all_with_the_reason(begin: Callable[..., Demo], name: str) -> None:
    demo = begin()
    demo.kill(name)
    assert demo.ended()[-1].startswith(f"Danbao: {name} was killed by SIGKILL")
    assert demo.process.returncode == 2  # make's own word for a target that failed
    assert demo.nothing_is_left()


def test_the_books_hold_whether_the_demo_runs_or_not(begin: Callable[..., Demo]) -> None:
    demo = begin()
    running = demo.make("books")
    assert (running.returncode, running.stderr) == (0, "")
    demo.end()
    stopped = demo.make("books")
    assert (stopped.returncode, stopped.stderr) == (0, "")
    assert _rules(running.stdout) == _rules(stopped.stdout) != []


def _rules(said: str) -> list[str]:
    return [line for line in said.splitlines() if line.startswith("  holds ")]


def test_two_copies_run_at_once_one_of_them_on_servers_of_its_own(
    begin: Callable[..., Demo], django_db_setup: None
) -> None:
    """The second is given an empty database, a Valkey, another folder and other ports, and fills it."""
    one = begin()
    name = f"second_copy_{one.port}"
    server = databases.server()
    server.create_database(name)
    addresses = {
        "DATABASE_URL": server.url(name, "danbao_app"),
        "DATABASE_OWNER_URL": server.url(name, "danbao_owner"),
        "REDIS_URL": os.environ["REDIS_URL"],
    }
    state = one.state.with_name(f"{one.state.name}-second")
    with Demo(state, None, **addresses).start().ready() as two:
        assert two.steps() == FIRST_RUN
        assert two.processes().keys() == NAMES - {"postgresql", "valkey"}
        assert (answers(f"{one.url}/readyz"), answers(f"{two.url}/readyz")) == (True, True)
        assert two.make("books").returncode == 0
        two.end()
        assert two.nothing_is_left()
    assert not (state / "postgresql").exists()
    assert answers(f"{one.url}/readyz")
    databases.drop(name)


@pytest.mark.parametrize("beside", [0, 1], ids=["site", "sandbox"])
def test_a_busy_port_is_explained_in_one_sentence(tmp_path: Path, beside: int) -> None:
    port = free_ports()
    with socket.socket() as other:
        other.bind(("127.0.0.1", port + beside))
        other.listen()
        demo = Demo(tmp_path / "demo", port).start()
        sentence = f"Danbao: Port {port + beside} cannot be had (address already in use): try `make demo PORT=8800`."
        assert demo.ended() == [sentence]


def test_a_folder_in_use_is_explained_and_not_reset(begin: Callable[..., Demo]) -> None:
    demo = begin()
    sentence = f"Danbao: {demo.state} is in use by another `make demo`."
    assert Demo(demo.state).start().ended() == [sentence]
    refused = demo.make("demo-reset")
    assert (refused.returncode, refused.stderr.splitlines()[0]) == (2, sentence)
    assert answers(f"{demo.url}/readyz")


def test_reset_starts_over_and_a_fill_that_was_broken_off_is_begun_again(begin: Callable[..., Demo]) -> None:
    demo = begin()
    demo.end()
    assert demo.make("demo-reset").stdout == f"{demo.state} is gone; `make demo` starts over.\n"
    assert not demo.state.exists()

    over = Demo(demo.state, demo.port).start().until("90 days [##")
    assert over.steps() == [SERVERS, TABLES, STATIC, FILL]
    over.end(signal.SIGINT)
    assert over.words()[-1] == GOODBYE
    assert [line for line in over.words() if "Traceback" in line] == []
    assert over.nothing_is_left()

    again = Demo(demo.state, demo.port).start().until("90 days [##")
    assert again.steps() == [SERVERS, BROKEN_OFF, TABLES, FILL]
    again.kill("supervisor")
    assert again.nothing_is_left()
