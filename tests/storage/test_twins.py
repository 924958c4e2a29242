"""The same policy under two ids is recognised, joined, and stays joined whoever goes on writing where."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from policy.judging import Verdict
from policy.model import Policy, Span
from policy.parse import parse_text
from policy.places import Outcome
from storage.checks import check
from storage.errors import StorageError
from storage.incoming import receive
from storage.merge import merge
from storage.records import AnnotationKind, AnnotationRecord, EvidenceType, LinkState
from storage.sharing import Selection, offered, share
from storage.twins import join, refresh, twins, twins_here
from storage.workspace import Profile, Workspace

Colleague = Callable[[str], Profile]
Visible = Callable[[Workspace], dict[str, set[tuple[object, ...]]]]

TEXT = (
    "海州市人民政府关于加快信息消费的若干意见\n"
    "海政发〔2023〕12号\n"
    "各县人民政府，市政府各部门：\n"
    "一、总体要求\n"
    "（一）指导思想。坚持市场导向，推进光纤入户，发展新型业务。\n"
    "（二）组建广播电视网络公司，由新闻出版广电局负责。\n"
    "二、主要任务\n"
    "（三）完善宽带网络基础设施建设，扩大移动通信网络覆盖范围。\n"
    "（四）废止过时的行政审批事项，今后不再保留。\n"
    "附件\n"
    "重点任务分工\n"
    "序号\t工作任务\t负责部门\t时间进度\n"
    "1\t推进光纤入户和宽带网络建设\t市工业和信息化局\t2024年底前完成\n"
    "2\t组建广播电视网络公司\t市新闻出版广电局、市财政局\t2024年底前完成\n"
    "3\t废止过时的行政审批事项\t市政府办公室\t2023年底前完成\n"
)
BROKEN = TEXT.replace("光纤入户，发展", "光纤入户，\n发展").replace("基础设施建设，扩大", "基础设施建设，\n扩大")


def first_policy() -> Policy:
    return parse_text(TEXT)


def second_policy() -> Policy:
    """As an older reader had it: other lines, and a task that it did not see."""
    made = parse_text(BROKEN)
    return replace(made, tasks=made.tasks[:2])


def put(workspace: Workspace, policy: Policy, name: str) -> str:
    workspace.policies.add(policy, name, policy.text.encode())
    return policy.id


def note(workspace: Workspace, policy: str, words: str, body: str, tags: Sequence[str] = ()) -> str:
    text = workspace.policies.text(policy)
    start = text.index(words)
    return workspace.annotations.add(policy, Span(start, start + len(words)), AnnotationKind.ISSUE, body, tags).changes[0].record


def bodies(workspace: Workspace, policy: str) -> list[str]:
    return sorted(record.body for record in workspace.annotations.of(policy))


@pytest.fixture
def two(tmp_path: Path, profile_of: Colleague) -> Iterator[tuple[Workspace, Workspace]]:
    """Two reviewers, each with the policy read in another way."""
    with (
        Workspace.create(tmp_path / "甲.clausedesk", profile_of("甲")) as one,
        Workspace.create(tmp_path / "乙.clausedesk", profile_of("乙")) as other,
    ):
        put(one, first_policy(), "意见.txt")
        put(other, second_policy(), "意见.docx")
        yield one, other


FIRST, SECOND = first_policy().id, second_policy().id


def work(workspace: Workspace, policy: str) -> None:
    """Something of everything."""
    remark = note(workspace, policy, "推进光纤入户", "重点", ["网络"])
    workspace.annotations.reply(remark, "同意")
    first, second = workspace.tasks.of(policy)[:2]
    workspace.tasks.set_link(second.id, "sec_1__cl_2", LinkState.CONFIRMED)
    workspace.evidence.add(
        policy, type=EvidenceType.PHOTO, title="照片", tasks=[first.id], provisions=["sec_2__cl_3"], files=[("a.png", b"png")]
    )
    workspace.assessments.set(first.id, verdict=Verdict.TRUE, note="属实")
    added = workspace.tasks.add(policy, "另行统计上报").changes[0].record
    workspace.assessments.set(added, verdict=Verdict.FALSE, note="未见")
    workspace.tasks.edit(second.id, departments_raw="市文旅局")


def test_the_same_policy_is_recognised_before_it_is_merged(two: tuple[Workspace, Workspace]) -> None:
    one, other = two
    work(other, SECOND)
    other.close()
    with receive([other.path], rows=False) as incoming:
        [twin] = twins(one, incoming)
    assert (twin.here.id, twin.there.id, twin.source, twin.sure) == (FIRST, SECOND, "乙.clausedesk", True)
    assert twin.likeness > 0.97
    assert sum(twin.counts.values()) == 6
    assert twin.counts[Outcome.EXACT] >= 5


def test_all_that_was_written_on_the_twin_stands_on_the_one_that_is_kept(two: tuple[Workspace, Workspace]) -> None:
    one, other = two
    work(other, SECOND)
    merge(one, other.path)
    [found] = twins_here(one)
    assert {found.here.id, found.there.id} == {FIRST, SECOND}
    join(one, SECOND, FIRST)
    assert [policy.id for policy in one.policies.all()] == [FIRST]
    assert one.policies.get(SECOND).joined == FIRST
    [remark] = one.annotations.of(FIRST)
    assert (remark.body, remark.quote, remark.found) == ("重点", "推进光纤入户", Outcome.EXACT)
    assert [reply.body for reply in one.annotations.replies(remark.id)] == ["同意"]
    assert len(one.codebook.uses(FIRST)) == 1
    tasks = {task.text: task for task in one.tasks.of(FIRST)}
    assert len(tasks) == 4
    assert tasks["组建广播电视网络公司"].departments_raw == "市文旅局"
    judged = {record.task: record.note for record in one.assessments.of(FIRST)}
    assert judged == {tasks["推进光纤入户和宽带网络建设"].id: "属实", tasks["另行统计上报"].id: "未见"}
    links = [(link.task, link.provision) for link in one.tasks.links(FIRST) if link.state is LinkState.CONFIRMED]
    assert links == [(tasks["组建广播电视网络公司"].id, "sec_1__cl_2")]
    assert {(use.task, use.provision) for use in one.evidence.uses(FIRST)} == {
        (tasks["推进光纤入户和宽带网络建设"].id, None),
        (None, "sec_2__cl_3"),
    }
    assert one.history.conflicts() == ()
    assert one.history.rows_equal_history()


def test_a_word_is_found_once_though_it_stands_on_both(two: tuple[Workspace, Workspace]) -> None:
    one, other = two
    note(other, SECOND, "推进光纤入户", "蹊跷")
    merge(one, other.path)
    join(one, SECOND, FIRST)
    assert [hit.policy for hit in one.search("蹊跷")] == [FIRST]


def test_undo_brings_back_exactly_what_was_seen_and_joining_again_brings_back_the_join(
    two: tuple[Workspace, Workspace], visible: Visible
) -> None:
    one, other = two
    work(one, FIRST)
    work(other, SECOND)
    merge(one, other.path)
    before = visible(one)
    written = join(one, SECOND, FIRST)
    after = visible(one)
    assert after != before
    undone = one.reverse(written)
    assert visible(one) == before
    assert refresh(one) is None
    one.reverse(undone)
    assert visible(one) == after
    one.reverse(written)
    join(one, SECOND, FIRST)
    assert visible(one) == after
    one.close()
    assert check(one.path).problems == ()


def test_joining_twice_is_joining_once(two: tuple[Workspace, Workspace], visible: Visible) -> None:
    one, other = two
    work(other, SECOND)
    merge(one, other.path)
    join(one, SECOND, FIRST)
    before = visible(one)
    assert refresh(one) is None
    join(one, SECOND, FIRST)
    assert visible(one) == before


def test_what_a_colleague_writes_later_comes_with_the_next_merge(two: tuple[Workspace, Workspace]) -> None:
    one, other = two
    remark = note(other, SECOND, "推进光纤入户", "初稿")
    merge(one, other.path)
    join(one, SECOND, FIRST)
    other.annotations.edit(remark, body="改稿")
    note(other, SECOND, "市场导向", "又一条")
    merge(one, other.path)
    assert refresh(one) is not None
    assert bodies(one, FIRST) == ["又一条", "改稿"]
    other.annotations.remove(remark)
    merge(one, other.path)
    refresh(one)
    assert bodies(one, FIRST) == ["又一条"]
    assert one.history.conflicts() == ()


def test_what_is_told_of_bringing_on_only_grows(two: tuple[Workspace, Workspace]) -> None:
    one, other = two
    for text, name in ((TEXT, "绿色.txt"), (BROKEN, "绿色.docx")):
        put(one, parse_text(text.replace("信息消费", "绿色建筑").replace("12号", "13号")), name)
    merge(one, other.path)
    for twin in twins_here(one):
        join(one, twin.there.id, twin.here.id)
    told: list[float] = []
    refresh(one, told.append)
    assert len(one.policies.all()) == 2
    assert told == sorted(told)


def test_a_merge_that_is_taken_back_takes_its_part_of_the_join_along(two: tuple[Workspace, Workspace]) -> None:
    one, other = two
    note(other, SECOND, "推进光纤入户", "先来的")
    merge(one, other.path)
    join(one, SECOND, FIRST)
    own = note(one, FIRST, "推进光纤入户", "自己的")
    note(other, SECOND, "市场导向", "后来的")
    merge(one, other.path)
    assert refresh(one) is not None
    latest = one.merges.all()[0].id
    assert one.merges.would_take(latest).own == 0
    one.merges.take_back(latest)
    assert bodies(one, FIRST) == ["先来的", "自己的"]
    assert check(one.path).sound
    one.merges.bring_back(latest)
    assert bodies(one, FIRST) == ["先来的", "后来的", "自己的"]
    one.merges.take_back(one.merges.all()[1].id)
    assert [record.id for record in one.annotations.of(FIRST) if record.body == "自己的"] == [own]
    assert "先来的" not in bodies(one, FIRST)
    assert check(one.path).sound
    assert one.history.rows_equal_history()


def test_where_somebody_wrote_on_the_copy_both_are_shown(two: tuple[Workspace, Workspace]) -> None:
    one, other = two
    remark = note(other, SECOND, "推进光纤入户", "初稿")
    removed = note(other, SECOND, "市场导向", "要删的")
    merge(one, other.path)
    join(one, SECOND, FIRST)
    mine = {record.body: record.id for record in one.annotations.of(FIRST)}
    one.annotations.edit(mine["初稿"], body="我改的")
    one.annotations.edit(mine["要删的"], body="我要留的")
    other.annotations.edit(remark, body="他改的")
    other.annotations.remove(removed)
    merge(one, other.path)
    refresh(one)
    writers = one.history.writers()
    quarrel = next(conflict for conflict in one.history.conflicts() if conflict.field == "body")
    assert {writers[change.writer].person for change in quarrel.changes} == {"甲", "乙"}
    disputed = {(conflict.record, conflict.field) for conflict in one.history.conflicts()}
    assert disputed == {(mine["初稿"], "body"), (mine["要删的"], "deleted")}
    assert "我要留的" in bodies(one, FIRST)


def test_two_who_judged_the_same_task_differently_have_both_judgements(two: tuple[Workspace, Workspace]) -> None:
    one, other = two
    one.assessments.set(one.tasks.of(FIRST)[0].id, verdict=Verdict.TRUE)
    other.assessments.set(other.tasks.of(SECOND)[0].id, verdict=Verdict.FALSE)
    merge(one, other.path)
    join(one, SECOND, FIRST)
    assert {record.verdict for record in one.assessments.of(FIRST)} == {Verdict.TRUE, Verdict.FALSE}


def test_a_join_that_arrives_is_carried_out_here_too(two: tuple[Workspace, Workspace], visible: Visible) -> None:
    one, other = two
    work(other, SECOND)
    work(one, FIRST)
    merge(one, other.path)
    join(one, SECOND, FIRST)
    note(other, SECOND, "市场导向", "还没有合并的")
    merge(other, one.path)
    refresh(other)
    assert [policy.id for policy in other.policies.all()] == [FIRST]
    assert "还没有合并的" in bodies(other, FIRST)
    merge(one, other.path)
    refresh(one)
    assert visible(one) == visible(other)


def test_joined_in_opposite_directions_the_same_one_shows_everywhere(two: tuple[Workspace, Workspace], visible: Visible) -> None:
    one, other = two
    work(one, FIRST)
    work(other, SECOND)
    merge(one, other.path)
    merge(other, one.path)
    join(one, SECOND, FIRST)
    join(other, FIRST, SECOND)
    note(other, SECOND, "市场导向", "写在后来隐去的一份上")
    note(one, FIRST, "市场导向", "写在另一份上")
    for _ in range(2):
        merge(one, other.path)
        refresh(one)
        merge(other, one.path)
        refresh(other)
    assert visible(one) == visible(other)
    [kept] = one.policies.all()
    assert kept.id == min(FIRST, SECOND)
    assert bodies(one, kept.id) == sorted(["重点", "重点", "写在后来隐去的一份上", "写在另一份上"])


def test_what_is_not_the_same_is_not_joined_and_not_taken_for_it(workspace: Workspace) -> None:
    put(workspace, first_policy(), "a.txt")
    other = put(workspace, parse_text(TEXT.replace("今后不再保留", "适时予以保留")), "b.txt")
    assert twins_here(workspace) == ()
    with pytest.raises(StorageError, match="same_version"):
        join(workspace, other, other)
    with pytest.raises(StorageError, match="unknown_policy"):
        join(workspace, "nobody", other)


def test_packages_that_leave_earlier_words_out_bring_no_quarrel(two: tuple[Workspace, Workspace], tmp_path: Path) -> None:
    one, other = two
    remark = note(other, SECOND, "推进光纤入户", "第一稿")
    for number, body in enumerate(("第二稿", "第三稿")):
        other.annotations.edit(remark, body=body)
        package = tmp_path / f"{number}.clausedesk"
        share(other, Selection(), package)
        merge(one, package)
        if number == 0:
            join(one, SECOND, FIRST)
        else:
            assert refresh(one) is not None
        assert bodies(one, FIRST) == [body]
        assert one.history.conflicts() == ()
    merge(one, other.path)
    refresh(one)
    assert bodies(one, FIRST) == ["第三稿"]
    assert one.history.conflicts() == ()
    one.close()
    assert check(one.path).problems == ()


def test_a_joined_policy_is_shared_with_the_one_that_shows_and_not_by_itself(
    two: tuple[Workspace, Workspace], tmp_path: Path
) -> None:
    mine, theirs = two
    work(theirs, SECOND)
    merge(mine, theirs.path)
    first, second = (policy.id for policy in mine.policies.all())
    third = replace(parse_text(TEXT.replace("一、总体", "一、 总体")), tasks=())
    put(mine, third, "第三份.txt")
    join(mine, first, second)
    join(mine, second, third.id)
    offer = offered(mine.path)
    assert [choice.id for choice in offer.policies] == [third.id]
    # A remark, its answer, a piece of evidence and two judgements.
    assert sorted(choice.count for choice in offer.reviewers) == [0, 5]
    package = tmp_path / "包.clausedesk"
    assert share(mine, Selection(policies=frozenset({third.id})), package).contains.policies == 3


def test_facts_corrected_on_one_of_them_are_corrected_on_the_other(two: tuple[Workspace, Workspace]) -> None:
    one, other = two
    other.policies.edit(SECOND, issuer="海州市人民政府办公室")
    merge(one, other.path)
    join(one, SECOND, FIRST)
    assert one.policies.get(FIRST).issuer == "海州市人民政府办公室"
    assert one.policies.get(FIRST).replaces is None


def test_what_stood_on_words_that_are_gone_waits_for_its_place(workspace: Workspace) -> None:
    kept = put(workspace, first_policy(), "a.txt")
    twin = put(workspace, parse_text(f"{BROKEN}（此件公开发布）\n"), "b.docx")
    note(workspace, twin, "此件公开发布", "版头")
    workspace.annotations.add(twin, Span(0, 4), AnnotationKind.COMMENT, "标题")
    join(workspace, twin, kept)
    assert {orphan.record.quote for orphan in workspace.carried.orphans(kept) if isinstance(orphan.record, AnnotationRecord)} == {
        "此件公开发布"
    }
    assert bodies(workspace, kept) == ["标题", "版头"]


STEPS = st.lists(
    st.tuples(st.sampled_from("ab"), st.sampled_from(("note", "edit", "remove", "judge", "task", "join", "back", "merge"))),
    min_size=4,
    max_size=14,
)


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_in_any_order_nothing_is_missing_and_both_have_the_same(
    steps: list[tuple[str, str]], profile_of: Colleague, visible: Visible
) -> None:
    with TemporaryDirectory() as folder:
        paths = {name: Path(folder) / f"{name}.clausedesk" for name in "ab"}
        with (
            Workspace.create(paths["a"], profile_of("甲")) as one,
            Workspace.create(paths["b"], profile_of("乙")) as other,
        ):
            put(one, first_policy(), "a.txt")
            put(other, second_policy(), "b.docx")
            sides = {"a": (one, FIRST, other, SECOND), "b": (other, SECOND, one, FIRST)}
            living: dict[str, set[str]] = {"a": set(), "b": set()}
            for number, (side, step) in enumerate(steps):
                _step(sides[side], step, f"{side}{number}", living[side])
            for _ in range(2):
                for workspace, colleague in ((one, other), (other, one)):
                    merge(workspace, colleague.path)
                    refresh(workspace)
            if not one.policies.get(FIRST).joined and not one.policies.get(SECOND).joined:
                join(one, SECOND, FIRST)
                merge(other, one.path)
                assert refresh(other) is None
            assert visible(one) == visible(other)
            [kept] = one.policies.all()
            assert set(bodies(one, kept.id)) >= living["a"] | living["b"]
            assert one.history.rows_equal_history()
            assert refresh(one) is None


def _step(side: tuple[Workspace, str, Workspace, str], step: str, word: str, living: set[str]) -> None:
    workspace, own, colleague, foreign = side
    mine = [record for record in workspace.annotations.of(own) if record.body in living]
    if step == "note":
        note(workspace, own, "推进光纤入户", word)
        living.add(word)
    elif step == "edit" and mine:
        living.remove(mine[0].body)
        workspace.annotations.edit(mine[0].id, body=word)
        living.add(word)
    elif step == "remove" and mine:
        living.remove(mine[0].body)
        workspace.annotations.remove(mine[0].id)
    elif step == "judge":
        workspace.assessments.set(workspace.tasks.of(own)[0].id, verdict=Verdict.TRUE, note=word)
    elif step == "task":
        workspace.tasks.add(own, word)
    elif step == "merge":
        merge(workspace, colleague.path)
        refresh(workspace)
    elif step in ("join", "back") and len(workspace.policies.all()) == 2:
        join(workspace, *((foreign, own) if step == "join" else (own, foreign)))
