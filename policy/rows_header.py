"""The header of a task table: its wordings, where it stands and what its columns hold."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum


class Column(Enum):
    """What a column of a task table holds."""

    NUMBER = "number"
    TITLE = "title"
    TASK = "task"
    DEPARTMENTS = "departments"
    LEAD = "lead"
    JOINT = "joint"
    TIMING = "timing"
    CATEGORY = "category"
    OTHER = "other"


_WORDINGS: dict[Column, str] = {
    Column.NUMBER: "序号|编号|项次|项目序号|任务序号",
    Column.TITLE: "改革事项|改革举措名称|事项名称|任务名称|项目名称|改革任务|工作事项|重点事项|事项",
    Column.TASK: (
        "工作任务|重点任务|主要任务|任务内容|工作内容|重点工作任务|重点工作|具体任务|具体工作任务"
        "|具体措施|主要措施|工作措施|政策措施|任务举措|工作举措|重点举措"
        "|主要内容|任务事项|目标任务|任务分工|分工任务|重点工作内容|任务要求|任务|措施|举措"
        "|内容|具体内容|重要举措|改革措施|工作要求|工作目标|试点任务|年度任务|重大任务|建设任务|整改任务|整治任务|专项任务|创建任务"
        "|试点内容|建设内容|改革内容|整改措施|整治措施|试点措施|推进措施|落实措施|年度工作任务|年度重点任务|主要工作任务|重点工作内容"
    ),
    Column.LEAD: "牵头单位|牵头部门|主办单位|主办部门|牵头责任单位|牵头责任部门|主要责任单位|总牵头单位",
    Column.JOINT: (
        "配合单位|配合部门|参加单位|参加部门|参与单位|参与部门|协办单位|协办部门|协同单位"
        "|协同部门|配合责任单位|协助单位|会同单位|会同部门"
    ),
    Column.DEPARTMENTS: (
        "负责部门|负责单位|责任单位|责任部门|责任主体|承办单位|承办部门|实施单位|实施主体"
        "|落实单位|落实部门|分工单位|部门分工|主管部门|牵头及配合单位"
    ),
    Column.TIMING: (
        "时间进度|时间安排|时间要求|时间节点|完成时限|完成时间|完成期限|时限要求|进度安排"
        "|进度要求|时限|进度|工作进度|计划完成时间|实施时间|推进时间|启动时间|时间表|完成时间及进度"
    ),
    Column.CATEGORY: (
        "类别|领域|重点领域|任务类别|工作类别|工作领域|任务领域|一级指标|二级指标|一级任务|任务分类|板块|分类|重点方向"
    ),
    Column.OTHER: (
        "来源|备注|解释|说明|适用范围|联系人|依据|政策依据|成果形式|完成标志|工作成果|责任人|分管领导|完成形式|成果|预期成果"
        "|预期目标|目标"
    ),
}
_COLUMNS = {word: column for column, words in _WORDINGS.items() for word in words.split("|")}
_WORD = re.compile("|".join(sorted(_COLUMNS, key=len, reverse=True)))
_JOINED_WORD = re.compile(rf"(?:{_WORD.pattern})[/、及和与]?")
_HEADER = re.compile(rf"(?:{_JOINED_WORD.pattern}){{2,8}}")
_FIRST_CHARS = frozenset(word[0] for word in _COLUMNS)
_BLANKS = re.compile(r"[\s|　]+")
LONGEST_HEADER = 60
MOST_LINES = 16
_LONGEST_WITH_NOTES = 140
_NOTE = re.compile(r"[（(〔\[][^（）()〔〕\[\]]*[）)〕\]]")
_OPEN_NOTE = re.compile(r"[（(〔\[]")


@dataclass(frozen=True, slots=True)
class Header:
    """A header as found: the lines it covers (end exclusive) and its columns in order."""

    first: int
    end: int
    columns: tuple[Column, ...]

    @property
    def cells(self) -> tuple[Column, ...]:
        """The columns after the number."""
        return tuple(column for column in self.columns if column is not Column.NUMBER)


def find_headers(lines: Sequence[str]) -> tuple[Header, ...]:
    """Every header among ``lines`` (one string a line), glued in one line or spread over several, in order."""
    headers: list[Header] = []
    here, known = 0, ""
    while here < len(lines):
        header = _header_at(lines, here, known)
        if header:
            headers.append(header)
            known = known or _bare(lines[header.first : header.end])
            here = header.end
        else:
            here += 1
    return tuple(headers)


def column_of(word: str) -> Column | None:
    """What the column of a usual header word holds."""
    return _COLUMNS.get(word)


def _bare(lines: Sequence[str]) -> str:
    return "".join(_BLANKS.sub("", line) for line in lines)


def _header_at(lines: Sequence[str], first: int, known: str) -> Header | None:
    """The longest header that begins at line ``first``: it names a number or a task, and departments or timing, no word twice.
    Where it repeats the ``known`` one it ends there: the next line may be a cell that reads like a heading."""
    begin = _BLANKS.sub("", lines[first])
    if not begin or begin[0] not in _FIRST_CHARS or len(begin) > _LONGEST_WITH_NOTES:
        return None
    written, best = "", None
    for end in range(first, min(len(lines), first + MOST_LINES)):
        bare = _BLANKS.sub("", lines[end])
        written += bare
        joined = _NOTE.sub("", written)
        if len(written) > _LONGEST_WITH_NOTES or (len(joined) > LONGEST_HEADER and not _OPEN_NOTE.search(joined)):
            break
        if bare and _HEADER.fullmatch(joined):
            columns = _columns(joined)
            best = Header(first, end + 1, columns) if columns else best
            if written == known:
                break
    return best


def _columns(joined: str) -> tuple[Column, ...]:
    words = _WORD.findall(joined)
    if len(set(words)) < len(words):
        return ()
    columns = _under_one([_COLUMNS[word] for word in words])
    if Column.TASK not in columns:
        columns = [Column.TASK if column is Column.TITLE else column for column in columns]
    kinds = set(columns)
    if Column.TASK not in kinds or not kinds & {Column.NUMBER, Column.DEPARTMENTS, Column.LEAD, Column.TIMING}:
        return ()
    return tuple(_once(columns))


def _under_one(columns: list[Column]) -> list[Column]:
    """Without the cell that only heads those for lead and joint bodies, which stand in its place wherever they were printed."""
    roles = [column for column in columns if column in (Column.LEAD, Column.JOINT)]
    if Column.DEPARTMENTS not in columns or len(roles) != 2:
        return columns
    found = columns.index(Column.DEPARTMENTS)
    before = [column for column in columns[:found] if column not in roles]
    return [*before, *roles, *(column for column in columns[found + 1 :] if column not in roles)]


def _once(columns: Sequence[Column]) -> list[Column]:
    """A second 任务 column holds the task and the first its title; other repeats are left as they are."""
    tasks = [place for place, column in enumerate(columns) if column is Column.TASK]
    return [Column.TITLE if place in tasks[:-1] else column for place, column in enumerate(columns)]
