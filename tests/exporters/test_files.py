"""A file is swapped in whole or not at all."""

from __future__ import annotations

import errno
import os
from pathlib import Path
from typing import BinaryIO

import pytest

from exporters.errors import ExportError
from exporters.files import replace_file, write_bytes


def failing(number: int) -> OSError:
    return OSError(number, os.strerror(number))


def test_a_new_file_has_its_content_and_nothing_stands_beside_it(tmp_path: Path) -> None:
    write_bytes(tmp_path / "报告.docx", b"new")
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("报告.docx", b"new")]


def test_an_old_file_is_replaced_and_keeps_its_permissions(tmp_path: Path) -> None:
    target = tmp_path / "a.docx"
    target.write_bytes(b"old")
    target.chmod(0o640)
    write_bytes(target, b"new")
    assert target.read_bytes() == b"new"
    assert os.name == "nt" or target.stat().st_mode & 0o777 == 0o640


def test_a_link_goes_on_pointing_at_the_file(tmp_path: Path) -> None:
    (tmp_path / "real.docx").write_bytes(b"old")
    link = tmp_path / "link.docx"
    link.symlink_to(tmp_path / "real.docx")
    write_bytes(link, b"new")
    assert link.is_symlink()
    assert (tmp_path / "real.docx").read_bytes() == b"new"


@pytest.mark.parametrize("moment", ["write", "swap"])
def test_when_the_writer_gives_up_the_old_file_is_untouched(tmp_path: Path, moment: str) -> None:
    target = tmp_path / "a.docx"
    target.write_bytes(b"old")

    def give_up(*_: object) -> None:
        raise KeyboardInterrupt

    def write(stream: BinaryIO) -> None:
        stream.write(b"half")

    with pytest.raises(KeyboardInterrupt):
        replace_file(target, give_up if moment == "write" else write, give_up if moment == "swap" else None)
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("a.docx", b"old")]


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (errno.ENOSPC, "export_disk_full"),
        (errno.EACCES, "export_no_permission"),
        (errno.EROFS, "export_no_permission"),
        (errno.ENAMETOOLONG, "export_bad_name"),
        (errno.EIO, "export_failed"),
    ],
)
def test_what_the_disk_refuses_is_told_by_code_and_leaves_nothing(tmp_path: Path, number: int, code: str) -> None:
    def write(stream: BinaryIO) -> None:
        stream.write(b"half")
        raise failing(number)

    with pytest.raises(ExportError) as caught:
        replace_file(tmp_path / "a.docx", write)
    assert caught.value.code == code
    assert list(tmp_path.iterdir()) == []


def test_a_target_that_is_open_elsewhere_is_told_and_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "a.docx"
    target.write_bytes(b"old")

    def refuse(self: Path, other: Path) -> Path:
        raise failing(errno.EACCES)

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(ExportError) as caught:
        write_bytes(target, b"new")
    assert (caught.value.code, caught.value.facts["name"]) == ("export_target_open", "a.docx")
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("a.docx", b"old")]


def test_a_missing_folder_is_told_before_anything_is_written(tmp_path: Path) -> None:
    with pytest.raises(ExportError) as caught:
        write_bytes(tmp_path / "nowhere" / "a.docx", b"new")
    assert caught.value.code == "export_folder_missing"
    assert list(tmp_path.iterdir()) == []


def test_a_folder_is_never_replaced(tmp_path: Path) -> None:
    with pytest.raises(ExportError) as caught:
        write_bytes(tmp_path, b"new")
    assert caught.value.code == "export_target_is_folder"


def test_a_read_only_file_is_left_as_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "a.docx"
    target.write_bytes(b"old")
    monkeypatch.setattr(os, "access", lambda path, mode: False)
    with pytest.raises(ExportError) as caught:
        write_bytes(target, b"new")
    assert caught.value.code == "export_read_only"
    assert target.read_bytes() == b"old"


@pytest.mark.parametrize("through_a_link", [False, True])
def test_what_is_no_ordinary_file_is_never_replaced(tmp_path: Path, through_a_link: bool) -> None:
    pipe, link = tmp_path / "a.docx", tmp_path / "link.docx"
    os.mkfifo(pipe)
    link.symlink_to(pipe)
    with pytest.raises(ExportError) as caught:
        write_bytes(link if through_a_link else pipe, b"new")
    assert caught.value.code == "export_target_not_a_file"
    assert pipe.is_fifo()


def test_a_name_that_is_too_long_is_told(tmp_path: Path) -> None:
    with pytest.raises(ExportError) as caught:
        write_bytes(tmp_path / ("a" * 300), b"new")
    assert caught.value.code == "export_bad_name"


def test_a_folder_that_cannot_be_looked_at_does_not_spoil_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened = os.open

    def refuse(path: object, flags: int, *rest: int) -> int:
        if path == tmp_path:
            raise failing(errno.EACCES)
        return opened(str(path), flags, *rest)

    monkeypatch.setattr(os, "open", refuse)
    write_bytes(tmp_path / "a.docx", b"new")
    assert (tmp_path / "a.docx").read_bytes() == b"new"
