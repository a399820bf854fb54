"""The files of the embedded PostgreSQL."""

import os
from pathlib import Path

import pytest

from marketplace.demo import cluster, servers
from marketplace.demo.servers import ServerError
from tests import databases


def test_a_folder_below_a_closed_one_is_not_reachable(tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    (closed / "open").mkdir(parents=True)
    closed.chmod(0o700)
    assert not cluster.reachable(closed / "open")


def test_a_cluster_lives_in_its_state_folder_unless_that_is_closed_to_who_runs_it(tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    inside = cluster.home(closed) == closed / "postgresql"
    assert inside == (os.getuid() != 0)


def test_a_pid_file_that_names_another_program_is_removed(tmp_path: Path) -> None:
    note = tmp_path / "data" / "postmaster.pid"
    note.parent.mkdir()
    note.write_text(f"{os.getpid()}\n")
    cluster.end_left_over(tmp_path / "bin", tmp_path, None)
    assert not note.exists()


def test_sockets_of_a_long_path_lie_in_the_temporary_folder(tmp_path: Path) -> None:
    deep = tmp_path.joinpath(*["a-long-name-of-a-folder"] * 5)
    folder = servers.socket_folder(deep, "valkey.sock")
    assert len(str(folder / "valkey.sock")) <= servers.LONGEST_SOCKET_PATH
    assert folder.stat().st_mode & 0o777 == 0o700
    assert servers.socket_folder(deep, "valkey.sock") == folder
    folder.rmdir()


def test_a_missing_wheel_is_explained() -> None:
    with pytest.raises(ServerError, match="The package embedded_oracle is not installed"):
        servers.package("embedded_oracle")


def test_a_database_is_created_once() -> None:
    server = databases.server()
    databases.drop("created_once")
    assert server.create_database("created_once")
    assert not server.create_database("created_once")
    databases.drop("created_once")
