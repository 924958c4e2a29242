"""Work in the background behind a dialog that says how far it is and lets nothing else be done meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtWidgets import QWidget

from desktop.jobs import Control, Jobs
from policy.errors import ClauseDeskError
from widgets import dialogs

T = TypeVar("T")


def run_watched(
    window: QWidget,
    jobs: Jobs,
    words: tuple[str, str],
    work: Callable[[Control], T],
    done: Callable[[T], None],
    failed: Callable[[ClauseDeskError], None],
    *,
    stoppable: bool = True,
) -> Control:
    """Do ``work``; ``words`` are what the dialog is called and what it says. Work that cannot be stopped shows its dialog at once,
    other work when it takes a while; a result that arrives after the person asked to stop is handed to ``done`` all the same."""
    title, step = words
    dialog = dialogs.JobDialog(title, window)
    dialog.setModal(True)
    dialog.set_step(step)

    def end() -> None:
        dialog.finish()
        dialog.deleteLater()

    def finish(result: T) -> None:
        end()
        done(result)

    def fail(error: ClauseDeskError) -> None:
        end()
        failed(error)

    control = jobs.run(work, finish, fail, end)
    control.progressed.connect(lambda share, total: dialog.set_step(step, share, total))
    dialog.cancel_requested.connect(control.cancel)
    if stoppable:
        dialog.start()
    else:
        dialog.must_finish()
        dialog.show()
    return control
