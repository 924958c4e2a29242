"""``clausedesk share``: what it writes, and what it refuses."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from policy.model import Span
from storage.checks import check
from storage.incoming import receive
from storage.records import AnnotationKind
from storage.workspace import Workspace
from tests.desktop.conftest import Run


@pytest.fixture
def shared(open_workspace: Workspace) -> Workspace:
    policy = open_workspace.policies.all()[0].id
    open_workspace.annotations.add(policy, Span(0, 4), AnnotationKind.COMMENT, "带标签", ["重点"])
    open_workspace.annotations.add(policy, Span(0, 4), AnnotationKind.COMMENT, "不带标签")
    return open_workspace


def test_a_package_is_written_and_told(shared: Workspace, run: Run, tmp_path: Path) -> None:
    target = tmp_path / "包.clausedesk"
    answer = run("share", shared.path, "-o", target)
    assert (answer.code, answer.err) == (0, "")
    assert str(target) in answer.out
    assert check(target).problems == ()


def test_a_part_is_named(shared: Workspace, run: Run, tmp_path: Path) -> None:
    target = tmp_path / "包.clausedesk"
    number = shared.policies.all()[0].doc_number
    answer = run("share", shared.path, "-o", target, "--policy", number, "--tag", "重点", "--no-files", "--json")
    told = json.loads(answer.out)
    assert (told["package"], told["policies"], told["annotations"], told["locked"]) == (str(target), 1, 1, False)


def test_a_passphrase_comes_from_a_file(shared: Workspace, run: Run, tmp_path: Path) -> None:
    secret, target = tmp_path / "口令.txt", tmp_path / "包.clausedesk.age"
    secret.write_text("四个 词语\r\n第二行不算", encoding="utf-8-sig", newline="")
    assert run("share", shared.path, "-o", target, "--passphrase-file", secret).code == 0
    with receive([target], "四个 词语") as incoming:
        assert incoming.files[0].encrypted


def test_what_is_not_there_is_refused_and_nothing_is_written(shared: Workspace, run: Run, tmp_path: Path) -> None:
    target, empty, odd = tmp_path / "包.clausedesk", tmp_path / "空.txt", tmp_path / "乱.txt"
    empty.write_bytes(b"\n")
    odd.write_bytes(b"\xff\xfe\xff")
    for words in (
        ("--policy", "没有的"),
        ("--person", "没有的"),
        ("--tag", "没有的"),
        ("--passphrase-file", empty),
        ("--passphrase-file", odd),
        ("--passphrase-file", tmp_path / "没有.txt"),
    ):
        answer = run("share", shared.path, "-o", target, *words)
        assert (answer.code, answer.out) == (1, "")
        assert len(answer.err.splitlines()) == 1
        assert not target.exists()
    # The last one: a file that is not there is called so in the language of the command, not in the system's words.
    assert answer.err.startswith("找不到“没有.txt”")


def test_nothing_is_overwritten(shared: Workspace, run: Run, tmp_path: Path) -> None:
    target = tmp_path / "包.clausedesk"
    target.write_bytes(b"x")
    for place in (target, shared.path):
        before = place.read_bytes()
        assert run("share", shared.path, "-o", place).code == 1
        assert place.read_bytes() == before


def test_a_locked_package_is_merged_with_the_passphrase_in_a_file(
    shared: Workspace, run: Run, tmp_path: Path, policy_file: Path
) -> None:
    secret, wrong, target = tmp_path / "口令.txt", tmp_path / "别的.txt", tmp_path / "包.clausedesk.age"
    secret.write_text("四个 词语", encoding="utf-8")
    wrong.write_text("三个词语", encoding="utf-8")
    assert run("share", shared.path, "-o", target, "--passphrase-file", secret).code == 0
    mine = tmp_path / "我的.clausedesk"
    assert run("import", mine, policy_file).code == 0
    for words in ((), ("--passphrase-file", wrong)):
        refused = run("merge", mine, target, *words)
        assert (refused.code, refused.out, len(refused.err.splitlines())) == (1, "", 1)
    answer = run("merge", mine, target, "--passphrase-file", secret, "--json")
    assert (answer.code, answer.err) == (0, "")
    assert json.loads(answer.out)["merged"][0]["new"] > 0
