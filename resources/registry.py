"""The registry of bodies that carry tasks: what they are called, when they existed and who followed them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

FILE = Path(__file__).parent / "departments.tsv"
LOCAL, ENTERPRISE, GENERIC = "local", "enterprise", "generic"
_BRACKET = re.compile(r"[（(〔\[【][^（）()〔〕\[\]【】]*[）)〕\]】]")
_NATIONAL = re.compile("^(?:国家|中央|全国|中国|国务院|最高)")
_SUFFIX = re.compile(r"(?:总局|委员会|办公室|办公厅|[部厅局委办处署会])$")
_LONG_SUFFIX = re.compile(r"(?:监督管理局|管理委员会|管理总局|管理局|监管局|管理处|管理办|管理委)$")
_PLACE_ENDS = frozenset("省市区县州盟旗团级地委直属府")
_LONGEST_PLACE = 12
_GOVERNMENTS = re.compile(
    r"(?:人民政府|政府|管委会|管理委员会|街道办事处|乡镇|人大常委会|政协|党委|党工委|工委|[省市县区州盟旗]委)(?:办公[厅室])?$"
)
_BRANCHES = re.compile(
    r"(?:海关|海事局|证监局|银保监局|金融监管局|监管分局|通信管理局|能源监管办|铁路局|邮政管理局|税务局|气象局|地震局|烟草专卖局|专员办"
    r"|人民?法院|检察院|中心支行|省?分行|支行|总队|支队|分局|办事处|派出所)$"
)
_COMPANIES = re.compile(
    r"(?:公司|集团|银行|保险|交易所|研究院|大学|学院|协会|学会|商会|联合会|基金会|联盟|企业|医院|学校|[央国]企|高校)$"
)
_AT_LARGE = re.compile(r"(?:部门|单位|机构|地区|地方|各地|成员|政府|人民政府|主体|企业|方面)$")
_CLAUSE_WORDS = re.compile("[由的了]")
_LOCAL_STEMS = (
    "人社|人力社保|住建|工信|经信|经济和信息化|经济信息化|工业信息化|发改|发展改革|发展和改革|水务|规划资源|规划和自然资源|自然资源和规划|城市管理"
    "|城管|城管执法|综合行政执法|综合执法|行政执法|金融|地方金融监管|地方金融|大数据|大数据管理|大数据发展|数据资源|数据|政务服务|政务服务数据管理"
    "|行政审批|行政审批服务|营商环境|投资促进|招商|国资监管|国资|园林绿化|园林|绿化市容|房管|房产|住房保障|口岸|机关事务|教体|教育体育|文旅|文广旅"
    "|文广新|卫健|卫生和计划生育|卫生|农委|农业|畜牧|林业|粮食|公积金管理|市政|市容|市政市容|交通|交通委|交通运输|公路|港航|港口|外事|侨务|民宗|民族宗教|史志"
    "|双拥|老干部|督查|督查考核|考核|信息中心|公共资源交易|公共资源交易监管|市场监督管理|工商|质监|质量技监|食品药品监管|安监|安全监管|环保|国土资源|国土"
    "|规划|建设|住房城乡建设|城乡建设|科技|科技创新|经贸|经济|商务|外经贸|旅游|文化|广电|新闻出版|体育|统计|物价|法制|审计|司法|民政|财政|教育|公安|监察"
    "|编|改革|依法治|国动|人防|民防|扶贫|移民|供销|贸促|残联|妇联|组织|宣传|统战|政法|网信|党史|档案|保密|机要|接待|信访|应急管理|应急|消防|退役军人"
    "|生态环境|自然资源|人力资源社会保障|人力资源和社会保障|医保|医疗保障|药监|药品监管|知识产权|林草|水利|能源|乡村振兴|农业农村|海洋|渔业|盐务|地质"
)


@dataclass(frozen=True, slots=True)
class Body:
    """One department, agency, party office, company or government.

    ``since`` and ``until`` are years (``until`` is the year it was dissolved), ``None`` where it has stood all along;
    ``successors`` are short names of those that took over its duties.
    """

    short: str
    full: str
    aliases: tuple[str, ...]
    kind: str
    since: int | None
    until: int | None
    successors: tuple[str, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """Every name it goes by, the short one first, each once."""
        return tuple(dict.fromkeys((self.short, self.full, *self.aliases)))

    def existed(self, year: int) -> bool:
        """Whether it stood at some time in ``year``."""
        return (self.since is None or self.since <= year) and (self.until is None or year <= self.until)


@dataclass(frozen=True, slots=True)
class Registry:
    """All known bodies, found by any of their names."""

    bodies: tuple[Body, ...]
    by_name: dict[str, Body]
    stems: frozenset[str] = frozenset()

    @classmethod
    def load(cls, path: Path = FILE) -> Registry:
        """Read the tab-separated file that ships with the program; lines that begin with ``#`` are remarks."""
        lines = [line for line in path.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
        bodies = tuple(_body(line) for line in lines[1:])
        by_name: dict[str, Body] = {}
        for body in bodies:
            for name in body.names:
                by_name.setdefault(name, body)
        fields = {_NATIONAL.sub("", name) for name in by_name}
        stems = {pattern.sub("", field) for field in fields for pattern in (_SUFFIX, _LONG_SUFFIX)} | set(_LOCAL_STEMS.split("|"))
        return cls(bodies, by_name, frozenset(stem for stem in stems if stem))

    def find(self, name: str) -> Body | None:
        """The body that goes by ``name``, whichever of its names that is."""
        return self.by_name.get(name)

    def kind_of(self, name: str) -> str | None:
        """The kind of a body: as registered, or by the pattern of its name ``local`` (省财政厅, 某某市人民政府, 开发区管委会, a
        branch), ``enterprise`` (a company, a bank, a society) or ``generic`` (有关部门); ``None`` for a name of no known form."""
        bare = _BRACKET.sub("", name)
        body = self.by_name.get(name) or self.by_name.get(bare)
        if body is not None:
            return body.kind
        if _GOVERNMENTS.search(bare) or _BRANCHES.search(bare) or self._is_local_office(bare):
            return LOCAL
        if _COMPANIES.search(bare):
            return ENTERPRISE
        return GENERIC if _AT_LARGE.search(bare) and not _CLAUSE_WORDS.search(bare) else None

    def _is_local_office(self, name: str) -> bool:
        """Whether a name is that of a place (省, 某某市) or nothing, then the field of an office, then the ending of one."""
        for end in range(min(len(name), _LONGEST_PLACE)):
            if end and name[end - 1] not in _PLACE_ENDS:
                continue
            rest = name[end:]
            if (end and rest in self.by_name) or any(
                pattern.search(rest) and pattern.sub("", rest) in self.stems for pattern in (_SUFFIX, _LONG_SUFFIX)
            ):
                return True
        return False

    def today(self, name: str) -> tuple[Body, ...]:
        """The bodies that carry the duties of ``name`` now: itself if it still stands, else its last successors, each once."""
        found: dict[str, Body] = {}
        open_names, seen = [name], set[str]()
        while open_names:
            body = self.by_name.get(open_names.pop(0))
            if body is None or body.short in seen:
                continue
            seen.add(body.short)
            if body.until is None:
                found[body.short] = body
            else:
                open_names.extend(body.successors)
        return tuple(found.values())


def _body(line: str) -> Body:
    short, full, aliases, kind, since, until, successors = (line.split("\t") + [""] * 6)[:7]
    return Body(short, full, _names(aliases), kind, _year(since), _year(until), _names(successors))


def _names(cell: str) -> tuple[str, ...]:
    return tuple(name for name in cell.split("|") if name)


def _year(cell: str) -> int | None:
    return int(cell) if cell else None
