"""Three lines for the departments of a task, one for each role."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QFormLayout, QLabel, QLineEdit, QSizePolicy, QWidget

from policy.model import Department, Role
from widgets.dialogs.names_completer import NamesCompleter
from widgets.labels import Labels, join_names, split_names


class DepartmentsEdit(QWidget):
    """The names of the departments by role (牵头, 会同, 负责), divided by 、 or commas, and whether the list is open (等).

    ``edited()`` says that the person changed something.
    """

    edited = Signal()

    def __init__(self, labels: Labels, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        form = QFormLayout(self)
        form.setContentsMargins(0, 0, 0, 0)
        form.setSpacing(4)
        self._lines: dict[Role, QLineEdit] = {}
        for role in Role:
            line = QLineEdit(self)
            line.setAccessibleName(labels.of(role))
            line.setToolTip(self.tr("Names divided by 、 or commas"))
            line.textEdited.connect(self.edited)
            caption = QLabel(labels.of(role), self)
            caption.setProperty("role", "muted")
            caption.setBuddy(line)
            form.addRow(caption, line)
            self._lines[role] = line
        self._open = QCheckBox(self.tr("and others (等)"), self)
        self._open.setToolTip(self.tr("The text names further departments only as 等 or 有关部门"))
        self._open.clicked.connect(self.edited)
        form.addRow("", self._open)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        self.setFocusProxy(self._lines[Role.LEAD])

    def set_names(self, names: Sequence[str]) -> None:
        """Names to complete while one is typed."""
        for line in self._lines.values():
            completer = NamesCompleter(names, line)
            line.setCompleter(completer)
            # Queued, because the completer writes its choice into the line after this signal.
            completer.activated.connect(self.edited, Qt.ConnectionType.QueuedConnection)

    def set_departments(self, departments: Sequence[Department], open_ended: bool = False) -> None:
        """Show ``departments``."""
        for role, line in self._lines.items():
            line.setText(join_names(department.name for department in departments if department.role is role))
            line.setCursorPosition(0)
        self._open.setChecked(open_ended)

    def departments(self) -> tuple[Department, ...]:
        """The departments: those that lead, those that join, those responsible; a name counts once."""
        named: dict[str, Department] = {}
        for role, line in self._lines.items():
            for name in split_names(line.text()):
                named.setdefault(name, Department(name, role))
        return tuple(named.values())

    def open_ended(self) -> bool:
        """Whether the list is open."""
        return self._open.isChecked()

    def line(self, role: Role) -> QLineEdit:
        """The line of one role."""
        return self._lines[role]
