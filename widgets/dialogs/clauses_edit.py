"""The clauses that a task carries out, as chips, with a field that completes their numbers and headings."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial

from PySide6.QtCore import QStringListModel, Qt, Signal
from PySide6.QtWidgets import QCompleter, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from policy.model import ClauseLink, Provision
from policy.places import CITED
from widgets.flow_layout import FlowLayout
from widgets.tags_edit import TagField

CERTAIN = 1.0
CHIP_LETTERS = 12


class ClausesEdit(QWidget):
    """Links of a task to clauses. ``edited()`` says that the person added or removed one; Backspace in the empty field removes the
    last."""

    edited = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._links: tuple[ClauseLink, ...] = ()
        self._names: dict[str, str] = {}
        self._eids: dict[str, str] = {}
        self._known = QStringListModel(self)
        completer = QCompleter(self._known, self)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.field = TagField(self)
        self.field.setCompleter(completer)
        self.field.setPlaceholderText(self.tr("Add a clause by number or words"))
        self._chips = QWidget(self)
        self._flow = FlowLayout(self._chips)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.field)
        column.addWidget(self._chips)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        self.setFocusProxy(self.field)
        self.field.named.connect(self._add_typed)
        self.field.emptied.connect(self._remove_last)
        # Queued, because the completer writes its choice into the field after this signal.
        completer.activated.connect(self._add_typed, Qt.ConnectionType.QueuedConnection)
        self._rebuild()

    def set_provisions(self, provisions: Sequence[Provision]) -> None:
        """The clauses of the document, to choose from."""
        self._names, self._eids = {}, {}
        for provision in provisions:
            if provision.kind in CITED:
                name = f"{provision.number or ''}{provision.heading or ''}" or provision.eid
                # The same number and heading may stand in two parts of a document.
                name = name if name not in self._eids else f"{name} {provision.eid}"
                self._names[provision.eid] = name
                self._eids[name] = provision.eid
        self._known.setStringList(list(self._eids))

    def set_links(self, links: Iterable[ClauseLink]) -> None:
        """Show the links of a task; asks for nothing."""
        self.field.clear()
        if tuple(links) != self._links:
            self._links = tuple(links)
            self._rebuild()

    def links(self) -> tuple[ClauseLink, ...]:
        """The links as they stand; those that the person made are certain."""
        return self._links

    def chips(self) -> list[QToolButton]:
        """The chips in order."""
        return [button for button in self._chips.findChildren(QToolButton) if not button.isHidden()]

    def _add_typed(self, typed: str) -> None:
        eid = self._eid_of(typed.strip())
        if eid is None:
            return
        self.field.clear()
        if all(link.provision != eid for link in self._links):
            self._change((*self._links, ClauseLink(eid, CERTAIN)))

    def _eid_of(self, typed: str) -> str | None:
        """The clause of that name, or the only one whose name begins with what was typed."""
        if typed in self._eids:
            return self._eids[typed]
        found = [eid for name, eid in self._eids.items() if typed and name.startswith(typed)]
        return found[0] if len(found) == 1 else None

    def _remove_last(self) -> None:
        if self._links:
            self._change(self._links[:-1])

    def _remove(self, link: ClauseLink) -> None:
        self._change(tuple(one for one in self._links if one != link))

    def _change(self, links: tuple[ClauseLink, ...]) -> None:
        self._links = links
        self._rebuild()
        self.edited.emit()

    def _rebuild(self) -> None:
        while (item := self._flow.takeAt(0)) is not None:
            chip = item.widget()
            if chip is not None:
                chip.hide()
                chip.deleteLater()
        for link in self._links:
            self._flow.addWidget(self._chip(link))
        self._chips.setVisible(bool(self._links))
        self._chips.updateGeometry()

    def _chip(self, link: ClauseLink) -> QToolButton:
        name = self._names.get(link.provision, link.provision)
        short = name if len(name) <= CHIP_LETTERS else f"{name[: CHIP_LETTERS - 1]}…"
        chip = QToolButton(self._chips)
        chip.setProperty("role", "chip")
        chip.setText(f"{short}  ×")
        chip.setToolTip(self.tr("{clause}\nClick to remove this link").format(clause=name))
        chip.setAccessibleName(self.tr("Remove the link to {clause}").format(clause=name))
        chip.clicked.connect(partial(self._remove, link))
        chip.show()
        return chip
