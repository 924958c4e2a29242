"""What merging would do, before it is done."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget

from widgets.dialogs.form_dialog import FormDialog
from widgets.dialogs.merge_facts import MergeFactsView
from widgets.models.merge_model import MergeShown

SIZE = QSize(880, 640)
SMALL = QSize(880, 400)


class MergePreview(FormDialog):
    """Shows whose work would come, what is disputed and what is left out; accepting merges. Where nothing is new it says so."""

    def __init__(self, shown: MergeShown, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.entitle(self.tr("Merge"), self.tr("&Merge"), self.tr("Cancel"))
        self.facts = MergeFactsView(shown, self)
        self.content.addWidget(self.facts, 1)
        if not shown.new:
            self.accept_button.hide()
            self.cancel_button.setText(self.tr("Close"))
            self.cancel_button.setDefault(True)
        self.resize(SIZE if shown.new else SMALL)

    def set_twins(self, widget: QWidget) -> None:
        """Ask what else there is to ask, above the counts: about policies that are here under another id."""
        self.facts.twins.addWidget(widget)
