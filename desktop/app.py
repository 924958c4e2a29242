"""Builds the application: settings, session, window and flows, each handed what it needs."""

from __future__ import annotations

import gc
import sys
import threading
from importlib import import_module
from pathlib import Path

from PySide6.QtCore import QLibraryInfo, QObject, Qt, QTimer, QTranslator
from PySide6.QtWidgets import QApplication

import resources
from desktop import logs
from desktop.actions import Actions
from desktop.autobackup import AutoBackup
from desktop.crash import CrashHandler
from desktop.flows.accounts import AccountsFlow
from desktop.flows.agreement import AgreementFlow
from desktop.flows.annotations import AnnotationFlow
from desktop.flows.aside_jobs import AsideJobs
from desktop.flows.backups import BackupsFlow
from desktop.flows.bundle import Flows
from desktop.flows.care import CareFlow
from desktop.flows.conflicts import ConflictsFlow
from desktop.flows.copying import CopyFlow
from desktop.flows.evidence import EvidenceFlow
from desktop.flows.facts import FactsFlow
from desktop.flows.files import FileFlow
from desktop.flows.help import HelpFlow
from desktop.flows.importing import ImportFlow
from desktop.flows.merges import MergesFlow
from desktop.flows.merging import MergeFlow
from desktop.flows.placing import PlacingFlow
from desktop.flows.preferences import PreferencesFlow
from desktop.flows.publishing import PublishFlow
from desktop.flows.reports import ReportFlow
from desktop.flows.search import SearchFlow
from desktop.flows.sharing import SharingFlow
from desktop.flows.sheets import SheetFlow
from desktop.flows.storing import Storing
from desktop.flows.stowing import Stowing
from desktop.flows.tasks import TaskFlow
from desktop.flows.turns import TurnFlow
from desktop.flows.twins import TwinsFlow
from desktop.flows.versions import VersionsFlow
from desktop.inspector_filler import InspectorFiller
from desktop.jobs import Jobs
from desktop.main_window import MainWindow
from desktop.paths import config_folder, log_folder
from desktop.presenter import Presenter, Views
from desktop.profile import stored_profile
from desktop.session import Session
from desktop.settings import APPEARANCE, LANGUAGE, RECENT, Settings
from desktop.window_parts import build_parts
from desktop.wiring import Wires, connect
from resources.catalogue import Catalogue
from storage import migrations
from widgets import style
from widgets.icons import Icons
from widgets.palette import DARK, LIGHT, Palette

# Late enough not to be in the way of the first painting, early enough for the first write.
LOAD_AHEAD_MS = 300


class App(QObject):
    """One running program: a session that lives as long as it does, and the window around it, which is built anew when the language
    changes."""

    def __init__(self, qt: QApplication, settings: Settings) -> None:
        super().__init__()
        self._qt = qt
        self._translators: list[QTranslator] = []
        self.settings = settings
        self.jobs = Jobs(self)
        self._rebuild_later = False
        self.jobs.finished.connect(self._go_on, Qt.ConnectionType.QueuedConnection)
        self._build()
        qt.styleHints().colorSchemeChanged.connect(self.apply_appearance)

    def palette(self) -> Palette:
        """The palette of the appearance chosen, or of the desktop's."""
        chosen = self.settings.get(APPEARANCE)
        if chosen == "system":
            return DARK if self._qt.styleHints().colorScheme() is Qt.ColorScheme.Dark else LIGHT
        return DARK if chosen == "dark" else LIGHT

    def apply_appearance(self) -> None:
        """Show everything in the colours of the palette chosen."""
        palette = self.palette()
        style.apply(self._qt, palette)
        icons = Icons(palette)
        self.actions.set_icons(icons)
        self.parts.reviewer.setIcon(icons.icon("reviewer"))
        self.parts.newer.setIcon(icons.icon("versions", "blue"))
        self._colour_parts(palette)

    def _colour_parts(self, palette: Palette) -> None:
        self.parts.set_palette(palette)
        self.flows.agreement.set_palette_tokens(palette)
        self.flows.importing.set_palette_tokens(palette)
        self.flows.sheets.set_palette_tokens(palette)
        self.flows.versions.set_palette_tokens(palette)
        self.actions.dark.blockSignals(True)
        self.actions.dark.setChecked(palette.dark)
        self.actions.dark.blockSignals(False)

    def rebuild(self) -> None:
        """Build the window anew in the language chosen, with the same workspace, policy and task on screen."""
        if self.jobs.busy():
            # What a job brings goes to the window that asked for it.
            self._rebuild_later = True
            return
        old, shown, task = self.window, self.presenter.snapshot, self.presenter.task
        if not old.may_close():
            return
        old.closed.disconnect(self.close)
        geometry = old.saveGeometry()
        # Only the window goes: what is unpublished need not be published now.
        old.close_anyway()
        old.deleteLater()
        self._build(self.session)
        self.window.restoreGeometry(geometry)
        if self.session.workspace is not None:
            self.presenter.on_workspace_opened(shown.policy.id if shown else None)
            self.presenter.choose_task(task or "")
            self.window.show_workspace()
            self.flows.conflicts.follow_workspace()
            self.flows.publishing.follow()
            self.flows.turns.follow()
        self.window.show()

    def _go_on(self) -> None:
        if self._rebuild_later:
            self._rebuild_later = False
            self.rebuild()

    def show_crash(self, trace: str) -> None:
        """Say in the window of the day that the program itself was wrong."""
        self.window.notices.show_crash(trace)

    def close(self) -> None:
        """Stop background work and close the workspace."""
        self.jobs.stop()
        self.session.close()

    def _build(self, session: Session | None = None) -> None:
        language = self.settings.get(LANGUAGE)
        self._translate(language)
        palette, catalogue = self.palette(), Catalogue.load(language)
        style.prepare(self._qt, palette)
        icons = Icons(palette)
        self.session = session or Session(catalogue, self)
        self.session.set_catalogue(catalogue)
        self.parts = parts = build_parts(catalogue, icons)
        self.window = window = MainWindow(self.settings, catalogue, parts)
        self.actions = Actions(window, icons, catalogue, self.session.undo_stack)
        views = Views(parts.text, parts.outline, parts.table, parts.inspector)
        self.presenter = presenter = Presenter(self.session, self.settings, views, InspectorFiller(parts.inspector), window)
        self.flows = self._flows(catalogue)
        connect(Wires(window, parts, self.actions, presenter, self.session, self.flows))
        window.furnish(self.session, self.actions, presenter, self.flows)
        window.apply_font()
        self._colour_parts(palette)
        style.apply(self._qt, palette)
        self._connect()

    def _flows(self, catalogue: Catalogue) -> Flows:
        window, session, presenter, text = self.window, self.session, self.presenter, self.parts.text
        stowing = Stowing(window, session, self.jobs)
        files = FileFlow(window, session, presenter, self.jobs, self.settings)
        storing = Storing(window, session, presenter, self.jobs)
        sheets = SheetFlow(window, session, presenter, self.jobs, catalogue, storing)
        aside = AsideJobs(window, session, presenter, self.jobs)
        merges = MergesFlow(window, session, self.jobs, self.settings, catalogue, aside, storing)
        publish_aside = AsideJobs(window, session, presenter, self.jobs)
        publishing = PublishFlow(window, session, catalogue, publish_aside, merges)
        files.before_leaving = publishing.before_leaving
        importing = ImportFlow(window, session, presenter, self.jobs, catalogue, files, sheets, storing)
        return Flows(
            agreement=AgreementFlow(window, session, presenter, self.jobs, self.settings, catalogue, storing),
            accounts=AccountsFlow(window, session, presenter, self.jobs, self.settings, catalogue),
            annotations=AnnotationFlow(window, session, presenter, text, catalogue),
            autobackup=AutoBackup(session, self.jobs, window),
            backups=BackupsFlow(window, session, self.jobs, catalogue),
            care=CareFlow(window, session, self.jobs),
            conflicts=ConflictsFlow(window, session, presenter, self.jobs, catalogue, storing, text.selected_span),
            copying=CopyFlow(window, session, self.jobs),
            evidence=EvidenceFlow(window, session, presenter, text, catalogue, stowing),
            facts=FactsFlow(window, session, presenter, self.jobs, catalogue),
            files=files,
            help=HelpFlow(window, self.settings),
            importing=importing,
            merges=merges,
            merging=MergeFlow(window, session, self.jobs, catalogue, aside, merges),
            placing=PlacingFlow(session, presenter, text, self.parts.inspector),
            preferences=PreferencesFlow(window, self.settings),
            publishing=publishing,
            reports=ReportFlow(window, session, presenter, self.jobs, self.settings, catalogue),
            search=SearchFlow(window, session, presenter, catalogue),
            sharing=SharingFlow(window, session, self.jobs),
            sheets=sheets,
            storing=storing,
            stowing=stowing,
            tasks=TaskFlow(window, session, presenter, text, catalogue),
            turns=TurnFlow(session, window),
            twins=TwinsFlow(window, session, presenter, self.jobs, storing),
            versions=VersionsFlow(window, session, presenter, self.jobs, catalogue, importing, self.settings, storing),
        )

    def _connect(self) -> None:
        self.flows.preferences.appearance_changed.connect(self.apply_appearance)
        # After the dialog that asked for it has gone: the window it stands on goes too.
        self.flows.preferences.language_changed.connect(self.rebuild, Qt.ConnectionType.QueuedConnection)
        self.window.closed.connect(self.close)
        profile = stored_profile(self.settings)
        if profile is not None:
            self.window.show_reviewer(profile)

    def _translate(self, language: str) -> None:
        for translator in self._translators:
            self._qt.removeTranslator(translator)
        self._translators = []
        own = Path(resources.__file__).parent / "i18n"
        places = [(f"clausedesk_{language}", str(own))]
        if language == "zh":
            places.append(("qtbase_zh_CN", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)))
        for name, folder in reversed(places):
            translator = QTranslator(self)
            if translator.load(name, folder):
                self._qt.installTranslator(translator)
                self._translators.append(translator)


def run_window(workspace: Path | None, language: str | None) -> int:
    """Open the window, with ``workspace`` or the one of the last time or, on a first start, the sample; returns the exit code.

    A ``language`` given is kept as the one chosen.
    """
    qt = QApplication(sys.argv[:1])
    qt.setApplicationName("ClauseDesk")
    qt.setDesktopFileName("clausedesk")
    folder = log_folder()
    logs.start(folder)
    crash = CrashHandler()
    crash.install(folder)
    settings = Settings(config_folder() / "settings.json")
    if language is not None:
        settings.set(LANGUAGE, language)
    app = App(qt, settings)
    crash.caught.connect(app.show_crash)
    app.jobs.crashed.connect(crash.report)
    if stored_profile(app.settings) is not None:
        # Opened before it is shown, the window is painted once and not twice.
        _open_first(app, workspace)
        app.window.show()
    else:
        app.window.show()
        QTimer.singleShot(0, lambda: _open_first(app, workspace))
    QTimer.singleShot(LOAD_AHEAD_MS, _load_ahead)
    code = qt.exec()
    crash.uninstall()
    return code


def _open_first(app: App, workspace: Path | None) -> None:
    if workspace is not None:
        app.flows.files.open_path(workspace)
    elif app.settings.get(RECENT):
        recent, last = app.flows.files.recent(), Path(app.settings.get(RECENT)[0])
        if recent:
            app.flows.files.open_path(recent[0])
        if last not in recent:
            app.flows.backups.tell_lost(last)
    else:
        app.flows.files.open_sample()
    app.flows.copying.tell_pending()


def _load_ahead() -> None:
    """Import in the background what the first write and the first report need, so that neither makes the window wait."""
    gc.freeze()
    gc.enable()
    threading.Thread(target=_import_writers, name="load-ahead", daemon=True).start()


def _import_writers() -> None:
    migrations.load_ahead()
    import_module("exporters.word.full_report")
