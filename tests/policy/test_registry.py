"""The registry of bodies: names, years and successors."""

from __future__ import annotations

import pytest

from resources.registry import Registry


@pytest.fixture(scope="module")
def registry() -> Registry:
    return Registry.load()


def test_a_body_is_found_by_any_of_its_names(registry: Registry) -> None:
    for name in ("发展改革委", "国家发展和改革委员会", "国家发改委"):
        body = registry.find(name)
        assert body is not None
        assert body.short == "发展改革委"
    assert registry.find("星海事务局") is None


@pytest.mark.parametrize(
    ("name", "today"),
    [
        ("环境保护部", ["生态环境部"]),
        ("卫生部", ["卫生健康委"]),
        ("银监会", ["金融监管总局"]),
        ("保监会", ["金融监管总局"]),
        ("工商总局", ["市场监管总局"]),
        ("质检总局", ["市场监管总局", "海关总署"]),
        ("国务院扶贫办", ["农业农村部"]),
        ("国土资源部", ["自然资源部"]),
        ("财政部", ["财政部"]),
        ("星海事务局", []),
    ],
)
def test_duties_are_followed_through_the_reforms(registry: Registry, name: str, today: list[str]) -> None:
    assert [body.short for body in registry.today(name)] == today


def test_a_body_existed_only_in_its_years(registry: Registry) -> None:
    body = registry.find("银保监会")
    assert body is not None
    assert [year for year in (2017, 2018, 2020, 2023, 2024) if body.existed(year)] == [2018, 2020, 2023]


def test_every_successor_is_registered_and_comes_after(registry: Registry) -> None:
    for body in registry.bodies:
        assert body.since is None or body.until is None or body.since <= body.until
        assert not body.successors or body.until is not None
        for name in body.successors:
            successor = registry.find(name)
            assert successor is not None, name
            assert successor.until is None or body.until is None or successor.until > body.until
