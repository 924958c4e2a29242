"""The program's entry: a subcommand runs without a window, anything else opens one."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from desktop import cli


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the program with ``arguments`` (default: those of the process); returns its exit code."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    for stream in (sys.stdout, sys.stderr):
        # A console with another code page must not turn a sentence into a traceback. (There is no console under pythonw.)
        if stream is not None and hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    if cli.is_command(words):
        return cli.run(words)
    from desktop.app import run_window

    return run_window(words)


if __name__ == "__main__":
    sys.exit(main())
