"""Packages under a passphrase: they open with it alone, and only as they were written."""

from __future__ import annotations

import random

import pytest

from storage.age_format import MAGIC, is_locked
from storage.errors import StorageError
from storage.sharing_crypt import lock_up, unlock

PLAIN = bytes(range(256)) * 700
KEY = "正确的口令 correct horse"


@pytest.fixture(scope="module")
def locked() -> bytes:
    return lock_up(PLAIN, KEY)


def header_of(locked: bytes) -> int:
    return locked.index(b"\n", locked.index(b"\n---") + 1) + 1


def fault(data: bytes, passphrase: str = KEY) -> str:
    with pytest.raises(StorageError) as raised:
        unlock(data, passphrase, "包.age")
    assert raised.value.facts.get("name") == "包.age"
    return raised.value.code


def flipped(data: bytes, place: int, bit: int = 0) -> bytes:
    return data[:place] + bytes([data[place] ^ 1 << bit]) + data[place + 1 :]


def test_what_is_locked_up_comes_out_as_it_was(locked: bytes) -> None:
    assert is_locked(locked)
    assert not is_locked(PLAIN)
    assert PLAIN[:200] not in locked
    assert unlock(locked, KEY) == PLAIN


@pytest.mark.parametrize("wrong", ["", KEY + " "])
def test_another_passphrase_opens_nothing(locked: bytes, wrong: str) -> None:
    assert fault(locked, wrong) == "wrong_passphrase"


def test_one_bit_flipped_in_the_contents_is_noticed(locked: bytes, nightly: bool) -> None:
    draw = random.Random(20130808)
    start = header_of(locked)
    draws = [draw.randrange(start, len(locked)) for _ in range(60 if nightly else 1)]
    for place in [start, len(locked) - 1, *draws]:
        assert fault(flipped(locked, place, draw.randrange(8))) == "package_altered"


def test_one_bit_flipped_in_the_header_is_noticed(locked: bytes, nightly: bool) -> None:
    for place in range(0, header_of(locked), 1 if nightly else 47):
        assert fault(flipped(locked, place)) in ("package_altered", "wrong_passphrase")


def test_a_file_that_lacks_its_end_is_noticed(locked: bytes, nightly: bool) -> None:
    start = header_of(locked)
    cuts = [1, 16, 200, 65_536 + 16, len(locked) - start, len(locked) - start - 16]
    for cut in cuts if nightly else cuts[::4]:
        assert fault(locked[:-cut]) == "package_altered"
    for length in (0, 1, len(MAGIC), len(MAGIC) + 5, start - 1):
        assert fault(locked[:length]) == "package_altered"


def test_what_follows_the_end_is_noticed(locked: bytes) -> None:
    assert fault(locked + b"x") == "package_altered"


def test_what_is_too_large_to_be_opened_is_told_apart_from_what_is_too_large_to_be_locked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("storage.sharing_crypt.LIMIT", 1 << 20)
    assert fault(bytes(3 << 20)) == "received_too_large"
    with pytest.raises(StorageError) as raised:
        lock_up(bytes(3 << 20), KEY)
    assert raised.value.code == "package_too_large"


def test_a_header_that_asks_for_endless_work_is_refused_at_once(locked: bytes) -> None:
    salt = locked.split(b" ", 3)[2]
    for work in (b"22", b"30", b"63", b"255"):
        head, _, rest = locked.partition(salt + b" ")
        assert fault(head + salt + b" " + work + rest[2:]) == "package_altered"
