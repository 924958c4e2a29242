"""The command line keeps its contract."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from docx import Document

from desktop import cli
from desktop.__main__ import main
from storage.workspace import Profile, Workspace
from tests.desktop.conftest import POLICY, Run


def test_parse_prints_only_json(run: Run, policy_file: Path) -> None:
    answer = run("parse", policy_file, "--json")
    parsed = json.loads(answer.out)
    assert (answer.code, answer.err) == (0, "")
    assert parsed["title"] == "星海市人民政府关于推进数字港口建设的意见"
    assert parsed["doc_number"] == "星政发〔2021〕7号"
    assert parsed["date"] == "2021-03-05"
    assert [task["number"] for task in parsed["tasks"]] == [1, 2, 3]
    assert parsed["tasks"][0]["departments"] == ["市数据局", "市交通运输局"]
    assert [clause["number"] for clause in parsed["clauses"]] == ["（一）", "（二）", "（三）", "（四）", "（五）"]


def test_provisions_of_the_json_point_into_its_text(run: Run, policy_file: Path) -> None:
    parsed = json.loads(run("parse", policy_file, "--json").out)
    by_eid = {row["eid"]: row for row in parsed["provisions"]}
    for clause in parsed["clauses"]:
        row = by_eid[clause["eid"]]
        assert parsed["text"][row["start"] : row["end"]].lstrip("　 \n").startswith(clause["number"])


def test_importing_makes_a_workspace_that_shows_what_it_holds(run: Run, workspace_file: Path) -> None:
    shown = json.loads(run("show", workspace_file, "--json").out)
    (policy,) = shown["policies"]
    assert policy["counts"] == {"clauses": 5, "tasks": 3, "annotations": 0, "evidence": 0, "assessments": 0, "indicators": 2}
    assert [task["text"] for task in policy["tasks"]][1] == "推广电子提单和电子仓单"


def test_importing_twice_is_refused_with_one_sentence_and_changes_nothing(
    run: Run, workspace_file: Path, policy_file: Path
) -> None:
    before = run("show", workspace_file, "--json").out
    answer = run("import", workspace_file, policy_file)
    assert answer.code == 1
    assert len(answer.err.strip().splitlines()) == 1
    assert run("show", workspace_file, "--json").out == before


def test_nothing_is_imported_when_one_of_the_files_is_bad(run: Run, tmp_path: Path, policy_file: Path) -> None:
    empty = tmp_path / "empty.txt"
    empty.touch()
    target = tmp_path / "new.clausedesk"
    assert run("import", target, policy_file, empty).code == 1
    assert not target.exists()


@pytest.mark.parametrize("words", ["港口", "电子仓单", "网", "95%"])
def test_search_finds_words_of_any_length(run: Run, workspace_file: Path, words: str) -> None:
    found = json.loads(run("search", workspace_file, words, "--json").out)
    assert found["count"] == len(found["hits"]) > 0
    assert all(words in hit["snippet"] for hit in found["hits"])


def test_check_proves_a_workspace_whole(run: Run, workspace_file: Path) -> None:
    answer = run("check", workspace_file, "--json")
    assert (answer.code, json.loads(answer.out)["sound"]) == (0, True)


def test_export_writes_a_word_file_about_the_only_policy(run: Run, workspace_file: Path, tmp_path: Path) -> None:
    target = tmp_path / "报告.docx"
    assert run("export", workspace_file, "--as", "full", "-o", target, "--as-of", "2021-10-15").code == 0
    text = "\n".join(paragraph.text for paragraph in Document(str(target)).paragraphs)
    assert "任务共3项" in text.replace(" ", "")


def test_export_can_be_limited_to_a_department(run: Run, workspace_file: Path, tmp_path: Path) -> None:
    target = tmp_path / "报告.docx"
    assert run("export", workspace_file, "--as", "full", "-o", target, "--department", "市数据局").code == 0
    text = "\n".join(paragraph.text for paragraph in Document(str(target)).paragraphs)
    assert "任务共2项" in text.replace(" ", "")


def test_export_tells_findings_when_asked(run: Run, workspace_file: Path, tmp_path: Path) -> None:
    for words in ((), ("--findings",)):
        target = tmp_path / "报告.docx"
        assert run("export", workspace_file, "--as", "full", "-o", target, *words).code == 0
        told = any(paragraph.text == "八、核对发现" for paragraph in Document(str(target)).paragraphs)
        assert told is bool(words)


@pytest.mark.parametrize("words", [("--as", "full", "--department", "没有局"), ("--as", "full", "--policy", "nobody")])
def test_export_says_what_it_cannot_do(run: Run, workspace_file: Path, tmp_path: Path, words: tuple[str, ...]) -> None:
    target = tmp_path / "out.docx"
    answer = run("export", workspace_file, *words, "-o", target)
    assert (answer.code, len(answer.err.strip().splitlines()), target.exists()) == (1, 1, False)


@pytest.mark.parametrize("reach", ["itself", "symbolic", "hard", "other"])
def test_a_document_never_takes_the_place_of_a_workspace(run: Run, workspace_file: Path, tmp_path: Path, reach: str) -> None:
    before = workspace_file.read_bytes()
    target = workspace_file if reach == "itself" else tmp_path / "报告.docx"
    if reach == "symbolic":
        target.symlink_to(workspace_file)
    elif reach == "hard":
        target.hardlink_to(workspace_file)
    elif reach == "other":
        target = tmp_path / "other.CLAUSEDESK"
    answer = run("export", workspace_file, "--as", "full", "-o", target)
    assert (answer.code, len(answer.err.splitlines())) == (1, 1)
    assert workspace_file.read_bytes() == before
    assert reach == "other" or target.samefile(workspace_file)


def test_an_unknown_document_kind_is_wrong_usage_and_the_kinds_are_named(
    run: Run, workspace_file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        run("export", workspace_file, "--as", "pdf", "-o", "x.docx")
    said = capsys.readouterr().err
    assert (ended.value.code, len(said.splitlines())) == (2, 1)
    assert "'full'" in said


def test_merge_brings_a_colleagues_work_and_a_dry_run_writes_nothing(
    run: Run, workspace_file: Path, policy_file: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other.clausedesk"
    run("import", other, policy_file, "--reviewer", "王五")
    lines = tmp_path / "lines.jsonl"
    lines.write_text(json.dumps({"family": "annotation", "quote": "电子提单", "body": "看过"}), encoding="utf-8")
    assert run("apply", other, lines, "--reviewer", "王五").code == 0
    before = workspace_file.read_bytes()
    dry = json.loads(run("merge", workspace_file, other, "--dry-run", "--json").out)
    assert dry["merged"][0]["new"] > 0
    assert workspace_file.read_bytes() == before
    assert run("merge", workspace_file, other).code == 0
    (policy,) = json.loads(run("show", workspace_file, "--json").out)["policies"]
    assert [note["body"] for note in policy["annotations"]] == ["看过"]
    assert json.loads(run("merge", workspace_file, other, "--json").out)["merged"][0]["new"] == 0


def test_several_files_are_merged_all_or_none(run: Run, workspace_file: Path, policy_file: Path, tmp_path: Path) -> None:
    sources = []
    for name in ("王五", "赵六"):
        sources.append(tmp_path / f"{name}.clausedesk")
        run("import", sources[-1], policy_file, "--reviewer", name)
    bad = tmp_path / "bad.clausedesk"
    bad.write_text("nothing", encoding="utf-8")
    before = workspace_file.read_bytes()
    answer = run("merge", workspace_file, *sources, bad)
    assert (answer.code, answer.out, len(answer.err.splitlines())) == (1, "", 1)
    assert workspace_file.read_bytes() == before
    foretold = json.loads(run("merge", workspace_file, *sources, "--dry-run", "--json").out)
    done = json.loads(run("merge", workspace_file, *sources, "--json").out)
    assert [part["source"] for part in done["merged"]] == [str(source) for source in sources]
    assert [part["new"] for part in done["merged"]] == [part["new"] for part in foretold["merged"]] == [1, 1]
    assert {part["backup"] for part in done["merged"]} != {None}
    assert (foretold["id"], bool(done["id"])) == (None, True)


@pytest.mark.parametrize(
    "words",
    [[], ["parse"], ["nonsense", "x"], ["export", "w", "-o", "x"], ["export", "w", "--as-of", "soon"]]
    + [["export", "w", "--as", "full", "-o", "x", "--as-of", day] for day in ("20131231", "2013-W52-2", "２０１３-12-31")]
    + [["search", "w", "x", "--limit", limit] for limit in ("0", "-1", "many")]
    + [["import", "w", "f", "--reviewer", name] for name in ("", "  ", "\udcff")],
)
def test_wrong_usage_ends_with_two(words: list[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.run(words)
    assert ended.value.code == 2


BAD: dict[str, bytes] = {
    "empty.txt": b"",
    "binary.txt": bytes(range(256)) * 20,
    "picture.png": b"\x89PNG\r\n\x1a\n" + bytes(64),
    "encoding.txt": b"\xff\xfe\x00\xd8" + "政策".encode("utf-16-le"),
    "broken.txt": "政策文件".encode()[:-1] + b"\xff\xff" * 9,
}


@pytest.mark.parametrize("name", BAD)
def test_a_file_that_is_no_policy_gets_one_sentence(run: Run, tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(BAD[name])
    answer = run("parse", path, "--json")
    assert (answer.code, answer.out) == (1, "")
    assert len(answer.err.strip().splitlines()) == 1
    assert "Traceback" not in answer.err


def test_a_missing_file_and_a_folder_get_one_sentence(run: Run, tmp_path: Path) -> None:
    for path in (tmp_path / "nowhere.txt", tmp_path):
        answer = run("parse", path)
        assert (answer.code, len(answer.err.strip().splitlines())) == (1, 1)


def test_a_file_of_a_hundred_megabytes_is_refused_without_being_read(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "huge.txt"
    with path.open("wb") as file:
        file.truncate(100 << 20)
    answer = run("parse", path)
    assert (answer.code, len(answer.err.strip().splitlines())) == (1, 1)


def test_text_without_any_structure_is_still_a_policy(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "note.txt"
    path.write_text("只是一句话，没有条款。", encoding="utf-8")
    parsed: dict[str, Any] = json.loads(run("parse", path, "--json").out)
    assert {finding["kind"] for finding in parsed["findings"]} >= {"no_outline", "no_tasks"}


@pytest.mark.parametrize("content", [b"", b"not a database", b"SQLite format 3\x00" + bytes(40)])
def test_a_file_that_is_no_workspace_gets_one_sentence_and_stays_as_it_is(run: Run, tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "w.clausedesk"
    path.write_bytes(content)
    for words in (("show", path), ("check", path), ("search", path, "港口")):
        answer = run(*words)
        assert (answer.code, len(answer.err.strip().splitlines())) == (1, 1)
    assert path.read_bytes() == content


def test_sentences_come_in_the_language_asked_for(run: Run, tmp_path: Path) -> None:
    chinese = run("parse", tmp_path / "x.txt").err
    english = run("--language", "en", "parse", tmp_path / "x.txt").err
    assert any("\u4e00" <= character <= "\u9fff" for character in chinese)
    assert not any("\u4e00" <= character <= "\u9fff" for character in english)


def test_a_reader_that_stops_listening_causes_no_traceback(policy_file: Path) -> None:
    command = f'"{sys.executable}" -m desktop parse "{policy_file}" --json | head -c 10'
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False)
    assert "Traceback" not in done.stderr


def test_the_made_up_policy_reads_in_other_encodings_alike(run: Run, tmp_path: Path) -> None:
    answers = set()
    for encoding in ("utf-8", "utf-8-sig", "gb18030", "utf-16"):
        path = tmp_path / f"{encoding}.txt"
        path.write_bytes(POLICY.replace("\n", "\r\n").encode(encoding))
        answers.add(run("parse", path, "--json").out)
    assert len(answers) == 1


def test_what_the_system_refuses_is_one_sentence(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for words in (("import", tmp_path / ("长" * 200), tmp_path / "a\nb.txt"), ("parse", tmp_path / "a\nb.txt")):
        answer = run(*words)
        assert (answer.code, len(answer.err.splitlines())) == (1, 1)

    def refuse(*_: object) -> int:
        raise PermissionError(13, "Permission denied", str(tmp_path / "secret" / "w\n.clausedesk"))

    monkeypatch.setattr("desktop.commands.reading.run_show", refuse)
    answer = run("--language", "en", "show", "w")
    assert (answer.code, len(answer.err.splitlines())) == (1, 1)
    assert "Permission denied" in answer.err


def test_a_command_that_is_stopped_says_so_in_one_line(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(*_: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr("desktop.commands.reading.run_show", stop)
    answer = run("--language", "en", "show", "w")
    assert (answer.code, answer.out, len(answer.err.splitlines())) == (130, "", 1)
    assert "Stopped" in answer.err


@pytest.mark.parametrize("ends", [">/dev/full", ">/dev/full 2>/dev/full", ">&-", "2>&-", ">&- 2>&-"])
def test_output_that_cannot_be_written_causes_no_traceback(policy_file: Path, tmp_path: Path, ends: str) -> None:
    for words in (f'parse "{policy_file}" --json', f'parse "{tmp_path}/gone.txt"', "parse"):
        command = f'"{sys.executable}" -m desktop {words} {ends}'
        done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False)
        assert "Traceback" not in done.stderr
        assert "Exception ignored" not in done.stderr
        assert len(done.stderr.splitlines()) <= 1
        assert done.returncode in (0, 1, 2)


def test_a_config_folder_that_cannot_be_made_stops_no_command(
    run: Run, workspace_file: Path, policy_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setattr("platformdirs.user_config_dir", lambda *_, **__: str(tmp_path / "file" / "config"))
    assert run("export", workspace_file, "--as", "full", "-o", tmp_path / "报告.docx").code == 0
    assert run("import", tmp_path / "new.clausedesk", policy_file).code == 0


def test_a_word_that_is_no_command_and_no_file_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cli, "has_display", lambda: False)
    assert main([str(tmp_path / "exprot\n")]) == 1
    said = capsys.readouterr().err
    assert len(said.splitlines()) == 1
    assert "exprot" in said
    assert "export" in said


@pytest.mark.parametrize("words", ["import {w} {f}", "merge {w} {o}", "apply {w} {f}"])
def test_who_holds_the_workspace_is_said_by_every_command_that_writes(
    run: Run, workspace_file: Path, policy_file: Path, tmp_path: Path, profile: Profile, words: str
) -> None:
    other = tmp_path / "other.clausedesk"
    run("import", other, policy_file)
    command = [word.format(w=workspace_file, o=other, f=policy_file) for word in words.split()]
    with Workspace.open(workspace_file, profile):
        answer = run(*command)
    assert (answer.code, answer.out, len(answer.err.splitlines())) == (1, "", 1)
    assert "张三" in answer.err


@pytest.mark.parametrize("words", ["import {w} {f}", "merge {w} {o}", "apply {w} {f}"])
def test_a_place_that_cannot_be_written_is_said(
    run: Run, workspace_file: Path, policy_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: str
) -> None:
    other = tmp_path / "other.clausedesk"
    run("import", other, policy_file)
    monkeypatch.setattr("storage.workspace.writable", lambda path: False)
    command = [word.format(w=workspace_file, o=other, f=policy_file) for word in words.split()]
    answer = run("--language", "en", *command)
    assert (answer.code, answer.out, len(answer.err.splitlines())) == (1, "", 1)
    assert "cannot be written" in answer.err


def test_files_are_imported_all_or_none(run: Run, workspace_file: Path, policy_file: Path, tmp_path: Path) -> None:
    fresh = tmp_path / "fresh.txt"
    fresh.write_text(POLICY.replace("星海市", "月湖市"), encoding="utf-8")
    before = run("show", workspace_file, "--json").out
    for files in ((fresh, policy_file), (fresh, fresh)):
        answer = run("import", workspace_file, *files)
        assert (answer.code, answer.out, len(answer.err.splitlines())) == (1, "", 1)
        assert run("show", workspace_file, "--json").out == before
    assert run("import", tmp_path / "new.clausedesk", fresh, fresh).code == 1
    assert not (tmp_path / "new.clausedesk").exists()
    assert run("import", workspace_file, fresh).code == 0


def test_a_file_whose_name_is_no_text_can_be_imported(tmp_path: Path, policy_file: Path) -> None:
    odd = policy_file.rename(tmp_path / "a\udcff.txt")
    assert cli.run(["import", str(tmp_path / "new.clausedesk"), str(odd)]) == 0


def test_lines_that_stand_in_a_pipe_are_refused_at_once(run: Run, workspace_file: Path, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "lines.jsonl")
    answer = run("apply", workspace_file, tmp_path / "lines.jsonl")
    assert (answer.code, len(answer.err.splitlines())) == (1, 1)


@pytest.mark.parametrize(
    "line",
    [
        '{"a": ' + "[" * 100_000 + "]" * 100_000 + "}",
        '{"family": "annotation", "quote": "电子提单", "body": "\\ud800"}',
        '{"family": "annotation", "quote": "电子提单", "tags": ["\\u0000"]}',
        '{"family": "\\udfff"}',
    ],
)
def test_lines_that_no_file_can_hold_are_answered_by_number(run: Run, workspace_file: Path, tmp_path: Path, line: str) -> None:
    (tmp_path / "lines.jsonl").write_text(line, encoding="utf-8")
    answer = run("apply", workspace_file, tmp_path / "lines.jsonl")
    assert (answer.code, len(answer.err.splitlines())) == (1, 1)
    assert json.loads(answer.out)["line"] == 1
