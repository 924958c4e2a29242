"""The program's entry: a subcommand runs without a window, anything else opens one."""

from __future__ import annotations

import gc
import sys
from collections.abc import Sequence

from desktop import cli
from storage.gate_protocol import CHECK_ARGUMENT


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the program with ``arguments`` (default: those of the process); returns its exit code."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    if words == [CHECK_ARGUMENT]:
        from storage.gate_worker import serve

        return serve()
    if getattr(sys, "frozen", False):
        import multiprocessing

        # A program frozen into one file is started again for what it does in processes of its own.
        multiprocessing.freeze_support()
    for stream in (sys.stdout, sys.stderr):
        # A console with another code page must not turn a sentence into a traceback. (There is no console under pythonw.)
        if stream is not None and hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    if cli.is_command(words):
        return cli.run(words)
    chosen = cli.window_parser().parse_args(words)
    if not cli.has_display():
        if chosen.workspace is not None and cli.is_missing(chosen.workspace):
            return cli.refuse("no_such_command", chosen.language, name=chosen.workspace, commands=", ".join(cli.COMMANDS))
        return cli.refuse("no_display", chosen.language)
    # What start-up makes stays until the end: looking through it for garbage, again and again while it grows, finds nothing.
    gc.disable()
    from desktop.app import run_window

    return run_window(chosen.workspace, chosen.language)


if __name__ == "__main__":
    sys.exit(main())
