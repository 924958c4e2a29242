"""All that is known of one task: its text, who, by when, which clauses, and what is doubtful about it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFormLayout, QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget
from typing_extensions import override

from policy.model import Phase, Provision, Role
from resources.catalogue import Catalogue
from storage.records import IndicatorRecord, LinkRecord, LinkState, TaskRecord
from widgets.choice import Choice, ChoiceButton
from widgets.icons import Icons
from widgets.models.task_model import TaskRow
from widgets.models.task_words import TaskWords
from widgets.models.words import number_text
from widgets.palette import Palette
from widgets.panels.panel import Panel
from widgets.panels.parts import button, column, empty_form, empty_layout, label, link, scrolled, set_reason

HEADING_LENGTH = 28


@dataclass(frozen=True, slots=True)
class LinkedClause:
    """A tie of the task to a clause, with the clause's number and heading."""

    link: LinkRecord
    number: str
    heading: str


@dataclass(frozen=True, slots=True)
class TaskDetails:
    """A task as the panel shows it. ``raw`` is the stretch of the file the row was read from; ``today`` says, by the name in the
    document, who carries the duty now, for departments that were reorganised; ``phases`` are the steps
    of a time that has several."""

    row: TaskRow
    clauses: tuple[LinkedClause, ...] = ()
    indicators: tuple[IndicatorRecord, ...] = ()
    raw: str = ""
    today: Mapping[str, str] = field(default_factory=dict)
    phases: tuple[Phase, ...] = ()


class TaskPanel(Panel):
    """The chosen task in full.

    Emits ``provision_chosen(str)`` with an eId, ``link_requested(str, str, object)`` with task id, eId and ``LinkState``,
    ``edit_requested(str)`` and ``remove_requested(str)`` with the task id, ``add_requested()``. Filling emits nothing.
    """

    provision_chosen = Signal(str)
    link_requested = Signal(str, str, object)
    edit_requested = Signal(str)
    remove_requested = Signal(str)
    add_requested = Signal()

    def __init__(self, catalogue: Catalogue, parent: QWidget | None = None) -> None:
        super().__init__(catalogue, parent)
        self.words = TaskWords(catalogue, self)
        self._icons = Icons(self.palette_tokens)
        self._details: TaskDetails | None = None
        self._writing: list[QWidget] = []
        self.edit_button = button(self.tr("Edit…"), self.tr("Correct this task"))
        self.remove_button = button(self.tr("Remove"), self.tr("Remove this task; this can be undone"))
        self.add_clause = ChoiceButton(self.tr("Add clause"), remember=False)
        self.add_button = button(self.tr("Add task…"))
        self._body, self._layout = column(spacing=8)
        self._facts = QWidget()
        self._links = QWidget()
        self.page.addWidget(scrolled(self._body))
        self.edit_button.clicked.connect(self._ask_edit)
        self.remove_button.clicked.connect(self._ask_remove)
        self.add_button.clicked.connect(self._ask_add)
        self.add_clause.chosen.connect(self._ask_add_link)
        self._build()
        self.set_details(None)

    def set_provisions(self, provisions: Sequence[Provision]) -> None:
        """Offer these as clauses that can be linked."""
        named = [provision for provision in provisions if provision.number]
        self.add_clause.set_choices([Choice(item.eid, _clause_name(item.number or "", item.heading or "")) for item in named])

    def set_details(self, details: TaskDetails | None) -> None:
        """Show this task, or that none is chosen."""
        self._details = details
        self._writing = [self.edit_button, self.remove_button, self.add_clause, self.add_button]
        empty_form(self._facts_layout)
        empty_layout(self._links_layout)
        self._empty.setVisible(details is None)
        self._head.setVisible(details is not None)
        self.text.setVisible(details is not None)
        self.add_clause.setVisible(details is not None)
        if details is not None:
            self._fill(details)
        else:
            self._doubt_box.setVisible(False)
        self.refresh()

    @override
    def set_palette_tokens(self, palette: Palette) -> None:
        self._icons = Icons(palette)
        super().set_palette_tokens(palette)

    @override
    def refresh(self) -> None:
        for widget in self._writing:
            name = widget.property("icon_name")
            if name and isinstance(widget, QToolButton):
                widget.setIcon(self._icons.icon(str(name), str(widget.property("icon_token"))))
        for made in self._links.findChildren(QToolButton):
            if made.property("eid"):
                made.setStyleSheet(f"color: {self.palette_tokens.blue}; padding: 1px 2px;")
        set_reason(self._writing, not self.read_only, self.reason())
        self.add_clause.set_palette_tokens(self.palette_tokens)

    def _build(self) -> None:
        self._empty = QWidget()
        empty = QHBoxLayout(self._empty)
        empty.setContentsMargins(0, 0, 0, 0)
        empty.addWidget(label(self.tr("Choose a task in the table to see it in full.")), 1)
        empty.addWidget(self.add_button)
        self._head = QWidget()
        head = QHBoxLayout(self._head)
        head.setContentsMargins(0, 0, 0, 0)
        head.setSpacing(8)
        self.heading = label(role="muted")
        head.addWidget(self.heading, 1)
        head.addWidget(self.edit_button)
        head.addWidget(self.remove_button)
        self.text = label()
        self._facts_layout = QFormLayout(self._facts)
        self._facts_layout.setContentsMargins(0, 0, 0, 0)
        self._facts_layout.setHorizontalSpacing(12)
        self._facts_layout.setVerticalSpacing(4)
        self._facts_layout.setLabelAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        self._links_layout = QVBoxLayout(self._links)
        self._links_layout.setContentsMargins(0, 0, 0, 0)
        self._links_layout.setSpacing(0)
        self._build_doubts()
        for widget in (self._empty, self._head, self.text, self._doubt_box, self._facts, self._links):
            self._layout.addWidget(widget)
        self._layout.addWidget(self.add_clause, 0, Qt.AlignmentFlag.AlignLeft)
        self._layout.addStretch()

    def _build_doubts(self) -> None:
        """The doubts, and beside them the row as it stands in the file, so that the two can be compared."""
        self._doubt_box = QWidget()
        beside = QHBoxLayout(self._doubt_box)
        beside.setContentsMargins(0, 4, 0, 4)
        beside.setSpacing(16)
        self.doubts = label(role="warning")
        self.raw = label(role="muted")
        beside.addWidget(_top(self.doubts), 1)
        beside.addWidget(_top(self.raw), 1)

    def _fill(self, details: TaskDetails) -> None:
        record = details.row.record
        self.heading.setText(self._headline(record))
        self.text.setText(self.words.task(record))
        self._fact(self.tr("Departments"), self._departments(details))
        self._fact(self.tr("Timing"), self._timing(details))
        self._fact(self.tr("Indicators"), "\n".join(map(self._indicator, details.indicators)))
        for clause in details.clauses:
            self._links_layout.addWidget(self._clause_row(clause))
        doubts = self.words.doubts(record)
        self._doubt_box.setVisible(bool(doubts) and not details.row.corrected)
        self.doubts.setText("\n".join(doubts))
        self.raw.setText(self.tr("In the file:\n{row}").format(row=details.raw) if details.raw else "")

    def _headline(self, record: TaskRecord) -> str:
        source = self.catalogue.text(f"source.{record.source}")
        number = (
            self.tr("Task {number}").format(number=record.number) if record.number is not None else self.tr("Task without number")
        )
        return " · ".join(part for part in (number, record.category or "", source) if part)

    def _fact(self, caption: str, text: str) -> None:
        if text:
            self._facts_layout.addRow(_top(label(caption, "muted", wrap=False)), label(text))

    def _departments(self, details: TaskDetails) -> str:
        record = details.row.record
        lines = []
        for department in record.departments:
            name = self.words.department(department) if department.role is not Role.RESPONSIBLE else department.name
            now = details.today.get(department.name)
            lines.append(self.tr("{name}, today {now}").format(name=name, now=now) if now else name)
        text = self.words.listed(lines) if not details.today else "\n".join(lines)
        if record.open_ended:
            return self.tr("{departments} and others").format(departments=text)
        return text

    def _timing(self, details: TaskDetails) -> str:
        row = details.row
        phases = [self.words.phase(phase) for phase in details.phases]
        parts = (self.words.timing(row.record), *phases, self.words.meaning(row.record), self.words.warning(row.warning))
        return "\n".join(part for part in parts if part)

    def _indicator(self, indicator: IndicatorRecord) -> str:
        facts = {
            "name": indicator.name,
            "operator": self.catalogue.text(f"operator.{indicator.operator}"),
            "value": number_text(indicator.value),
            "unit": indicator.unit,
        }
        if indicator.by:
            said = self.tr("{name} {operator} {value} {unit} by {by}").format(by=indicator.by, **facts)
        else:
            said = self.tr("{name} {operator} {value} {unit}").format(**facts)
        return self.tr("{target} (year or name from the words before)").format(target=said) if indicator.inherited else said

    def _clause_row(self, clause: LinkedClause) -> QWidget:
        row = QWidget()
        layout = QHBoxLayout(row)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        name = _clause_name(clause.number, clause.heading)
        opener = link(name, self.tr("Show this clause in the text"))
        opener.setProperty("eid", clause.link.provision)
        opener.clicked.connect(partial(self._reveal, clause.link.provision))
        layout.addWidget(opener)
        layout.addWidget(label(self.catalogue.text(f"link.{clause.link.state}"), "muted", wrap=False))
        layout.addStretch()
        if clause.link.state is not LinkState.CONFIRMED:
            layout.addWidget(self._decision("check", "green", self.tr("Confirm"), clause, LinkState.CONFIRMED))
        if clause.link.state is not LinkState.REJECTED:
            layout.addWidget(self._decision("close", "muted", self.tr("Reject"), clause, LinkState.REJECTED))
        return row

    def _decision(self, icon: str, token: str, hint: str, clause: LinkedClause, state: LinkState) -> QToolButton:
        made = link("", hint)
        made.setAccessibleName(hint)
        made.setProperty("icon_name", icon)
        made.setProperty("icon_token", token)
        made.clicked.connect(partial(self._ask_link, clause.link.provision, state))
        self._writing.append(made)
        return made

    def _reveal(self, eid: str, checked: bool = False) -> None:
        self.provision_chosen.emit(eid)

    def _ask_link(self, eid: str, state: LinkState, checked: bool = False) -> None:
        if self._details is not None:
            self.link_requested.emit(self._details.row.key, eid, state)

    def _ask_add_link(self, eid: object) -> None:
        if isinstance(eid, str):
            self._ask_link(eid, LinkState.CONFIRMED)

    def _ask_edit(self) -> None:
        if self._details is not None:
            self.edit_requested.emit(self._details.row.key)

    def _ask_remove(self) -> None:
        if self._details is not None:
            self.remove_requested.emit(self._details.row.key)

    def _ask_add(self) -> None:
        self.add_requested.emit()


def _clause_name(number: str, heading: str) -> str:
    short = heading if len(heading) <= HEADING_LENGTH else heading[: HEADING_LENGTH - 1] + "…"
    return f"{number}{short}"


def _top(made: QLabel) -> QLabel:
    made.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
    return made
