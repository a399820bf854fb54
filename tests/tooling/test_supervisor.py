"""All run or none does, and none outlives the supervisor."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from marketplace.demo.children import Spec
from marketplace.demo.servers import ServerError
from marketplace.demo.supervisor import AlreadyRunningError, ChildDiedError, Supervisor
from tests.plugin import ROOT
from tests.tooling import family

SLEEPER = Spec("sleeper", ("/bin/sleep", "600"))


def _keep_family(state: Path, *, as_on_linux: bool) -> tuple[subprocess.Popen[str], list[int]]:
    command = [sys.executable, "-m", "tests.tooling.keep_family", str(state), "1" if as_on_linux else "0"]
    keeper = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert keeper.stdout is not None
    sessions = [int(word) for word in keeper.stdout.readline().split()]
    assert len(family.alive_in(sessions)) >= len(sessions)
    keeper.stdout.close()
    return keeper, sessions


def test_after_kill_9_nothing_is_left(tmp_path: Path) -> None:
    keeper, sessions = _keep_family(tmp_path, as_on_linux=True)
    keeper.kill()
    keeper.wait()
    assert family.gone(sessions)


def test_after_kill_9_nothing_is_left_where_there_is_no_death_signal(tmp_path: Path) -> None:
    keeper, sessions = _keep_family(tmp_path, as_on_linux=False)
    keeper.kill()
    keeper.wait()
    assert family.gone(sessions)


def test_stopping_ends_children_of_children(tmp_path: Path) -> None:
    with Supervisor(tmp_path) as supervisor:
        session = supervisor.start(Spec("parent", ("/bin/sh", "-c", "/bin/sleep 600; true"))).pid
    assert family.gone([session])


def test_one_that_ignores_being_asked_is_killed(tmp_path: Path) -> None:
    stubborn = Spec("stubborn", ("/bin/sh", "-c", "trap '' TERM; echo up; while :; do sleep 0.1; done"))
    supervisor = Supervisor(tmp_path)
    log = supervisor.log("stubborn")
    child = supervisor.start(stubborn, ready=lambda: log.read_text() == "up\n")
    supervisor.kill("stubborn")
    supervisor.stop()
    assert child.process.returncode == -signal.SIGKILL


def test_a_childs_death_is_told_with_its_last_words(tmp_path: Path) -> None:
    with Supervisor(tmp_path) as supervisor:
        supervisor.start(SLEEPER)
        supervisor.start(Spec("baker", ("/bin/sh", "-c", "echo out of flour; exit 3")))
        with pytest.raises(ChildDiedError) as died:
            supervisor.watch(until=lambda: False)
    assert str(died.value) == "baker ended with status 3: out of flour"


def test_a_childs_death_by_a_signal_names_it(tmp_path: Path) -> None:
    with Supervisor(tmp_path) as supervisor:
        child = supervisor.start(SLEEPER)
        child.process.kill()
        with pytest.raises(ChildDiedError) as died:
            supervisor.watch(until=lambda: False)
    assert str(died.value) == "sleeper was killed by SIGKILL."


def test_one_that_never_gets_ready_is_told_with_its_last_words(tmp_path: Path) -> None:
    with Supervisor(tmp_path) as supervisor, pytest.raises(ServerError) as refused:
        supervisor.start(Spec("baker", ("/bin/sh", "-c", "echo no oven; exit 1")), ready=lambda: False)
    assert str(refused.value) == "baker did not start: no oven"


def test_a_killed_child_may_be_started_again(tmp_path: Path) -> None:
    with Supervisor(tmp_path) as supervisor:
        first = supervisor.start(SLEEPER).pid
        supervisor.kill("sleeper")
        assert not supervisor.runs("sleeper")
        second = supervisor.start(SLEEPER).pid
        supervisor.check()
        assert second != first
        assert supervisor.runs("sleeper")


def test_two_supervisors_never_share_a_folder(tmp_path: Path) -> None:
    with Supervisor(tmp_path), pytest.raises(AlreadyRunningError) as refused:
        Supervisor(tmp_path)
    assert str(refused.value) == f"{tmp_path} is in use by another `make demo`."


def test_the_lock_ends_with_the_supervisor(tmp_path: Path) -> None:
    Supervisor(tmp_path).stop()
    Supervisor(tmp_path).stop()
