"""Programs from outside: pinned, put below var/ on first use; a check whose program is missing says so."""

import os
import shutil
import subprocess
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
RESULTS = PROJECT / "var" / "reports"
FOLDER = RESULTS / "tools"
PACKAGES = {"lighthouse": "12.8.2", "axe-core": "4.11.0", "vnu-jar": "26.9.27"}
ATTEMPTS = 3  # on a busy machine Lighthouse loses sight of its own browser now and then


class Missing(Exception):
    """A program this check needs is not there. `str(error)` says which and how to get it."""


def program(*names: str, hint: str) -> str:
    found = next(filter(None, map(shutil.which, names)), None)
    if not found:
        raise Missing(f"{names[0]} is not installed ({hint})")
    return found


def chromium() -> str:
    return program("chromium", "chromium-browser", "google-chrome", hint="Debian: apt install chromium")


def package(name: str) -> Path:
    """The folder of an npm package, installed at the pinned version where it is not yet."""
    folder = FOLDER / "node_modules" / name
    wanted = f'"version": "{PACKAGES[name]}"'
    if not (folder / "package.json").is_file() or wanted not in (folder / "package.json").read_text():
        npm = program("npm", hint="Debian: apt install npm")
        FOLDER.mkdir(parents=True, exist_ok=True)
        command = [
            npm,
            "install",
            f"--prefix={FOLDER}",
            "--no-save",
            "--no-audit",
            "--no-fund",
            "--loglevel",
            "error",
        ]
        pinned = [f"{package}@{version}" for package, version in PACKAGES.items()]
        if subprocess.run([*command, *pinned], cwd=FOLDER, stdout=subprocess.DEVNULL).returncode:
            raise Missing(f"npm could not install {name} {PACKAGES[name]}")
    return folder


def lighthouse(address: str, *, runs_on: str) -> bytes:
    """Its report as JSON, of one visit with the phone profile."""
    node = program("node", hint="Debian: apt install nodejs; version 18 or later")
    script = package("lighthouse") / "cli" / "index.js"
    flags = "--headless=new --no-sandbox --disable-gpu"
    command = [node, str(script), address, "--output=json", "--quiet", f"--chrome-flags={flags}"]
    for _attempt in range(ATTEMPTS):
        done = subprocess.run(
            command, env=os.environ | {"CHROME_PATH": runs_on}, capture_output=True, timeout=300
        )
        if done.returncode == 0:
            return done.stdout
    raise RuntimeError(done.stderr.decode()[-400:])


def check_html(files: list[Path]) -> bytes:
    """The W3C's checker's findings as JSON lines of one object."""
    java = program("java", hint="Debian: apt install default-jre-headless; version 17 or later")
    jar = package("vnu-jar") / "build" / "dist" / "vnu.jar"
    command = [java, "-Xss4m", "-jar", str(jar), "--format", "json", "--stdout", "--exit-zero-always"]
    return subprocess.run([*command, *map(str, files)], capture_output=True, timeout=900, check=True).stdout


def axe() -> str:
    return (package("axe-core") / "axe.min.js").read_text()
