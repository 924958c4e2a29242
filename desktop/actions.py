"""Every command of the window, with its name, key and sign."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QKeySequence, QUndoStack
from PySide6.QtWidgets import QWidget

from policy.judging import Progress
from resources.catalogue import Catalogue
from storage.records import AnnotationKind
from widgets.dialogs.form_dialog import plain
from widgets.icons import Icons

Key = QKeySequence.StandardKey


class Actions(QObject):
    """The window's actions as attributes; menus, toolbar and context menus share them. They do nothing by themselves: the main
    window connects their ``triggered`` signals."""

    def __init__(self, window: QWidget, icons: Icons, catalogue: Catalogue, undo_stack: QUndoStack) -> None:
        super().__init__(window)
        self._window = window
        self._icons = icons
        self._icon_names: dict[QAction, str] = {}
        self._build_file()
        self._build_edit(undo_stack)
        self._build_view()
        self._build_help()
        self.annotate = {kind: self._annotation(kind, number, catalogue) for number, kind in enumerate(AnnotationKind, 1)}
        self._build_annotation()
        self._build_task()
        self._build_sharing()
        self.progress = {value: self._progress(value, number, catalogue) for number, value in enumerate(Progress, 1)}

    def set_icons(self, icons: Icons) -> None:
        """Draw the signs anew, in another appearance's colours."""
        self._icons = icons
        for action, name in self._icon_names.items():
            action.setIcon(icons.icon(name))

    def need_workspace(self) -> list[QAction]:
        """Actions that make sense only with an open workspace."""
        shared = [self.merges, self.conflicts, self.account, self.share]
        return [*self.write_workspace(), *shared, self.close_workspace, self.search]

    def write_workspace(self) -> list[QAction]:
        """Actions that write and so need a workspace that can be written."""
        return [self.import_policy, self.paste_policy, self.tags, self.merge]

    def need_policy(self) -> list[QAction]:
        """Actions that make sense only with a policy on screen."""
        return [
            self.about_policy,
            self.agreement,
            self.export,
            self.new_version,
            self.remove_policy,
            self.find,
            self.find_next,
            self.find_previous,
            self.next_task,
            self.previous_task,
        ]

    def write_policy(self) -> list[QAction]:
        """Actions that write to the policy on screen and so need a workspace that can be written."""
        marks = list(self.annotate.values())
        return [
            *marks,
            self.blind,
            self.join,
            self.import_tasks,
            self.place,
            self.add_task,
            self.task_from_selection,
            self.record_evidence,
        ]

    def need_task(self) -> list[QAction]:
        """Actions that write to the chosen task."""
        return [self.edit_task, self.remove_task, *self.progress.values()]

    def panes(self) -> dict[str, QAction]:
        """The toggles of the window's panes, by the name under which they are remembered."""
        return {
            "outline": self.show_outline,
            "text": self.show_text,
            "table": self.show_table,
            "inspector": self.show_inspector,
        }

    def _build_file(self) -> None:
        self.new = self._action(self.tr("&New workspace…"), "new", Key.New)
        self.open = self._action(self.tr("&Open workspace…"), "open", Key.Open)
        self.import_policy = self._action(self.tr("&Import policy…"), "import", "Ctrl+I")
        self.paste_policy = self._action(self.tr("Import policy from the &clipboard"), "paste", "Ctrl+Shift+V")
        self.import_tasks = self._action(self.tr("Import task &table…"), "import")
        self.new_version = self._action(self.tr("New &version of this policy…"), "versions", "Ctrl+Shift+N")
        self.join = self._action(self.tr("&Join with the same policy…"), "versions")
        self.sample = self._action(self.tr("Open the &sample policy"), "help")
        self.remove_policy = self._action(self.tr("&Remove this policy"), "remove")
        self.export = self._action(self.tr("&Word report…"), "report", "Ctrl+E")
        self.export.setIconText(self.tr("Report"))
        self.close_workspace = self._action(self.tr("C&lose workspace"), "close", Key.Close)
        self.quit = self._action(self.tr("&Quit"), "", Key.Quit)
        self.open.setIconText(self.tr("Open"))
        self.import_policy.setIconText(self.tr("Import"))

    def _build_edit(self, undo_stack: QUndoStack) -> None:
        # Not those that the stack makes: they would turn it before what is being typed is stored.
        self.undo = self._action(self.tr("Undo"), "undo", Key.Undo)
        self.redo = self._action(self.tr("Redo"), "redo", Key.Redo)
        self._follow(undo_stack)
        self.find = self._action(self.tr("&Find in the text"), "find", Key.Find)
        self.find.setIconText(self.tr("Find"))
        self.find_next = self._action(self.tr("Find &next"), "next", Key.FindNext)
        self.find_previous = self._action(self.tr("Find &previous"), "previous", Key.FindPrevious)
        self.search = self._action(self.tr("&Search everything…"), "find", "Ctrl+Shift+F")
        self.tags = self._action(self.tr("&Tags…"), "tag")
        self.reviewer = self._action(self.tr("Re&viewer…"), "reviewer")
        self.settings = self._action(self.tr("S&ettings…"), "settings", Key.Preferences)

    def _follow(self, undo_stack: QUndoStack) -> None:
        """Offer undo and redo by the name of the step that they would turn, and only when there is one."""
        undo_stack.undoTextChanged.connect(self._name_undo)
        undo_stack.redoTextChanged.connect(self._name_redo)
        undo_stack.canUndoChanged.connect(self.undo.setEnabled)
        undo_stack.canRedoChanged.connect(self.redo.setEnabled)
        self._name_undo(undo_stack.undoText())
        self._name_redo(undo_stack.redoText())
        self.undo.setEnabled(undo_stack.canUndo())
        self.redo.setEnabled(undo_stack.canRedo())

    def _name_undo(self, step: str) -> None:
        self._name_step(self.undo, self.tr("Undo {step}").format(step=step) if step else self.tr("Undo"), self.tr("Undo"))

    def _name_redo(self, step: str) -> None:
        self._name_step(self.redo, self.tr("Redo {step}").format(step=step) if step else self.tr("Redo"), self.tr("Redo"))

    def _name_step(self, action: QAction, text: str, short: str) -> None:
        # An ampersand in what somebody wrote is no mnemonic.
        action.setText(text.replace("&", "&&"))
        action.setIconText(short)
        keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        action.setToolTip(self.tr("{name} ({keys})").format(name=text, keys=keys) if keys else text)

    def _build_view(self) -> None:
        self.show_outline = self._toggle(self.tr("&Outline"), "outline", "Ctrl+Alt+1")
        self.show_text = self._toggle(self.tr("&Policy text"), "", "Ctrl+Alt+2")
        self.show_table = self._toggle(self.tr("&Task table"), "table", "Ctrl+Alt+3")
        self.show_inspector = self._toggle(self.tr("&Inspector"), "inspector", "Ctrl+Alt+4")
        self.larger = self._action(self.tr("&Larger text"), "", Key.ZoomIn)
        self.smaller = self._action(self.tr("&Smaller text"), "", Key.ZoomOut)
        self.about_policy = self._action(self.tr("&About this policy…"), "info", "Ctrl+Shift+I")
        self.dark = self._toggle(self.tr("&Dark appearance"), "dark", "")
        self.dark.setChecked(False)

    def _build_help(self) -> None:
        self.manual = self._action(self.tr("&Manual"), "help", Key.HelpContents)
        self.about = self._action(self.tr("&About ClauseDesk"), "")

    def _build_annotation(self) -> None:
        self.edit_annotation = self._action(self.tr("&Edit annotation…"), "edit", "Ctrl+Return")
        self.remove_annotation = self._action(self.tr("&Delete annotation"), "remove", "Ctrl+Backspace")
        self.place = self._action(self.tr("&Place what was carried over here"), "place", "Ctrl+Shift+L")

    def _build_task(self) -> None:
        self.add_task = self._action(self.tr("&Add task…"), "add", "Ctrl+T")
        self.task_from_selection = self._action(self.tr("Make a task of the &selection…"), "table", "Ctrl+Shift+T")
        self.edit_task = self._action(self.tr("&Edit task…"), "edit", "F2")
        self.remove_task = self._action(self.tr("&Delete task"), "remove")
        self.record_evidence = self._action(self.tr("&Record evidence…"), "evidence", "Ctrl+Shift+E")
        self.record_evidence.setIconText(self.tr("Evidence"))
        self.next_task = self._action(self.tr("&Next task"), "next", "Alt+Down")
        self.previous_task = self._action(self.tr("&Previous task"), "previous", "Alt+Up")

    def _build_sharing(self) -> None:
        self.merge = self._action(self.tr("&Merge colleagues' work…"), "import", "Ctrl+M")
        self.merges = self._action(self.tr("Merges so &far…"), "history")
        self.conflicts = self._action(self.tr("&Conflicts…"), "warning", "Ctrl+Shift+M")
        self.account = self._action(self.tr("Account of all c&hanges…"), "history")
        self.agreement = self._action(self.tr("&Agreement of reviewers…"), "check")
        self.blind = self._toggle(self.tr("&Blind review"), "", "")
        self.blind.setChecked(False)
        self.share = self._action(self.tr("&Share package…"), "share", "Ctrl+Shift+S")
        self.look_into = self._action(self.tr("&Look into a package…"), "find")
        self.publish = self._action(self.tr("Publish &now"), "share", "Ctrl+Alt+P")
        self.publish.setEnabled(False)
        self.backups = self._action(self.tr("Back&ups…"), "history")

    def _annotation(self, kind: AnnotationKind, number: int, catalogue: Catalogue) -> QAction:
        action = self._action(catalogue.text(f"kind.{kind}"), kind.value, f"Ctrl+{number}")
        action.setData(kind)
        return action

    def _progress(self, value: Progress, number: int, catalogue: Catalogue) -> QAction:
        action = self._action(catalogue.text(f"progress.{value}"), "", f"Alt+{number}")
        action.setData(value)
        return action

    def _toggle(self, text: str, icon: str, key: str) -> QAction:
        action = self._action(text, icon, key)
        action.setCheckable(True)
        action.setChecked(True)
        # The menu has one place for a sign: there the tick must stand, which says whether the pane is shown.
        action.setIconVisibleInMenu(False)
        return action

    def _action(self, text: str, icon: str, key: QKeySequence.StandardKey | str = "") -> QAction:
        action = QAction(text, self._window)
        if isinstance(key, str):
            action.setShortcut(QKeySequence(key))
        else:
            action.setShortcuts(key)
        keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        action.setToolTip(self.tr("{name} ({keys})").format(name=plain(text), keys=keys) if keys else plain(text))
        self._icon(action, icon)
        self._window.addAction(action)
        return action

    def _icon(self, action: QAction, name: str) -> None:
        if name:
            self._icon_names[action] = name
            action.setIcon(self._icons.icon(name))
