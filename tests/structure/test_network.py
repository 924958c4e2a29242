"""The program opens no socket: it has nothing to open one with, and whoever it starts while it is tested may not."""

from __future__ import annotations

import ast
import re
import signal
import socket
import subprocess
import sys
from typing import Any

import pytest

NETWORK = re.compile(
    r"^(socket|ssl|http|urllib\.(request|error|robotparser)|ftplib|smtplib|poplib|imaplib|nntplib|telnetlib|xmlrpc|socketserver|"
    r"wsgiref|asyncio|selectors|webbrowser|multiprocessing\.managers|requests|httpx|urllib3|aiohttp|websockets|"
    r"PySide6\.(QtNetwork|QtNetworkAuth|QtWebSockets|QtWebEngine\w*|QtWebView|QtHttpServer|QtRemoteObjects|QtGrpc)|"
    r"nltk\.(downloader|download|data)|logging\.(handlers|config)\.(Socket|Datagram|HTTP|SMTP|SysLog)\w*)(\.|$)"
)
# What reaches out through something that is no network module by its name.
REACHING = {"nltk.download", "listen_for_config", "QDesktopServices.openUrl"}
ALL_THAT_STARTS = """
import sys
import desktop.app, desktop.cli, storage.gate_worker, storage.sharing, policy.agreement
from exporters import kinds
print(*sorted(name for name in sys.modules if name.startswith("PySide6.Qt")))
"""


def test_no_module_imports_anything_of_the_network(modules: list[Any]) -> None:
    found = {module.name: sorted(filter(NETWORK.match, module.imports())) for module in modules}
    assert {name: names for name, names in found.items() if names} == {}
    assert NETWORK.match("urllib.request.urlopen"), "or else this finds nothing"
    assert not NETWORK.match("urllib.parse")


def test_only_files_are_handed_to_other_programs(modules: list[Any]) -> None:
    handed = [
        ast.unparse(argument)
        for module in modules
        for call in module.calls()
        if ast.unparse(call.func).split(".")[-1] in {name.split(".")[-1] for name in REACHING}
        for argument in call.args
    ]
    assert handed
    assert [argument for argument in handed if not argument.startswith("QUrl.fromLocalFile(")] == []


def test_the_parts_of_qt_that_know_a_network_are_not_loaded() -> None:
    done = subprocess.run([sys.executable, "-c", ALL_THAT_STARTS], capture_output=True, text=True, check=True)
    parts = set(done.stdout.split())
    assert "PySide6.QtWidgets" in parts
    assert {part for part in parts if NETWORK.match(part)} == set()


@pytest.mark.parametrize(
    "code",
    [
        "import socket; socket.socket()",
        "import socket; socket.socket(socket.AF_INET6, socket.SOCK_DGRAM)",
        "import socket; socket.getaddrinfo('example.org', 80)",
        "import subprocess, sys; sys.exit(subprocess.run([sys.executable, '-c', 'import socket; socket.socket()']).returncode)",
        "import multiprocessing, socket\n"
        "process = multiprocessing.get_context('fork').Process(target=socket.socket)\n"
        "process.start(); process.join(); raise SystemExit(process.exitcode)",
    ],
)
def test_a_child_that_opens_a_socket_does_not_live_on(code: str, banned: bool) -> None:
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert banned
    assert done.returncode in (-signal.SIGSYS, 256 - signal.SIGSYS), done.stderr


def test_processes_of_one_machine_still_talk_to_each_other() -> None:
    for end in socket.socketpair():
        end.close()


def test_a_test_itself_that_opens_a_socket_is_told(reached: list[str]) -> None:
    with pytest.raises(AssertionError, match="reached for the network"):
        socket.socket()
    assert len(reached) == 1
    reached.clear()
