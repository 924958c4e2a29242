"""The filters above the task table."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QToolButton, QWidget

from policy.judging import Progress, Verdict
from resources.catalogue import Catalogue
from widgets.choice import Choice, ChoiceButton
from widgets.icons import Icons
from widgets.models.task_filter import FilterCounts, TaskQuery, TimingGroup
from widgets.models.task_words import TaskWords
from widgets.palette import LIGHT, Palette
from widgets.signs import Sign, sign_icon

TYPING_MS = 120
NOT_REPORTED = "not_reported"


class FilterBar(QWidget):
    """Department, timing, progress, verdict and free text, with the number of tasks shown.

    Emits ``query_changed(object)`` with a ``TaskQuery`` when the user changes a filter; setting it from outside emits nothing.
    """

    query_changed = Signal(object)

    def __init__(self, catalogue: Catalogue, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._catalogue = catalogue
        self._words = TaskWords(catalogue, self)
        self.department = ChoiceButton(self.tr("Department"), self.tr("All departments"))
        self.timing = ChoiceButton(self.tr("Timing"), self.tr("Any timing"))
        self.progress = ChoiceButton(self.tr("Progress"), self.tr("Any progress"))
        self.verdict = ChoiceButton(self.tr("Verdict"), self.tr("Any verdict"))
        self.doubtful = _tool("", self.tr("Only rows that were read with little confidence"))
        self.doubtful.setCheckable(True)
        self.doubtful.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.doubtful.hide()
        self.search = QLineEdit()
        self.search.setPlaceholderText(self.tr("Find"))
        self.search.setToolTip(self.tr("Words that must all occur in the row, in any column"))
        self.search.setAccessibleName(self.tr("Find in the task table"))
        self.search.setClearButtonEnabled(True)
        self.search.setMinimumWidth(72)
        self.search.setMaximumWidth(220)
        self.count = QLabel()
        self.count.setMinimumWidth(1)
        self.count.setProperty("role", "muted")
        self.clear_button = _tool("", self.tr("Clear all filters"))
        self._typing = QTimer(self, singleShot=True, interval=TYPING_MS)
        self._arrange()
        self._connect()
        self.set_palette_tokens(LIGHT)
        self.set_query(TaskQuery())
        self.set_shown(0, 0)

    def query(self) -> TaskQuery:
        """The filters as they stand on the bar."""
        progress = self.progress.value
        department, timing, verdict = self.department.value, self.timing.value, self.verdict.value
        return TaskQuery(
            department=department if isinstance(department, str) else None,
            timing=timing if isinstance(timing, TimingGroup) else None,
            progress=progress if isinstance(progress, Progress) else None,
            by_progress=progress is not None,
            verdict=verdict if isinstance(verdict, Verdict) else None,
            words=tuple(self.search.text().split()),
            doubtful=self.doubtful.isChecked(),
        )

    def set_query(self, query: TaskQuery) -> None:
        """Show these filters as set."""
        self._typing.stop()
        self.department.set_value(query.department)
        self.timing.set_value(query.timing)
        self.progress.set_value((query.progress or NOT_REPORTED) if query.by_progress else None)
        self.verdict.set_value(query.verdict)
        if tuple(self.search.text().split()) != query.words:
            self.search.setText(" ".join(query.words))
        self.doubtful.setChecked(query.doubtful)
        self._show_clear()

    def set_counts(self, counts: FilterCounts) -> None:
        """Offer the choices that occur, each with how many tasks it would show."""
        names = sorted(counts.departments, key=lambda name: (-counts.departments[name], name))
        self.department.set_choices([Choice(name, name, counts.departments[name]) for name in names])
        groups = [group for group in TimingGroup if counts.timing[group]]
        self.timing.set_choices([Choice(group, self.timing_label(group), counts.timing[group]) for group in groups])
        reported = [Choice(value, self._words.progress(value), counts.progress[value]) for value in Progress]
        self.progress.set_choices([Choice(NOT_REPORTED, self._words.progress(None), counts.progress[None]), *reported])
        self.verdict.set_choices([Choice(value, self._words.verdict(value), counts.verdicts[value]) for value in Verdict])
        self.doubtful.setText(str(counts.doubtful))
        self.doubtful.setVisible(counts.doubtful > 0 or self.doubtful.isChecked())

    def set_shown(self, shown: int, total: int) -> None:
        """Say how many of all tasks are shown."""
        if shown == total:
            self.count.setText(self.tr("%n task(s)", "", total))
        else:
            self.count.setText(self.tr("{shown} of {total} tasks").format(shown=shown, total=total))

    def set_palette_tokens(self, palette: Palette) -> None:
        """Take the colours of ``palette``."""
        for button in (self.department, self.timing, self.progress, self.verdict):
            button.set_palette_tokens(palette)
        self.doubtful.setIcon(sign_icon(Sign.DOUBT, palette))
        self.clear_button.setIcon(Icons(palette).icon("clear"))

    def clear(self) -> None:
        """Drop all filters, as the user's own wish."""
        self.set_query(TaskQuery())
        self._emit()

    def timing_label(self, group: TimingGroup) -> str:
        """The name of a timing group."""
        labels: dict[TimingGroup, Callable[[], str]] = {
            TimingGroup.OVERDUE: lambda: self._catalogue.text("warning.overdue"),
            TimingGroup.DUE_SOON: lambda: self._catalogue.text("warning.due_soon"),
            TimingGroup.BEHIND: lambda: self._catalogue.text("warning.behind"),
            TimingGroup.THIS_QUARTER: lambda: self.tr("Due this quarter"),
            TimingGroup.THIS_YEAR: lambda: self.tr("Due this year"),
            TimingGroup.LATER: lambda: self.tr("Due in later years"),
            TimingGroup.CONTINUOUS: lambda: self.tr("Continuous or rolling"),
            TimingGroup.CONDITIONAL: lambda: self._catalogue.text("timing.conditional"),
            TimingGroup.UNDATED: lambda: self.tr("Without a date"),
        }
        return labels[group]()

    def _arrange(self) -> None:
        layout = QHBoxLayout(self)
        layout.setContentsMargins(8, 4, 8, 4)
        layout.setSpacing(2)
        for widget in (self.department, self.timing, self.progress, self.verdict, self.doubtful):
            layout.addWidget(widget)
        layout.addWidget(self.search, 1)
        layout.addStretch()
        layout.addWidget(self.count)
        layout.addWidget(self.clear_button)

    def _connect(self) -> None:
        for button in (self.department, self.timing, self.progress, self.verdict):
            button.chosen.connect(self._emit)
        self.doubtful.clicked.connect(self._emit)
        self.search.textEdited.connect(self._typing.start)
        self.search.returnPressed.connect(self._emit)
        self._typing.timeout.connect(self._emit)
        self.clear_button.clicked.connect(self.clear)

    def _emit(self) -> None:
        self._typing.stop()
        self._show_clear()
        self.query_changed.emit(self.query())

    def _show_clear(self) -> None:
        self.clear_button.setVisible(not self.query().empty)


def _tool(text: str, hint: str) -> QToolButton:
    button = QToolButton()
    button.setText(text)
    button.setToolTip(hint)
    button.setAccessibleName(hint)
    return button
