"""Settings take effect at once, and only what changed is told."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from desktop.app import App
from desktop.flows.preferences import LARGEST, SMALLEST
from desktop.settings import APPEARANCE, AS_OF, FONT_SIZE
from tests.desktop.driving import Hands
from widgets.dialogs.settings_dialog import Appearance, Preferences, SettingsDialog

CHANGES: dict[str, tuple[Callable[[Preferences], Preferences], set[str]]] = {
    "nothing": (lambda chosen: chosen, set()),
    "appearance": (lambda chosen: replace(chosen, appearance=Appearance.DARK), {"appearance"}),
    "font": (lambda chosen: replace(chosen, document_font_size=23), {"font"}),
    "as of": (lambda chosen: replace(chosen, as_of=dt.date(2013, 12, 31)), {"reckoning"}),
    "due soon": (lambda chosen: replace(chosen, due_soon_days=7), {"reckoning"}),
    "report font": (lambda chosen: replace(chosen, report_body_font="仿宋_GB2312"), set()),
}


@pytest.mark.parametrize("name", CHANGES)
def test_only_what_changed_is_told(app: App, name: str) -> None:
    change, expected = CHANGES[name]
    flow, told = app.flows.preferences, set()
    flow.appearance_changed.connect(lambda: told.add("appearance"))
    flow.font_changed.connect(lambda: told.add("font"))
    flow.reckoning_changed.connect(lambda: told.add("reckoning"))
    flow.language_changed.connect(lambda: told.add("language"))
    chosen = change(flow.preferences())
    flow.apply(chosen)
    assert told == expected
    assert flow.preferences() == chosen


def test_the_dialog_shows_the_settings_and_changes_them(hands: Hands) -> None:
    flow = hands.app.flows.preferences
    before = flow.preferences()
    hands.app.actions.settings.trigger()
    dialog = hands.dialog(SettingsDialog)
    assert dialog.preferences() == before
    dialog.font_size.setValue(22)
    dialog.fixed.setChecked(True)
    dialog.as_of.set_date(dt.date(2013, 12, 31))
    dialog.accept()
    assert hands.app.settings.get(FONT_SIZE) == 22
    assert hands.app.parts.text.area.look.size == 22
    assert hands.app.settings.get(AS_OF) == "2013-12-31"
    assert hands.app.presenter.as_of() == dt.date(2013, 12, 31)


def test_a_cancelled_dialog_changes_nothing(free_hands: Hands) -> None:
    before = free_hands.app.flows.preferences.preferences()
    free_hands.app.actions.settings.trigger()
    dialog = free_hands.dialog(SettingsDialog)
    dialog.font_size.setValue(30)
    dialog.reject()
    assert free_hands.app.flows.preferences.preferences() == before


def test_a_bad_date_in_the_file_means_today(app: App) -> None:
    app.settings.set(AS_OF, "2013-02-31")
    assert app.presenter.as_of() == dt.date.today()
    assert app.flows.preferences.preferences().as_of is None


def test_the_size_stays_within_reason(app: App) -> None:
    for _ in range(60):
        app.actions.larger.trigger()
    assert app.settings.get(FONT_SIZE) == LARGEST
    for _ in range(60):
        app.actions.smaller.trigger()
    assert app.settings.get(FONT_SIZE) == SMALLEST


def test_following_the_desktop_is_the_beginning(app: App, qtbot: QtBot) -> None:
    assert app.settings.get(APPEARANCE) == "system"
    app.actions.dark.trigger()
    assert app.settings.get(APPEARANCE) in ("dark", "light")
    assert app.palette().dark is app.actions.dark.isChecked()
