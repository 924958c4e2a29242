"""Search finds Chinese words of any length, wherever they stand, and nothing that is not there."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy.model import Policy, Span
from storage.records import AnnotationKind, EvidenceType, Family
from storage.search_index import folded, tokens
from storage.workspace import Workspace


@pytest.mark.parametrize(
    "query", ["宽", "宽带", "光纤入", "光纤入户", "万亿元", "𠮷林", "IPTV", "iptv", "ipt", "ＩＰＴＶ", "abc", "3.2", "，", "2015年"]
)
def test_words_of_the_text_are_found_where_they_stand(desk: Workspace, policy: Policy, query: str) -> None:
    hits = [hit for hit in desk.search(query) if hit.family is Family.POLICY]
    assert hits
    for hit in hits:
        assert hit.place is not None
        assert folded(policy.text[hit.place.start : hit.place.end]) == folded(query)
        for span in hit.spans:
            assert folded(hit.snippet[span.start : span.end]) == folded(query)


@pytest.mark.parametrize("query", ["带宽", "宽络", "基础。设施", "PTV", "3,2", "无此词", "", "  "])
def test_what_does_not_stand_there_is_not_found(desk: Workspace, query: str) -> None:
    assert desk.search(query) == ()


def test_a_word_cut_by_a_line_end_is_found(desk: Workspace, policy: Policy) -> None:
    [hit] = [hit for hit in desk.search("广播电视网络") if hit.family is Family.POLICY]
    assert hit.place is not None
    assert policy.text[hit.place.start : hit.place.end] == "广播电视\n网络"


def test_every_line_of_a_policy_is_a_hit_of_its_own(desk: Workspace) -> None:
    assert len([hit for hit in desk.search("络") if hit.family is Family.POLICY]) == 2


def test_words_apart_must_all_be_there(desk: Workspace, policy: Policy) -> None:
    desk.annotations.add(policy.id, Span(0, 3), AnnotationKind.COMMENT, "材料需要补充")
    assert [hit.family for hit in desk.search("材料 补充")] == [Family.ANNOTATION]
    assert desk.search("材料 增加") == ()


def test_tasks_annotations_replies_and_evidence_are_found(desk: Workspace, policy: Policy) -> None:
    note = desk.annotations.add(policy.id, Span(0, 3), AnnotationKind.COMMENT, "进度存疑").changes[0].record
    desk.annotations.reply(note, "已去函询问")
    desk.evidence.add(policy.id, type=EvidenceType.MINUTES, title="会议纪要", note="第十次会议")
    assert [(hit.family, hit.record) for hit in desk.search("存疑")] == [(Family.ANNOTATION, note)]
    assert [(hit.family, hit.record) for hit in desk.search("去函")] == [(Family.ANNOTATION, note)]
    assert [hit.snippet for hit in desk.search("十次")] == ["第十次会议"]
    assert {hit.family for hit in desk.search("财政部")} == {Family.TASK}


def test_an_edit_is_found_at_once_and_the_old_words_no_more(desk: Workspace, policy: Policy) -> None:
    note = desk.annotations.add(policy.id, Span(0, 3), AnnotationKind.COMMENT, "旧话").changes[0].record
    edited = desk.annotations.edit(note, body="新话")
    assert desk.search("旧话") == ()
    assert len(desk.search("新话")) == 1
    desk.reverse(edited)
    assert len(desk.search("旧话")) == 1


def test_what_is_deleted_or_of_a_removed_policy_is_not_found(desk: Workspace, policy: Policy) -> None:
    note = desk.annotations.add(policy.id, Span(0, 3), AnnotationKind.COMMENT, "存疑").changes[0].record
    removed = desk.annotations.remove(note)
    assert desk.search("存疑") == ()
    desk.reverse(removed)
    assert len(desk.search("存疑")) == 1
    desk.policies.remove(policy.id)
    assert desk.search("存疑") == desk.search("宽带") == ()


def test_no_more_hits_than_asked_for(desk: Workspace) -> None:
    assert len(desk.search("项", limit=2)) == 2
    assert desk.search("项", limit=0) == ()


@given(st.text(alphabet=st.sampled_from("\"*^:(){}-+ANDORNOT宽带，。'\\%_ \n"), max_size=12))
def test_no_query_is_a_mistake(searched: Callable[[str], object], query: str) -> None:
    searched(query)


@pytest.fixture(scope="module")
def searched(tmp_path_factory: pytest.TempPathFactory, profile_of: Callable[..., object]) -> object:
    """Searches a small workspace that all examples share."""
    from storage.workspace import Profile

    profile = profile_of("王")
    assert isinstance(profile, Profile)
    path = tmp_path_factory.mktemp("search") / "a.clausedesk"
    Workspace.create(path, profile).close()

    def search(query: str) -> object:
        with Workspace.open(path, None) as reader:
            return reader.search(query)

    return search


@given(st.text(max_size=50))
def test_folding_keeps_offsets_and_tokens_keep_every_character(text: str) -> None:
    assert len(folded(text)) == len(text)
    assert len("".join(tokens(text).split())) == len("".join(folded(text).split()))
