"""Records as plain JSON values."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
from typing import Any

Json = dict[str, Any]


def plain(value: object) -> Any:  # noqa: ANN401 - JSON is what it is
    """``value`` as JSON knows it: records as objects, dates as ISO text, sets as sorted lists."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: plain(getattr(value, field.name)) for field in dataclasses.fields(value)}
    if isinstance(value, dt.date | dt.datetime):
        return value.isoformat()
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, set | frozenset):
        return sorted(plain(item) for item in value)
    if isinstance(value, tuple | list):
        return [plain(item) for item in value]
    return value


def print_json(value: object) -> None:
    """Print one JSON value on stdout, and nothing else."""
    print(json.dumps(plain(value), ensure_ascii=False, indent=2))


def print_line(value: object) -> None:
    """Print one JSON value on a line of its own."""
    print(json.dumps(plain(value), ensure_ascii=False))
