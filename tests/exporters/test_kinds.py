"""The documents by name."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from exporters.kinds import KINDS
from exporters.report import Report
from resources.catalogue import LANGUAGES, Catalogue


def test_asking_which_kinds_there_are_loads_no_word_library() -> None:
    code = "import sys, exporters.kinds, exporters.assembly; print([m for m in ('docx', 'lxml') if m in sys.modules])"
    root = Path(__file__).parents[2]
    done = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_every_kind_writes_a_file_and_has_a_name_in_both_languages(report: Report, tmp_path: Path) -> None:
    for name, kind in KINDS.items():
        assert kind.name == name
        for language in LANGUAGES:
            catalogue = Catalogue.load(language)
            assert catalogue.text(kind.title)
            target = tmp_path / f"{name}-{language}{kind.suffix}"
            kind.load()(report, target, catalogue)
            assert target.stat().st_size > 0
