"""What the tests of the application share: a made-up policy, a running window, and the command line."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop import cli
from desktop.app import App
from desktop.profile import new_reviewer, store_profile
from desktop.settings import LANGUAGE, Settings
from policy.model import Span
from storage.workspace import Profile, Workspace
from tests.desktop.driving import SAMPLE, Hands, import_into
from tests.desktop.side_doors import SideDoors

POLICY = """星海市人民政府关于推进数字港口建设的意见
（星政发〔2021〕7号）

各区人民政府，市政府各部门：

　　数字港口是城市发展的重要支撑。为加快建设，现提出以下意见：

　　一、总体要求

　　（一）指导思想。坚持服务企业，建设安全便捷的数字港口。

　　（二）主要目标。到2023年，港口作业自动化率达到80%，电子单证使用率超过95%。

　　二、重点任务

　　（三）建设港口数据平台。整合码头、海关和铁路数据，建设统一的港口数据平台。

　　（四）推广电子单证。推广电子提单和电子仓单，减少纸质单证。

　　（五）完善安全管理。建立网络安全监测制度，定期开展演练。

　　附件：重点任务分工

星海市人民政府

2021年3月5日

　　附件

　　重点任务分工

序号工作任务责任单位时间进度
一、重点任务
1
建设统一的港口数据平台
市数据局、市交通运输局
2021年年底前完成
2
推广电子提单和电子仓单
市商务局
2021年第三季度启动
3
建立网络安全监测制度
市公安局、市数据局
持续推进
"""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a command said and with which code it ended."""

    code: int
    out: str
    err: str


Run = Callable[..., Answer]


@pytest.fixture
def policy_file(tmp_path: Path) -> Path:
    """A policy of three tasks and five clauses."""
    path = tmp_path / "港口.txt"
    path.write_text(POLICY, encoding="utf-8")
    return path


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs a subcommand in this process."""

    def run_command(*words: object) -> Answer:
        capsys.readouterr()
        code = cli.run([str(word) for word in words])
        said = capsys.readouterr()
        return Answer(code, said.out, said.err)

    return run_command


@pytest.fixture
def workspace_file(tmp_path: Path, policy_file: Path, run: Run) -> Path:
    """A workspace that holds the policy."""
    path = tmp_path / "审阅.clausedesk"
    assert run("import", path, policy_file, "--reviewer", "李四").code == 0
    return path


@pytest.fixture
def profile() -> Profile:
    """Somebody who writes."""
    return Profile(new_reviewer("张三", "评估中心"))


@pytest.fixture
def open_workspace(workspace_file: Path, profile: Profile) -> Iterator[Workspace]:
    """The workspace, open for writing."""
    with Workspace.open(workspace_file, profile) as workspace:
        yield workspace


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Settings of somebody who has said who they are and reads English."""
    settings = Settings(tmp_path / "settings.json")
    store_profile(settings, "张三", "评估中心")
    settings.set(LANGUAGE, "en")
    return settings


@pytest.fixture(scope="session")
def side_doors() -> SideDoors:
    """What touches the file of the open workspace by another way than SQLite."""
    return SideDoors()


@pytest.fixture
def app(qtbot: QtBot, qapp: object, settings: Settings, side_doors: SideDoors) -> Iterator[App]:
    """A running window without a workspace; the file of the one that it opens is for SQLite alone."""
    from PySide6.QtCore import QEvent
    from PySide6.QtWidgets import QApplication

    assert isinstance(qapp, QApplication)
    running = App(qapp, settings)
    running.window.show()
    side_doors.seen.clear()
    side_doors.live = lambda: running.session.workspace.path if running.session.workspace is not None else None
    yield running
    side_doors.live = None
    running.window.close_anyway()
    running.window.deleteLater()
    # At once: a window left behind would be dressed anew with that of the next test.
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert side_doors.seen == [], "the file of an open workspace was touched past SQLite"


@pytest.fixture
def desk(app: App, workspace_file: Path) -> App:
    """A running window with the workspace open and its policy on screen."""
    app.flows.files.open_path(workspace_file)
    assert app.presenter.snapshot is not None
    return app


@pytest.fixture
def select(desk: App) -> Callable[[str], Span]:
    """Selects words of the policy text in the window."""

    def select_words(words: str) -> Span:
        shown = desk.presenter.snapshot
        assert shown is not None
        start = shown.text.index(words)
        span = Span(start, start + len(words))
        area = desk.parts.text.area
        area.select(*area.page.positions(span))
        assert desk.parts.text.selected_span() == span
        return span

    return select_words


@pytest.fixture
def hands(desk: App, qtbot: QtBot) -> Hands:
    """Hands at the window with the policy on screen."""
    return Hands(desk, qtbot)


@pytest.fixture
def free_hands(app: App, qtbot: QtBot) -> Hands:
    """Hands at a window without a workspace."""
    return Hands(app, qtbot)


@pytest.fixture
def sample_hands(app: App, qtbot: QtBot, tmp_path: Path) -> Hands:
    """Hands at the window with the sample policy on screen."""
    from desktop.file_reading import read_file

    found = read_file(SAMPLE)
    app.flows.files.create_at(tmp_path / "样本.clausedesk")
    import_into(app.session, found.policy, found.name, found.original)
    made = Hands(app, qtbot)
    made.settle()
    return made
