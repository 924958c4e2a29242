"""The tasks of tables whose cells are known."""

from __future__ import annotations

from policy.grids_head import head_of
from policy.grids_matrix import matrix_of
from policy.structure import Table

_LOOKED_AT = 60


def is_task_table(text: str, table: Table) -> bool:
    """Whether a ``table`` of canonical ``text`` holds tasks: by its header or, without one, by its cells. Tables of figures, lists
    of names and the like do not. Looks at the first rows only, so that it takes no longer for a long table."""
    matrix = matrix_of(text, table, _LOOKED_AT)
    return matrix is not None and head_of(matrix) is not None
