"""The panel of evidence: reading, dropping, pasting."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QImage, QKeySequence
from PySide6.QtWidgets import QLabel, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from resources.catalogue import Catalogue
from storage.records import AttachmentRecord, EvidenceRecord, EvidenceType
from widgets.palette import Palette
from widgets.panels.evidence_panel import EvidencePanel, EvidenceRow, PastedImage

NOON = dt.datetime(2013, 12, 1, 12, tzinfo=dt.UTC)
ASKING = (
    "add_requested",
    "edit_requested",
    "remove_requested",
    "attach_requested",
    "files_dropped",
    "pasted",
    "open_file_requested",
    "save_file_requested",
)


def row(name: str, title: str, **fields: str) -> EvidenceRow:
    facts = {"source": "财政部", "doc_number": "", "period": "", "quote": "", "note": ""} | fields
    record = EvidenceRecord(
        id=name,
        policy="policy-1",
        type=EvidenceType.PHOTO,
        title=title,
        date=None,
        original=False,
        reviewer="r",
        created=NOON,
        **facts,
    )
    return EvidenceRow(record, (AttachmentRecord(f"file-{name}", name, "照片.jpg", "0", 2_400_000, NOON),), "王晓明", ("任务1",))


@pytest.fixture
def panel(qtbot: QtBot, catalogue: Catalogue, light: Palette) -> EvidencePanel:
    panel = EvidencePanel(catalogue)
    qtbot.addWidget(panel)
    panel.set_palette_tokens(light)
    panel.resize(700, 320)
    panel.set_rows([row("e1", "现场照片", quote="已开通"), row("e2", "访谈记录")])
    panel.show()
    return panel


@pytest.fixture
def heard(panel: EvidencePanel) -> list[tuple[object, ...]]:
    heard: list[tuple[object, ...]] = []
    for name in ASKING:
        getattr(panel, name).connect(lambda *args, name=name: heard.append((name, *args)))
    return heard


Heard = list[tuple[object, ...]]


def words(panel: EvidencePanel) -> str:
    return "\n".join(made.text() for made in panel.findChildren(QLabel) if made.isVisible())


def files(*paths: Path) -> QMimeData:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return mime


def drop(target: QWidget, mime: QMimeData, place: QPoint) -> QDropEvent:
    actions, button, keys = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    QGuiApplication.sendEvent(target, QDragEnterEvent(place, actions, mime, button, keys))
    event = QDropEvent(QPointF(place), actions, mime, button, keys)
    QGuiApplication.sendEvent(target, event)
    return event


@pytest.fixture
def document(tmp_path: Path) -> Path:
    path = tmp_path / "材料.pdf"
    path.write_bytes(b"%PDF")
    return path


def test_filling_asks_for_nothing(panel: EvidencePanel, heard: Heard) -> None:
    panel.set_rows([row("e2", "访谈记录", note="补充"), row("e3", "网页")])
    panel.choose("e3")
    panel.set_read_only(True)
    panel.set_rows([])
    assert heard == []


def test_the_chosen_piece_is_shown_in_full(panel: EvidencePanel) -> None:
    for part in ("现场照片", "Photo", "财政部", "已开通", "This is a copy", "任务1", "王晓明", "2.3 MB"):
        assert part in words(panel)
    panel.choose("e2")
    assert "访谈记录" in words(panel)
    assert "已开通" not in words(panel)


def test_an_edited_piece_is_shown_anew(panel: EvidencePanel, qtbot: QtBot) -> None:
    panel.set_rows([row("e1", "现场照片", note="刚刚改过"), row("e2", "访谈记录")])
    qtbot.waitUntil(lambda: "刚刚改过" in words(panel))


def test_buttons_name_the_chosen_piece(panel: EvidencePanel, heard: Heard) -> None:
    panel.choose("e2")
    for made in (panel.add_button, panel.edit_button, panel.remove_button, panel.attach_button):
        made.click()
    assert heard == [("add_requested",), ("edit_requested", "e2"), ("remove_requested", "e2"), ("attach_requested", "e2")]


def test_a_file_is_opened_and_saved_by_its_attachment(panel: EvidencePanel, heard: Heard) -> None:
    tools = {made.text(): made for made in panel.findChildren(QToolButton)}
    tools["照片.jpg"].click()
    tools["Save as…"].click()
    assert heard == [("open_file_requested", "file-e1"), ("save_file_requested", "file-e1")]


def test_files_dropped_on_a_piece_belong_to_it(panel: EvidencePanel, heard: Heard, document: Path) -> None:
    place = panel.view.visualRect(panel.model.index(1, 0)).center()
    drop(panel.view.viewport(), files(document), place)
    assert heard == [("files_dropped", [document], "e2")]


def test_files_dropped_beside_want_a_new_piece(panel: EvidencePanel, heard: Heard, document: Path) -> None:
    drop(panel.view.viewport(), files(document), QPoint(20, panel.view.viewport().height() - 4))
    drop(panel, files(document), QPoint(5, 5))
    assert heard == [("files_dropped", [document], None)] * 2


def test_a_folder_or_a_web_address_is_not_taken(panel: EvidencePanel, heard: Heard, tmp_path: Path) -> None:
    web = QMimeData()
    web.setUrls([QUrl("https://example.org/a.pdf")])
    for mime in (files(tmp_path), web, QMimeData()):
        drop(panel.view.viewport(), mime, QPoint(5, 5))
    assert heard == []


def test_nothing_can_be_dropped_or_pasted_when_read_only(panel: EvidencePanel, heard: Heard, document: Path) -> None:
    panel.set_read_only(True)
    assert not panel.view.acceptDrops()
    assert not panel.acceptDrops()
    QGuiApplication.clipboard().setMimeData(files(document))
    panel.paste()
    assert heard == []
    assert "read only" in panel.add_button.toolTip()


def test_a_picture_is_pasted_as_a_png(panel: EvidencePanel, heard: Heard, qtbot: QtBot) -> None:
    picture = QImage(3, 2, QImage.Format.Format_RGB32)
    picture.fill(Qt.GlobalColor.red)
    QGuiApplication.clipboard().setImage(picture)
    panel.paste()
    name, pasted = heard[0]
    assert name == "pasted"
    assert isinstance(pasted, PastedImage)
    assert pasted.name.endswith(".png")
    assert QImage.fromData(pasted.data).size() == picture.size()


def test_the_paste_key_takes_files_for_the_chosen_piece(panel: EvidencePanel, heard: Heard, qtbot: QtBot, document: Path) -> None:
    QGuiApplication.clipboard().setMimeData(files(document))
    panel.choose("e2")
    qtbot.keySequence(panel, QKeySequence(QKeySequence.StandardKey.Paste))
    assert heard == [("files_dropped", [document], "e2")]


def test_words_on_the_clipboard_are_not_evidence(panel: EvidencePanel, heard: Heard) -> None:
    QGuiApplication.clipboard().setText("只是文字")
    panel.paste()
    assert heard == []


def test_without_evidence_the_panel_says_what_to_do(panel: EvidencePanel, qtbot: QtBot) -> None:
    panel.set_rows([])
    assert "Drop files" in words(panel)
    assert panel.chosen() is None
