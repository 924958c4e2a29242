"""What is shipped: packages, versions, exact locks, the command that starts quickly."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pytest

from desktop.flows.help import LIBRARIES

LOCKS = ("app.lock", "test.lock", "app-older-glibc.lock", "test-older-glibc.lock")
HEAVY = ("PySide6", "shiboken6", "docx", "lxml", "sqlite_utils", "sqlite3", "rapidfuzz", "openpyxl", "pypdfium2")
HELP = f"""
import sys
from desktop.__main__ import main
try:
    code = main(["--help"])
except SystemExit as stop:
    code = stop.code
print("loaded:", *[name for name in {HEAVY!r} if name in sys.modules])
sys.exit(code)
"""


def pinned(lock: Path) -> set[str]:
    return set(re.findall(r"^([a-z0-9-]+)==", lock.read_text(encoding="utf-8"), re.MULTILINE))


@pytest.fixture(scope="module")
def project(root: Path) -> dict[str, Any]:
    """The [project] and [tool] tables of pyproject.toml."""
    return tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))


def test_every_package_on_disk_is_listed(root: Path, project: dict[str, Any]) -> None:
    tops = [path.parent.name for path in root.glob("*/__init__.py")]
    on_disk = {".".join(path.parent.relative_to(root).parts) for top in tops for path in (root / top).rglob("__init__.py")}
    assert set(project["tool"]["setuptools"]["packages"]) == on_disk


def test_every_file_that_the_program_reads_is_packaged(root: Path, project: dict[str, Any]) -> None:
    patterns = project["tool"]["setuptools"]["package-data"]["resources"]
    packaged = {path for pattern in patterns for path in (root / "resources").glob(pattern)}
    shipped = {path for path in (root / "resources").rglob("*") if path.is_file() and path.suffix not in {".py", ".pyc"}}
    assert shipped - packaged == set()


def test_the_version_is_told_once(root: Path, project: dict[str, Any]) -> None:
    newest = re.search(r"^## (\d+\.\d+\.\d+)", (root / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert newest is not None
    assert newest[1] == project["project"]["version"]


def test_the_licence_of_every_library_is_told(project: dict[str, Any]) -> None:
    assert set(LIBRARIES) == {re.split("[<>=!]", one)[0] for one in project["project"]["dependencies"]}


def test_the_installed_program_is_this_one(project: dict[str, Any]) -> None:
    assert version("clausedesk") == project["project"]["version"]


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_names_no_host_and_hashes_everything(root: Path, name: str) -> None:
    text = (root / "locks" / name).read_text(encoding="utf-8")
    assert not re.search(r"//|--index|--find-links|@ ", text)
    requirements = re.split(r"\n(?=[a-z])", text.strip())
    assert all("--hash=sha256:" in requirement for requirement in requirements)


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_holds_all_that_the_project_asks_for(root: Path, project: dict[str, Any], name: str) -> None:
    asked = list(project["project"]["dependencies"])
    if name.startswith("test"):
        asked += project["project"]["optional-dependencies"]["test"]
    names = {re.split(r"[><=!~;\[ ]", requirement)[0].lower() for requirement in asked}
    assert names - pinned(root / "locks" / name) == set()


def test_the_test_lock_only_adds_to_the_app_lock(root: Path) -> None:
    for end in (".lock", "-older-glibc.lock"):
        app, test = ((root / "locks" / f"{kind}{end}").read_text(encoding="utf-8") for kind in ("app", "test"))
        lines = set(re.findall(r"^[a-z0-9-]+==.*$", app, re.MULTILINE))
        assert lines <= set(re.findall(r"^[a-z0-9-]+==.*$", test, re.MULTILINE))


def test_help_loads_neither_qt_nor_word_nor_the_database(root: Path) -> None:
    done = subprocess.run([sys.executable, "-c", HELP], cwd=root, capture_output=True, text=True, check=True)
    assert "export" in done.stdout
    assert done.stdout.splitlines()[-1] == "loaded:"
