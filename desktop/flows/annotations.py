"""Remarks on the text: made from the selection, edited, answered, removed; and the codebook of their tags."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from desktop.presenter import Presenter
from desktop.session import Session
from policy.model import Span
from resources.catalogue import Catalogue
from storage.records import AnnotationKind, Written
from storage.workspace import Workspace
from widgets import dialogs
from widgets.dialogs.shown import show_modal
from widgets.policy_view.view import PolicyView


class AnnotationFlow(QObject):
    """Carries out what the reviewer wants to do with remarks.

    Signals: ``said(str)``: why there is nothing to do it with; ``refused()``: storage refused what a dialog gave;
    ``unsaved(str, dict)``: fields of a remark (or its ``reply``) typed in the inspector that storage refused. Text that was typed
    into a dialog that was then cancelled comes back when the same words are annotated again; text that storage refused comes back
    with the next dialog about the same words or remark.
    """

    said = Signal(str)
    refused = Signal()
    unsaved = Signal(str, object)

    def __init__(self, window: QWidget, session: Session, presenter: Presenter, text: PolicyView, catalogue: Catalogue) -> None:
        super().__init__(window)
        self._window = window
        self._session = session
        self._presenter = presenter
        self._text = text
        self._catalogue = catalogue
        self._drafts: dict[tuple[str, Span], dialogs.AnnotationForm] = {}
        self._refused: dict[str, dialogs.AnnotationForm] = {}
        self._stored: dict[str, dialogs.AnnotationForm] = {}
        self._unwritten: set[tuple[str, Span]] = set()

    def waiting(self) -> tuple[str, ...]:
        """The texts of dialogs that storage refused."""
        drafts = [self._drafts[key] for key in self._unwritten if key in self._drafts]
        return tuple(form.body for form in (*drafts, *self._refused.values()) if form.body)

    def store_again(self) -> None:
        """Write once more what storage refused."""
        for policy, span in tuple(self._unwritten):
            if (form := self._drafts.pop((policy, span), None)) is not None:
                self._add(policy, span, form)
        for annotation, form in tuple(self._refused.items()):
            self._keep(annotation, self._stored[annotation], form)

    def annotate_by_action(self) -> None:
        """Put a remark of the action's kind on the selected words."""
        action = self.sender()
        if isinstance(action, QAction):
            self.annotate(AnnotationKind(action.data()))

    def annotate(self, kind: AnnotationKind) -> None:
        """Put a remark on the selected words: a highlight at once, any other kind with its text."""
        shown = self._presenter.snapshot
        span = self._text.selected_span()
        if shown is None or not self._session.may_write():
            return
        if span is None:
            self.said.emit(self.tr("Select the words in the policy text first."))
        elif kind is AnnotationKind.HIGHLIGHT:
            self._session.annotate(shown.policy.id, span, kind)
        else:
            self._ask_new(shown.policy.id, span, kind)

    def edit(self, annotation: str) -> None:
        """Open a remark for editing."""
        shown = self._presenter.snapshot
        record = shown.annotations.get(annotation) if shown else None
        if shown is None or record is None or not self._session.may_write():
            return
        tags = [shown.tags[use.tag].name for use in shown.tag_uses.values() if use.annotation == annotation]
        stored = dialogs.AnnotationForm(record.kind, record.body, tuple(tags))
        dialog = self._dialog(record.span, self._refused.get(annotation, stored))
        dialog.accepted.connect(lambda: self._keep(annotation, stored, dialog.form()))
        show_modal(dialog)

    def edit_chosen(self) -> None:
        """Open the chosen remark for editing."""
        self._with_chosen(self.edit)

    def remove(self, annotation: str) -> None:
        """Delete a remark; undo brings it back."""
        self._session.remove_annotation(annotation)

    def remove_chosen(self) -> None:
        """Delete the chosen remark."""
        self._with_chosen(self.remove)

    def save(self, annotation: str, fields: dict[str, object]) -> None:
        """Store fields that were edited in the inspector."""
        if self._session.edit_annotation(annotation, fields) is None:
            self.unsaved.emit(annotation, fields)

    def tag(self, annotation: str, names: Sequence[str]) -> None:
        """Give a remark exactly these tags."""
        self._session.tag_annotation(annotation, names)

    def reply(self, annotation: str, body: str) -> None:
        """Answer a remark."""
        if self._session.reply(annotation, body) is None:
            self.unsaved.emit(annotation, {"reply": body})

    def resolve(self, annotation: str, resolved: bool) -> None:
        """Mark a remark as settled, or open again."""
        self._session.edit_annotation(annotation, {"resolved": resolved})

    def edit_tags(self) -> None:
        """Open the codebook."""
        workspace = self._session.workspace
        if workspace is None or not self._session.may_write():
            return
        found = self._session.read(lambda: (workspace.codebook.tags(), _uses(workspace)))
        if found is None:
            return
        dialog = dialogs.TagsDialog(self._window)
        dialog.set_tags(*found)
        dialog.accepted.connect(lambda: self._session.edit_codebook(dialog.changes()))
        show_modal(dialog)

    def _with_chosen(self, act: Callable[[str], None]) -> None:
        chosen = self._presenter.annotation or self._text.chosen_mark()
        if chosen is None:
            self.said.emit(self.tr("Choose an annotation first."))
        else:
            act(chosen)

    def _ask_new(self, policy: str, span: Span, kind: AnnotationKind) -> None:
        draft = self._drafts.pop((policy, span), dialogs.AnnotationForm())
        dialog = self._dialog(span, dialogs.AnnotationForm(kind, draft.body, draft.tags))
        dialog.accepted.connect(lambda: self._add(policy, span, dialog.form()))
        dialog.rejected.connect(lambda: self._remember(policy, span, dialog))
        show_modal(dialog)

    def _add(self, policy: str, span: Span, form: dialogs.AnnotationForm) -> None:
        self._unwritten.discard((policy, span))
        if self._session.annotate(policy, span, form.kind, form.body, form.tags) is None:
            # Storage refused: the text waits for the next attempt on the same words.
            self._drafts[policy, span] = form
            self._unwritten.add((policy, span))
            self.refused.emit()

    def _remember(self, policy: str, span: Span, dialog: dialogs.AnnotationDialog) -> None:
        if dialog.draft().body or dialog.draft().tags:
            self._drafts[policy, span] = dialog.draft()

    def _keep(self, annotation: str, stored: dialogs.AnnotationForm, form: dialogs.AnnotationForm) -> None:
        fields = {name: getattr(form, name) for name in ("kind", "body") if getattr(form, name) != getattr(stored, name)}
        written: list[Written | None] = []
        with self._session.together(self.tr("Edit annotation")):
            if fields:
                written.append(self._session.edit_annotation(annotation, fields))
            if set(form.tags) != set(stored.tags):
                written.append(self._session.tag_annotation(annotation, form.tags))
        if None in written:
            self._refused[annotation], self._stored[annotation] = form, stored
            self.refused.emit()
        else:
            self._refused.pop(annotation, None)

    def _dialog(self, span: Span, form: dialogs.AnnotationForm) -> dialogs.AnnotationDialog:
        shown = self._presenter.snapshot
        dialog = dialogs.AnnotationDialog(self._catalogue, self._window)
        if shown is not None:
            dialog.set_quote(self._text.quote(span))
            dialog.set_codebook(shown.tags.values())
        dialog.set_form(form)
        return dialog


def _uses(workspace: Workspace) -> Counter[str]:
    """How often each tag is used, in all policies."""
    return Counter(use.tag for policy in workspace.policies.all() for use in workspace.codebook.uses(policy.id))
