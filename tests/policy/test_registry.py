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
        ("国家外国专家局", ["人力资源社会保障部"]),
        ("国家乡村振兴局", ["农业农村部"]),
        ("国务院港澳办", ["中央港澳办"]),
        ("国家银保监会", []),
        ("国务院三峡办", ["水利部"]),
        ("铁道部", ["交通运输部", "铁路局", "国铁集团"]),
        ("国家经贸委", ["商务部", "发展改革委", "国资委"]),
        ("国家数据局", ["数据局"]),
        ("中央社会工作部", ["中央社会工作部"]),
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


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("省发展改革委", "local"),
        ("省市场监管局", "local"),
        ("江南省财政厅", "local"),
        ("市规划和自然资源局", "local"),
        ("区教体局", "local"),
        ("市委网信办", "local"),
        ("各市、县人民政府", "local"),
        ("滨海新区管委会", "local"),
        ("人民银行江南省分行", "local"),
        ("江南证监局", "local"),
        ("国网江南省电力公司", "enterprise"),
        ("中国农业银行", "enterprise"),
        ("星海港口集团", "enterprise"),
        ("有关行业主管部门", "generic"),
        ("财政部（国库司）", "department"),
        ("星海协调署", None),
        ("进一步推进", None),
        ("职责范围内由主管部门", None),
    ],
)
def test_the_kind_of_a_body_by_its_name(registry: Registry, name: str, kind: str | None) -> None:
    assert registry.kind_of(name) == kind


def test_no_two_bodies_share_a_name(registry: Registry) -> None:
    names = [name for body in registry.bodies for name in body.names]
    assert len(names) == len(set(names))
