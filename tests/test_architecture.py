"""The referee: imports run down, and the house keeps its floors."""

import ast
from importlib.metadata import version
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
MAY_IMPORT = {
    "vietnamese": set(),
    "accounts": {"vietnamese"},
    "images": {"accounts", "vietnamese"},
    "recordings": {"accounts", "vietnamese"},
    "articles": {"accounts", "images", "recordings", "vietnamese"},
    "comments": {"accounts", "articles", "images", "vietnamese"},
    "corrections": {"accounts", "articles", "images", "vietnamese"},
    "newsletter": {"accounts", "articles", "images", "readership", "vietnamese"},
    "ratings": {"accounts", "articles", "images", "vietnamese"},
    "readership": {"accounts", "articles", "images", "vietnamese"},
    "portal": {
        "accounts",
        "articles",
        "comments",
        "corrections",
        "images",
        "newsletter",
        "ratings",
        "readership",
        "recordings",
        "vietnamese",
    },
}


def modules():
    for app in MAY_IMPORT:
        for file in sorted((ROOT / app).rglob("*.py")):
            yield pytest.param(app, file, id=str(file.relative_to(ROOT)))


def imported(tree: ast.AST):
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""


@pytest.mark.parametrize(("app", "file"), list(modules()))
def test_imports_run_down(app, file):
    upward = {name for name in imported(ast.parse(file.read_text())) if name.split(".")[0] in MAY_IMPORT}
    assert {name.split(".")[0] for name in upward} <= MAY_IMPORT[app] | {app}


def test_no_post_save_anywhere():
    """News travels by the two signals the verbs send after commit, never by Django's model signals."""
    for app in MAY_IMPORT:
        for file in (ROOT / app).rglob("*.py"):
            assert "post_save" not in file.read_text(), file


@pytest.mark.parametrize(
    ("package", "floor"), [("django", (5, 2, 19)), ("pillow", (13, 0, 0)), ("nh3", (0, 3, 8))]
)
def test_security_floors(package, floor):
    """Releases below these have known holes: see SECURITY.md."""
    assert tuple(int(part) for part in version(package).split(".")[:3]) >= floor


def test_psycopg_3_is_not_installed():
    """Django silently prefers it over the chosen driver."""
    with pytest.raises(ModuleNotFoundError):
        version("psycopg")
