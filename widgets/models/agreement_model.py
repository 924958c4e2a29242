"""Agreement as tables: the matrix of reviewers, the queue of disagreements, and the judgements of one task side by side."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractTableModel, QObject, Qt
from typing_extensions import override

from policy.agreement_table import Measure, Topic
from policy.agreement_words import cases_words, figure_words, reading_words, value_words
from policy.disagreement import Agreement, Case, Opinion, Person
from resources.catalogue import Catalogue
from widgets.models.keyed import AnyIndex, KeyedModel
from widgets.models.words import moment_text

NOTHING = "–"
FIELDS = ("progress", "percent", "verdict", "reason", "note", "evidence", "state", "modified")


class MatrixModel(QAbstractTableModel):
    """Reviewers against reviewers: in each cell the figure, its word, and the cases that it rests on."""

    def __init__(self, catalogue: Catalogue, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._catalogue = catalogue
        self._found: Agreement | None = None
        self._topic, self._measure = Topic.PROGRESS, Measure.KAPPA_LINEAR

    def show(self, found: Agreement, topic: Topic, measure: Measure) -> None:
        """Show this measure of this topic."""
        self.beginResetModel()
        self._found, self._topic, self._measure = found, topic, measure
        self.endResetModel()

    @property
    def people(self) -> tuple[Person, ...]:
        """Who stands in the rows and the columns."""
        return self._found.people if self._found is not None else ()

    @override
    def rowCount(self, parent: AnyIndex | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.people)

    @override
    def columnCount(self, parent: AnyIndex | None = None) -> int:
        return self.rowCount(parent)

    @override
    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not 0 <= section < len(self.people):
            return None
        person = self.people[section]
        if role == Qt.ItemDataRole.ToolTipRole or (role == Qt.ItemDataRole.DisplayRole and orientation is Qt.Orientation.Vertical):
            return f"{person.name}\n{self._counted(person)}"
        return person.name if role == Qt.ItemDataRole.DisplayRole else None

    @override
    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if self._found is None or not index.isValid():
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignCenter
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            return None
        one, other = self.people[index.row()], self.people[index.column()]
        if one is other:
            return NOTHING if role == Qt.ItemDataRole.DisplayRole else None
        return self._cell(one, other, role)

    def _cell(self, one: Person, other: Person, role: int) -> str:
        assert self._found is not None
        figure = self._found.table.of(self._topic, self._measure, one.id, other.id)
        if role != Qt.ItemDataRole.DisplayRole:
            words = figure_words(figure, self._topic, self._measure, self._catalogue)
            return self._catalogue.text("agreement.report.opinion", name=f"{one.name} – {other.name}", words=words)
        lines = (
            value_words(figure, self._measure, self._catalogue),
            reading_words(figure, self._measure, self._catalogue),
            cases_words(figure, self._topic, self._measure, self._catalogue),
        )
        return "\n".join(line for line in lines if line)

    def _counted(self, person: Person) -> str:
        if self._topic is Topic.SPANS:
            return self._catalogue.text("agreement.cases.spans", count=person.spans)
        return self._catalogue.text("agreement.cases.tasks", count=person.judged)


class QueueModel(KeyedModel[Case]):
    """The cases of the queue, in its order; only those still open, if so wished."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._all: tuple[Case, ...] = ()
        self._open_only = False

    def set_cases(self, cases: Sequence[Case]) -> None:
        """Show these cases."""
        self._all = tuple(cases)
        self._arrange()

    def set_open_only(self, wanted: bool) -> None:
        """Leave out what is agreed upon, or show it too."""
        self._open_only = wanted
        self._arrange()

    def waiting(self) -> int:
        """How many cases are open."""
        return sum(case.open for case in self._all)

    def _arrange(self) -> None:
        self.set_rows([case for case in self._all if case.open or not self._open_only])

    @override
    def value(self, row: Case, column: int, role: int) -> object:
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            return f"{row.number or ''} {row.text}".strip()
        return None


class OpinionModel(QAbstractTableModel):
    """The judgements of one task: a column for each reviewer, a row for each field."""

    def __init__(self, catalogue: Catalogue, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._catalogue = catalogue
        self._opinions: tuple[Opinion, ...] = ()

    def set_case(self, case: Case | None) -> None:
        """Show the judgements of a case."""
        self.beginResetModel()
        self._opinions = case.opinions if case is not None else ()
        self.endResetModel()

    def opinion(self, column: int) -> Opinion | None:
        """Whose judgement stands in a column."""
        return self._opinions[column] if 0 <= column < len(self._opinions) else None

    @override
    def rowCount(self, parent: AnyIndex | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(FIELDS)

    @override
    def columnCount(self, parent: AnyIndex | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._opinions)

    @override
    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        if orientation is Qt.Orientation.Vertical:
            return self._catalogue.text(f"agreement.field.{FIELDS[section]}")
        opinion = self.opinion(section)
        return opinion.name if opinion is not None else None

    @override
    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        opinion = self.opinion(index.column()) if index.isValid() else None
        if opinion is None:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            beside = Qt.AlignmentFlag.AlignTop if FIELDS[index.row()] == "note" else Qt.AlignmentFlag.AlignVCenter
            return int(Qt.AlignmentFlag.AlignLeft | beside)
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return self._words(opinion, FIELDS[index.row()])
        return None

    def _words(self, opinion: Opinion, name: str) -> str:
        text = self._catalogue.text
        if name in ("progress", "verdict", "state", "reason"):
            value = getattr(opinion, name)
            missing = text("progress.none") if name == "progress" else NOTHING
            return text(f"{name}.{value}") if value is not None else missing
        if name == "percent":
            return f"{opinion.percent}%" if opinion.percent is not None else NOTHING
        if name == "modified":
            return moment_text(opinion.modified, self._catalogue.language)
        return str(opinion.evidence) if name == "evidence" else opinion.note or NOTHING
