"""The remarks of an imported file are annotations of whoever imports it, once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest

from policy.model import Policy, Span
from policy.sources.compose import Remark
from resources.catalogue import Catalogue
from storage.checks import check
from storage.merge import merge
from storage.records import AnnotationKind
from storage.remarks import signed
from storage.workspace import Profile, Workspace

DAY = dt.datetime(2013, 8, 8, 9, 30, tzinfo=dt.UTC)


@pytest.fixture
def remarks(span_of: Callable[[str], Span]) -> tuple[Remark, ...]:
    place = span_of("光纤入户")
    replies = (Remark(place, "李四", None, "已改"),)
    return (Remark(place, "张三", DAY, "写明年限", replies), Remark(Span(place.end, place.end), "", None, "此处无字"))


def test_remarks_stand_at_their_words_with_author_date_and_answers(
    workspace: Workspace, policy: Policy, remarks: tuple[Remark, ...]
) -> None:
    worded = signed(Catalogue.load("zh").text)
    written = workspace.policies.add(policy, "a.docx", b"x", remarks=remarks, worded=worded)
    line, first = workspace.annotations.of(policy.id)
    assert (first.quote, first.body, first.kind) == ("光纤入户", "张三（2013-08-08）：写明年限", AnnotationKind.COMMENT)
    assert first.created == DAY
    assert workspace.reviewer is not None
    assert first.reviewer == workspace.reviewer.id
    assert [reply.body for reply in workspace.annotations.replies(first.id)] == ["李四：已改"]
    assert line.body == "此处无字"
    assert "光纤入户" in line.quote
    assert {change.batch for change in written.changes if change.writer == workspace.writer} == {written.batch}
    workspace.close()
    assert check(workspace.path).sound


@pytest.mark.parametrize(("language", "words"), [("zh", "（2013-08-08）写明年限"), ("en", "(2013-08-08) 写明年限")])
def test_an_unsigned_remark_says_only_its_date(language: str, words: str) -> None:
    assert signed(Catalogue.load(language).text)(Remark(Span(0, 1), "", DAY, "写明年限")) == words


def test_a_second_import_doubles_nothing(workspace: Workspace, policy: Policy, remarks: tuple[Remark, ...]) -> None:
    workspace.policies.add(policy, "a.docx", b"x", remarks=remarks)
    first = workspace.annotations.of(policy.id)[1]
    workspace.annotations.edit(first.id, body="改过")
    workspace.policies.remove(policy.id)
    workspace.policies.add(policy, "a.docx", b"x", remarks=remarks)
    assert [record.body for record in workspace.annotations.of(policy.id)] == ["此处无字", "改过"]


def test_two_who_import_the_same_file_have_its_remarks_once(
    workspace: Workspace, policy: Policy, remarks: tuple[Remark, ...], tmp_path: Path, profile_of: Callable[[str], Profile]
) -> None:
    workspace.policies.add(policy, "a.docx", b"x", remarks=remarks)
    with Workspace.create(tmp_path / "同事.clausedesk", profile_of("李审阅")) as other:
        other.policies.add(policy, "a.docx", b"x", remarks=remarks)
        assert merge(workspace, other.path).conflicts == ()
    assert len(workspace.annotations.of(policy.id)) == 2
    assert len(workspace.annotations.replies(policy.id)) == 1
