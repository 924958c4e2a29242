"""The outline of a policy as a tree, with how many tasks and annotations each unit has."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import IntEnum

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from typing_extensions import override

from policy.model import Provision, ProvisionKind

SHOWN = frozenset(ProvisionKind) - {ProvisionKind.PARAGRAPH, ProvisionKind.ITEM}
NO_COUNTS = (0, 0)

Index = QModelIndex | QPersistentModelIndex


class OutlineRole(IntEnum):
    """What a row knows beyond its words."""

    EID = Qt.ItemDataRole.UserRole + 1
    COUNTS = Qt.ItemDataRole.UserRole + 2
    LEVEL = Qt.ItemDataRole.UserRole + 3


@dataclass(slots=True, eq=False)
class Node:
    """A row: its provision (``None`` for the root), its parent and what stands below it; ``place`` counts in reading order."""

    provision: Provision | None
    parent: Node | None
    row: int = 0
    place: int = 0
    children: list[Node] = field(default_factory=list)

    @property
    def level(self) -> int:
        """0 for the first level of the outline."""
        return -1 if self.parent is None else self.parent.level + 1

    @property
    def words(self) -> str:
        """Number and heading as the document writes them."""
        if self.provision is None:
            return ""
        number, heading = self.provision.number or "", self.provision.heading or ""
        if self.provision.kind is ProvisionKind.SECTION and number and not number.endswith("节"):
            return f"{number}、{heading}"
        if self.provision.kind is ProvisionKind.CLAUSE:
            return f"{number}{heading}"
        return f"{number}　{heading}".strip("　")


class OutlineModel(QAbstractItemModel):
    """Sections and clauses as a tree of one column.

    ``OutlineRole.COUNTS`` gives a pair of tasks and annotations: those given for the unit, or else the sum of what stands below.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._root = Node(None, None)
        self._nodes: dict[str, Node] = {}
        self._list: list[Node] = []
        self._counts: dict[str, tuple[int, int]] = {}

    def set_provisions(self, provisions: Sequence[Provision], counts: Mapping[str, tuple[int, int]]) -> None:
        """Show this outline; with the same one only the counts are told to have changed."""
        shown = [provision for provision in provisions if provision.kind in SHOWN]
        if [provision.eid for provision in shown] == list(self._nodes) and all(
            self._nodes[provision.eid].provision == provision for provision in shown
        ):
            self.set_counts(counts)
            return
        self.beginResetModel()
        self._root = Node(None, None)
        self._nodes = {}
        self._list = []
        parents = {provision.eid: provision.parent for provision in provisions}
        for provision in shown:
            above = self._above(provision.parent, parents)
            node = Node(provision, above, len(above.children), len(self._list))
            self._list.append(node)
            above.children.append(node)
            self._nodes[provision.eid] = node
        self._counts = self._summed(counts)
        self.endResetModel()

    def _above(self, eid: str | None, parents: Mapping[str, str | None]) -> Node:
        while eid is not None and eid not in self._nodes:
            eid = parents.get(eid)
        return self._nodes[eid] if eid is not None else self._root

    def set_counts(self, counts: Mapping[str, tuple[int, int]]) -> None:
        """Show other counts beside the same outline."""
        summed = self._summed(counts)
        changed = [eid for eid in self._nodes if summed[eid] != self._counts.get(eid, NO_COUNTS)]
        self._counts = summed
        for eid in changed:
            index = self.index_of(eid)
            self.dataChanged.emit(index, index, [OutlineRole.COUNTS, Qt.ItemDataRole.ToolTipRole])

    def _summed(self, counts: Mapping[str, tuple[int, int]]) -> dict[str, tuple[int, int]]:
        totals: dict[str, tuple[int, int]] = {}
        # Children stand behind their parents, so that from the end each finds its children done.
        for eid, node in reversed(self._nodes.items()):
            below = [totals[child.provision.eid] for child in node.children if child.provision is not None]
            own = counts.get(eid)
            totals[eid] = own if own is not None else (sum(each[0] for each in below), sum(each[1] for each in below))
        return totals

    def index_of(self, eid: str) -> QModelIndex:
        """The row of a provision; invalid for one that the outline does not show."""
        node = self._nodes.get(eid)
        return self.createIndex(node.row, 0, node.place) if node is not None else QModelIndex()

    def eid(self, index: Index) -> str:
        """The eId of a row; empty for an invalid index."""
        node = self._node(index)
        return node.provision.eid if node.provision is not None else ""

    def _node(self, index: Index) -> Node:
        # An index carries a number, not a pointer, so that a stale one cannot lead into freed memory.
        place = index.internalId() if index.isValid() else -1
        return self._list[place] if 0 <= place < len(self._list) else self._root

    @override
    def index(self, row: int, column: int, parent: Index = QModelIndex()) -> QModelIndex:  # noqa: B008
        children = self._node(parent).children
        if column != 0 or not 0 <= row < len(children) or parent.column() > 0:
            return QModelIndex()
        return self.createIndex(row, column, children[row].place)

    @override
    def parent(self, index: Index = QModelIndex()) -> QModelIndex:  # type: ignore[override]  # noqa: B008
        above = self._node(index).parent
        return self.createIndex(above.row, 0, above.place) if above is not None and above.parent is not None else QModelIndex()

    @override
    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.column() > 0 else len(self._node(parent).children)

    @override
    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 1

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        node = self._node(index)
        if node.provision is None:
            return None
        tasks, annotations = self._counts.get(node.provision.eid, NO_COUNTS)
        if role == Qt.ItemDataRole.DisplayRole:
            return node.words
        if role == Qt.ItemDataRole.ToolTipRole:
            return "\n".join((node.words, *self._count_words(tasks, annotations)))
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ", ".join((node.words, *self._count_words(tasks, annotations)))
        values = {OutlineRole.EID: node.provision.eid, OutlineRole.COUNTS: (tasks, annotations), OutlineRole.LEVEL: node.level}
        return values.get(OutlineRole(role)) if role in set(OutlineRole) else None

    def _count_words(self, tasks: int, annotations: int) -> list[str]:
        words = []
        if tasks:
            words.append(self.tr("%n task(s)", "", tasks))
        if annotations:
            words.append(self.tr("%n annotation(s)", "", annotations))
        return words
