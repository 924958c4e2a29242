"""Every write of every repository: done, taken back, done again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest

from policy.model import Department, Policy, Role, Span, TimingKind
from storage.errors import StorageError
from storage.records import AnnotationKind, Draft, EvidenceType, Family, LinkState, Written
from storage.workspace import Workspace

Visible = Callable[[Workspace], dict[str, set[tuple[object, ...]]]]
SpanOf = Callable[[str], Span]


def annotate(workspace: Workspace) -> str:
    [policy] = workspace.policies.all()
    return workspace.annotations.add(policy.id, Span(3, 8), AnnotationKind.COMMENT, "原话", ["重点"]).changes[0].record


def reply(workspace: Workspace) -> str:
    return workspace.annotations.reply(annotate(workspace), "同意").changes[0].record


def task(workspace: Workspace) -> str:
    [policy] = workspace.policies.all()
    return workspace.tasks.of(policy.id)[0].id


def evidence(workspace: Workspace) -> str:
    [policy] = workspace.policies.all()
    served, files = [task(workspace)], [("图.png", b"png")]
    return workspace.evidence.add(policy.id, type=EvidenceType.PHOTO, title="现场", tasks=served, files=files).changes[0].record


def pid(workspace: Workspace) -> str:
    return workspace.policies.all()[0].id


def tag(workspace: Workspace) -> str:
    return workspace.codebook.add_tag("难点", "#117733").changes[0].record


def attachment(workspace: Workspace) -> str:
    evidence(workspace)
    return workspace.evidence.attachments(pid(workspace))[0].id


def assessed(workspace: Workspace) -> str:
    return workspace.assessments.set(task(workspace), percent=10).changes[0].record


def indicator(workspace: Workspace) -> str:
    return workspace.indicators.of(pid(workspace))[0].id


# What is there first, and what is then written.
ACTIONS: dict[str, tuple[Callable[[Workspace], str], Callable[[Workspace, str], Written]]] = {
    "policy.edit": (pid, lambda w, p: w.policies.edit(p, title="新标题", date=dt.date(2013, 8, 14))),
    "policy.remove": (pid, lambda w, p: w.policies.remove(p)),
    "task.add": (pid, lambda w, p: w.tasks.add(p, "新任务", departments=(Department("财政部", Role.LEAD),), spans=(Span(1, 2),))),
    "task.edit": (task, lambda w, t: w.tasks.edit(t, text="改", due=dt.date(2014, 6, 30), timing_kind=TimingKind.BY_DATE)),
    "task.remove": (task, lambda w, t: w.tasks.remove(t)),
    "link.new": (task, lambda w, t: w.tasks.set_link(t, "sec_1", LinkState.CONFIRMED)),
    "link.old": (task, lambda w, t: w.tasks.set_link(t, "sec_1__cl_2", LinkState.REJECTED)),
    "indicator.edit": (indicator, lambda w, i: w.indicators.edit(i, value=3)),
    "indicator.remove": (indicator, lambda w, i: w.indicators.remove(i)),
    "annotation.add": (pid, lambda w, p: w.annotations.add(p, Span(2, 6), AnnotationKind.ISSUE, "问", ["新", "旧"])),
    "annotation.edit": (annotate, lambda w, a: w.annotations.edit(a, body="改", kind=AnnotationKind.QUESTION)),
    "annotation.move": (annotate, lambda w, a: w.annotations.edit(a, span=Span(0, 2))),
    "annotation.resolve": (annotate, lambda w, a: w.annotations.edit(a, resolved=True)),
    "annotation.tag": (annotate, lambda w, a: w.annotations.set_tags(a, ["另一", "再一"])),
    "annotation.remove": (annotate, lambda w, a: w.annotations.remove(a)),
    "reply.add": (annotate, lambda w, a: w.annotations.reply(a, "好")),
    "reply.edit": (reply, lambda w, r: w.annotations.edit_reply(r, "不同意")),
    "reply.remove": (reply, lambda w, r: w.annotations.remove_reply(r)),
    "tag.add": (pid, lambda w, _: w.codebook.add_tag("要点", "#000000")),
    "tag.rename": (tag, lambda w, t: w.codebook.rename(t, "疑难")),
    "tag.recolour": (tag, lambda w, t: w.codebook.recolour(t, "#FFFFFF")),
    "tag.remove": (tag, lambda w, t: w.codebook.remove(t)),
    "evidence.add": (pid, lambda w, p: w.evidence.add(p, type=EvidenceType.WEB_PAGE, title="网页", provisions=["sec_1"])),
    "evidence.edit": (evidence, lambda w, e: w.evidence.edit(e, date=dt.date(2014, 1, 1), original=True)),
    "evidence.remove": (evidence, lambda w, e: w.evidence.remove(e)),
    "evidence.use": (evidence, lambda w, e: w.evidence.use_for(e, provisions=["sec_1__cl_1"])),
    "attachment.add": (evidence, lambda w, e: w.evidence.attach(e, ("另.txt", "文".encode()))),
    "attachment.remove": (attachment, lambda w, a: w.evidence.detach(a)),
    "assessment.first": (task, lambda w, t: w.assessments.set(t, progress="done", verdict="true", reason=None, note="已核")),
    "assessment.again": (assessed, lambda w, _: w.assessments.set(task(w), percent=100)),
    "assessment.agreed": (task, lambda w, t: w.assessments.set(t, percent=50, agreed=True)),
    "assessment.remove": (assessed, lambda w, a: w.assessments.remove(a)),
}


@pytest.mark.parametrize("name", ACTIONS)
def test_do_undo_redo(desk: Workspace, visible: Visible, name: str) -> None:
    prepare, act = ACTIONS[name]
    subject = prepare(desk)
    before = visible(desk)
    done = act(desk, subject)
    after = visible(desk)
    assert after != before
    undone = desk.reverse(done)
    assert visible(desk) == before
    redone = desk.reverse(undone)
    assert visible(desk) == after
    desk.reverse(redone)
    assert visible(desk) == before
    assert desk.history.rows_equal_history()
    assert undone.touched.records == done.touched.records
    assert (undone.label, redone.label) == ("change.undo", "change.redo")


@pytest.mark.parametrize("name", ACTIONS)
def test_a_write_reports_what_it_touched_and_replaced(desk: Workspace, policy: Policy, name: str) -> None:
    prepare, act = ACTIONS[name]
    done = act(desk, prepare(desk))
    assert done.touched.families == {change.family for change in done.changes}
    assert done.touched.records == {change.record for change in done.changes}
    assert done.touched.policies <= {policy.id}
    assert len(done.before) == len(done.changes)
    for change, before in zip(done.changes, done.before, strict=True):
        assert before == {"deleted": True} or before.keys() == change.patch.keys()
    assert {change.batch for change in done.changes} == {done.batch}


def test_a_new_tag_of_an_old_name_is_the_same_tag(desk: Workspace) -> None:
    first = annotate(desk)
    [known] = desk.codebook.tags()
    desk.annotations.set_tags(annotate(desk), ["重点"])
    assert desk.codebook.tags() == (known,)
    renamed = desk.codebook.rename(known.id, "要害")
    desk.annotations.set_tags(first, ["要害"])
    assert [tag.id for tag in desk.codebook.tags()] == [renamed.changes[0].record]


def test_two_tags_cannot_bear_one_name(desk: Workspace) -> None:
    tag(desk)
    with pytest.raises(StorageError) as raised:
        desk.codebook.add_tag(" 难点 ", "#000000")
    assert raised.value.code == "tag_exists"


def test_a_tag_can_be_made_again_after_another_was_renamed(desk: Workspace) -> None:
    desk.codebook.rename(tag(desk), "疑点")
    desk.codebook.add_tag("难点", "#000000")
    assert [found.name for found in desk.codebook.tags()] == ["疑点", "难点"]


def test_a_renamed_tag_keeps_its_name_when_its_old_one_is_typed_on_an_annotation(desk: Workspace) -> None:
    first = annotate(desk)
    [old] = desk.codebook.tags()
    desk.codebook.rename(old.id, "次要")
    second = annotate(desk)
    names = {found.id: found.name for found in desk.codebook.tags()}
    assert sorted(names.values()) == ["次要", "重点"]
    assert {use.annotation: names[use.tag] for use in desk.codebook.uses(pid(desk))} == {first: "次要", second: "重点"}


def test_the_links_of_a_removed_task_are_hidden_and_come_back_with_it(desk: Workspace) -> None:
    before = desk.tasks.links(pid(desk))
    gone = task(desk)
    removed = desk.tasks.remove(gone)
    assert desk.tasks.links(pid(desk)) == tuple(link for link in before if link.task != gone) != before
    desk.reverse(removed)
    assert desk.tasks.links(pid(desk)) == before


def test_an_anchor_keeps_the_quote_and_what_stands_around_it(desk: Workspace, policy: Policy, span_of: SpanOf) -> None:
    span = span_of("光纤入户")
    record = desk.annotations.get(desk.annotations.add(policy.id, span, AnnotationKind.HIGHLIGHT, "").changes[0].record)
    assert (record.quote, record.provision, record.span) == ("光纤入户", "sec_1__cl_1", span)
    assert policy.text[span.start - len(record.prefix) : span.end + len(record.suffix)] == f"{record.prefix}光纤入户{record.suffix}"
    assert len(record.prefix) == 32


def test_offsets_are_code_points(desk: Workspace, policy: Policy, span_of: SpanOf) -> None:
    desk.annotations.add(policy.id, span_of("林、AbC"), AnnotationKind.COMMENT, "𠮷字之后")
    assert desk.annotations.of(policy.id)[0].quote == "林、AbC"


@pytest.mark.parametrize("span", [Span(5, 5), Span(-1, 3), Span(0, 10_000)])
def test_a_span_outside_the_text_is_refused(desk: Workspace, policy: Policy, span: Span) -> None:
    with pytest.raises(StorageError) as raised:
        desk.annotations.add(policy.id, span, AnnotationKind.COMMENT, "")
    assert raised.value.code == "span_outside_text"


def test_half_a_surrogate_pair_does_not_lose_the_text(desk: Workspace) -> None:
    record = annotate(desk)
    desk.annotations.edit(record, body="前\ud842后，\ud842\udfb7")
    assert desk.annotations.get(record).body == "前�后，𠮷"
    assert desk.history.rows_equal_history()


def test_an_unknown_record_and_a_wrong_value_are_refused_and_write_nothing(desk: Workspace) -> None:
    count = len(desk.history.changes())
    with pytest.raises(StorageError) as raised:
        desk.tasks.edit("none", text="x")
    assert raised.value.code == "unknown_record"
    with pytest.raises(StorageError) as raised:
        desk.tasks.edit(task(desk), timing_kind="someday")
    assert raised.value.code == "invalid_value"
    with pytest.raises(StorageError):
        desk.assessments.set(task(desk), percent=101)
    assert len(desk.history.changes()) == count


def test_one_bad_draft_among_many_writes_nothing(desk: Workspace, visible: Visible) -> None:
    before = visible(desk)
    drafts = [Draft(Family.TAG, f"t{number}", {"name": "x", "color": "#000"}) for number in range(50)]
    with pytest.raises(StorageError):
        desk.write("change.tag.add", [*drafts, Draft(Family.TAG, "bad", {"name": 5})])
    assert visible(desk) == before


def test_two_drafts_of_one_record_follow_each_other(desk: Workspace) -> None:
    drafts = [Draft(Family.TAG, "t", {"name": "一", "color": "#1"}), Draft(Family.TAG, "t", {"name": "二"})]
    written = desk.write("change.tag.add", drafts)
    assert written.changes[1].parents == (written.changes[0].id,)
    assert desk.codebook.tags()[0].name == "二"
    desk.reverse(written)
    assert desk.codebook.tags() == ()
    assert desk.history.rows_equal_history()


def test_what_belongs_to_a_removed_annotation_is_hidden_with_it(desk: Workspace, policy: Policy) -> None:
    record = annotate(desk)
    desk.annotations.reply(record, "答")
    removed = desk.annotations.remove(record)
    assert desk.annotations.replies(policy.id) == ()
    assert desk.codebook.uses(policy.id) == ()
    desk.reverse(removed)
    assert len(desk.annotations.replies(policy.id)) == len(desk.codebook.uses(policy.id)) == 1


def test_ten_thousand_drafts_are_one_action(desk: Workspace, policy: Policy) -> None:
    drafts = [Draft(Family.ANNOTATION, f"a{number}", {"policy": policy.id, "body": str(number)}) for number in range(10_000)]
    written = desk.write("change.apply", drafts)
    assert len(desk.annotations.of(policy.id)) == 10_000
    desk.reverse(written)
    assert desk.annotations.of(policy.id) == ()


def test_the_history_of_a_record_names_its_writers(desk: Workspace) -> None:
    record = annotate(desk)
    desk.annotations.edit(record, body="改")
    first, second = desk.history.of(record)
    assert second.parents == (first.id,)
    assert desk.history.writers()[second.writer].person == "王审阅"
    assert desk.history.recent(1) == (second,)


def test_attachments_come_back_as_they_were(desk: Workspace, policy: Policy, tmp_path: Path) -> None:
    content = bytes(range(256)) * 10_000
    file = tmp_path / "材料.bin"
    file.write_bytes(content)
    added = desk.evidence.add(policy.id, type=EvidenceType.DOCUMENT, title="文件", files=[file, ("贴.png", b"png")])
    desk.evidence.attach(added.changes[0].record, [file, ("二.txt", b"2")])
    kept = {item.name: item for item in desk.evidence.attachments(policy.id)}
    assert desk.evidence.read_attachment(kept["材料.bin"].sha256) == content
    target = tmp_path / "out.bin"
    desk.evidence.save_attachment(kept["材料.bin"].sha256, target)
    assert target.read_bytes() == content
    assert len(desk.evidence.attachments(policy.id)) == 4
    assert desk.store.rows("SELECT count(*) FROM blob")[0][0] == 3


def test_who_may_read_a_saved_attachment_is_as_with_any_file(desk: Workspace, policy: Policy, tmp_path: Path) -> None:
    desk.evidence.add(policy.id, type=EvidenceType.PHOTO, title="照片", files=[("a.png", b"png")])
    [kept] = desk.evidence.attachments(policy.id)
    target, other = tmp_path / "out.png", tmp_path / "other.png"
    other.write_bytes(b"")
    desk.evidence.save_attachment(kept.sha256, target)
    assert target.stat().st_mode == other.stat().st_mode
    target.chmod(0o440)
    mode = target.stat().st_mode
    desk.evidence.save_attachment(kept.sha256, target)
    assert target.stat().st_mode == mode
    assert sorted(path.name for path in tmp_path.glob("*.png")) == ["other.png", "out.png"]


@pytest.mark.parametrize("kind", ["missing", "folder", "empty"])
def test_a_file_that_cannot_be_attached_writes_nothing(desk: Workspace, policy: Policy, tmp_path: Path, kind: str) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "empty").write_bytes(b"")
    count = len(desk.history.changes())
    with pytest.raises(StorageError) as raised:
        desk.evidence.add(policy.id, type=EvidenceType.OTHER, title="x", files=[("good", b"1"), tmp_path / kind])
    assert raised.value.code == {"missing": "missing_file", "folder": "not_a_plain_file", "empty": "attachment_empty"}[kind]
    assert len(desk.history.changes()) == count
    assert desk.store.rows("SELECT count(*) FROM blob")[0][0] == 0


def test_a_file_beyond_the_limit_is_refused(desk: Workspace, policy: Policy, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("storage.attachments.SIZE_LIMIT", 10)
    with pytest.raises(StorageError) as raised:
        desk.evidence.add(policy.id, type=EvidenceType.OTHER, title="x", files=[("big", b"12345678901")])
    assert raised.value.code == "attachment_too_large"
