"""Both languages: nothing untranslated, nothing stale, and the whole window opens in each with its own words only."""

from __future__ import annotations

import datetime as dt
import importlib
import inspect
import re
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QLocale, Qt, QTranslator
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QDialog,
    QHeaderView,
    QLabel,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QSpinBox,
    QTabBar,
    QTextEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot

import widgets.dialogs
from desktop.app import App
from desktop.commands.applying import apply_file
from desktop.file_reading import read_file
from desktop.histories import SESSION_DIGITS
from desktop.merge_words import MergeTold, MergeWords, Tense
from desktop.paths import sample_policy, sample_review
from desktop.profile import new_reviewer, store_profile
from desktop.settings import LANGUAGE, Settings
from policy.places import Outcome
from resources.catalogue import Catalogue
from storage.merge_report import MergeConflict, MergeCount, MergeReport, OddClock, Side
from storage.records import Family, Touched
from storage.twins import Twin
from storage.vetting import Fault, Rejected
from storage.workspace import Profile, Workspace
from tests.desktop.copies import edited_copy, merged_after, somebody
from tests.desktop.driving import import_into
from tests.structure.i18n_tools import Phrase, asked_for, compile_translation, extract, qm_file, translations, ts_file
from widgets.dialogs.file_dialog import FileDialog
from widgets.dialogs.form_dialog import FormDialog
from widgets.dialogs.job_dialog import JobDialog
from widgets.dialogs.merge_preview import MergePreview
from widgets.dialogs.passphrase_dialog import PassphraseDialog
from widgets.dialogs.shown import show_modal

LANGUAGES = ("zh", "en")
PLACES = re.compile(r"\{\w*\}|%\d|%n")
KEY = re.compile(r"&(\w)")
LATIN = re.compile(r"[A-Za-z]{2,}")
PATH = re.compile(r"(?<!\w)(/|[A-Z]:\\)\S+|\*\.\w+|(?<=[\u4e00-\u9fff])\.\w+")
CHINESE = re.compile(r"[\u4e00-\u9fff]")
# Names that are the same in every language: ours, of keys, of formats and file endings, and of a licence.
NAMES = {
    "ClauseDesk",
    "MB",
    "Delete",
    "Insert",
    "CSV",
    "Word",
    "MIT",
    "SHA",
    "HTML",
    "Ctrl",
    "Alt",
    "Shift",
    "Esc",
    "Enter",
    "Del",
    "txt",
    "md",
    "docx",
    "clausedesk",
}


def phrases(language: str) -> list[tuple[Phrase, str]]:
    return [(phrase, form) for phrase, forms in translations(ts_file(language)).items() for form in forms]


@pytest.mark.parametrize("language", LANGUAGES)
def test_translations_hold_exactly_the_phrases_of_the_sources(language: str, tmp_path: Path) -> None:
    fresh = tmp_path / "fresh.ts"
    extract(language, fresh)
    assert set(translations(ts_file(language))) == set(translations(fresh)), "run: python -m tests.structure.i18n_tools"


def test_the_extraction_sees_every_phrase_that_the_program_asks_for() -> None:
    known = set(translations(ts_file("zh")))
    assert [(path, phrase) for path, phrase in asked_for() if phrase not in known] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_left_unfinished(language: str) -> None:
    assert [phrase for phrase, forms in translations(ts_file(language)).items() if not all(forms) or not forms] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_placeholders_survive_translation(language: str) -> None:
    assert [p for p, form in phrases(language) if set(PLACES.findall(p.source)) != set(PLACES.findall(form))] == []


def test_a_command_has_the_same_key_in_both_languages() -> None:
    assert [p for p, form in phrases("zh") if KEY.findall(p.source.upper()) != KEY.findall(form)] == []


def test_chinese_sentences_have_chinese_punctuation() -> None:
    half_width = re.compile(r"[\u4e00-\u9fff）][,;:?!]|[\u4e00-\u9fff]\.($|[\u4e00-\u9fff])")
    assert [form for _, form in phrases("zh") if half_width.search(form)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_qt_loads_was_made_of_the_translation(language: str, tmp_path: Path) -> None:
    fresh = tmp_path / "fresh.qm"
    compile_translation(ts_file(language), fresh)
    assert qm_file(language).read_bytes() == fresh.read_bytes(), "run: python -m tests.structure.i18n_tools"


@pytest.fixture(scope="module")
def reviewed(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A workspace with the sample and its review."""
    path = tmp_path_factory.mktemp("reviewed") / "w.clausedesk"
    found = read_file(sample_policy())
    with Workspace.create(path, Profile(new_reviewer("张三"))) as workspace:
        workspace.policies.add(found.policy, found.name, found.original)
        apply_file(workspace, sample_review())
    return path.read_bytes()


@pytest.fixture
def desk(language: str, qtbot: QtBot, qapp: QApplication, tmp_path: Path, reviewed: bytes) -> Iterator[App]:
    """The running window in ``language``, with a task and a remark of the sample chosen."""
    locale = QLocale()
    settings = Settings(tmp_path / "settings.json")
    settings.set(LANGUAGE, language)
    store_profile(settings, "张三" if language == "zh" else "Zhang San", "")
    workspace = tmp_path / ("审阅.clausedesk" if language == "zh" else "Review.clausedesk")
    workspace.write_bytes(reviewed)
    app = App(qapp, settings)
    app.window.show()
    app.flows.files.open_path(workspace)
    app.presenter.choose_example()
    for tab in range(app.parts.inspector.tabs.count()):
        app.parts.inspector.tabs.setCurrentIndex(tab)
        qtbot.wait(1)
    yield app
    app.window.close()
    app.window.deleteLater()
    for translator in app.findChildren(QTranslator):
        qapp.removeTranslator(translator)
    QLocale.setDefault(locale)


def open_dialogs() -> list[QDialog]:
    return [window for window in QApplication.topLevelWidgets() if isinstance(window, QDialog) and window.isVisible()]


def another_policy(app: App) -> Path:
    """A policy that the open workspace does not hold yet."""
    assert app.session.workspace is not None
    path = app.session.workspace.path.with_name("另一份.txt")
    path.write_text(sample_policy().read_text(encoding="utf-8").replace("32号", "33号"), encoding="utf-8")
    return path


def policy_in_another_encoding(app: App) -> Path:
    """A policy in an encoding that its bytes do not tell."""
    path = another_policy(app).with_name("繁体.txt")
    path.write_bytes(("國務院關於促進信息消費擴大內需的若干意見\n" * 9).encode("big5"))
    return path


def task_table(app: App) -> Path:
    """A spreadsheet with a column that is left out."""
    path = another_policy(app).with_name("任务表.csv")
    path.write_text("序号,工作任务,责任单位,经办\n1,加快宽带网络建设,财政部,甲\n2,推进三网融合,商务部,乙\n", encoding="utf-8")
    return path


def compare_versions(app: App) -> None:
    """Compare the policy on screen with another version of it, which is taken into the workspace first."""
    shown, found = app.presenter.snapshot, read_file(another_policy(app))
    assert shown is not None
    import_into(app.session, found.policy, found.name, found.original)
    app.flows.versions.compare(shown.policy.id, found.policy.id)


def quarrel_and_open(app: App) -> None:
    """Open the conflicts after a task was written by two people who did not know of each other."""
    workspace = app.session.workspace
    assert workspace is not None
    path, me, (policy,) = workspace.path, workspace.store.me, workspace.policies.all()
    task = next(task.id for task in workspace.tasks.of(policy.id) if task.number == 2)
    app.session.close()
    copy = edited_copy(path, "副本", somebody("李复核"), lambda ws: ws.tasks.edit(task, text="乙"))
    merged_after(path, Profile(me.reviewer), copy, lambda ws: ws.tasks.edit(task, text="甲"))
    app.flows.files.open_path(path)
    app.flows.conflicts.open()


def merge_told(app: App) -> MergeTold:
    """A merge in words that has something of everything to say."""
    workspace, shown = app.session.workspace, app.presenter.snapshot
    assert workspace is not None
    assert shown is not None
    sides = (Side("a", "", "张三", 0), Side("b", "", "李四", 0))
    report = MergeReport(
        "id",
        dt.datetime.now(dt.UTC),
        ("甲.clausedesk",),
        tuple(MergeCount("甲.clausedesk", "李四", family, 3, 2, 1, 1, 1) for family in Family),
        (MergeConflict(Family.TASK, next(iter(shown.tasks)), "timing", sides),),
        tuple(Rejected("12345678", fault, "李四", "甲.clausedesk", Family.TASK) for fault in Fault),
        ("hash",),
        2,
        Touched(),
        Path("甲.clausedesk"),
        (OddClock("李四", "", 300_000), OddClock("王五", "", -7_200)),
    )
    return MergeWords(Catalogue.load(app.settings.get(LANGUAGE))).told(workspace, report, Tense.DID, "张三")


def dialogs(app: App, qtbot: QtBot) -> Iterator[QDialog]:
    """Every dialog of the program, one after the other on the screen."""
    shown = app.presenter.snapshot
    assert shown is not None
    flows, progress = app.flows, JobDialog(app.flows.reports.tr("Writing the report"), app.window)
    openers: tuple[Callable[[], object], ...] = (
        flows.accounts.open,
        flows.agreement.open,
        flows.annotations.edit_tags,
        lambda: quarrel_and_open(app),
        flows.backups.open,
        flows.evidence.record,
        flows.facts.open,
        flows.files.edit_reviewer,
        flows.importing.import_policy,
        flows.files.new,
        flows.help.about,
        flows.help.manual,
        flows.merges.open,
        lambda: flows.merges.show(merge_told(app)),
        lambda: flows.merging.start([Path("甲.clausedesk"), Path("乙.clausedesk")]),
        lambda: show_modal(MergePreview(merge_told(app).shown, app.window)),
        lambda: show_modal(PassphraseDialog("甲.clausedesk", True, app.window)),
        flows.preferences.open,
        flows.reports.export,
        flows.search.open,
        flows.sharing.share,
        lambda: flows.twins.ask("关于信息消费的意见", [Twin(shown.policy, shown.policy, "", 1.0, True, {Outcome.EXACT: 2})]),
        lambda: flows.twins.ask("关于信息消费的意见", ()),
        flows.tasks.add,
        progress.show,
        lambda: flows.annotations.edit(next(iter(shown.annotations))),
        lambda: flows.evidence.edit(next(iter(shown.evidence))),
        lambda: flows.importing.import_paths([another_policy(app)]),
        lambda: flows.importing.import_paths([policy_in_another_encoding(app)]),
        lambda: flows.sheets.take(task_table(app)),
        lambda: flows.tasks.edit(next(iter(shown.tasks))),
        flows.versions.choose,
        lambda: compare_versions(app),
    )
    for opener in openers:
        opener()
        qtbot.waitUntil(lambda: bool(open_dialogs()))
        for dialog in open_dialogs():
            yield dialog
            # A job is not over because somebody wishes it to be.
            dialog.finish() if isinstance(dialog, JobDialog) else dialog.reject()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def words_of(widget: QWidget) -> Iterator[str]:
    """What one widget says by itself; what is typed or chosen in it is not its own."""
    yield from (widget.windowTitle(), widget.toolTip(), widget.accessibleName(), widget.accessibleDescription())
    if isinstance(widget, QLabel | QAbstractButton):
        yield widget.text()
    elif isinstance(widget, QLineEdit | QPlainTextEdit | QTextEdit):
        yield widget.placeholderText()
    elif isinstance(widget, QTabBar):
        yield from (widget.tabText(tab) for tab in range(widget.count()))
    elif isinstance(widget, QSpinBox):
        yield from (widget.suffix(), widget.specialValueText())
    elif isinstance(widget, QComboBox) and not widget.isEditable():
        yield from (widget.itemText(item) for item in range(widget.count()))
    elif isinstance(widget, QHeaderView) and widget.model() is not None and widget.orientation() is Qt.Orientation.Horizontal:
        for role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            sections = range(widget.count())
            yield from (str(widget.model().headerData(n, widget.orientation(), role) or "") for n in sections)


def words_in(window: QWidget) -> Iterator[str]:
    for widget in (window, *window.findChildren(QWidget)):
        yield from words_of(widget)
    for action in window.findChildren(QAction):
        yield from (action.text(), action.iconText(), action.toolTip())


def foreign(texts: Iterator[str], known: set[str]) -> set[str]:
    """The texts with an English word that is no name and stands neither in the document nor in the path or ending of a file."""
    return {text for text in texts if set(LATIN.findall(PATH.sub("", text))) - NAMES - known}


@pytest.mark.parametrize("language", ["zh"])
def test_no_english_word_is_left_on_the_chinese_screen(desk: App, qtbot: QtBot) -> None:
    shown = desk.presenter.snapshot
    assert shown is not None
    assert desk.session.workspace is not None
    # The page of history names machines, and sessions by the end of their ids.
    writers = desk.session.workspace.history.writers().values()
    named = " ".join(f"{writer.machine} {writer.id[-SESSION_DIGITS:]}" for writer in writers)
    known = set(LATIN.findall(f"{shown.text} {shown.policy.source_name} {named}"))
    assert foreign(words_in(desk.window), known) == set()
    assert foreign(words_in(desk.parts.table.context_menu()), known) == set()
    for dialog in dialogs(desk, qtbot):
        # The languages are called by their own names, so that each reader finds theirs.
        assert foreign(words_in(dialog), known | {"English"}) == set(), type(dialog).__name__


@pytest.mark.parametrize("language", ["en"])
def test_commands_and_headings_on_the_english_screen_are_english(desk: App) -> None:
    actions = {text for action in desk.window.findChildren(QAction) for text in (action.text(), action.toolTip())}
    headers = {text for header in desk.window.findChildren(QHeaderView) for text in words_of(header)}
    tabs = {text for bar in desk.window.findChildren(QTabBar) for text in words_of(bar)}
    fields = {field.placeholderText() for field in desk.window.findChildren(QLineEdit)}
    assert {text for text in actions | headers | tabs | fields if CHINESE.search(text)} == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_dialog_opens(desk: App, qtbot: QtBot) -> None:
    modules = [importlib.import_module(f"widgets.dialogs.{path.stem}") for path in Path(widgets.dialogs.__path__[0]).glob("*.py")]
    kinds = {kind for module in modules for _, kind in inspect.getmembers(module, inspect.isclass) if issubclass(kind, QDialog)}
    ours = {kind for kind in kinds if kind.__module__.startswith("widgets.dialogs")} - {FormDialog}
    assert {type(dialog) for dialog in dialogs(desk, qtbot)} == ours
    assert FileDialog in ours


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_key_means_one_thing_in_a_menu_and_in_a_dialog(desk: App, qtbot: QtBot) -> None:
    menus = [menu.actions() for menu in desk.window.menuBar().findChildren(QMenu)]
    for actions in (desk.window.menuBar().actions(), *menus):
        assert twice(action.text() for action in actions) == set()
    for dialog in dialogs(desk, qtbot):
        if not isinstance(dialog, FileDialog):
            said: list[QLabel | QAbstractButton] = [*dialog.findChildren(QAbstractButton)]
            said += [label for label in dialog.findChildren(QLabel) if label.buddy() is not None]
            assert twice(widget.text() for widget in said) == set(), type(dialog).__name__


def twice(texts: Iterator[str]) -> set[str]:
    """The mnemonics that more than one of ``texts`` has."""
    letters = Counter(letter.upper() for text in texts for letter in KEY.findall(text.replace("&&", "")))
    return {letter for letter, times in letters.items() if times > 1}
