"""Findings are told by kind, the weightiest first, and none is told twice or lost."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from policy.findings import OF_THE_SOURCE, TO_KNOW, grouped
from policy.model import Finding, FindingKind

found = st.builds(Finding, st.sampled_from(FindingKind), st.sampled_from((None, "cl_1", "cl_2")), st.sampled_from((None, "t_1")))


@given(st.lists(found))
def test_every_finding_is_told_once_under_its_kind(findings: list[Finding]) -> None:
    groups = grouped(findings)
    told = [finding for _, group in groups for finding in group]
    assert len(told) == len(set(told))
    assert set(told) == set(findings)
    assert all(finding.kind is kind for kind, group in groups for finding in group)
    assert all(group for _, group in groups)


@given(st.lists(found))
def test_kinds_stand_in_one_order_whatever_came_first(findings: list[Finding]) -> None:
    kinds = [kind for kind, _ in grouped(findings)]
    shuffled = findings[::-1]
    assert [kind for kind, _ in grouped(shuffled)] == kinds


def test_what_contradicts_itself_comes_before_what_is_only_to_be_known() -> None:
    kinds = [kind for kind, _ in grouped(Finding(kind) for kind in FindingKind)]
    assert len(kinds) == len(FindingKind)
    assert kinds[0] is FindingKind.DEPARTMENTS_DIFFER
    settled = [kind in TO_KNOW for kind in kinds]
    assert settled == sorted(settled), "what a reviewer may settle comes first"
    assert OF_THE_SOURCE < TO_KNOW
