"""Evidence in the list."""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import Qt
from pytestqt.modeltest import ModelTester

from resources.catalogue import Catalogue
from storage.records import AttachmentRecord, EvidenceRecord, EvidenceType
from widgets.models.evidence_model import EvidenceModel, EvidenceRow

NOON = dt.datetime(2013, 12, 1, 12, tzinfo=dt.UTC)


def row(name: str, *, title: str = "通知", files: int = 0) -> EvidenceRow:
    record = EvidenceRecord(
        name,
        "policy-1",
        EvidenceType.DOCUMENT,
        title,
        "工业和信息化部",
        "工信部〔2013〕4号",
        dt.date(2013, 10, 9),
        "",
        True,
        "",
        "",
        "r",
        NOON,
    )
    return EvidenceRow(record, tuple(AttachmentRecord(f"f{n}", name, "a.pdf", "0", 1, NOON) for n in range(files)))


def test_the_model_keeps_the_rules_of_qt(catalogue: Catalogue, qtmodeltester: ModelTester) -> None:
    model = EvidenceModel(catalogue)
    qtmodeltester.check(model)  # type: ignore[no-untyped-call]
    model.set_rows([row("a"), row("b")])
    model.set_rows([row("b", files=1), row("c")])


def test_a_row_names_type_source_number_and_date(catalogue: Catalogue) -> None:
    model = EvidenceModel(catalogue)
    assert model.facts(row("a")) == ["Document issued", "工业和信息化部", "工信部〔2013〕4号", "2013-10-09"]
    assert len(model.facts(row("a", files=2))) == 5


def test_evidence_without_a_title_says_so(catalogue: Catalogue) -> None:
    model = EvidenceModel(catalogue)
    model.set_rows([row("a", title="")])
    assert model.index(0, 0).data() == "Untitled"
    assert "Document issued" in model.index(0, 0).data(Qt.ItemDataRole.ToolTipRole)
