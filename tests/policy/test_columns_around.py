"""What the text before each table teaches is what counting it anew for each would give."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy import columns_around
from policy.columns_around import Around, Pairs

DUTIES = "推进甲事。（财政部、商务部负责）推进乙事。（市数据局牵头，财政部配合）推进丙事。（教育部负责）"


def test_pairs_stand_in_several_rows_or_several_times_before_them() -> None:
    pairs = Pairs(["甲乙丙甲乙", "丙甲丁戊"])
    assert ("丙甲" in pairs, "甲乙" in pairs, "丁戊" in pairs) == (True, False, False)
    around = Around("子丑子丑，丁戊。")
    around.go_to(8)
    pairs = around.pairs(["丁戊", "寅卯"])
    assert ("子丑" in pairs, "丁戊" in pairs, "寅卯" in pairs) == (True, True, False)


@given(st.text(alphabet="甲乙丙，", max_size=30), st.lists(st.integers(0, 30), max_size=4), st.lists(st.text("甲乙", max_size=4)))
def test_pairs_are_those_of_the_text_up_to_each_table(text: str, starts: list[int], rows: list[str]) -> None:
    around = Around(text)
    for start in sorted(starts):
        around.go_to(start)
        anew = Counter(map("".join, pairwise(text[:start])))
        fresh = Pairs(rows, anew)
        pairs = around.pairs(rows)
        assert all((pair in pairs) == (pair in fresh) for a in "甲乙丙，" for b in "甲乙丙，" for pair in [a + b])


def test_names_are_those_of_duties_before_the_table() -> None:
    around = Around(DUTIES)
    seen = []
    for start in (0, DUTIES.index("推进乙事"), DUTIES.index("推进丙事"), len(DUTIES)):
        around.go_to(start)
        seen.append(dict(around.names()))
    assert seen == [
        {},
        {"财政部": 1, "商务部": 1},
        {"财政部": 2, "商务部": 1, "市数据局": 1},
        {"财政部": 2, "商务部": 1, "市数据局": 1, "教育部": 1},
    ]


def test_names_far_above_are_left_behind() -> None:
    around = Around(f"{DUTIES}{'，' * 100_000}（审计署负责）")
    around.go_to(100_000 + DUTIES.index("推进乙事"))
    assert dict(around.names()) == {"财政部": 1, "市数据局": 1, "教育部": 1}


def test_text_that_many_tables_follow_is_counted_once(monkeypatch: pytest.MonkeyPatch) -> None:
    counted = 0

    def counting(text: str) -> list[tuple[str, str]]:
        nonlocal counted
        counted += len(text)
        return list(pairwise(text))

    monkeypatch.setattr(columns_around, "pairwise", counting)
    around = Around("甲乙" * 1000)
    for start in range(0, 2000, 10):
        around.go_to(start)
    assert counted < 3000
