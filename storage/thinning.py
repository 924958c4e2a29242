"""Which backups may go when they grow many: a pure rule over names and sizes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

# Everything of the last two days is kept, then one a day, a week, a month.
KEEP_ALL = dt.timedelta(days=2)
KEEP_DAILY = dt.timedelta(days=14)
KEEP_WEEKLY = dt.timedelta(days=90)
# What was made before something was changed as a whole is kept this long, whatever else there is.
KEEP_BEFORE = dt.timedelta(days=14)
BEFORE = "before-"
ROOM = 1 << 30
ROOM_TIMES = 4


@dataclass(frozen=True, slots=True)
class Backup:
    """A whole copy of a workspace: when it was ``made`` (UTC), for what ``reason``, and its size in bytes."""

    path: Path
    made: dt.datetime
    reason: str
    size: int


def superseded(backups: Iterable[Backup], now: dt.datetime) -> list[tuple[Backup, Backup]]:
    """The backups that a newer one of the same day, week or month stands for, each with that newer one; the oldest last."""
    stands: dict[str, Backup] = {}
    gone: list[tuple[Backup, Backup]] = []
    for backup in newest_first(backups):
        slot = _slot(backup.made, now)
        if slot in stands and not _protected(backup, now):
            gone.append((backup, stands[slot]))
        stands.setdefault(slot, backup)
    return gone


def beyond_room(backups: Iterable[Backup], now: dt.datetime, room: int) -> list[Backup]:
    """What has to go so that the rest takes at most ``room`` bytes: of those that stand closest together the older one goes first.

    The newest stays, and so do those made before a change as a whole for as long as they are kept, even if there is no room.
    """
    left = newest_first(backups)
    gone: list[Backup] = []
    while sum(backup.size for backup in left) > room:
        free = [place for place in range(1, len(left)) if not _protected(left[place], now)]
        if not free:
            break
        closest = min(free, key=lambda place: (left[place - 1].made - left[place].made, -place))
        gone.append(left.pop(closest))
    return gone


def room_for(size: int) -> int:
    """How many bytes all backups of a workspace of ``size`` bytes may take together."""
    return max(ROOM, ROOM_TIMES * size)


def newest_first(backups: Iterable[Backup]) -> list[Backup]:
    """Backups by age, the newest first."""
    return sorted(backups, key=lambda backup: (backup.made, backup.path.name), reverse=True)


def thin(backups: Sequence[Backup], now: dt.datetime, whole: Callable[[Backup], bool]) -> list[Backup]:
    """The backups to remove. One goes only when the newer one that stands for it is found ``whole``, so that bad luck with one file
    never costs the last good copy."""
    sound: dict[Path, bool] = {}

    def is_sound(backup: Backup) -> bool:
        if backup.path not in sound:
            sound[backup.path] = whole(backup)
        return sound[backup.path]

    gone = [old for old, newer in superseded(backups, now) if is_sound(newer)]
    left = [backup for backup in backups if backup not in gone]
    room = room_for(newest_first(backups)[0].size) if backups else 0
    crowded = beyond_room(left, now, room)
    return gone + crowded if crowded and is_sound(newest_first(left)[0]) else gone


def _protected(backup: Backup, now: dt.datetime) -> bool:
    return backup.reason.startswith(BEFORE) and now - backup.made < KEEP_BEFORE


def _slot(made: dt.datetime, now: dt.datetime) -> str:
    age = now - made
    if age < KEEP_ALL:
        return made.isoformat()
    if age < KEEP_DAILY:
        return made.strftime("day %Y-%m-%d")
    return made.strftime("week %G-%V" if age < KEEP_WEEKLY else "month %Y-%m")
