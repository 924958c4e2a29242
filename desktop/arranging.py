"""Snapshots arranged for the views by the settings of the day, now or beforehand in the background."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from functools import partial

from desktop import arrange
from desktop.arrange import Arranged, arranged
from desktop.settings import DUE_SOON_DAYS, Settings, as_of
from desktop.snapshot import Snapshot
from widgets.policy_view.marks import Mark


class Arranging:
    """Arranges what is on screen, and keeps what was read and arranged in the background until its policy is shown."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._expected: Arranged | None = None
        self._taken: Arranged | None = None
        self._last: Arranged | None = None

    def as_of(self) -> dt.date:
        """The day as of which deadlines are judged: the one set, else today."""
        return as_of(self._settings)

    def arranger(self) -> Callable[[Snapshot], Arranged]:
        """What arranges a snapshot and its marks, in any thread, by the settings as they are now."""
        return partial(arranged, as_of=self.as_of(), due_soon_days=self._settings.get(DUE_SOON_DAYS), marked=True)

    def expect(self, found: Arranged | None) -> None:
        """Keep ``found`` for the next time that its policy is shown; ``None`` forgets what was not shown."""
        self._expected = found

    def expects(self, policy: str | None) -> bool:
        """Whether this policy was read and arranged for the next time that it is shown."""
        return self._expected is not None and self._expected.snapshot.policy.id == policy

    def take(self, policy: str | None) -> Snapshot | None:
        """The snapshot of a policy that was expected to be shown, once."""
        self._taken, self._expected = self._expected, None
        return self._taken.snapshot if self._taken is not None and self._taken.snapshot.policy.id == policy else None

    def marks(self, shown: Snapshot) -> Sequence[Mark]:
        """Every remark of ``shown`` that has a place, as the text view paints it."""
        known = self._taken
        if known is not None and known.snapshot is shown and known.marks is not None:
            return known.marks
        return arrange.marks(shown)

    def of(self, shown: Snapshot) -> Arranged:
        """``shown`` as the views take it."""
        known, self._taken = self._taken, None
        day, days = self.as_of(), self._settings.get(DUE_SOON_DAYS)
        if known is None or known.snapshot is not shown or (known.as_of, known.due_soon_days) != (day, days):
            known = arranged(shown, day, days, self._last)
        self._last = known
        return known
