"""The program's settings: declared once, typed, kept in one JSON file."""

from __future__ import annotations

import datetime as dt
import json
import logging
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, TypeVar

from exporters.errors import ExportError
from exporters.files import write_bytes

T = TypeVar("T")
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Setting(Generic[T]):
    """One setting: its key, the value it has when nobody chose, and what a stored value must look like."""

    key: str
    default: T
    valid: Callable[[Any], bool]


def _text(value: object) -> bool:
    return isinstance(value, str)


def _one_of(*values: str) -> Callable[[Any], bool]:
    return lambda value: value in values


def _number(low: int, high: int) -> Callable[[Any], bool]:
    return lambda value: isinstance(value, int) and not isinstance(value, bool) and low <= value <= high


def _texts(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) for item in value)


LANGUAGE = Setting("language", "zh", _one_of("zh", "en"))
APPEARANCE = Setting("appearance", "system", _one_of("system", "light", "dark"))
FONT_FAMILY = Setting("document_font", "", _text)
FONT_SIZE = Setting("document_font_size", 17, _number(10, 40))
DUE_SOON_DAYS = Setting("due_soon_days", 30, _number(0, 365))
AS_OF = Setting("as_of", "", _text)
REPORT_BODY_FONT = Setting("report_body_font", "", _text)
REPORT_TITLE_FONT = Setting("report_title_font", "", _text)
REVIEWER_ID = Setting("reviewer_id", "", _text)
REVIEWER_NAME = Setting("reviewer_name", "", _text)
REVIEWER_ORGANISATION = Setting("reviewer_organisation", "", _text)
RECENT: Setting[list[str]] = Setting("recent_workspaces", [], _texts)
WINDOW = Setting("window_geometry", "", _text)
SPLITS: Setting[list[str]] = Setting("window_splits", [], _texts)
TABLE = Setting("task_table", "", _text)
HIDDEN_PANES: Setting[list[str]] = Setting("hidden_panes", [], _texts)
EXPORT_FOLDER = Setting("export_folder", "", _text)
RECENT_LIMIT = 10


class Settings:
    """Reads and writes the settings file. Unknown keys are kept; a bad value reads as its default, with one log line."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._values: dict[str, Any] = self._read()

    def get(self, setting: Setting[T]) -> T:
        """The stored value, or the default when there is none or it is not valid."""
        if setting.key not in self._values:
            return setting.default
        value: Any = self._values[setting.key]
        if setting.valid(value):
            return value  # type: ignore[no-any-return]
        log.warning("The setting %s has a value that does not fit; its default is used.", setting.key)
        return setting.default

    def set(self, setting: Setting[T], value: T) -> None:
        """Keep ``value`` and write the file; a file that cannot be written is logged, for settings are never worth a stop."""
        if self._values.get(setting.key) == value:
            return
        self._values[setting.key] = value
        try:
            write_bytes(self._path, json.dumps(self._values, ensure_ascii=False, indent=1).encode("utf-8"))
        except ExportError as error:
            log.warning("The settings could not be written: %s", error.code)

    def remember_workspace(self, path: Path) -> None:
        """Put a workspace at the head of the recent files."""
        entry = str(path)
        others = [item for item in self.get(RECENT) if item != entry]
        self.set(RECENT, [entry, *others][:RECENT_LIMIT])

    def _read(self) -> dict[str, Any]:
        try:
            values = json.loads(self._path.read_text(encoding="utf-8"))
        except (FileNotFoundError, NotADirectoryError):
            return {}
        except (OSError, ValueError, RecursionError):
            log.warning("The settings file could not be read; defaults are used.")
            return {}
        return values if isinstance(values, dict) else {}


def as_of(settings: Settings) -> dt.date:
    """The day as of which deadlines are judged: the one set, else today."""
    text = settings.get(AS_OF)
    try:
        return dt.date.fromisoformat(text) if text else dt.date.today()
    except ValueError:
        return dt.date.today()
