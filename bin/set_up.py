"""Brings .venv to what requirements-dev.txt says. Runs under any Python 3.11+, without packages.

Two ways to call it:
python bin/set_up.py            nothing to do is quick: the stamp holds the lock file's hash
python bin/set_up.py HOST PORT  also refuses, before any work, an address that cannot be served
"""

import errno
import fcntl
import hashlib
import os
import socket
import subprocess
import sys
import venv
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
VENV = PROJECT / ".venv"
PYTHON = VENV / "bin" / "python"
LOCK = PROJECT / "requirements-dev.txt"
STAMP = VENV / "installed"


def main(host: str | None = None, port: str = "") -> None:
    if host is not None:
        check_address(host, port)
    if up_to_date():
        return
    with open(LOCK, "rb") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)  # two `make` at once: the second waits, then finds the work done
        if not up_to_date():
            set_up()


def check_address(host: str, port: str) -> None:
    """End with a sentence where `host`:`port` cannot be listened on."""
    if not port.isdecimal() or not 0 < int(port) < 65536:
        sys.exit(f"PORT={port} is not a port: give a number from 1 to 65535, as in `make run PORT=8123`.")
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, int(port), type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as trial:
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            trial.bind(address)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            other = f"make run PORT={int(port) % 65535 + 1}"
            sys.exit(f"Port {port} is taken: stop what is using it, or take another with `{other}`.")
        sys.exit(f"Cannot serve on {host}, port {port}: {error.strerror}.")


def up_to_date() -> bool:
    return STAMP.exists() and STAMP.read_text() == fingerprint() and runs("-c", "")


def fingerprint() -> str:
    return hashlib.sha256(LOCK.read_bytes()).hexdigest()


def set_up() -> None:
    if not runs("-m", "pip", "--version"):
        say(f"Python {sys.version.split()[0]} ({sys.executable}): making .venv")
        venv.create(VENV, clear=True, with_pip=True, symlinks=True)
    say("Installing the packages of requirements-dev.txt (about a minute the first time)")
    pip = ("-m", "pip", "install", "--quiet", "--no-input", "--disable-pip-version-check")
    quiet = os.environ | {"PIP_ROOT_USER_ACTION": "ignore"}
    if subprocess.run([PYTHON, *pip, "--require-hashes", "-r", LOCK], env=quiet, cwd=PROJECT).returncode:
        sys.exit("The packages could not be installed; pip says why above. It needs a package index.")
    STAMP.write_text(fingerprint())


def runs(*arguments: str) -> bool:
    """Whether .venv's Python is there and works: it breaks when the Python it was made from goes away."""
    try:
        trial = subprocess.run([PYTHON, *arguments], capture_output=True, stdin=subprocess.DEVNULL)
    except OSError:
        return False
    return trial.returncode == 0


def say(line: str) -> None:
    print(f"· {line}", flush=True)


if __name__ == "__main__":
    try:
        main(*sys.argv[1:])
    except KeyboardInterrupt:
        sys.exit(130)
