"""Placing what was carried over and found no certain place."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from desktop.presenter import Presenter
from desktop.session import Session
from widgets.models.place_model import Target, Targets
from widgets.panels.inspector import Inspector, Tab
from widgets.policy_view.view import PolicyView

SHORT = 8


class PlacingFlow(QObject):
    """Carries out what the tray asks for. ``said(str)``: why there is nothing to do."""

    said = Signal(str)

    def __init__(self, session: Session, presenter: Presenter, text: PolicyView, inspector: Inspector) -> None:
        super().__init__(inspector)
        self._session = session
        self._presenter = presenter
        self._text = text
        self._inspector = inspector

    def go_to(self, record: str) -> None:
        """Bring the place where something was found into sight."""
        shown = self._presenter.snapshot
        row = self._inspector.orphans.row(record)
        if shown is None or row is None:
            return
        if row.span is not None:
            self._text.choose_mark(record)
            self._presenter.reveal(row.span)
        elif row.task is not None:
            self._presenter.choose_task(row.task)
        elif row.provision is not None:
            self._presenter.go_to_provision(row.provision)

    def confirm(self, record: str) -> None:
        """Take the place where something was found as the right one."""
        self._session.confirm_place(record)

    def put_aside(self, record: str) -> None:
        """Remove what is not wanted any more."""
        self._session.put_orphan_aside(record)

    def place(self, record: str, target: Target) -> None:
        """Place something on what is chosen in the window."""
        task, clause, span = self._presenter.task, self._presenter.clause, self._text.selected_span()
        if target is Target.WORDS:
            if span is not None:
                self._session.place_annotation(record, span)
        elif target is Target.TASK:
            self._session.place_orphan(record, task=task)
        elif target is Target.CLAUSE:
            self._session.place_orphan(record, provision=clause)
        else:
            self._session.place_orphan(record, task=task, provision=clause)

    def place_chosen(self) -> None:
        """Place the one chosen in the tray on the words selected, or on the task or clause chosen."""
        if not self._inspector.waiting():
            self.said.emit(self.tr("Nothing waits for its place."))
            return
        self._inspector.show_tab(Tab.PLACE)
        self._inspector.orphans.place_now()

    def follow_choice(self) -> None:
        """Tell the tray what is chosen in the window now."""
        shown, span = self._presenter.snapshot, self._text.selected_span()
        task = shown.tasks.get(self._presenter.task or "") if shown else None
        unit = shown.places.get(self._presenter.clause or "") if shown else None
        number = (str(task.number) if task.number is not None else task.text[:SHORT]) if task else ""
        clause = (unit.number or unit.heading or unit.eid) if unit else ""
        self._inspector.orphans.set_targets(Targets(self._text.quote(span) if span else "", number, clause))
