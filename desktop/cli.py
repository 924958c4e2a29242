"""The command line: which words it takes, and what it answers when the world fails."""

from __future__ import annotations

import argparse
import datetime as dt
import importlib
import os
import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn, TextIO, TypeAlias

from typing_extensions import override

from exporters.kinds import KINDS
from policy.errors import ClauseDeskError
from resources.catalogue import LANGUAGES, Catalogue

COMMANDS = ("demo", "parse", "import", "show", "search", "export", "merge", "share", "check", "history", "apply")
Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"
DONE, FAILED, MISUSED = 0, 1, 2
# What shells give for a program that was stopped by Ctrl-C.
STOPPED = 130


def is_command(arguments: Sequence[str]) -> bool:
    """Whether the arguments name a subcommand or ask for help, so that no window is wanted."""
    if any(word in ("-h", "--help", "--version") for word in arguments):
        return True
    _, rest = _language_parser().parse_known_args(list(arguments))
    return bool(rest) and rest[0] in COMMANDS


def window_parser() -> argparse.ArgumentParser:
    """The grammar of a start with a window."""
    top: argparse.ArgumentParser = _Grammar(prog="clausedesk", parents=[_language_parser()])
    top.add_argument("workspace", nargs="?", type=Path)
    return top


def _language_parser() -> argparse.ArgumentParser:
    top: argparse.ArgumentParser = _Grammar(prog="clausedesk", add_help=False)
    top.add_argument("--language", choices=LANGUAGES, help="language of window, sentences and reports (default: zh)")
    return top


def has_display() -> bool:
    """Whether a window can be shown; Qt would end the process where it cannot."""
    if not sys.platform.startswith("linux") or os.environ.get("QT_QPA_PLATFORM"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def is_missing(path: Path) -> bool:
    """Whether nothing stands at ``path``, as far as one may look."""
    try:
        return not path.exists()
    except OSError:
        return False


def refuse(code: str, language: str | None, **facts: object) -> int:
    """Say on stderr why the program cannot go on; returns the exit code for that."""
    _complain(Catalogue.load(language or "zh").text(f"error.{code}", **facts))
    return FAILED


def run(arguments: Sequence[str]) -> int:
    """Carry out one subcommand. Returns 0 when done, 1 when the world failed and 130 when it was stopped by Ctrl-C (one sentence on
    stderr); wrong usage exits 2."""
    chosen = parser().parse_args(list(arguments))
    catalogue = Catalogue.load(chosen.language or "zh")
    ended = FAILED
    try:
        _warn(chosen, catalogue)
        module = importlib.import_module(f"desktop.commands.{chosen.module}")
        code: int = getattr(module, chosen.function)(chosen, catalogue)
        if sys.stdout is not None:
            sys.stdout.flush()
    except ClauseDeskError as error:
        _complain(catalogue.text(f"error.{error.code}", **error.facts))
    except BrokenPipeError:
        # The reader of our output has gone; a second failure while the interpreter closes stdout would only be noise.
        _give_up(sys.stdout)
    except OSError as error:
        _complain(_told(error, catalogue))
    except KeyboardInterrupt:
        _complain(catalogue.text("cli.stopped"))
        ended = STOPPED
    else:
        return code
    _drain(sys.stdout)
    return ended


def _warn(chosen: argparse.Namespace, catalogue: Catalogue) -> None:
    """Say in one line on stderr that a command is about to write a workspace where it may be lost or mixed up."""
    written = {"run_import": "workspace", "run_merge": "target", "run_apply": "workspace", "run_check": "workspace"}
    name = written.get(chosen.function)
    if name is None or getattr(chosen, "dry_run", False) or not getattr(chosen, "repair", True):
        return
    from storage.places import place_of

    place = place_of(getattr(chosen, name))
    if place.bites:
        kind = catalogue.text(place.phrase)
        _complain(catalogue.text("cli.place_bites", name=getattr(chosen, name).name, kind=kind, sign=place.sign))


def _told(error: OSError, catalogue: Catalogue) -> str:
    reason = error.strerror or type(error).__name__
    if error.filename is None:
        return catalogue.text("error.system", reason=reason)
    return catalogue.text("error.system_file", reason=reason, name=Path(os.fsdecode(error.filename)).name)


def _complain(text: str) -> None:
    """Print one sentence as one line on stderr, where there is one."""
    if sys.stderr is None:
        return
    try:
        print(*text.splitlines(), file=sys.stderr, flush=True)
    except OSError:
        _give_up(sys.stderr)


def _drain(stream: TextIO | None) -> None:
    """Write what ``stream`` still keeps, now and not while the interpreter ends, where a failure would be a traceback."""
    try:
        if stream is not None:
            stream.flush()
    except OSError:
        _give_up(stream)


def _give_up(stream: TextIO | None) -> None:
    """Let what is still written to ``stream`` go nowhere."""
    if stream is not None:
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


class _Grammar(argparse.ArgumentParser):
    """A parser that tells wrong usage in one line, as every other failure is told."""

    @override
    def error(self, message: str) -> NoReturn:
        _complain(f"{self.prog}: {message} ({self.prog} --help)")
        sys.exit(MISUSED)


def parser() -> argparse.ArgumentParser:
    """The grammar of the command line."""
    purpose = "Read a policy beside its task table, offline. Without a command: open the window, with WORKSPACE when one is named."
    usage = "clausedesk [--language {zh,en}] [WORKSPACE | COMMAND ...]"
    top: argparse.ArgumentParser = _Grammar(prog="clausedesk", usage=usage, description=purpose, parents=[_language_parser()])
    top.add_argument("--version", action="version", version=f"clausedesk {version()}")
    commands: Commands = top.add_subparsers(title="commands", metavar="COMMAND", required=True)
    _add_reading(commands)
    _add_writing(commands)
    return top


def version() -> str:
    """The installed version of the program."""
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("clausedesk")
    except PackageNotFoundError:
        return "0"


def _add_reading(commands: Commands) -> None:
    parse = _command(commands, "parse", "reading", "say what the reader understands of a file; nothing is stored")
    parse.add_argument("file", type=Path)
    _encoding(parse)
    _json(parse)
    show = _command(commands, "show", "reading", "list policies, counts, tasks, annotations and evidence")
    show.add_argument("workspace", type=Path)
    _json(show)
    search = _command(commands, "search", "reading", "find a text in everything the workspace holds")
    search.add_argument("workspace", type=Path)
    search.add_argument("text", type=_words)
    search.add_argument("--limit", type=_positive, default=100)
    _json(search)
    history = _command(commands, "history", "history", "say who wrote what, newest first, of one record or of everything")
    history.add_argument("workspace", type=Path)
    history.add_argument("record", nargs="?", metavar="RECORD", help="the id of a record; show --json lists them")
    _json(history)
    check = _command(commands, "check", "checking", "prove that the file is whole and its rows equal its history")
    check.add_argument("workspace", type=Path)
    check.add_argument("--repair", action="store_true", help="rebuild rows and index from the history, after a backup")
    _json(check)


def _add_writing(commands: Commands) -> None:
    demo = _command(commands, "demo", "demo", "import the sample; write workspace, Word report and a screenshot")
    demo.add_argument("--out", type=Path, default=Path("out"))
    importing = _command(commands, "import", "writing", "read policies into a workspace, which is made when it is missing")
    importing.add_argument("workspace", type=Path)
    importing.add_argument("files", type=Path, nargs="+", metavar="FILE")
    _encoding(importing)
    importing.add_argument("--no-comments", dest="comments", action="store_false", help="leave the comments of Word files out")
    _reviewer(importing)
    export = _command(commands, "export", "exporting", "write a document")
    export.add_argument("workspace", type=Path)
    export.add_argument("--as", dest="kind", required=True, choices=tuple(KINDS), metavar="KIND")
    export.add_argument("-o", "--output", type=Path, required=True)
    export.add_argument("--policy", metavar="ID")
    export.add_argument("--department", metavar="NAME")
    export.add_argument("--findings", action="store_true")
    export.add_argument("--as-of", type=_date, metavar="DATE", help="YYYY-MM-DD; judge deadlines as of this day")
    merge = _command(commands, "merge", "merging", "add what other workspaces know and this one does not")
    merge.add_argument("target", type=Path)
    merge.add_argument("sources", type=Path, nargs="+", metavar="SOURCE")
    merge.add_argument("--dry-run", action="store_true", help="say what would be added; write nothing")
    merge.add_argument("--passphrase-file", type=Path, metavar="FILE", help="open locked packages with the first line of this file")
    _reviewer(merge)
    _json(merge)
    share = _command(commands, "share", "sharing", "write a share package: all of a workspace or a part, without deleted words")
    share.add_argument("workspace", type=Path)
    share.add_argument("-o", "--output", type=Path, required=True, metavar="PATH")
    share.add_argument("--policy", action="append", metavar="ID", help="only this policy, by id or number; may be repeated")
    share.add_argument("--person", type=_name, action="append", metavar="NAME", help="only the work of this reviewer")
    share.add_argument("--tag", type=_name, action="append", metavar="NAME", help="only annotations with this tag")
    share.add_argument("--no-files", dest="files", action="store_false", help="leave the bytes of attached files out")
    share.add_argument("--passphrase-file", type=Path, metavar="FILE", help="lock the package with the first line of this file")
    _json(share)
    apply = _command(commands, "apply", "applying", "write records from a file of JSON lines, all of them or none")
    apply.add_argument("workspace", type=Path)
    apply.add_argument("file", type=Path)
    _reviewer(apply)


def _command(commands: Commands, name: str, module: str, help_: str) -> argparse.ArgumentParser:
    command = commands.add_parser(name, help=help_, description=help_)
    command.set_defaults(module=module, function=f"run_{name}")
    return command


def _json(command: argparse.ArgumentParser) -> None:
    command.add_argument("--json", action="store_true", help="print only JSON on stdout")


def _reviewer(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--reviewer", type=_name, metavar="NAME", help="in whose name to write (default: the reviewer of this computer)"
    )


def _encoding(command: argparse.ArgumentParser) -> None:
    command.add_argument("--encoding", metavar="NAME", help="read text in this encoding, such as big5 (default: its bytes tell)")


def _date(text: str) -> dt.date:
    try:
        if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
            return dt.date.fromisoformat(text)
    except ValueError:
        pass
    raise argparse.ArgumentTypeError(f"{text!r} is not a date like 2013-12-31")


def _positive(text: str) -> int:
    if not re.fullmatch(r"[0-9]{1,9}", text) or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number from 1 on")
    return int(text)


def _words(text: str) -> str:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        raise argparse.ArgumentTypeError(f"{text!r} is not UTF-8") from None
    return text


def _name(text: str) -> str:
    if not text.strip():
        raise argparse.ArgumentTypeError("the name is empty")
    return _words(text)
