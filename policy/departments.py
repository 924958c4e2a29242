"""Who does what: the named bodies of a departments cell, their roles, and whether the list is open."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from policy.departments_people import without_persons
from policy.model import Department, Role, Span
from policy.traditional import as_written, simplified

_LABEL = re.compile(r"^(?P<does>负责|责任|牵头|主办|配合|参加|参与|协办|协助|承办|实施|落实)(?:部门|单位|主体|机构)(?:为|[:：])")
_LABEL_ROLES = {"牵头": Role.LEAD, "主办": Role.LEAD} | dict.fromkeys(("配合", "参加", "参与", "协办", "协助"), Role.JOINT)
_BRACKETS = re.compile(r"[（(〔\[][^（）()〔〕\[\]]*[）)〕\]]|“[^”]*”|《[^》]*》")
_PROVINCES = re.compile(
    r"各?(?:有关|相关)?省、自治区、直辖市(?:[及和、]?(?:计划单列市|新疆生产建设兵团))*(?:人民政府|政府)?"
    r"|各?(?:有关|相关)?[市州盟地县区旗][〔（(][^〕）)]*[〕）)]、[县市区旗][〔（(][^〕）)]*[〕）)]"
    r"(?:人民政府|政府|人民法院|人民检察院)?"
    r"|各?(?:有关|相关)?[市州盟](?:、[县市区旗])+(?:人民政府|政府)"
)
_HIDDEN = "\ue000"
_OPEN_LIST = (
    r"(?:国务院|中央|省级|市级|省直|市直|省|市|县|区)?各?(?:有关|相关|其他|其它|国务院相关|国务院有关|中央有关)(?:行业)?"
    r"(?:主管|职能|成员|责任)?(?:部门|单位|地方|地区|方面|机构|部委)(?:[及和与](?:有关|相关)?(?:单位|地方|地区|机构|部门))?"
)
_GENERIC = re.compile(rf"(?:{_OPEN_LIST}|各地区?|各部门|各单位|各地方|各地各部门|各级各部门|部门|单位|地区|地方|部委)")
_NAMED_GENERIC = re.compile(
    r"各(?:有关|相关)(?:部门|单位)(?:[及和](?:单位|部门))?|有关地方"
    r"|(?:省直|市直|省级|市级|区级|县级)(?:有关|相关)(?:单位|部门)"
)
_ETC = re.compile(
    rf"(?<![高平同优初中一二三])等(?:{_GENERIC.pattern})?(?:(?:[及和、，]|以及)(?:{_GENERIC.pattern}))*"
    r"(?=$|会同|[，,；;、])"
)
_LEADS = re.compile(r"(?:共同|联合)?(?:为)?(?:牵头|总牵头|主办|主责)(?:部门|单位|负责|落实|组织实施|办理|制定|推进)?$")
_HELPS = re.compile(r"(?:等)?(?:积极)?(?:配合|协助|协办|参与|参加|协同|支持)(?:实施|落实|推进)?$")
_DUTY = re.compile(
    r"(?:(?:按照?|根据|依据)(?:各自)?(?:职责|职能|任务|分工)+(?:分别|共同|各自)?"
    r"(?:负责|落实|推进|组织实施)?|分别负责|分工负责|共同负责|组织实施|负责落实|负责|落实|指导)$"
)
_LEAD_MARK = re.compile(r"[（(](?:牵头|主办|牵头部门|牵头单位)[）)]$")
_WITH = re.compile(r"会同|会商")
_LEAD_FIRST = re.compile(
    r"(?:第[一1１][位个名]?|首[位个名]|最前面?|前列)(?:位)?的?(?:责任)?(?:者|部门|单位|主体)?的?(?:均|即|一般)?(?:为|是|系|作为)?(?:总|主要|主)?(?:牵头|主办|主责)"
)
_FIRST = re.compile(r"第\s*[一1１]|首\s*[位个名]|最\s*前|前\s*列")
_RULE_REACH = 40
_NOTE_REACH = 400


@dataclass(frozen=True, slots=True)
class Bodies:
    """The bodies of one cell in order, each once, and whether more unnamed ones belong to them."""

    departments: tuple[Department, ...]
    open_ended: bool

    @property
    def names(self) -> tuple[str, ...]:
        """The names in order."""
        return tuple(department.name for department in self.departments)


def read_departments(raw: str, *, role: Role = Role.RESPONSIBLE, lead_first: bool = False) -> Bodies:
    """The bodies named in a cell or bracket without line breaks. ``role`` is what a bare list means (a 牵头单位 column: LEAD);
    with ``lead_first`` the first body of a bare list leads and the others join in (排在第一位的部门为牵头部门)."""
    found: dict[str, Role] = {}
    open_ended = False
    for names, group_role, is_open in _groups(simplified(raw), role):
        open_ended = open_ended or is_open
        for name in names:
            found.setdefault(as_written(name, raw), group_role)
    if lead_first and len(found) > 1 and Role.LEAD not in found.values():
        first = next(iter(found))
        found = {name: Role.LEAD if name == first else Role.JOINT for name in found}
    return Bodies(tuple(Department(name, is_role) for name, is_role in found.items()), open_ended)


def says_first_leads(text: str) -> bool:
    """Whether ``text`` lays down that the first body of each list leads (列第一位者为牵头部门，下同)."""
    return _LEAD_FIRST.search(text) is not None


class FirstLeads:
    """Where a text lays down that the first body of a list leads, and for which of its tables that holds."""

    def __init__(self, text: str, tables: Sequence[Span]) -> None:
        """``tables`` are the stretches of its tables in order."""
        self._starts = [span.start for span in tables]
        self._own: set[int] = set()
        self._from: int | None = None
        for match in _FIRST.finditer(text):
            words = _near(text, match)
            if says_first_leads(words):
                self._take(match.start(), tables, onwards="下同" in words)

    def _take(self, spot: int, tables: Sequence[Span], *, onwards: bool) -> None:
        """Note a rule: it belongs to the table that it stands in or right below, and holds for all that follow if it says so or
        belongs to none."""
        place = bisect_right(self._starts, spot) - 1
        belongs = place >= 0 and spot < tables[place].end + _NOTE_REACH
        if belongs:
            self._own.add(place)
        if self._from is None and (onwards or not belongs):
            self._from = spot

    def holds_for(self, place: int) -> bool:
        """Whether it holds for a table: a rule stands in it, in a note below, or before it without belonging to another table."""
        return place in self._own or (self._from is not None and self._from < self._starts[place])


def _near(text: str, match: re.Match[str]) -> str:
    """The words from a place on without blanks, as lines may be broken inside them."""
    return "".join(text[match.start() : match.start() + _RULE_REACH].split())


_Group = tuple[list[str], Role, bool]


def _groups(raw: str, role: Role) -> Iterator[_Group]:
    """The groups of a cell with their role: what stands before 牵头, after 会同, before 配合, or bare."""
    hidden: list[str] = []

    def hide(match: re.Match[str]) -> str:
        hidden.append(match.group())
        return f"{_HIDDEN}{chr(0xE100 + len(hidden) - 1)}"

    text = _BRACKETS.sub(hide, _PROVINCES.sub(hide, raw))
    led = False
    for part in _parts(text):
        for names, own_role, is_open in _part_groups(part, role, led, hidden):
            led = led or own_role is Role.LEAD
            yield names, own_role, is_open


def _parts(text: str) -> list[str]:
    """Cuts at ； always, and at ， only where a role word ends what stands before it (elsewhere ， separates names)."""
    parts: list[str] = []
    for piece in re.split(r"[；;。]", text):
        start = ""
        for bit in re.split(r"[，,]", piece):
            start = f"{start}，{bit}" if start else bit
            if _LEADS.search(bit) or _HELPS.search(bit) or _DUTY.search(bit):
                parts.append(start)
                start = ""
        if start:
            parts.append(start)
    return parts


def _part_groups(part: str, role: Role, led: bool, hidden: list[str]) -> Iterator[_Group]:
    label = _LABEL.match(part)
    if label:
        part, role = part[label.end() :], _LABEL_ROLES.get(label["does"], role)
    part = part.removeprefix("由")
    bare, own_role = _role(part, role, led)
    lead, *joint = _WITH.split(bare)
    if not joint:
        yield from _marked(bare, own_role, hidden)
        return
    names, is_open = _split(lead, hidden)
    yield names, Role.LEAD, is_open
    for piece in joint:
        names, is_open = _split(piece, hidden)
        named = [name for name in names if not _NAMED_GENERIC.fullmatch(name)]
        yield named, Role.JOINT, is_open or len(named) < len(names)


def _marked(text: str, role: Role, hidden: list[str]) -> Iterator[_Group]:
    """A bare list, in which single names may carry （牵头）."""
    names, is_open = _split(text, hidden)
    marked = [bool(_LEAD_MARK.search(name)) for name in names]
    if not any(marked):
        yield names, role, is_open
        return
    for name, leads in zip(names, marked, strict=True):
        yield [_LEAD_MARK.sub("", name)], Role.LEAD if leads else Role.JOINT, is_open


def _role(part: str, role: Role, led: bool) -> tuple[str, Role]:
    for pattern, meant in ((_LEADS, Role.LEAD), (_HELPS, Role.JOINT)):
        found = pattern.search(part)
        if found:
            return part[: found.start()], meant
    found = _DUTY.search(part)
    bare = part[: found.start()] if found else part
    return bare, (Role.JOINT if led and role is Role.RESPONSIBLE else role)


def _split(text: str, hidden: list[str]) -> tuple[list[str], bool]:
    """The names of a list, and whether it ends open (等, 有关部门)."""
    etc = _ETC.search(text)
    is_open = etc is not None
    names: list[str] = []
    for item in re.split(r"[、，,/]|以及", _ETC.sub("、", text)):
        for piece in _joined(item):
            name = without_persons(_shown(piece.strip(), hidden))
            if not name:
                continue
            if _NAMED_GENERIC.fullmatch(name) or not _GENERIC.fullmatch(name):
                names.append(name)
            else:
                is_open = True
    return names, is_open


def _joined(item: str) -> list[str]:
    """Cuts ``A及B`` and ``A和B`` where that cannot be inside one name: after a generic word, or after a name's usual ending."""
    pieces = re.split(r"及(?!其)|(?<=部门)[和与](?!单位)|(?<=[部委局厅办署会院行])[和与](?=[^、]{2,}[部委局厅办署会院行])", item)
    if len(pieces) > 1 and _GENERIC.fullmatch(item):
        return [item]
    return pieces


def _shown(text: str, hidden: list[str]) -> str:
    out: list[str] = []
    skip = False
    for here, char in enumerate(text):
        if skip:
            skip = False
        elif char == _HIDDEN:
            out.append(hidden[ord(text[here + 1]) - 0xE100])
            skip = True
        else:
            out.append(char)
    return "".join(out)
