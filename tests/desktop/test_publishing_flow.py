"""Workspaces in places that bite, at the window: worked on as local copies and published back."""

from __future__ import annotations

import json
import shutil
import sqlite3
import threading
import time
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest

from desktop import paths
from desktop.flows import publishing
from desktop.notices import ELSEWHERE, LEAVE, PUBLISH, REOPEN, RESUME, SHOW_MERGE
from desktop.paths import copies_folder, home_of
from desktop.publishing_work import Consent, Outcome
from desktop.settings import RECENT
from policy.model import Span
from storage.checks import check
from storage.lock import lock_path
from storage.places import Place, PlaceKind
from storage.published import pending, publish, settle_content
from storage.records import AnnotationKind
from storage.watch import Watch
from storage.working_copy import known_copies, take
from storage.workspace import Profile, Workspace
from tests.desktop.conftest import Run
from tests.desktop.driving import Hands
from widgets.dialogs.job_dialog import JobDialog
from widgets.dialogs.merge_report import MergeReportDialog
from widgets.message_bar import Message


@pytest.fixture(autouse=True)
def fresh_copies() -> None:
    """No local copy of another test."""
    shutil.rmtree(copies_folder(), ignore_errors=True)


@pytest.fixture
def shared(workspace_file: Path, tmp_path: Path) -> Path:
    """The workspace, in a folder that a program synchronises."""
    folder = tmp_path / "坚果云"
    folder.mkdir()
    shutil.copyfile(workspace_file, folder / workspace_file.name)
    return folder / workspace_file.name


@pytest.fixture
def at_copy(free_hands: Hands, shared: Path) -> Hands:
    """Hands at the window with the local copy open."""
    open_there(free_hands, shared)
    assert free_hands.app.presenter.snapshot is not None
    return free_hands


def open_there(hands: Hands, path: Path) -> None:
    hands.app.flows.files.open_path(path)
    hands.finish_jobs()
    hands.finish_jobs()


def annotate(hands: Hands, body: str) -> None:
    assert hands.app.session.annotate(hands.shown.policy.id, Span(0, 4), AnnotationKind.COMMENT, body) is not None


def bodies(path: Path) -> set[str]:
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro&immutable=1", uri=True)) as conn:
        return {row[0] for row in conn.execute("SELECT body FROM annotation WHERE deleted = 0")}


def status(hands: Hands) -> str:
    return hands.app.parts.place.text.text() if hands.app.parts.place.isVisible() else ""


def messages(hands: Hands) -> list[Message]:
    bar = hands.app.parts.messages
    shown = bar.message()
    return [*([shown] if shown is not None else []), *bar._waiting]


def press(hands: Hands, action: str) -> None:
    """Press the button of this action in the message bar."""
    hands.app.parts.messages.action_requested.emit(action)
    hands.finish_jobs()


def offered(hands: Hands, action: str) -> str:
    """The whole action of a message that offers one of this kind."""
    found = [one for message in messages(hands) for one in (message.action, message.second) if one.startswith(action)]
    assert found, messages(hands)
    return found[0]


def published_by(name: str, origin: Path, tmp_path: Path, profile: Profile) -> None:
    """Somebody else publishes a remark."""
    copy = take(origin, tmp_path / f"电脑 {name}")
    with Workspace.open(copy.path, profile) as ws:
        copy = settle_content(ws, copy)
        ws.annotations.add(ws.policies.all()[0].id, Span(0, 4), AnnotationKind.COMMENT, name)
        publish(ws, copy)


def waiting_for_the_end(begun: threading.Event, _path: Path, _consent: Consent, _workspace: Workspace, watch: Watch) -> Outcome:
    """Publishing that takes for ever."""
    begun.set()
    while True:
        watch(0.5)
        time.sleep(0.01)


def test_a_workspace_in_a_place_that_bites_is_opened_as_a_local_copy(at_copy: Hands, shared: Path) -> None:
    workspace = at_copy.workspace
    assert workspace.path.is_relative_to(copies_folder())
    assert not workspace.read_only
    assert at_copy.app.window.windowTitle() == "审阅 (local copy) — ClauseDesk"
    assert status(at_copy) == "Local copy of 坚果云: nothing to publish"
    assert "synchronised folder" in at_copy.said()
    assert at_copy.app.settings.get(RECENT)[0] == str(shared)
    assert at_copy.app.actions.publish.isEnabled()
    before = shared.read_bytes()
    annotate(at_copy, "新的")
    assert status(at_copy) == "Local copy of 坚果云: not published yet"
    assert shared.read_bytes() == before


def test_a_workspace_in_a_good_place_is_opened_where_it_lies(hands: Hands, workspace_file: Path) -> None:
    assert hands.workspace.path == workspace_file
    assert status(hands) == ""
    assert not hands.app.actions.publish.isEnabled()
    assert known_copies(copies_folder()) == ()


def test_publishing_puts_the_work_in_its_place(at_copy: Hands, shared: Path) -> None:
    annotate(at_copy, "新的")
    at_copy.app.actions.publish.trigger()
    at_copy.finish_jobs()
    assert bodies(shared) == {"新的"}
    assert check(shared).problems == ()
    assert at_copy.said() == "审阅 is published."
    assert "published" in status(at_copy)
    assert "not" not in status(at_copy)
    annotate(at_copy, "再来")
    assert "not published yet" in status(at_copy)
    at_copy.app.parts.place.button.click()
    at_copy.finish_jobs()
    assert bodies(shared) == {"新的", "再来"}


def test_a_stick_is_called_safe_only_when_all_is_on_it(at_copy: Hands, shared: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(publishing, "place_of", lambda path: Place(PlaceKind.REMOVABLE, "/media/U"))
    annotate(at_copy, "新的")
    assert not any("taken out" in message.text for message in messages(at_copy))
    at_copy.app.actions.publish.trigger()
    assert not any("taken out" in message.text for message in messages(at_copy))
    at_copy.finish_jobs()
    assert "the stick can be taken out safely" in at_copy.said()
    assert bodies(shared) == {"新的"}


def test_what_others_published_is_merged_on_opening_with_its_report(
    free_hands: Hands, shared: Path, tmp_path: Path, profile: Profile
) -> None:
    open_there(free_hands, shared)
    free_hands.app.flows.files.close()
    published_by("乙", shared, tmp_path, profile)
    open_there(free_hands, shared)
    assert {record.body for record in free_hands.shown.annotations.values()} == {"乙"}
    assert "nothing to publish" in status(free_hands)
    press(free_hands, offered(free_hands, SHOW_MERGE))
    assert free_hands.dialog(MergeReportDialog).isVisible()


def test_what_others_published_is_merged_before_publishing(at_copy: Hands, shared: Path, tmp_path: Path, profile: Profile) -> None:
    annotate(at_copy, "甲")
    published_by("乙", shared, tmp_path, profile)
    at_copy.app.actions.publish.trigger()
    at_copy.finish_jobs()
    assert bodies(shared) == {"甲", "乙"}
    assert {record.body for record in at_copy.shown.annotations.values()} == {"甲", "乙"}
    assert offered(at_copy, SHOW_MERGE)
    # One step, that can be taken back.
    at_copy.app.actions.undo.trigger()
    at_copy.finish_jobs()
    assert {record.body for record in at_copy.shown.annotations.values()} == {"甲"}


def test_closing_the_window_publishes_first(at_copy: Hands, shared: Path) -> None:
    annotate(at_copy, "新的")
    at_copy.app.window.close()
    assert at_copy.app.window.isVisible()
    at_copy.finish_jobs()
    assert not at_copy.app.window.isVisible()
    assert bodies(shared) == {"新的"}


def test_closing_a_window_with_nothing_to_publish_does_not_wait(at_copy: Hands, shared: Path) -> None:
    before = shared.stat().st_mtime_ns
    at_copy.app.window.close()
    assert not at_copy.app.window.isVisible()
    assert shared.stat().st_mtime_ns == before


def test_publishing_can_be_put_off_when_the_window_closes(at_copy: Hands, shared: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    annotate(at_copy, "新的")
    before, begun = shared.read_bytes(), threading.Event()
    monkeypatch.setattr(publishing, "publish_all", partial(waiting_for_the_end, begun))
    at_copy.app.window.close()
    dialog = at_copy.dialogs(JobDialog)[0]
    assert dialog.cancel_button.text() == "&Later"
    assert begun.wait(10)
    dialog.cancel_button.click()
    at_copy.finish_jobs()
    assert not at_copy.app.window.isVisible()
    assert shared.read_bytes() == before
    assert [copy.origin for copy in pending(copies_folder())] == [shared]


def test_closing_or_leaving_the_workspace_publishes_too(at_copy: Hands, shared: Path, workspace_file: Path) -> None:
    annotate(at_copy, "一")
    at_copy.app.flows.files.close()
    at_copy.finish_jobs()
    assert at_copy.app.session.workspace is None
    assert bodies(shared) == {"一"}
    open_there(at_copy, shared)
    annotate(at_copy, "二")
    open_there(at_copy, workspace_file)
    assert at_copy.workspace.path == workspace_file
    assert bodies(shared) == {"一", "二"}


def test_a_place_that_is_gone_keeps_the_work_here(at_copy: Hands, shared: Path, tmp_path: Path) -> None:
    annotate(at_copy, "新的")
    away = shared.parent.rename(tmp_path / "拔出")
    at_copy.app.actions.publish.trigger()
    at_copy.finish_jobs()
    assert "Your work is whole on this computer" in at_copy.said()
    assert "not published yet" in status(at_copy)
    annotate(at_copy, "还能写")
    away.rename(shared.parent)
    press(at_copy, offered(at_copy, PUBLISH))
    assert bodies(shared) == {"新的", "还能写"}


def test_closing_without_the_place_asks_once(at_copy: Hands, shared: Path, tmp_path: Path) -> None:
    annotate(at_copy, "新的")
    shared.parent.rename(tmp_path / "拔出")
    at_copy.app.window.close()
    at_copy.finish_jobs()
    assert at_copy.app.window.isVisible()
    press(at_copy, offered(at_copy, LEAVE))
    assert not at_copy.app.window.isVisible()


def test_unpublished_work_is_told_of_at_the_next_start(at_copy: Hands, shared: Path, tmp_path: Path, workspace_file: Path) -> None:
    annotate(at_copy, "新的")
    away = shared.parent.rename(tmp_path / "拔出")
    at_copy.app.flows.files.close()
    at_copy.finish_jobs()
    press(at_copy, offered(at_copy, LEAVE))
    assert at_copy.app.session.workspace is None
    at_copy.close_messages()
    at_copy.app.flows.copying.tell_pending()
    at_copy.finish_jobs()
    assert "Work on 审阅 is kept on this computer and not published to 坚果云 yet." in at_copy.said()
    assert shared in at_copy.app.flows.files.recent()
    away.rename(shared.parent)
    press(at_copy, offered(at_copy, RESUME))
    at_copy.finish_jobs()
    assert "not published yet" in status(at_copy)
    at_copy.app.actions.publish.trigger()
    at_copy.finish_jobs()
    assert bodies(shared) == {"新的"}


def test_work_is_saved_elsewhere_and_gone_on_with_there(at_copy: Hands, shared: Path, tmp_path: Path) -> None:
    annotate(at_copy, "新的")
    shared.unlink()
    at_copy.app.actions.publish.trigger()
    at_copy.finish_jobs()
    assert offered(at_copy, ELSEWHERE)
    target = tmp_path / "别处.clausedesk"
    at_copy.app.flows.publishing.move(target)
    at_copy.finish_jobs()
    assert bodies(target) == {"新的"}
    assert at_copy.workspace.path == target
    assert status(at_copy) == ""
    assert known_copies(copies_folder()) == ()


def test_a_place_elsewhere_that_cannot_be_used_changes_nothing(at_copy: Hands, shared: Path, tmp_path: Path) -> None:
    annotate(at_copy, "新的")
    target = tmp_path / "别处.clausedesk"
    target.write_text("不是审阅库", encoding="utf-8")
    at_copy.app.flows.publishing.move(target)
    at_copy.finish_jobs()
    assert target.read_text(encoding="utf-8") == "不是审阅库"
    at_copy.close_messages()
    at_copy.app.actions.publish.trigger()
    at_copy.finish_jobs()
    assert bodies(shared) == {"新的"}


def test_a_deleted_file_is_published_anew_on_request(at_copy: Hands, shared: Path) -> None:
    annotate(at_copy, "新的")
    shared.unlink()
    at_copy.app.actions.publish.trigger()
    at_copy.finish_jobs()
    assert not shared.exists()
    press(at_copy, offered(at_copy, PUBLISH))
    assert bodies(shared) == {"新的"}


def test_a_file_that_was_deleted_meanwhile_is_told_on_opening(free_hands: Hands, shared: Path) -> None:
    open_there(free_hands, shared)
    free_hands.app.flows.files.close()
    shared.unlink()
    open_there(free_hands, shared)
    assert free_hands.workspace.path.is_relative_to(copies_folder())
    press(free_hands, offered(free_hands, PUBLISH))
    assert check(shared).problems == ()


def test_dialogs_begin_where_the_workspace_is_published(at_copy: Hands, shared: Path, workspace_file: Path) -> None:
    assert home_of(at_copy.workspace.path) == shared.parent
    assert home_of(workspace_file) == workspace_file.parent


def test_the_lock_of_another_machine_is_named_and_passed_over_only_on_request(at_copy: Hands, shared: Path) -> None:
    annotate(at_copy, "新的")
    before = shared.read_bytes()
    lock_path(shared).write_text('{"person": "李", "host": "another-machine", "pid": 1}', encoding="utf-8")
    at_copy.app.actions.publish.trigger()
    at_copy.finish_jobs()
    assert "李" in at_copy.said()
    assert "another-machine" in at_copy.said()
    assert shared.read_bytes() == before
    at_copy.close_messages()
    press(at_copy, f"{PUBLISH}{Consent.TAKE_OVER.value}")
    assert bodies(shared) == {"新的"}


def test_a_new_workspace_in_such_a_place_is_made_here_and_published_at_once(free_hands: Hands, tmp_path: Path) -> None:
    folder = tmp_path / "Dropbox"
    folder.mkdir()
    free_hands.app.flows.files.create_at(folder / "新库")
    free_hands.finish_jobs()
    free_hands.finish_jobs()
    assert free_hands.workspace.path.is_relative_to(copies_folder())
    assert check(folder / "新库.clausedesk").problems == ()
    assert "published" in status(free_hands)
    assert free_hands.app.settings.get(RECENT)[0] == str(folder / "新库.clausedesk")


def test_a_copy_that_cannot_be_taken_is_told(free_hands: Hands, shared: Path) -> None:
    shared.write_text("不是审阅库", encoding="utf-8")
    open_there(free_hands, shared)
    assert free_hands.app.session.workspace is None
    assert "审阅.clausedesk" in free_hands.said()
    assert known_copies(copies_folder()) == ()


def test_where_the_users_own_folders_bite_too_work_goes_on_in_place(
    free_hands: Hands, shared: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paths, "place_of", lambda path: Place(PlaceKind.NETWORK, "nfs"))
    open_there(free_hands, shared)
    assert free_hands.workspace.path == shared


def test_another_language_keeps_the_local_copy_on_screen(at_copy: Hands, shared: Path) -> None:
    annotate(at_copy, "新的")
    before = shared.read_bytes()
    at_copy.app.rebuild()
    at_copy.finish_jobs()
    assert "local copy" in at_copy.app.window.windowTitle()
    assert shared.read_bytes() == before


def test_who_has_the_workspace_is_named_and_it_is_offered_when_they_are_done(
    free_hands: Hands, workspace_file: Path, profile: Profile
) -> None:
    with Workspace.open(workspace_file, profile):
        free_hands.app.flows.files.open_path(workspace_file)
        assert free_hands.workspace.read_only
        assert profile.reviewer.name in free_hands.said()
        free_hands.app.flows.turns.look()
        assert not any(message.action.startswith(REOPEN) for message in messages(free_hands))
        assert free_hands.app.flows.turns.timer.isActive()
    free_hands.app.flows.turns.look()
    assert not free_hands.app.flows.turns.timer.isActive()
    press(free_hands, offered(free_hands, REOPEN))
    assert not free_hands.workspace.read_only


def test_commands_that_write_there_warn_in_one_line(shared: Path, workspace_file: Path, policy_file: Path, run: Run) -> None:
    repaired = run("check", shared, "--repair", "--json")
    assert (repaired.code, len(repaired.err.splitlines())) == (0, 1)
    assert "坚果云" in repaired.err
    assert json.loads(repaired.out)["sound"]
    merged = run("merge", shared, workspace_file, "--reviewer", "李四", "--json")
    assert (merged.code, len(merged.err.splitlines())) == (0, 1)
    assert json.loads(merged.out)["dry_run"] is False
    policy_file.write_text(policy_file.read_text(encoding="utf-8") + "附言", encoding="utf-8")
    imported = run("import", shared, policy_file, "--reviewer", "李四")
    assert (imported.code, len(imported.err.splitlines())) == (0, 1)


def test_commands_that_write_nothing_there_do_not_warn(shared: Path, workspace_file: Path, run: Run) -> None:
    for words in (("check", shared), ("show", shared), ("merge", shared, workspace_file, "--dry-run", "--reviewer", "李四")):
        answer = run(*words)
        assert (answer.code, answer.err) == (0, "")
