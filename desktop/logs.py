"""The log: a rotating file in the user's log folder; no policy text, notes or evidence above DEBUG."""

from __future__ import annotations

import logging
from logging.handlers import RotatingFileHandler
from pathlib import Path

FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"


def start(folder: Path, level: int = logging.INFO) -> Path:
    """Send every logger to ``clausedesk.log`` in ``folder`` (1 MiB, three old ones kept); returns the file's path."""
    path = folder / "clausedesk.log"
    handler = RotatingFileHandler(path, maxBytes=1 << 20, backupCount=3, encoding="utf-8", delay=True)
    handler.setFormatter(logging.Formatter(FORMAT))
    root = logging.getLogger()
    root.addHandler(handler)
    root.setLevel(level)
    return path
