"""Colours are named in the palette and nowhere else."""

from __future__ import annotations

import ast
import re
from typing import Any

import pytest

HEX = re.compile(r"#(?:[0-9a-fA-F]{8}|[0-9a-fA-F]{6}|[0-9a-fA-F]{3})\b")
PALETTE = "widgets.palette"


@pytest.fixture
def painted(modules: list[Any]) -> list[Any]:
    """The modules that could paint."""
    return [module for module in modules if module.name.split(".")[0] in {"widgets", "desktop"} and module.name != PALETTE]


def test_no_text_constant_is_a_colour(painted: list[Any]) -> None:
    found = [f"{module.name}:{line} {text}" for module in painted for line, text in module.strings() if HEX.search(text)]
    assert found == []


def test_no_colour_is_built_from_numbers_or_names(painted: list[Any]) -> None:
    found = [
        f"{module.name}:{call.lineno}"
        for module in painted
        for call in module.calls()
        if ast.unparse(call.func).split(".")[-1] in {"QColor", "fromRgb", "fromRgbF", "fromHsv"}
        and call.args
        and isinstance(call.args[0], ast.Constant)
    ]
    assert found == []


def test_no_global_colour_of_qt_is_used(painted: list[Any]) -> None:
    used = re.compile(r"GlobalColor\.(?!transparent)\w+")
    assert [f"{module.name} {match[0]}" for module in painted for match in used.finditer(module.text)] == []


def test_style_sheets_and_icons_name_no_colour(texts: list[tuple[str, str]]) -> None:
    drawn = [(path, text) for path, text in texts if path.endswith(".qss") or ("icons/" in path and path.endswith(".svg"))]
    assert [f"{path} {match[0]}" for path, text in drawn for match in HEX.finditer(text)] == []
