"""What every test of the tree is given and what none may do: blocking dialogs, the network, the user's own folders, leftovers."""

from __future__ import annotations

import gc
import logging
import os
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn

import pytest
from hypothesis import HealthCheck, settings
from typing_extensions import override

from tests.network_ban import ban

os.environ["QT_QPA_PLATFORM"] = "offscreen"
# The settings and logs of whoever runs the tests: no test may read or write there.
USER_FOLDERS = (
    "HOME",
    "USERPROFILE",
    "APPDATA",
    "LOCALAPPDATA",
    "XDG_CONFIG_HOME",
    "XDG_DATA_HOME",
    "XDG_STATE_HOME",
    "XDG_CACHE_HOME",
)
BLOCKING = {
    "QDialog": ("exec", "exec_"),
    "QMenu": ("exec", "exec_"),
    "QMessageBox": ("question", "warning", "information", "critical", "about", "aboutQt"),
    "QFileDialog": ("getOpenFileName", "getOpenFileNames", "getSaveFileName", "getExistingDirectory"),
    "QInputDialog": ("getText", "getMultiLineText", "getInt", "getDouble", "getItem"),
    "QColorDialog": ("getColor",),
    "QFontDialog": ("getFont",),
}
NETWORK_EVENTS = {"socket.connect", "socket.getaddrinfo", "socket.sendto", "socket.gethostbyname"}
# Sockets between processes of one machine, and one that was open already.
ON_THIS_MACHINE = (1, -1)
BANNED = pytest.StashKey[bool]()
network_uses: list[str] = []


def _refuse_network(event: str, arguments: tuple[object, ...]) -> None:
    opened = event == "socket.__new__" and arguments[1] not in ON_THIS_MACHINE
    if opened or (event in NETWORK_EVENTS and getattr(getattr(arguments[0], "family", None), "name", "") != "AF_UNIX"):
        network_uses.append(f"{event}{arguments[1:]}")
        raise AssertionError(f"a test reached for the network: {network_uses[-1]}")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--nightly", action="store_true", help="run the long suites too, with more examples")
    parser.addoption("--corpus", type=Path, metavar="FOLDER", help="a folder whose policies/ are read by the corpus tests")


def pytest_configure(config: pytest.Config) -> None:
    unhurried = [HealthCheck.too_slow, HealthCheck.data_too_large]
    settings.register_profile("push", deadline=None, max_examples=60, suppress_health_check=unhurried, print_blob=True)
    settings.register_profile("nightly", deadline=None, max_examples=1_000, suppress_health_check=unhurried, print_blob=True)
    settings.load_profile("nightly" if config.getoption("nightly") else "push")
    # For the life of the process: an audit hook cannot be taken out again, and none of the program's code may need it to be.
    sys.addaudithook(_refuse_network)
    # What knows nothing of Python, and every process that a test starts, is held to the same.
    config.stash[BANNED] = ban()


def corpus_files(config: pytest.Config) -> list[Path]:
    folder = config.getoption("corpus")
    return sorted(path for path in (folder / "policies").iterdir() if path.is_file()) if folder else []


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "corpus_policy" in metafunc.fixturenames:
        files = corpus_files(metafunc.config)
        metafunc.parametrize("corpus_policy", files, ids=[path.name for path in files])


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what was not asked for, so that nothing needs to be skipped."""
    left_out = []
    for item in items:
        needs_corpus = {"corpus", "corpus_policy"} & set(getattr(item, "fixturenames", ()))
        if (needs_corpus and not config.getoption("corpus")) or (
            item.get_closest_marker("nightly") and not config.getoption("nightly")
        ):
            left_out.append(item)
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in left_out]


@pytest.fixture(scope="session")
def corpus(pytestconfig: pytest.Config) -> Path:
    """The folder given with --corpus; tests that ask for it run only then."""
    folder: Path = pytestconfig.getoption("corpus")
    return folder.resolve()


@pytest.fixture
def nightly(pytestconfig: pytest.Config) -> bool:
    """Whether the long run was asked for, for tests that then try more."""
    return bool(pytestconfig.getoption("nightly"))


@pytest.fixture(autouse=True)
def own_home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home folder of the test's own."""
    home = tmp_path_factory.mktemp("home")
    for name in USER_FOLDERS:
        monkeypatch.setenv(name, str(home))
    return home


@pytest.fixture(autouse=True)
def no_blocking_dialog(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fail what would wait for a person."""
    import PySide6.QtWidgets

    def forbid(owner: str, name: str) -> None:
        def refuse(*_arguments: object, **_named: object) -> NoReturn:
            raise AssertionError(f"{owner}.{name} waits for a person; tests fill, accept and read dialogs")

        monkeypatch.setattr(getattr(PySide6.QtWidgets, owner), name, refuse)

    for owner, names in BLOCKING.items():
        for name in names:
            forbid(owner, name)


@pytest.fixture(autouse=True)
def no_network() -> Iterator[None]:
    """Fail a test that reached for the network even where the program swallowed the refusal."""
    network_uses.clear()
    yield
    assert network_uses == [], "the network was reached for"


@pytest.fixture
def reached() -> list[str]:
    """What of the network the test reached for so far."""
    return network_uses


@pytest.fixture
def banned(pytestconfig: pytest.Config) -> bool:
    """Whether the system itself keeps this process, and all that it starts, from the network."""
    return pytestconfig.stash[BANNED]


class _Records(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    @override
    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(f"{record.name}: {record.getMessage()}")


@pytest.fixture(autouse=True)
def no_unexpected_log(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fail on a logged warning, unless the test asked for `caplog` and so reads the log itself."""
    records = _Records()
    logging.getLogger().addHandler(records)
    yield
    logging.getLogger().removeHandler(records)
    if "caplog" not in request.fixturenames:
        assert records.lines == [], "unexpected log lines"


def _alive(before: set[threading.Thread]) -> list[threading.Thread]:
    # A Qt thread that ran Python code stays listed as a dummy thread when it has ended.
    return [thread for thread in threading.enumerate() if thread not in before and not isinstance(thread, threading._DummyThread)]


def _open_files(folder: Path) -> set[str]:
    found = set()
    for entry in Path("/proc/self/fd").glob("*"):
        try:
            target = str(entry.readlink())
        except OSError:
            continue
        if target.startswith(str(folder)):
            found.add(target.removesuffix(" (deleted)"))
    return found


@pytest.fixture(autouse=True)
def nothing_left_behind(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Fail a test that leaves a thread, a job of Qt's pool, a window or an open file (so: a database) behind."""
    from PySide6.QtCore import QThreadPool
    from PySide6.QtWidgets import QApplication

    folder = tmp_path_factory.getbasetemp()
    threads, files = set(threading.enumerate()), _open_files(folder)
    yield
    assert QThreadPool.globalInstance().waitForDone(2_000), "a job is still running"
    deadline = time.monotonic() + 2
    while _alive(threads) and time.monotonic() < deadline:
        time.sleep(0.01)
    assert _alive(threads) == [], "a thread is still running"
    if isinstance(QApplication.instance(), QApplication):
        windows = [window for window in QApplication.topLevelWidgets() if window.isVisible()]
        for window in windows:
            window.hide()
        assert windows == [], "a window is still open"
    if _open_files(folder) - files:
        gc.collect()
        assert _open_files(folder) - files == set(), "a file is still open"
