"""Where the header of a table stands, what its columns hold, and whether that makes it a table of tasks."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from policy.columns_cells import DEEDS, DEPARTMENT_COLUMNS
from policy.departments import read_departments
from policy.departments_names import Lexicon, looks_like_name
from policy.grids_matrix import Matrix, Place, listed, said
from policy.grids_words import bare_wording, is_duty, is_measure, is_strong, is_wording, meaning_of
from policy.rows_header import Column, column_of
from policy.timing import first_deadline
from policy.timing_grammar import is_phrase

_LOOKED_AT = 12
_TOP = 3
_USUAL_WORDINGS = 2
_SAMPLE = 40
_MOST_SUBHEADS = 2
_MOSTLY = 0.6
_PROSE = 7
_LONGEST_NAMES = 300
_NUMBERED = re.compile(r"[（(]?(?:\d{1,4}(?:[.．]\d{1,3})*|[０-９]{1,4}|[①-⑳㉑-㊿])[）).．、]?")
_FIGURE = re.compile(r"[-+±≥≤<>＜＞约]*[\d.,，]+[%％‰A-Za-z/²³个万亿元人家户项件次年所座]{0,5}")
_CLAUSES = re.compile("[，。；]")
_YEAR = re.compile(r"\d{4}年度?")
_DONE = re.compile("完成|时限|期限|办结|结束")


@dataclass(frozen=True, slots=True)
class Head:
    """What the top of a table says: its first row of tasks, what each column holds, the rows and wordings of the header (none
    where there is none), and all words down to it."""

    end: int
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    words: tuple[str, ...]
    above: str

    def repeats(self, words: tuple[str, ...]) -> bool:
        """Whether a row says what a row of the header does."""
        return words in self.rows

    def is_title(self, words: str) -> bool:
        """Whether words stand above the header, as the title of the table does, which may be repeated on later pages."""
        return words in self.above.split("\n")

    def has(self, *columns: Column) -> bool:
        """Whether one of the columns is there."""
        return not set(columns).isdisjoint(self.columns)


def head_of(matrix: Matrix) -> Head | None:
    """The header of a table of tasks, or what the cells of one without a header say; nothing for any other table."""
    found = next((row for row in range(min(_LOOKED_AT, len(matrix.rows))) if _is_header(matrix, row)), None)
    head = _inferred(matrix) if found is None else _headed(matrix, found)
    return head if head and _has_tasks(matrix, head) else None


def goes_on_below(matrix: Matrix, head: Head) -> bool:
    """Whether a table without a header of its own has the cells that belong under the header of the one above."""
    if any(_is_header(matrix, row) for row in range(min(_TOP, len(matrix.rows)))):
        return False
    sample = range(min(len(matrix.rows), _SAMPLE))
    return sum(_fits(matrix, row, head.columns) for row in sample) >= _MOSTLY * len(sample)


def header_at(matrix: Matrix, row: int) -> Head | None:
    """The header of tasks that begins in a row further down, where a table goes on with other columns."""
    kinds = [column_of(bare_wording(place.words)) for place in matrix.own(row)]
    if sum(kind is not None for kind in kinds) < _USUAL_WORDINGS or not _is_header(matrix, row):
        return None
    return None if set(kinds).isdisjoint((Column.NUMBER, Column.TIMING, *DEPARTMENT_COLUMNS)) else _headed(matrix, row)


def row_words(matrix: Matrix, row: int) -> tuple[str, ...]:
    """The wording at each column of a row."""
    return tuple(bare_wording(matrix.words(row, column)) for column in range(matrix.width))


def _is_header(matrix: Matrix, row: int) -> bool:
    places = [place for place in matrix.cells(row) if place.words]
    if len(places) < 2 or not all(is_wording(place.words) for place in places):
        return False
    known = [meaning for place in places if (meaning := meaning_of(place.words))]
    if len(known) < 2 or 2 * len(known) < len(places):
        return False
    return not any(_is_said(place.words) for place in places)


def _is_said(words: str) -> bool:
    """Whether a short cell says something of its own, as a body or a time, and so is no wording of a header."""
    return Lexicon().is_registered(words) or (is_phrase(words) and not _YEAR.fullmatch(words))


def _headed(matrix: Matrix, first: int) -> Head | None:
    last = first
    while last + 1 < len(matrix.rows) and last - first < _MOST_SUBHEADS and _is_subhead(matrix, first, last + 1):
        last += 1
    above = "\n".join(place.words for row in range(first) for place in matrix.own(row))
    words = tuple(_wording(matrix, first, last, column) for column in range(matrix.width))
    sample = range(last + 1, min(len(matrix.rows), last + 1 + _SAMPLE))
    meanings = [meaning_of(word) or _by_content(matrix, sample, column) for column, word in enumerate(words)]
    columns = _settled(meanings, words, matrix, sample)
    if not _is_of_tasks(columns, words, _are_deeds(matrix, sample, columns)):
        return None
    above = "\n".join([above, *(place.words for row in range(first, last + 1) for place in matrix.own(row))])
    return Head(last + 1, columns, tuple(row_words(matrix, row) for row in range(first, last + 1)), words, above)


def _is_subhead(matrix: Matrix, first: int, row: int) -> bool:
    """Whether a row tells apart the columns below a header cell that heads several: 责任单位 over 牵头单位 and 配合单位."""
    own = matrix.own(row)
    if not own or not all(is_wording(place.words) and meaning_of(place.words) not in (None, Column.NUMBER) for place in own):
        return False
    return all(_lies_under_several(matrix, first, place) for place in own)


def _lies_under_several(matrix: Matrix, first: int, place: Place) -> bool:
    top = matrix.rows[first][place.column]
    if top is None:
        return True
    beside = matrix.words(first, place.column + 1) if place.column + 1 < matrix.width else " "
    return top.columns > place.columns or not top.words or not beside


def _wording(matrix: Matrix, first: int, last: int, column: int) -> str:
    """The lowest wording above a column's cells that says what it holds."""
    words = [matrix.words(row, column) for row in range(last, first - 1, -1)]
    return next((word for word in words if meaning_of(word)), next(filter(None, words), ""))


def _settled(meanings: Sequence[Column | None], words: Sequence[str], matrix: Matrix, sample: range) -> tuple[Column, ...]:
    """What each column holds when there is one number, one task and one timing."""
    columns = [meaning or Column.OTHER for meaning in meanings]
    _keep_one(columns, Column.NUMBER, lambda places: places[0])
    _keep_one(columns, Column.TIMING, lambda places: next((p for p in reversed(places) if _DONE.search(words[p])), places[0]))
    tasks = [place for place, column in enumerate(columns) if column is Column.TASK]
    titles = [place for place, column in enumerate(columns) if column is Column.TITLE]
    if not tasks and titles:
        columns[titles[-1]] = Column.TASK
    for place in tasks[:-1]:
        columns[place] = Column.TITLE
    if len(tasks) > 1 and _is_aside(matrix, sample, tasks[-2], tasks[-1]):
        columns[tasks[-2]], columns[tasks[-1]] = Column.TASK, Column.OTHER
    titles = [place for place, column in enumerate(columns) if column is Column.TITLE]
    for place in titles[:-1]:
        columns[place] = Column.CATEGORY
    return tuple(columns)


def _keep_one(columns: list[Column], wanted: Column, choose: Callable[[list[int]], int]) -> None:
    places = [place for place, column in enumerate(columns) if column is wanted]
    for place in places:
        columns[place] = wanted if place == choose(places) else Column.OTHER


def _is_aside(matrix: Matrix, sample: range, first: int, second: int) -> bool:
    """Whether the second of two columns of tasks only adds a word to the first."""
    long, short = (_mean_length(_cells(matrix, sample, column)) for column in (first, second))
    return short < _PROSE and long > 2 * short


def _is_of_tasks(columns: Sequence[Column], words: Sequence[str], deeds: bool) -> bool:
    """Whether a header is that of a table of tasks, not of figures nor a mere list. ``deeds`` is whether the cells below say what
    to do: then figures beside them, such as what doing it scores, do not matter."""
    task = next((word for column, word in zip(columns, words, strict=True) if column is Column.TASK), None)
    if task is None:
        return False
    assigned = any(column in DEPARTMENT_COLUMNS for column in columns)
    timed = Column.TIMING in columns
    named = (Column.TITLE, Column.TASK)
    if any(is_strong(word) for column, word in zip(columns, words, strict=True) if column in named):
        return assigned or timed or Column.NUMBER in columns or Column.TITLE in columns
    if any(map(is_measure, words)):
        return assigned and timed and deeds
    duty = any(column in DEPARTMENT_COLUMNS and is_duty(word) for column, word in zip(columns, words, strict=True))
    if (assigned and timed) or (duty and "名称" not in task):
        return True
    return Column.TITLE in columns and Column.NUMBER in columns


def _are_deeds(matrix: Matrix, sample: range, columns: Sequence[Column]) -> bool:
    """Whether most cells of the column of tasks say what to do, in clauses or beginning with a deed, rather than name a figure."""
    task = next((place for place, column in enumerate(columns) if column is Column.TASK), None)
    cells = _cells(matrix, sample, task) if task is not None else []
    deeds = sum(len(words) >= _PROSE and (words[:2] in DEEDS or _CLAUSES.search(words) is not None) for words in cells)
    return bool(cells) and deeds >= _MOSTLY * len(cells)


def _has_tasks(matrix: Matrix, head: Head) -> bool:
    """Whether a cell below the header says something that could be done."""
    tasks = [column for column, kind in enumerate(head.columns) if kind is Column.TASK]
    cells = (matrix.words(row, column) for row in range(head.end, len(matrix.rows)) for column in tasks)
    return any(len(words) > 1 and not _FIGURE.fullmatch(words) for words in cells)


def _inferred(matrix: Matrix) -> Head | None:
    """What the columns of a table without a header hold, by what stands in their cells."""
    sample = range(min(len(matrix.rows), _SAMPLE))
    columns = [_by_content(matrix, sample, column) for column in range(matrix.width)]
    open_columns = [column for column, kind in enumerate(columns) if kind is None]
    long = max(open_columns, key=lambda column: _mean_length(_cells(matrix, sample, column)), default=None)
    if long is None or _mean_length(_cells(matrix, sample, long)) < _PROSE:
        return None
    columns[long] = Column.TASK
    if not any(column in DEPARTMENT_COLUMNS or column is Column.TIMING for column in columns):
        return None
    for column in range(long):
        if columns[column] is None:
            columns[column] = Column.CATEGORY if _repeats(matrix, sample, column) else Column.TITLE
    names = [column for column, kind in enumerate(columns) if kind is Column.DEPARTMENTS]
    if len(names) == 2 and names[1] == names[0] + 1 and any(not matrix.words(row, names[1]) for row in sample):
        columns[names[0]], columns[names[1]] = Column.LEAD, Column.JOINT
    settled = _settled(columns, [""] * matrix.width, matrix, sample)
    first = next((row for row in sample if _fits(matrix, row, settled)), len(matrix.rows))
    above = "\n".join(place.words for row in range(first) for place in matrix.own(row) if len(matrix.own(row)) > 1)
    return Head(first, settled, (), ("",) * matrix.width, above)


def _fits(matrix: Matrix, row: int, columns: Sequence[Column]) -> bool:
    """Whether a row has the cells of a task, or a category; what stands above the first such row is a header in unknown words."""
    if len(matrix.own(row)) == 1:
        return True
    tests = {Column.NUMBER: _is_number, Column.TIMING: _is_timing, Column.DEPARTMENTS: _is_names, Column.LEAD: _is_names}
    checked = [(tests[kind], matrix.words(row, column)) for column, kind in enumerate(columns) if kind in tests]
    return any(test(words) for test, words in checked if words)


def _by_content(matrix: Matrix, sample: range, column: int) -> Column | None:
    """What a column holds by its cells; nothing where they are of no telling kind."""
    cells = _cells(matrix, sample, column)
    for kind, test in ((Column.NUMBER, _is_number), (Column.TIMING, _is_timing), (Column.DEPARTMENTS, _is_names)):
        if cells and sum(map(test, cells)) >= _MOSTLY * len(cells):
            return kind
    if cells and sum(_FIGURE.fullmatch(words) is not None for words in cells) >= _MOSTLY * len(cells):
        return Column.OTHER
    return None


def _cells(matrix: Matrix, sample: range, column: int) -> list[str]:
    """What the cells of a column say that cover this column alone."""
    places = dict.fromkeys(place for row in sample if (place := matrix.rows[row][column]) and place.columns == 1)
    return [words for place in places if (words := said(listed(place.lines)))]


def _mean_length(cells: Sequence[str]) -> float:
    return sum(map(len, cells)) / len(cells) if cells else 0.0


def _repeats(matrix: Matrix, sample: range, column: int) -> bool:
    """Whether the cells of a column cover several rows, or say the same again and again."""
    words = [matrix.words(row, column) for row in sample if matrix.words(row, column)]
    return len(set(words)) <= _MOSTLY * len(sample)


def _is_number(words: str) -> bool:
    return _NUMBERED.fullmatch(words) is not None


def _is_timing(words: str) -> bool:
    return is_phrase(words) or (len(words) <= 24 and first_deadline(words) is not None)


def _is_names(words: str) -> bool:
    if len(words) > _LONGEST_NAMES or "。" in words[:-1]:
        return False
    bodies = read_departments(words)
    return bool(bodies.names or bodies.open_ended) and all(map(looks_like_name, bodies.names))
