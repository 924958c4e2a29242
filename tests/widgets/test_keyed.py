"""The smallest change holds for any rows that follow any others."""

from __future__ import annotations

from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QAbstractItemModel, QPersistentModelIndex, QSortFilterProxyModel

from widgets.models.keyed import KEY_ROLE, ROW_ROLE, KeyedModel


@dataclass(frozen=True, slots=True)
class Item:
    key: str
    value: int = 0


ITEMS = st.lists(st.builds(Item, st.sampled_from("abcdefghij"), st.integers(0, 2)), unique_by=lambda item: item.key)


def shown(model: QAbstractItemModel) -> list[Item]:
    return [model.index(row, 0).data(ROW_ROLE) for row in range(model.rowCount())]


@given(ITEMS, ITEMS)
def test_whatever_came_before_the_model_and_its_proxy_show_the_new_rows(before: list[Item], after: list[Item]) -> None:
    model: KeyedModel[Item] = KeyedModel()
    proxy = QSortFilterProxyModel()
    proxy.setSourceModel(model)
    model.set_rows(before)
    held = {item.key: QPersistentModelIndex(model.index(row, 0)) for row, item in enumerate(before)}
    model.set_rows(after)
    assert shown(model) == after == shown(proxy)
    assert all(model.place_of(item.key) == row for row, item in enumerate(after))
    common = {item.key for item in before} & {item.key for item in after}
    assert all(held[key].data(KEY_ROLE) == key for key in common)


def test_a_key_given_twice_is_shown_once() -> None:
    model: KeyedModel[Item] = KeyedModel()
    model.set_rows([Item("a", 1), Item("b"), Item("a", 2)])
    assert shown(model) == [Item("a", 2), Item("b")]
