"""Share packages as files: sound by themselves, complete for what was chosen, and without anything else in them."""

from __future__ import annotations

import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from policy.model import Policy, Span
from storage.checks import check
from storage.connect import Connection, Mode, connect, pragma
from storage.errors import StorageError
from storage.incoming import receive
from storage.merge import look, merge
from storage.records import AnnotationKind, EvidenceType
from storage.sharing import Selection, offered, share
from storage.sharing_choice import Chosen
from storage.workspace import Profile, Workspace

Colleague = Callable[[str], Profile]
Tamper = Callable[[Path, str], None]
Visible = Callable[[Workspace], dict[str, set[tuple[object, ...]]]]
PICTURE = b"picture of a cable" * 80_000
REMOVED_FILE = b"bytes of a file that was removed" * 3_000
WHOLE = Selection()


def annotate(workspace: Workspace, policy: Policy, body: str, *tags: str) -> str:
    return workspace.annotations.add(policy.id, Span(3, 8), AnnotationKind.ISSUE, body, tags).changes[0].record


@pytest.fixture
def full(desk: Workspace, policy: Policy) -> Workspace:
    """A workspace with something of every family, of which a good deal was replaced and deleted."""
    task = desk.tasks.of(policy.id)[0].id
    note = annotate(desk, policy, "被改掉的批注文字", "重点")
    desk.annotations.edit(note, body="现在的批注文字")
    reply = desk.annotations.reply(note, "被改掉的回复").changes[0].record
    desk.annotations.edit_reply(reply, "现在的回复")
    gone = annotate(desk, policy, "被删除的批注", "存疑")
    desk.annotations.reply(gone, "被删除的批注下的回复")
    desk.annotations.remove(gone)
    evidence = desk.evidence.add(
        policy.id, type=EvidenceType.PHOTO, title="照片", note="被改掉的说明", files=[("光缆.png", PICTURE)], tasks=[task]
    )
    desk.evidence.edit(evidence.changes[0].record, note="现在的说明")
    dropped = desk.evidence.add(policy.id, type=EvidenceType.MINUTES, title="被删除的纪要", files=[("纪要.txt", REMOVED_FILE)])
    desk.evidence.remove(dropped.changes[0].record)
    desk.assessments.set(task, percent=30, note="被改掉的意见")
    desk.assessments.set(task, percent=60, note="现在的意见")
    desk.tasks.edit(desk.tasks.of(policy.id)[1].id, title="被改掉的任务名")
    desk.tasks.edit(desk.tasks.of(policy.id)[1].id, title="现在的任务名")
    desk.tasks.remove(desk.tasks.add(policy.id, "被删除的任务").changes[0].record)
    return desk


@pytest.fixture
def package(tmp_path: Path) -> Path:
    folder = tmp_path / "发给同事"
    folder.mkdir()
    return folder / "共享 包#1.clausedesk"


@pytest.fixture
def empty(tmp_path: Path, profile_of: Colleague) -> Iterator[Workspace]:
    """A colleague's workspace in which nothing is yet."""
    with Workspace.create(tmp_path / "空.clausedesk", profile_of("李审阅")) as opened:
        yield opened


@pytest.fixture
def older(desk: Workspace, tmp_path: Path, profile_of: Colleague) -> Iterator[Workspace]:
    """A colleague's copy from before."""
    path = tmp_path / "早先的.clausedesk"
    shutil.copyfile(desk.path, path)
    with Workspace.open(path, profile_of("李审阅")) as opened:
        yield opened


def shown(visible: Visible, workspace: Workspace) -> dict[str, set[tuple[object, ...]]]:
    """What stands in the rows and is not hidden with something deleted; who opened the file does not matter."""
    rows = visible(workspace)
    annotations = {row[0] for row in rows["annotation"]}
    evidence = {row[0] for row in rows["evidence"]}
    rows["reply"] = {row for row in rows["reply"] if row[3] in annotations}
    rows["tag_use"] = {row for row in rows["tag_use"] if row[3] in annotations}
    for family in ("evidence_use", "attachment"):
        rows[family] = {row for row in rows[family] if row[3] in evidence}
    rows.pop("reviewer")
    return rows


def test_a_package_is_a_sound_workspace_by_itself(full: Workspace, package: Path) -> None:
    shared = share(full, WHOLE, package)
    assert (shared.path, shared.size, shared.locked) == (package, package.stat().st_size, False)
    assert [entry.name for entry in package.parent.iterdir()] == [package.name]
    assert check(package).problems == ()
    conn = connect(package, Mode.WRITE)
    assert (pragma(conn, "journal_mode"), pragma(conn, "freelist_count"), pragma(conn, "integrity_check")) == ("delete", 0, "ok")
    conn.close()
    package.parent.chmod(0o555)
    package.chmod(0o444)
    with Workspace.open(package, None) as opened:
        assert [found.title for found in opened.policies.all()] == [found.title for found in full.policies.all()]
    package.parent.chmod(0o755)
    with receive([package]) as incoming:
        assert [vetted.name for vetted in incoming.files] == [package.name]


def test_nothing_replaced_or_deleted_is_in_the_bytes(full: Workspace, package: Path) -> None:
    share(full, WHOLE, package)
    raw = package.read_bytes()
    assert "被删除的任务" in "".join(str(change.patch) for change in full.history.changes())
    for words in ("被改掉的", "被删除的", "纪要"):
        assert words.encode() not in raw
        assert " ".join(words).encode() not in raw
    assert REMOVED_FILE[:200] not in raw
    assert PICTURE[:200] in raw
    for words in ("现在的批注文字", "现在的回复", "现在的说明", "现在的意见", "现在的任务名"):
        assert words.encode() in raw


def test_what_was_taken_back_of_a_merge_is_not_in_the_bytes(
    full: Workspace, older: Workspace, package: Path, policy: Policy
) -> None:
    annotate(older, policy, "随合并来的批注")
    report = merge(full, older.path)
    assert report.id is not None
    full.merges.take_back(report.id)
    share(full, WHOLE, package)
    assert "随合并来的批注".encode() not in package.read_bytes()
    with Workspace.open(package, None) as opened:
        assert opened.merges.all() == ()


def test_a_package_brings_an_empty_workspace_all_that_shows(
    full: Workspace, empty: Workspace, package: Path, visible: Visible, policy: Policy
) -> None:
    share(full, WHOLE, package)
    merge(empty, package)
    assert shown(visible, empty) == shown(visible, full)
    assert empty.policies.text(policy.id) == policy.text
    assert empty.policies.original(policy.id) == full.policies.original(policy.id)
    [file] = empty.evidence.attachments(policy.id)
    assert empty.evidence.read_attachment(file.sha256) == PICTURE
    assert empty.search("现在的批注文字")
    assert check(empty.path).problems == ()


def test_who_wrote_what_stays_true(full: Workspace, older: Workspace, package: Path, policy: Policy) -> None:
    task = older.tasks.of(policy.id)[2].id
    older.tasks.edit(task, title="李先写的")
    older.tasks.edit(task, title="李后写的")
    merge(full, older.path)
    share(full, WHOLE, package)
    told = [change for change in full.history.of(task) if change.patch.get("title") == "李后写的"]
    with Workspace.open(package, None) as opened:
        again = [change for change in opened.history.of(task) if "title" in change.patch and change.writer != "import"]
        assert [(change.writer, change.clock) for change in again] == [(change.writer, change.clock) for change in told]
        assert opened.history.writers()[again[0].writer].person == "李审阅"


def test_a_package_changes_nothing_where_it_came_from(full: Workspace, package: Path, visible: Visible) -> None:
    share(full, WHOLE, package)
    before = visible(full)
    changes = full.history.changes()
    with receive([package]) as incoming:
        assert not look(full, incoming).brings
    report = merge(full, package)
    # What it tells in other words is known here: nothing of it is called new, and nothing is written.
    assert (report.id, report.new, report.conflicts) == (None, 0, ())
    assert full.history.changes() == changes
    assert visible(full) == before
    assert full.history.conflicts() == ()


def test_a_colleagues_edits_come_home_without_a_conflict(full: Workspace, empty: Workspace, package: Path, policy: Policy) -> None:
    share(full, WHOLE, package)
    merge(empty, package)
    [note] = empty.annotations.of(policy.id)
    empty.annotations.edit(note.id, body="同事改过的")
    empty.annotations.reply(note.id, "同事的回复")
    [reply] = full.annotations.replies(note.id)
    full.annotations.edit_reply(reply.id, "同时改过的回复")
    report = merge(full, empty.path)
    assert report.conflicts == ()
    assert {count.person for count in report.counts if count.new or count.changed} == {"李审阅"}
    assert full.annotations.get(note.id).body == "同事改过的"
    assert {found.body for found in full.annotations.replies(note.id)} == {"同时改过的回复", "同事的回复"}
    assert check(full.path).problems == ()


def test_deletions_reach_who_had_an_older_copy(
    full: Workspace, tmp_path: Path, package: Path, policy: Policy, profile_of: Colleague
) -> None:
    path = tmp_path / "较早.clausedesk"
    shutil.copyfile(full.path, path)
    [note] = full.annotations.of(policy.id)
    full.annotations.remove(note.id)
    share(full, WHOLE, package)
    with Workspace.open(path, profile_of("李审阅")) as older:
        assert len(older.annotations.of(policy.id)) == 1
        report = merge(older, package)
        assert report.conflicts == ()
        assert older.annotations.of(policy.id) == ()
        assert check(older.path).problems == ()


def test_two_packages_bring_what_the_later_brings_and_the_whole_history_what_it_brings_alone(
    full: Workspace, empty: Workspace, tmp_path: Path, visible: Visible, policy: Policy, profile_of: Colleague
) -> None:
    first, second = tmp_path / "一.clausedesk", tmp_path / "二.clausedesk"
    share(full, WHOLE, first)
    [note] = full.annotations.of(policy.id)
    full.annotations.edit(note.id, body="更新的批注文字")
    full.evidence.remove(full.evidence.of(policy.id)[0].id)
    share(full, WHOLE, second)
    for path in (second, first):
        assert merge(empty, path).conflicts == ()
    assert shown(visible, empty) == shown(visible, full)
    assert merge(empty, full.path).conflicts == ()
    with Workspace.create(tmp_path / "另一.clausedesk", profile_of("李审阅")) as alone:
        merge(alone, full.path)
        assert visible(empty) == visible(alone)


def test_a_deleted_policy_is_deleted_elsewhere_too_and_can_be_imported_there_again(
    full: Workspace, older: Workspace, empty: Workspace, package: Path, policy: Policy
) -> None:
    full.policies.remove(policy.id)
    share(full, WHOLE, package)
    assert policy.text[3:30].encode() not in package.read_bytes()
    for workspace in (older, empty):
        assert merge(workspace, package).conflicts == ()
        assert workspace.policies.all() == ()
    empty.policies.add(policy, "意见.txt", policy.text.encode())
    assert [found.title for found in empty.policies.all()] == [policy.metadata.title]
    assert empty.policies.text(policy.id) == policy.text
    assert len(empty.tasks.of(policy.id)) == 3
    assert check(empty.path).problems == ()


def test_without_files_the_records_stay_and_nothing_is_called_missing(
    full: Workspace, empty: Workspace, package: Path, policy: Policy
) -> None:
    contains = share(full, Selection(files=False), package).contains
    assert (contains.files, contains.files_left_out, contains.lost) == (0, 1, 0)
    assert PICTURE[:200] not in package.read_bytes()
    assert check(package).problems == ()
    merge(empty, package)
    [file] = empty.evidence.attachments(policy.id)
    with pytest.raises(StorageError, match="missing_attachment"):
        empty.evidence.read_attachment(file.sha256)
    assert check(empty.path).problems == ()
    merge(empty, full.path)
    assert empty.evidence.read_attachment(file.sha256) == PICTURE


def test_damaged_bytes_are_left_out_and_told(full: Workspace, package: Path) -> None:
    full.store.conn.execute("UPDATE blob_chunk SET data = X'00'")
    contains = share(full, WHOLE, package).contains
    assert (contains.files, contains.lost) == (0, 1)
    assert check(package).problems == ()


def test_chosen_policies_come_alone(
    full: Workspace, empty: Workspace, package: Path, policy: Policy, policy_of: Callable[..., Policy], visible: Visible
) -> None:
    other = policy_of(policy.text + "另一份政策的结尾\n")
    full.policies.add(other, "另.txt", b"other")
    annotate(full, other, "另一份上的批注")
    share(full, Selection(policies=frozenset({other.id})), package)
    raw = package.read_bytes()
    assert "现在的批注文字".encode() not in raw
    assert PICTURE[:200] not in raw
    merge(empty, package)
    assert [found.id for found in empty.policies.all()] == [other.id]
    mine, theirs = shown(visible, empty), shown(visible, full)
    for family in ("task", "link", "indicator", "annotation"):
        place = 2
        assert mine[family] == {row for row in theirs[family] if row[place] == other.id}
        assert mine[family]


def test_chosen_reviewers_bring_their_own_work(
    full: Workspace, older: Workspace, empty: Workspace, package: Path, policy: Policy, profile_of: Colleague
) -> None:
    [note] = full.annotations.of(policy.id)
    merge(older, full.path)
    theirs = annotate(older, policy, "李的批注")
    older.annotations.reply(note.id, "李的回复")
    task = older.tasks.of(policy.id)[0].id
    older.assessments.set(task, percent=5)
    merge(full, older.path)
    share(full, Selection(reviewers=frozenset({profile_of("李审阅").reviewer.id})), package)
    assert "现在的批注文字".encode() not in package.read_bytes()
    merge(empty, package)
    assert [found.id for found in empty.annotations.of(policy.id)] == [theirs]
    assert [found.percent for found in empty.assessments.of(policy.id)] == [5]
    assert empty.evidence.of(policy.id) == ()
    assert len(empty.tasks.of(policy.id)) == 3
    assert {found.name for found in empty.reviewers.all()} == {"李审阅"}
    assert {row["body"] for row in empty.store.rows('SELECT body FROM "reply"')} == {"李的回复"}


def test_chosen_tags_bring_the_annotations_that_carry_them(
    full: Workspace, empty: Workspace, package: Path, policy: Policy
) -> None:
    annotate(full, policy, "没有标签")
    both = annotate(full, policy, "两个标签", "法规", "重点")
    annotate(full, policy, "别的标签", "数据")
    wanted = {tag.id for tag in full.codebook.tags() if tag.name == "重点"}
    share(full, Selection(tags=frozenset(wanted)), package)
    merge(empty, package)
    assert {found.body for found in empty.annotations.of(policy.id)} == {"现在的批注文字", "两个标签"}
    assert {tag.name for tag in empty.codebook.tags()} == {"重点", "法规"}
    assert len([use for use in empty.codebook.uses(policy.id) if use.annotation == both]) == 2
    assert "数据".encode() not in package.read_bytes()


def test_the_offer_counts_what_can_be_chosen(full: Workspace, policy: Policy) -> None:
    offer = offered(full.path)
    assert [(found.id, found.count) for found in offer.policies] == [(policy.id, 3)]
    assert [(found.name, found.count) for found in offer.reviewers] == [("王审阅", 4)]
    assert {found.name: found.count for found in offer.tags} == {"重点": 1, "存疑": 0}
    assert offer.size(WHOLE) == len(PICTURE)
    assert offer.size(Selection(files=False)) == offer.size(Selection(reviewers=frozenset())) == 0


def test_the_offer_counts_no_files_of_a_removed_policy(full: Workspace, package: Path, policy: Policy) -> None:
    full.policies.remove(policy.id)
    assert offered(full.path).size(WHOLE) == 0
    assert share(full, WHOLE, package).contains.files == 0


def test_a_locked_package_opens_with_its_passphrase_alone(
    full: Workspace, empty: Workspace, package: Path, visible: Visible
) -> None:
    locked = package.with_name("共享包.clausedesk.age")
    shared = share(full, WHOLE, locked, "口令 pass")
    assert shared.locked
    raw = locked.read_bytes()
    assert "国务院".encode() not in raw
    assert [entry.name for entry in locked.parent.iterdir()] == [locked.name]
    for passphrase, code in ((None, "passphrase_needed"), ("口令", "wrong_passphrase"), ("口令\udc00", "bad_passphrase")):
        with pytest.raises(StorageError) as raised:
            receive([locked], passphrase)
        assert raised.value.code == code
    with receive([locked], "口令 pass") as incoming:
        shutil.copyfile(incoming.files[0].path, package)
    merge(empty, package)
    assert shown(visible, empty) == shown(visible, full)


def test_what_cannot_be_shared_is_refused_in_a_word(full: Workspace, package: Path, tmp_path: Path) -> None:
    for target, passphrase, code in (
        (full.path, None, "package_onto_workspace"),
        (package, "", "empty_passphrase"),
        (package, "口令\ud83d", "bad_passphrase"),
        (package.with_name("长" * 200), None, "name_too_long"),
        (package.with_name("长" * 200), "口令", "name_too_long"),
        (tmp_path / "nowhere" / "x.clausedesk", None, "missing_file"),
        (tmp_path / "nowhere" / "x.age", "口令", "missing_file"),
    ):
        with pytest.raises(StorageError) as raised:
            share(full, WHOLE, target, passphrase)
        assert raised.value.code == code
    assert list(package.parent.iterdir()) == []
    long = package.with_name("n" * 252)
    long.write_bytes(b"what stood there")
    with pytest.raises(StorageError) as raised:
        share(full, WHOLE, long)
    assert raised.value.code == "name_too_long"


@pytest.mark.parametrize("passphrase", [None, "口令"])
def test_a_workspace_that_somebody_has_open_is_not_replaced(
    full: Workspace, empty: Workspace, policy: Policy, passphrase: str | None
) -> None:
    with pytest.raises(StorageError) as raised:
        share(full, WHOLE, empty.path, passphrase)
    assert raised.value.code == "target_in_use"
    empty.policies.add(policy, "意见.txt", b"x")
    profile = Profile(empty.reviewer) if empty.reviewer is not None else None
    empty.close()
    with Workspace.open(empty.path, profile) as again:
        assert [one.id for one in again.policies.all()] == [policy.id]
    share(full, WHOLE, empty.path, passphrase)


def test_a_journal_left_of_another_file_is_never_played_into_a_package(full: Workspace, package: Path) -> None:
    journal = package.with_name(f"{package.name}-journal")
    journal.write_bytes(b"what another file needs")
    with pytest.raises(StorageError) as raised:
        share(full, WHOLE, package)
    assert raised.value.code == "target_unfinished"
    assert [path.name for path in package.parent.iterdir()] == [journal.name]
    assert share(full, WHOLE, package.with_name("另一个.clausedesk")).size > 0


class StopError(Exception):
    """What a watch raises when somebody cancels."""


@pytest.mark.parametrize(("passphrase", "before"), [(None, None), (None, b"what stood there"), ("口令", b"what stood there")])
def test_a_cancelled_package_leaves_what_stood_there(
    full: Workspace, package: Path, passphrase: str | None, before: bytes | None
) -> None:
    if before is not None:
        package.write_bytes(before)
    for limit in (0.0, 0.3, 0.75) if passphrase is None else (0.3, 0.75):

        def watch(share: float, limit: float = limit) -> None:
            if share >= limit:
                raise StopError

        with pytest.raises(StopError):
            share(full, WHOLE, package, passphrase, watch)
        assert [entry.read_bytes() for entry in package.parent.iterdir()] == ([] if before is None else [before])


SHARE = """
import resource, sys
from pathlib import Path
from storage.errors import StorageError
from storage.sharing import Selection, share_file
if __name__ == "__main__":
    workspace, target, passphrase, limit = sys.argv[1:5]
    if int(limit):
        import signal
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (int(limit), int(limit)))
    print("begun", flush=True)
    try:
        share_file(Path(workspace), Selection(), Path(target), passphrase or None)
    except StorageError as error:
        print(error.code, flush=True)
"""


def test_rows_that_another_program_marked_removed_are_told(full: Workspace, package: Path, policy: Policy, tamper: Tamper) -> None:
    note = full.annotations.of(policy.id)[0].id
    tamper(full.path, f"UPDATE annotation SET deleted = 1 WHERE id = '{note}'")
    with pytest.raises(StorageError) as raised:
        share(full, WHOLE, package)
    assert raised.value.code == "damaged"


def test_a_disk_that_fails_while_it_is_read_is_told(full: Workspace, package: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(conn: Connection, selection: Selection) -> Chosen:
        # As SQLite does it by itself.
        conn.execute("ROLLBACK")
        raise StorageError("disk_error", name=conn.name)

    monkeypatch.setattr("storage.sharing_fill.choose", failing)
    with pytest.raises(StorageError) as raised:
        share(full, WHOLE, package)
    assert raised.value.code == "disk_error"


@pytest.mark.parametrize("told", [EOFError, BrokenPipeError])
def test_a_process_that_ends_without_a_word_is_told(
    full: Workspace, package: Path, monkeypatch: pytest.MonkeyPatch, told: type[Exception]
) -> None:
    def ended(pipe: object, seconds: float) -> bool:
        raise told

    monkeypatch.setattr("storage.sharing_seal.Pipe.poll", ended)
    with pytest.raises(StorageError) as raised:
        share(full, WHOLE, package, "口令")
    assert raised.value.code == "beyond_limits"
    assert list(package.parent.iterdir()) == []


@pytest.mark.parametrize("passphrase", ["", "口令"])
def test_a_full_disk_leaves_no_part_of_a_package(
    full: Workspace, package: Path, child: Callable[..., subprocess.Popen[str]], passphrase: str
) -> None:
    package.write_bytes(b"what stood there")
    for limit in (50_000, 900_000) if not passphrase else (900_000,):
        process = child(SHARE, str(full.path), str(package), passphrase, str(limit))
        said, _ = process.communicate(timeout=60)
        assert said.split() in (["begun", "disk_full"], ["begun", "disk_error"])
        assert [entry.read_bytes() for entry in package.parent.iterdir()] == [b"what stood there"]


@pytest.mark.parametrize("passphrase", ["", "口令"])
def test_a_killed_process_leaves_a_whole_package_or_none(
    full: Workspace, package: Path, child: Callable[..., subprocess.Popen[str]], passphrase: str, nightly: bool
) -> None:
    for number in range(20 if nightly else 2):
        with child(SHARE, str(full.path), str(package), passphrase, "0") as process:
            assert process.stdout is not None
            process.stdout.readline()
            time.sleep((0.05 if not passphrase else 0.4) * number / 2)
            process.kill()
        if package.exists():
            with receive([package], passphrase or None) as incoming:
                assert incoming.files
            package.unlink()


def test_sharing_reads_beside_who_writes(full: Workspace, package: Path, policy: Policy) -> None:
    def watch(done: float) -> None:
        full.tasks.add(policy.id, f"写于 {done}")

    share(full, WHOLE, package, watch=watch)
    assert check(package).problems == ()
