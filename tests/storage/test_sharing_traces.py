"""Of a package under a passphrase nothing readable ever stands on the disk, whenever whoever makes it is killed."""

from __future__ import annotations

import random
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from policy.model import Policy, Span
from storage.errors import StorageError
from storage.incoming import receive
from storage.records import AnnotationKind
from storage.sharing import Selection, share
from storage.workspace import Workspace

Child = Callable[..., subprocess.Popen[str]]
SECRET = "只有知道口令的人才能读到的话"
PASSPHRASE = "正确的口令"

SHARE = """
import os, sys
from pathlib import Path
from storage.sharing import Selection, share_file
os.environ["TMPDIR"] = os.environ["SQLITE_TMPDIR"] = sys.argv[3]
if __name__ == "__main__":
    print("begun")
    share_file(Path(sys.argv[1]), Selection(), Path(sys.argv[2]), sys.argv[4])
    print("done")
"""


@pytest.fixture
def secret(desk: Workspace, policy: Policy) -> Path:
    """A workspace in which something secret stands many times over, so that it is somewhere for a while."""
    for number in range(40):
        desk.annotations.add(policy.id, Span(0, 4), AnnotationKind.COMMENT, f"{number}{SECRET * 200}")
    desk.close()
    return desk.path


@pytest.fixture
def folders(tmp_path: Path) -> Iterator[tuple[Path, Path]]:
    """Where the package goes, and where everything temporary goes."""
    made = (tmp_path / "stick", tmp_path / "temporary")
    for folder in made:
        folder.mkdir()
    yield made
    for folder in made:
        assert readable(folder) == []


def readable(folder: Path) -> list[str]:
    """The files in a folder that tell something."""
    found = []
    for path in folder.rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            found += [path.name for words in (SECRET.encode(), b"SQLite format 3") if words in content]
    return found


def test_nothing_readable_stands_anywhere_whenever_the_sender_is_killed(
    secret: Path, folders: tuple[Path, Path], child: Child, nightly: bool
) -> None:
    assert readable(secret.parent), "or else nothing would be found"
    dice = random.Random(5)
    target = folders[0] / "包.age"
    for _ in range(20 if nightly else 3):
        process = child(SHARE, str(secret), str(target), str(folders[1]), PASSPHRASE)
        assert process.stdout is not None
        assert process.stdout.readline() == "begun\n"
        ends = time.monotonic() + dice.uniform(0.05, 1.5)
        while time.monotonic() < ends:
            assert [readable(folder) for folder in folders] == [[], []]
            time.sleep(0.02)
        process.kill()
        process.communicate()
        assert [readable(folder) for folder in folders] == [[], []]
        if target.exists():
            with receive([target], PASSPHRASE) as incoming:
                assert incoming.files
            target.unlink()


@pytest.mark.parametrize("harm", ["another passphrase", "a flipped bit", "a missing end"])
def test_a_locked_package_that_does_not_open_leaves_no_part_of_it(
    secret: Path, folders: tuple[Path, Path], harm: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = folders[0] / "包.age"
    with Workspace.open(secret, None) as workspace:
        share(workspace, Selection(), target, PASSPHRASE)
    locked = target.read_bytes()
    if harm == "a flipped bit":
        target.write_bytes(locked[:-500] + bytes([locked[-500] ^ 1]) + locked[-499:])
    elif harm == "a missing end":
        target.write_bytes(locked[:-100])
    monkeypatch.setattr("tempfile.tempdir", str(folders[1]))
    with pytest.raises(StorageError) as raised:
        receive([target], "falsch" if harm == "another passphrase" else PASSPHRASE)
    assert raised.value.code == ("wrong_passphrase" if harm == "another passphrase" else "package_altered")
    assert list(folders[1].rglob("*")) == []
