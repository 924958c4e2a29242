"""A file that somebody attached is opened only when its name and its contents are of a harmless kind; else it is only saved."""

from __future__ import annotations

import io
import sys
import unicodedata
import zipfile
from pathlib import Path

import pytest
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog

from desktop.opening_files import holds_what_it_says, is_safe_to_open, seal
from desktop.paths import opened_folder
from storage.records import EvidenceType
from tests.desktop.driving import Hands

# What runs, mounts, installs, is interpreted or leads elsewhere on one of the systems; letters of mail programs' lists.
LISTED = """
ade adp action air apk app appcontent-ms appimage application appref-ms appx appxbundle arc asp aspx asx bas bat bin bgi bz2
cab cer chm class cmd cnt com command cpl crt csh deb der desktop diagcab dll dmg doc docm dot dotm dylib elf exe ex_ flatpak
fxp gadget gho grp gz hlp hpj hta htm html htc img inf ins iqy iso isp its jar java jnlp job jse js ksh lib library-ms lnk
lzh mad maf mag mam maq mar mas mat mau mav maw mcf mda mdb mde mdt mdw mdz mht mhtml mof msc msh msh1 msi msix msixbundle
msp mst msu nsh ocx odc ops osd oqy out paf pcd pif pkg pl plg potm ppam ppsm ppt pptm prf prg ps1 ps1xml ps2 psc1 psd1 psdm1
pst pub py pyc pyo pyw pyz rar rb reg rgs rpm rqy rtf run scf scpt scr sct search-ms service settingcontent-ms sh shb shs
sldm slk snap so svg swf sys terminal theme tmp udl url vb vbe vbp vbs vhd vhdx vsmacros vsw vxd war webarchive website
workflow ws wsb wsc wsf wsh xbap xht xhtml xla xlam xll xls xlsb xlsm xlt xltm xlw xml xnk xps xz z zip 7z ace cpio jse lha
tar tgz
"""
ENDINGS = sorted(set(LISTED.split()))
SHAPES = {
    "plain": "方案.{}",
    "capital": "方案.{}",
    "double": "方案.pdf.{}",
    "dot": "方案.{}.",
    "space": "方案.{} ",
    "hidden harmless": "方案.{}\u200b.pdf",
}
DISGUISED = [
    "方案\u202efdp.exe",
    "exe\u202ecod.pdf",
    "方案.pdf.",
    "方案.pdf ",
    "方案.pdf\u3000",
    "方案.p\u200bdf",
    "方案.pdf\n",
    "方案.exe\x00.pdf",
    "方案.PDF.SCR",
    "方案.ｅｘｅ",
    "方案.pd\u0131f",
    "无后缀",
    ".pdf",
    "pdf",
    "..",
    "",
]


def packed(*names: str) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return held.getvalue()


HARMLESS = {
    "方案.pdf": b"%PDF-1.7 words",
    "1.2 方案.pdf": b"%PDF-1.4",
    "表.xlsx": packed("[Content_Types].xml", "xl/workbook.xml"),
    "说明.docx": packed("[Content_Types].xml", "word/document.xml"),
    "汇报.pptx": packed("ppt/presentation.xml"),
    "文件.ofd": packed("OFD.xml"),
    "照片.JPG": b"\xff\xd8\xff\xe0",
    "图.png": b"\x89PNG\r\n\x1a\n",
    "图.gif": b"GIF89a",
    "图.tiff": b"II*\x00",
    "图.webp": b"RIFF\x00\x00\x00\x00WEBP",
    "记录.txt": "内容".encode("gb18030"),
    "宽.txt": "内容".encode("utf-16"),
    "表.csv": b"a,b",
}
FALSE = {
    "程序.pdf": b"MZ\x90\x00",
    "网页.pdf": b"<html><script>",
    "空.pdf": b"\x00",
    "程序.txt": b"MZ\x90\x00",
    "脚本.txt": b"#!/bin/sh",
    "快捷.csv": b"L\x00\x00\x00\x01\x14\x02\x00",
    "文档.txt": b"%PDF-1.7",
    "压缩.docx": packed("readme.txt"),
    "表.docx": packed("xl/workbook.xml"),
    "宏.docx": packed("word/document.xml", "word/vbaProject.bin"),
    "宏.xlsx": packed("xl/workbook.xml", "xl/macrosheets/sheet1.xml"),
    "控件.pptx": packed("ppt/presentation.xml", "ppt/activeX/activeX1.bin"),
    "断.docx": packed("word/document.xml")[:40],
    "老.docx": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
    "程序.jpg": b"\x7fELF",
    "照片.png": b"\xff\xd8\xff\xe0",
}


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The files handed to other programs."""
    handed: list[Path] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: handed.append(Path(url.toLocalFile())))
    return handed


def held(hands: Hands, name: str, content: bytes) -> str:
    """A file of this name attached to a new piece of evidence; its id."""
    before = set(hands.shown.attachments)
    fields = {"type": EvidenceType.OTHER, "title": "证明", "files": [(name, content)]}
    hands.app.session.add_evidence(hands.shown.policy.id, fields)
    (made,) = set(hands.shown.attachments) - before
    return made


def refused(hands: Hands, name: str, content: bytes) -> str:
    """What is said when a file is not opened; the window then asks where to save it."""
    hands.close_messages()
    hands.app.flows.evidence.open_file(held(hands, name, content))
    chooser = hands.dialog(QFileDialog)
    said = hands.said()
    chooser.close()
    chooser.deleteLater()
    hands.qtbot.waitUntil(lambda: not hands.dialogs(QFileDialog))
    return said


@pytest.mark.parametrize("ending", ENDINGS)
def test_no_name_of_a_kind_that_may_run_is_harmless(ending: str) -> None:
    for shape, name in SHAPES.items():
        written = ending.upper() if shape == "capital" else ending
        assert not is_safe_to_open(name.format(written)), shape


def test_the_list_is_as_long_as_those_of_mail_programs() -> None:
    assert len(set(ENDINGS)) >= 120


@pytest.mark.parametrize("name", DISGUISED)
def test_no_disguised_name_is_harmless(name: str) -> None:
    assert not is_safe_to_open(name)


def test_what_may_run_is_never_handed_over(hands: Hands, opened: list[Path], nightly: bool) -> None:
    names = [f"方案.{ending}" for ending in ENDINGS] + [name for name in DISGUISED if name]
    for name in names if nightly else names[::10] + DISGUISED[:2]:
        assert "only saved" in refused(hands, name, b"MZ"), name
    assert opened == []
    assert list(opened_folder().rglob("*")) == []


def test_what_holds_something_else_than_it_says_is_never_handed_over(hands: Hands, opened: list[Path]) -> None:
    for name, content in FALSE.items():
        said = refused(hands, name, content)
        assert name in said
        assert "does not hold what its name says" in said
    assert opened == []
    assert [path for path in opened_folder().rglob("*") if path.is_file()] == []


def test_harmless_files_are_opened_as_a_private_read_only_copy(hands: Hands, opened: list[Path], tmp_path: Path) -> None:
    for name, content in HARMLESS.items():
        opened.clear()
        made = held(hands, name, content)
        for _ in range(2):
            hands.app.flows.evidence.open_file(made)
        assert [path.name for path in opened] == [name, name]
        assert opened[0].read_bytes() == content
        assert opened[0].stat().st_mode & 0o222 == 0
        assert opened[0].parent.stat().st_mode & 0o077 == 0
        assert not opened[0].is_relative_to(hands.workspace.path.parent)


def test_a_name_that_leads_elsewhere_stays_in_the_private_folder(hands: Hands, opened: list[Path]) -> None:
    for name in ("x/../../a.pdf", "C:\\a\\b.pdf", "/etc/NUL.pdf", "案" * 120 + ".pdf"):
        hands.app.flows.evidence.open_file(held(hands, name, b"%PDF-1.7"))
    assert len(opened) == 4
    folder = opened_folder().resolve()
    assert {path.resolve().parent.parent for path in opened} == {folder}
    assert [path.name for path in opened[:3]] == ["a.pdf", "b.pdf", "_NUL.pdf"]


def test_the_name_proposed_for_saving_is_one_that_every_system_takes(hands: Hands) -> None:
    hands.app.flows.evidence.save_file(held(hands, "../方\u202e案:1?.exe", b"MZ"))
    chooser = hands.dialog(QFileDialog)
    (proposed,) = chooser.selectedFiles()
    chooser.close()
    assert Path(proposed).name == "方案_1_.exe"


def test_the_file_beside_is_told_apart_by_its_bytes(tmp_path: Path) -> None:
    for name, content in {**HARMLESS, **FALSE}.items():
        path = tmp_path / unicodedata.normalize("NFC", name)
        path.write_bytes(content)
        assert holds_what_it_says(path) == (name in HARMLESS), name
    program = tmp_path / "程序.exe"
    program.write_bytes(b"MZ")
    assert not holds_what_it_says(program)


def test_on_windows_a_copy_is_marked_as_come_from_elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    copy = tmp_path / "方案.pdf"
    copy.write_bytes(b"%PDF-")
    monkeypatch.setattr(sys, "platform", "win32")
    seal(copy)
    monkeypatch.undo()
    assert (tmp_path / "方案.pdf:Zone.Identifier").read_bytes() == b"[ZoneTransfer]\r\nZoneId=3\r\n"
    assert copy.stat().st_mode & 0o222 == 0
