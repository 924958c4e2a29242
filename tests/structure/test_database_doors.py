"""One SQLite in the process, one factory of connections, one place for table names."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from typing import Any

FACTORY = "storage.connect"
OTHER_SQLITES = re.compile(r"^(PySide6\.QtSql|apsw|pysqlite3|sqlcipher3)\b")
LOAD_EVERYTHING = """
import pathlib, sqlite3, sqlite_utils, docx
from PySide6 import QtCore, QtGui, QtSvg, QtWidgets
application = QtWidgets.QApplication([])
sqlite3.connect(":memory:").execute("SELECT 1")
maps = pathlib.Path("/proc/self/maps")
lines = maps.read_text(encoding="utf-8").splitlines() if maps.exists() else []
print(*sorted({line.split()[-1] for line in lines if "libsqlite" in line or "qsql" in line}), sep="\\n")
"""


def test_only_the_factory_connects(modules: list[Any]) -> None:
    elsewhere = [
        f"{module.name}:{call.lineno}"
        for module in modules
        for call in module.calls()
        if ast.unparse(call.func) in {"sqlite3.connect", "sqlite3.Connection", "connect"}
        and module.name != FACTORY
        and ("sqlite3" in module.imports() or "sqlite3.connect" in module.imports())
    ]
    assert elsewhere == []


def test_sqlite_utils_works_only_on_our_own_connection(modules: list[Any]) -> None:
    opened = [
        f"{module.name}:{call.lineno}"
        for module in modules
        if any(name.startswith("sqlite_utils") for name in module.imports())
        for call in module.calls()
        if ast.unparse(call.func).split(".")[-1] == "Database" and (not call.args or isinstance(call.args[0], ast.Constant))
    ]
    assert opened == []


def test_table_names_stand_in_the_schema_only(modules: list[Any]) -> None:
    # Elsewhere SQL takes them from there, so a literal never follows these words. (Inserting into a misspelt table creates it.)
    named = re.compile(r"""\b(?:FROM|INTO|JOIN|UPDATE|TABLE)\s+"?(?!sqlite_|pragma_|json_each)[a-z_]+""")
    spoken = [
        f"{module.name}:{line} {match[0]}"
        for module in modules
        if module.name.startswith("storage.") and module.name.split(".")[-1] not in {"schema", "first_schema", "migrations"}
        for line, text in module.strings()
        for match in named.finditer(text)
    ]
    assert spoken == []


def test_no_other_sqlite_library_is_imported(modules: list[Any]) -> None:
    found = {module.name: sorted(filter(OTHER_SQLITES.match, module.imports())) for module in modules}
    assert {name: names for name, names in found.items() if names} == {}


def test_one_sqlite_library_is_loaded_beside_qt() -> None:
    done = subprocess.run([sys.executable, "-c", LOAD_EVERYTHING], capture_output=True, text=True, check=True)
    libraries = done.stdout.split()
    assert len(libraries) <= 1
    assert not any("qsql" in library for library in libraries)
