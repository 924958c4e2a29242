"""The shape of the tree that no linter looks at."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

MODULE_LINES = 400
CLASS_LINES = 300
# Cut in two so that this file does not find itself.
MACHINE_PATHS = re.compile(
    "|".join(["/wo" + "rk/", "/ro" + "ot/", "/ho" + "me/[a-z]", "/Us" + "ers/[a-z]", r"C:\\\\?Us" + "ers", r"\.\./sha" + "red"])
)
UNFINISHED = re.compile(
    "|".join(["TO" + "DO", "FIX" + "ME", "XX" + "X", "NotImplemented" + "Error", r"pytest\.sk" + "ip", r"mark\.sk" + "ip"])
)


def test_no_module_is_longer_than_a_reader_can_hold(modules: list[Any]) -> None:
    lengths = {module.name: module.text.count("\n") for module in modules}
    assert {name: length for name, length in lengths.items() if length > MODULE_LINES} == {}


def test_no_class_is_longer_than_a_reader_can_hold(modules: list[Any]) -> None:
    lengths = {
        f"{module.name}.{node.name}": (node.end_lineno or 0) - node.lineno + 1
        for module in modules
        for node in ast.walk(module.tree)
        if isinstance(node, ast.ClassDef)
    }
    assert {name: length for name, length in lengths.items() if length > CLASS_LINES} == {}


def test_every_module_says_in_one_line_what_it_is(modules: list[Any]) -> None:
    def is_a_line(docstring: str) -> bool:
        first, *rest = docstring.splitlines() or [""]
        return first.endswith(".") and not any(rest[:1])

    assert [module.name for module in modules if module.text and not is_a_line(ast.get_docstring(module.tree) or "")] == []


def test_every_module_that_annotates_defers_its_annotations(modules: list[Any]) -> None:
    annotating = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.AnnAssign)
    eager = [
        module.name
        for module in modules
        if any(isinstance(node, annotating) for node in module.tree.body) and "__future__.annotations" not in module.imports()
    ]
    # run.py cannot: the Pythons that it turns away must get as far as its first statement.
    assert eager == ["run"]


def test_the_import_contracts_hold(root: Path) -> None:
    code = "from importlinter.cli import lint_imports_command; lint_imports_command()"
    done = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_widgets_never_see_the_workspace_or_the_session(modules: list[Any]) -> None:
    seen = {
        module.name: module.imports() & {"storage.workspace", "desktop.session"}
        for module in modules
        if module.name.startswith("widgets")
    }
    assert {name: names for name, names in seen.items() if names} == {}


def test_nothing_is_left_unfinished(texts: list[tuple[str, str]]) -> None:
    assert [path for path, text in texts if path.endswith(".py") and UNFINISHED.search(text)] == []


def test_no_path_of_a_developers_machine_is_in_the_tree(texts: list[tuple[str, str]]) -> None:
    found = [f"{path}: {match[0]}" for path, text in texts if path != ".ci/run" for match in MACHINE_PATHS.finditer(text)]
    assert found == []
