"""What the window shows is refreshed by what a write touched, with what hangs on it."""

from __future__ import annotations

from desktop import snapshot
from storage.records import Family
from storage.workspace import Workspace


def test_the_links_of_a_removed_task_leave_the_window_and_come_back_with_it(open_workspace: Workspace) -> None:
    [policy] = open_workspace.policies.all()
    before = snapshot.load(open_workspace, policy.id)
    gone = next(iter(before.links.values())).task
    removed = open_workspace.tasks.remove(gone)
    without = snapshot.refreshed(before, open_workspace, removed.touched)
    assert {link.task for link in without.links.values()} == {link.task for link in before.links.values()} - {gone}
    assert without == snapshot.load(open_workspace, policy.id)
    again = snapshot.refreshed(without, open_workspace, open_workspace.reverse(removed).touched)
    assert (again.tasks, again.links) == (before.tasks, before.links)


def test_what_hangs_on_a_family_is_read_after_it() -> None:
    order = [*snapshot.SOURCES, Family.ASSESSMENT]  # judgements are read last, through the blind review
    for family, hanging in snapshot.HANGING.items():
        assert all(order.index(other) > order.index(family) for other in hanging)
