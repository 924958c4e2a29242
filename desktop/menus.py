"""The menu bar and the toolbar, out of the actions."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QSize, Qt
from PySide6.QtWidgets import QMainWindow, QMenu, QSizePolicy, QToolBar, QToolButton, QWidget

from desktop.actions import Actions
from storage.records import AnnotationKind

translate = QCoreApplication.translate
ICON = QSize(20, 20)


def build_menus(window: QMainWindow, actions: Actions) -> QMenu:
    """Fill the window's menu bar; returns the menu of recent workspaces, whose entries come and go."""
    recent = _file_menu(window, actions)
    _edit_menu(window, actions)
    _annotation_menu(window, actions)
    _task_menu(window, actions)
    _sharing_menu(window, actions)
    _view_menu(window, actions)
    menu = window.menuBar().addMenu(translate("Menus", "&Help"))
    menu.addActions([actions.manual, actions.sample])
    menu.addSeparator()
    menu.addAction(actions.about)
    return recent


def _file_menu(window: QMainWindow, actions: Actions) -> QMenu:
    menu = window.menuBar().addMenu(translate("Menus", "&File"))
    menu.addActions([actions.new, actions.open])
    recent = menu.addMenu(translate("Menus", "R&ecent workspaces"))
    menu.addSeparator()
    menu.addActions([actions.import_policy, actions.paste_policy, actions.import_tasks])
    menu.addSeparator()
    menu.addActions([actions.new_version, actions.join, actions.remove_policy])
    menu.addSeparator()
    menu.addAction(actions.export)
    menu.addSeparator()
    menu.addAction(actions.backups)
    menu.addActions([actions.close_workspace, actions.quit])
    return recent


def _edit_menu(window: QMainWindow, actions: Actions) -> None:
    menu = window.menuBar().addMenu(translate("Menus", "&Edit"))
    menu.addActions([actions.undo, actions.redo])
    menu.addSeparator()
    menu.addActions([actions.find, actions.find_next, actions.find_previous, actions.search])
    menu.addSeparator()
    menu.addActions([actions.tags, actions.reviewer, actions.settings])


def _annotation_menu(window: QMainWindow, actions: Actions) -> None:
    menu = window.menuBar().addMenu(translate("Menus", "&Annotate"))
    menu.addActions([actions.annotate[kind] for kind in AnnotationKind])
    menu.addSeparator()
    menu.addActions([actions.edit_annotation, actions.remove_annotation])
    menu.addSeparator()
    menu.addAction(actions.place)


def _task_menu(window: QMainWindow, actions: Actions) -> None:
    menu = window.menuBar().addMenu(translate("Menus", "&Task"))
    menu.addAction(actions.record_evidence)
    progress = menu.addMenu(translate("Menus", "Reported pro&gress"))
    progress.addActions(list(actions.progress.values()))
    menu.addSeparator()
    menu.addActions([actions.next_task, actions.previous_task])
    menu.addSeparator()
    menu.addActions([actions.add_task, actions.task_from_selection, actions.edit_task, actions.remove_task])


def _sharing_menu(window: QMainWindow, actions: Actions) -> None:
    menu = window.menuBar().addMenu(translate("Menus", "&Share"))
    menu.addActions([actions.share, actions.look_into, actions.publish])
    menu.addSeparator()
    menu.addActions([actions.merge, actions.conflicts, actions.merges, actions.account])
    menu.addSeparator()
    menu.addActions([actions.agreement, actions.blind])


def _view_menu(window: QMainWindow, actions: Actions) -> None:
    menu = window.menuBar().addMenu(translate("Menus", "&View"))
    menu.addActions([actions.show_outline, actions.show_text, actions.show_table, actions.show_inspector])
    menu.addSeparator()
    menu.addAction(actions.about_policy)
    menu.addSeparator()
    menu.addActions([actions.larger, actions.smaller])
    menu.addSeparator()
    menu.addAction(actions.dark)


def build_toolbar(window: QMainWindow, actions: Actions, reviewer: QToolButton) -> QToolBar:
    """The toolbar: open, import, find, annotate, evidence, report, and the reviewer at its end."""
    bar = QToolBar(translate("Menus", "Toolbar"), window)
    bar.setObjectName("toolbar")
    bar.setMovable(False)
    bar.setIconSize(ICON)
    bar.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
    bar.addActions([actions.open, actions.import_policy])
    bar.addSeparator()
    bar.addActions([actions.undo, actions.redo, actions.find])
    bar.addSeparator()
    bar.addWidget(_annotate_button(bar, actions))
    bar.addActions([actions.record_evidence, actions.export])
    space = QWidget(bar)
    space.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
    bar.addWidget(space)
    bar.addWidget(reviewer)
    for action in (actions.undo, actions.redo):
        button = bar.widgetForAction(action)
        if isinstance(button, QToolButton):
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
    window.addToolBar(bar)
    return bar


def _annotate_button(bar: QToolBar, actions: Actions) -> QToolButton:
    """One button for the commonest remark, with the other kinds in its menu."""
    button = QToolButton(bar)
    menu = QMenu(button)
    menu.addActions([actions.annotate[kind] for kind in AnnotationKind])
    button.setMenu(menu)
    button.setPopupMode(QToolButton.ToolButtonPopupMode.MenuButtonPopup)
    button.setDefaultAction(actions.annotate[AnnotationKind.COMMENT])
    button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
    return button
