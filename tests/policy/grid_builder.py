"""Makes task tables with cells up, in the many ways such tables are laid out, beside what they say."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, field

from policy.sources.blocks import Block, Grid, GridCell, Paragraph
from policy.sources.compose import Composed, compose


def grid(rows: Sequence[Sequence[str | None]], spans: dict[tuple[int, int], tuple[int, int]] | None = None) -> Grid:
    """A grid of ``rows``, ``None`` where another cell covers the place; ``spans`` are the (rows, columns) of cells over several."""
    cells = [
        GridCell(row, column, tuple(Paragraph(line) for line in words.split("\n")), *(spans or {}).get((row, column), (1, 1)))
        for row, line in enumerate(rows)
        for column, words in enumerate(line)
        if words is not None
    ]
    return Grid(tuple(cells))


def composed(*blocks: Block | str) -> Composed:
    """A document of paragraphs and grids."""
    return compose([Paragraph(block) if isinstance(block, str) else block for block in blocks])


@dataclass(frozen=True, slots=True)
class Made:
    """A task as a table says it."""

    number: int | None
    category: str | None
    title: str | None
    text: str
    lead: tuple[str, ...]
    joint: tuple[str, ...]
    responsible: tuple[str, ...]
    timing: str | None


@dataclass(slots=True)
class Look:
    """How a table is laid out."""

    numbered: str = "plain"
    categories: str = "bands"
    titled: bool = False
    roles: str = "one"
    timed: bool = True
    remark: str = ""
    order: str = "usual"
    two_heads: bool = False
    title_row: bool = False
    repeated: int = 0
    split: float = 0.0
    blank: float = 0.0
    lines: bool = False
    words: dict[str, str] = field(default_factory=dict)


HEADERS = {
    "number": ("序号", "编号", "序 号", "序\n号", "任务序号"),
    "category": ("类别", "重点领域", "一级指标", "工作领域", "领域"),
    "title": ("重点任务", "改革事项", "任务名称", "主要任务"),
    "task": ("工作任务", "具体举措", "任务内容", "主要措施", "工作要求", "具体任务", "工作内容"),
    "one": ("负责部门", "责任单位", "责任主体", "责任部门", "承办单位", "责任单位（排名不分先后）"),
    "lead": ("牵头单位", "牵头部门", "主办单位", "市级牵头部门"),
    "joint": ("配合单位", "参加单位", "协同部门", "参与单位"),
    "timing": ("时间进度", "完成时限", "时间节点", "进度安排", "完成时间"),
    "remark": ("备注", "成果形式", "预期成果", "工作目标"),
}
_CIRCLES = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳㉑㉒㉓㉔㉕㉖㉗㉘㉙㉚"


def random_look(chance: random.Random) -> Look:
    """A layout made up."""
    look = Look(
        numbered=chance.choice(("plain", "plain", "none", "brackets", "circles", "restart", "dotted", "dot")),
        categories=chance.choice(("bands", "lone", "column", "merged", "none", "two", "twocolumns")),
        titled=chance.random() < 0.3,
        roles=chance.choice(("one", "columns", "leads", "with", "labels")),
        timed=chance.random() < 0.8,
        remark=chance.choice(("", "", "备注", "成果形式")),
        order=chance.choice(("usual", "usual", "timing first", "departments first")),
        title_row=chance.random() < 0.3,
        repeated=chance.choice((0, 0, 3)),
        blank=chance.choice((0.0, 0.0, 0.2)),
        lines=chance.random() < 0.3,
        words={key: chance.choice(words) for key, words in HEADERS.items()},
    )
    look.two_heads = look.roles == "columns" and chance.random() < 0.5
    return look


@dataclass(frozen=True, slots=True)
class Row:
    """What a made-up row is about: its categories, wording, bodies and phrase."""

    outer: str
    inner: str
    title: str
    task: str
    names: tuple[str, ...]
    timing: str


def made_grid(rows: Sequence[Row], look: Look, chance: random.Random) -> tuple[Grid, list[Made]]:
    """The rows as a table that looks like ``look``, and what it says of each task."""
    writer = _Writer(look, chance)
    for place, row in enumerate(rows):
        writer.add(row, place)
    return writer.grid(), writer.made


class _Writer:
    """A table as it grows."""

    def __init__(self, look: Look, chance: random.Random) -> None:
        self.look, self.chance = look, chance
        self.kinds = _kinds(look)
        self.rows: list[list[str | None]] = []
        self.spans: dict[tuple[int, int], tuple[int, int]] = {}
        self.made: list[Made] = []
        self.number = 0
        self.groups = 0
        self.category: tuple[str, ...] = ()
        self.tops: dict[int, int] = {}
        if look.title_row:
            self._band("重点任务分工及进度安排表")
        self._head()

    def grid(self) -> Grid:
        return grid(self.rows, self.spans)

    def _band(self, words: str) -> None:
        width = len(self.kinds)
        if self.look.categories == "lone":
            self.rows.append([words, *[""] * (width - 1)])
        else:
            self.spans[len(self.rows), 0] = (1, width)
            self.rows.append([words, *[None] * (width - 1)])
        self.tops.clear()

    def _head(self) -> None:
        words: list[str | None] = [self.look.words[kind.rstrip("12")] for kind in self.kinds]
        if not self.look.two_heads:
            self.rows.append(words)
            return
        top, below = list(words), list[str | None]([None] * len(words))
        for column, kind in enumerate(self.kinds):
            if kind in ("lead", "joint"):
                below[column] = words[column]
                top[column] = self.look.words["one"] if kind == "lead" else None
                if kind == "lead":
                    self.spans[len(self.rows), column] = (1, 2)
            else:
                self.spans[len(self.rows), column] = (2, 1)
        self.rows += [top, below]

    def add(self, row: Row, place: int) -> None:
        if self.look.repeated and place and place % self.look.repeated == 0:
            self._head()
            self.tops.clear()
        category = self._category(row)
        if self.chance.random() < self.look.blank:
            self.rows.append([""] * len(self.kinds))
            self.tops.clear()
        cells = self._cells(row)
        line: list[str | None] = [cells[kind] for kind in self.kinds]
        if self.look.categories in ("merged", "twocolumns"):
            self._merge(line)
        self.rows.append(line)
        responsible, lead, joint = _roles(row, self.look)
        self.made.append(
            Made(
                self.number if self.look.numbered != "none" else None,
                category,
                row.title if self.look.titled else None,
                row.task,
                lead,
                joint,
                responsible,
                row.timing if self.look.timed else None,
            )
        )

    def _merge(self, line: list[str | None]) -> None:
        """Let the categories of a row go on in the cell above where they are the same."""
        for column, kind in enumerate(self.kinds):
            if kind not in ("category1", "category2"):
                continue
            top = self.tops.get(column)
            if top is not None and self.rows[top][column] == line[column]:
                self.spans[top, column] = (len(self.rows) - top + 1, 1)
                line[column] = None
            else:
                self.tops = {other: at for other, at in self.tops.items() if other < column} | {column: len(self.rows)}

    def _category(self, row: Row) -> str | None:
        kind = self.look.categories
        wanted = {"none": (), "two": (row.outer, row.inner), "twocolumns": (row.outer, row.inner)}.get(kind, (row.outer,))
        fresh = wanted != self.category
        if fresh and kind in ("bands", "lone", "two"):
            for place, words in enumerate(wanted):
                if wanted[: place + 1] != self.category[: place + 1]:
                    self._band(words)
        self.number = 1 if fresh and self.look.numbered in ("restart", "dotted") else self.number + 1
        self.groups += fresh
        self.category = wanted
        return " / ".join(wanted) or None

    def _cells(self, row: Row) -> dict[str, str]:
        number = {
            "none": "",
            "brackets": f"（{self.number}）",
            "circles": _CIRCLES[min(self.number, 30) - 1],
            "dotted": f"{self.groups}.{self.number}",
            "dot": f"{self.number}.",
        }.get(self.look.numbered, str(self.number))
        between = "\n" if self.look.lines else "、"
        names = row.names
        first, rest = names[0], between.join(names[1:])
        form = {
            "leads": f"{first}牵头，{'、'.join(names[1:])}配合" if rest else f"{first}牵头",
            "with": f"{first}会同{'、'.join(names[1:])}" if rest else first,
            "labels": f"牵头单位：{first}\n配合单位：{'、'.join(names[1:])}" if rest else f"牵头单位：{first}",
        }.get(self.look.roles, between.join(names))
        return {
            "number": number,
            "category1": row.outer,
            "category2": row.inner,
            "category": row.outer,
            "title": row.title,
            "task": row.task,
            "one": form,
            "lead": first,
            "joint": rest,
            "timing": row.timing,
            "remark": self.chance.choice(("", "实施方案", "完成建设任务并通过验收")),
        }


def _kinds(look: Look) -> list[str]:
    kinds = [] if look.numbered == "none" else ["number"]
    if look.categories in ("column", "merged"):
        kinds = [*kinds, "category1"] if len(look.words["task"]) % 2 else ["category1", *kinds]
    if look.categories == "twocolumns":
        kinds = ["category1", "category2", *kinds]
    bodies = ["lead", "joint"] if look.roles == "columns" else ["one"]
    timing = ["timing"] if look.timed else []
    tasks = ["title", "task"] if look.titled else ["task"]
    ordered = {"timing first": [*tasks, *timing, *bodies], "departments first": [*bodies, *tasks, *timing]}
    kinds += ordered.get(look.order, [*tasks, *bodies, *timing])
    return [*kinds, "remark"] if look.remark else kinds


def _roles(row: Row, look: Look) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """The bodies that are responsible, lead and join in."""
    if look.roles == "one" or (look.roles == "with" and len(row.names) == 1):
        return row.names, (), ()
    return (), row.names[:1], row.names[1:]
