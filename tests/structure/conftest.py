"""The tree as the structure tests see it: modules with their syntax trees, and tracked-like text files."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("policy", "storage", "exporters", "widgets", "desktop", "resources")
NOT_OURS = {
    ".git",
    ".venv",
    "build",
    "dist",
    "out",
    "wheelhouse",
    ".mypy_cache",
    ".ruff_cache",
    ".pytest_cache",
    ".hypothesis",
    "__pycache__",
}


@dataclass(frozen=True)
class Module:
    """One Python file of the program."""

    path: Path
    name: str
    text: str
    tree: ast.Module

    def calls(self) -> Iterator[ast.Call]:
        return (node for node in ast.walk(self.tree) if isinstance(node, ast.Call))

    def strings(self) -> Iterator[tuple[int, str]]:
        """Every text constant with its line; docstrings are left out."""
        prose = {id(node.value) for node in ast.walk(self.tree) if isinstance(node, ast.Expr)}
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in prose:
                yield node.lineno, node.value

    def imports(self) -> set[str]:
        """The dotted names of all that is imported, with the names taken from modules."""
        found: set[str] = set()
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                found.update(alias.name for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module:
                found.add(node.module)
                found.update(f"{node.module}.{alias.name}" for alias in node.names)
        return found


def read_module(path: Path) -> Module:
    text = path.read_text(encoding="utf-8")
    relative = path.relative_to(ROOT).with_suffix("")
    return Module(path, ".".join(relative.parts), text, ast.parse(text, str(path)))


@pytest.fixture(scope="session")
def root() -> Path:
    """The folder of the checkout."""
    return ROOT


@pytest.fixture(scope="session")
def modules() -> list[Module]:
    """Every module of the program, and run.py."""
    paths = [ROOT / "run.py"]
    for package in PACKAGES:
        paths += sorted((ROOT / package).rglob("*.py"))
    return [read_module(path) for path in paths]


@pytest.fixture(scope="session")
def texts() -> list[tuple[str, str]]:
    """Every text file of the tree, as (path, text); lock files and the documents that the program ships are left out."""
    found = []
    for path in sorted(ROOT.rglob("*")):
        relative = path.relative_to(ROOT)
        wanted = path.suffix in {".py", ".md", ".toml", ".json", ".in", ".qss", ".svg", ".ts", ".tsv"} or path.name in {
            "run",
            "LICENSE",
        }
        if wanted and path.is_file() and not NOT_OURS & set(relative.parts):
            found.append((relative.as_posix(), path.read_text(encoding="utf-8")))
    return found
