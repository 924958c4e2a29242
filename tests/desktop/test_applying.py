"""Records written from a file of JSON lines: all of them, or none."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from storage.checks import check
from storage.connect import Mode, connect, writing
from storage.workspace import Profile, Workspace
from tests.desktop.conftest import Answer, Run

Line = dict[str, Any]
Apply = Callable[..., Answer]
ANNOTATION: Line = {"family": "annotation", "quote": "统一的港口数据平台", "kind": "comment", "body": "范围？", "tags": ["数据"]}


@pytest.fixture
def apply(run: Run, workspace_file: Path, tmp_path: Path) -> Apply:
    """Applies lines to the workspace in 李四's name."""

    def apply_lines(*lines: Line | str, reviewer: str = "李四") -> Answer:
        path = tmp_path / "lines.jsonl"
        texts = [line if isinstance(line, str) else json.dumps(line, ensure_ascii=False) for line in lines]
        path.write_text("\n".join(texts), encoding="utf-8")
        return run("apply", workspace_file, path, "--reviewer", reviewer)

    return apply_lines


@pytest.fixture
def held(run: Run, workspace_file: Path) -> Callable[[], Line]:
    """What the workspace holds of its policy."""

    def show() -> Line:
        policy: Line = json.loads(run("show", workspace_file, "--json").out)["policies"][0]
        return policy

    return show


def answers(answer: Answer) -> list[Line]:
    return [json.loads(line) for line in answer.out.splitlines()]


def test_every_family_is_written_and_answered_with_its_id(apply: Apply, held: Callable[[], Line], tmp_path: Path) -> None:
    (tmp_path / "通知.txt").write_text("内容", encoding="utf-8")
    answer = apply(
        {"family": "tag", "name": "数据", "color": "#123456"},
        ANNOTATION,
        {"family": "reply", "annotation": "line:2", "body": "全市"},
        {"family": "evidence", "task": 1, "clause": "（三）", "type": "document", "title": "通知", "files": ["通知.txt"]},
        {"family": "assessment", "task": 1, "progress": "done", "percent": 100, "verdict": "true", "state": "approved"},
        {"family": "link", "task": 3, "provision": held()["clauses"][3]["eid"]},
    )
    assert answer.code == 0, answer.err
    made = answers(answer)
    assert [line["line"] for line in made] == [1, 2, 3, 4, 5, 6]
    policy = held()
    (note,) = policy["annotations"]
    assert (note["id"], note["quote"], note["tags"]) == (made[1]["id"], "统一的港口数据平台", ["数据"])
    assert [reply["body"] for reply in note["replies"]] == ["全市"]
    (proof,) = policy["evidence"]
    assert (len(proof["tasks"]), len(proof["provisions"]), proof["files"][0]["name"]) == (1, 1, "通知.txt")
    assert policy["assessments"][0]["progress"] == "done"
    assert "confirmed" in [link["state"] for link in policy["tasks"][2]["links"]]


def test_a_tag_renamed_since_keeps_its_name_when_a_line_bears_its_old_one(
    apply: Apply, held: Callable[[], Line], workspace_file: Path, profile: Profile
) -> None:
    assert apply(ANNOTATION).code == 0
    with Workspace.open(workspace_file, profile) as workspace:
        [tag] = workspace.codebook.tags()
        workspace.codebook.rename(tag.id, "平台")
    assert apply(ANNOTATION, ANNOTATION | {"tags": ["数据", "平台"]}, {"family": "tag", "name": "数据"}).code == 0
    assert sorted(note["tags"] for note in held()["annotations"]) == [["平台"], ["平台", "数据"], ["数据"]]
    with Workspace.open(workspace_file, None) as workspace:
        assert sorted(tag.name for tag in workspace.codebook.tags()) == ["平台", "数据"]


def test_a_line_gives_a_known_tag_another_colour(apply: Apply, workspace_file: Path) -> None:
    assert apply(ANNOTATION).code == 0
    assert apply({"family": "tag", "name": "数据", "color": "#123456"}).code == 0
    with Workspace.open(workspace_file, None) as workspace:
        assert [(tag.name, tag.color) for tag in workspace.codebook.tags()] == [("数据", "#123456")]


def test_the_quote_is_sought_in_the_provision_named(apply: Apply, held: Callable[[], Line]) -> None:
    clause = next(row for row in held()["clauses"] if row["number"] == "（四）")
    assert apply({"family": "annotation", "quote": "电子提单", "provision": clause["eid"]}).code == 0
    assert held()["annotations"][0]["provision"].startswith(clause["eid"])


def test_applying_again_in_another_name_adds_a_second_judgement(apply: Apply, held: Callable[[], Line]) -> None:
    for name, progress in (("李四", "slow"), ("王五", "done")):
        assert apply({"family": "assessment", "task": 2, "progress": progress}, reviewer=name).code == 0
    assert sorted(row["progress"] for row in held()["assessments"]) == ["done", "slow"]


BAD: dict[str, Line | str] = {
    "no json": "{",
    "no object": "[1]",
    "unknown family": {"family": "policy"},
    "quote not there": {"family": "annotation", "quote": "没有这句话"},
    "empty quote": {"family": "annotation", "quote": ""},
    "unknown kind": {**ANNOTATION, "kind": "shout"},
    "unknown policy": {**ANNOTATION, "policy": "nobody"},
    "unknown provision": {**ANNOTATION, "provision": "sec_9"},
    "unknown task": {"family": "evidence", "task": 99, "title": "x"},
    "evidence without title": {"family": "evidence", "task": 1},
    "missing file": {"family": "evidence", "task": 1, "title": "x", "files": ["gone.pdf"]},
    "percent too large": {"family": "assessment", "task": 1, "percent": 120},
    "unknown progress": {"family": "assessment", "task": 1, "progress": "maybe"},
    "bad date": {"family": "evidence", "task": 1, "title": "x", "date": "2021-13-01"},
    "date without hyphens": {"family": "evidence", "task": 1, "title": "x", "date": "20210305"},
    "date as a week": {"family": "evidence", "task": 1, "title": "x", "date": "2021-W09-5"},
    "reply to a line in other digits": {"family": "reply", "annotation": "line:１", "body": "x"},
    "reply to a line with a superscript": {"family": "reply", "annotation": "line:²", "body": "x"},
    "reply to a line of many digits": {"family": "reply", "annotation": "line:" + "1" * 5000, "body": "x"},
    "empty tag": {**ANNOTATION, "tags": ["数据", " "]},
    "reply to nothing": {"family": "reply", "annotation": "nobody", "body": "x"},
    "tag without name": {"family": "tag", "name": " "},
    "colour": {"family": "tag", "name": "x", "color": "red"},
    "tags as text": {**ANNOTATION, "tags": "数据"},
}


@pytest.mark.parametrize("name", BAD)
def test_one_bad_line_keeps_the_whole_file_out(apply: Apply, held: Callable[[], Line], name: str) -> None:
    before = held()
    answer = apply(ANNOTATION, BAD[name])
    assert answer.code == 1
    (said,) = answers(answer)
    assert said["line"] == 2
    assert said["error"]
    assert len(answer.err.strip().splitlines()) == 1
    assert held() == before


def test_a_file_that_is_not_there_or_not_text_gets_one_sentence(run: Run, workspace_file: Path, tmp_path: Path) -> None:
    other = tmp_path / "bytes.jsonl"
    other.write_bytes(b"\xff\xfe\xff")
    for path in (tmp_path / "gone.jsonl", other):
        answer = run("apply", workspace_file, path)
        assert (answer.code, len(answer.err.strip().splitlines())) == (1, 1)


def test_ten_thousand_records_are_written_in_one_go(apply: Apply, held: Callable[[], Line]) -> None:
    lines = [{"family": "annotation", "start": at, "end": at + 2, "kind": "highlight"} for at in range(100, 300)] * 50
    assert apply(*lines).code == 0
    assert held()["counts"]["annotations"] == 10_000


def test_damaged_bytes_of_the_same_file_are_replaced(
    apply: Apply, held: Callable[[], Line], workspace_file: Path, tmp_path: Path
) -> None:
    (tmp_path / "通知.txt").write_text("内容", encoding="utf-8")
    line = {"family": "evidence", "task": 1, "type": "document", "title": "通知", "files": ["通知.txt"]}
    assert apply(line).code == 0
    with closing(connect(workspace_file, Mode.WRITE)) as conn, writing(conn):
        conn.execute("UPDATE blob_chunk SET data = zeroblob(length(data))")
    assert not check(workspace_file).sound
    assert apply(line).code == 0
    assert check(workspace_file).sound
    assert len(held()["evidence"]) == 2
