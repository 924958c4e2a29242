"""Makes task tables up and prints them the way a PDF's text comes out: columns run together, pages cut anywhere."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, field


def _words(text: str) -> list[str]:
    return text.split()


CENTRAL = _words(
    """
    发展改革委 工业和信息化部 财政部 科技部 商务部 公安部 民政部 人力资源社会保障部 住房城乡建设部 交通运输部 农业部
    文化部 卫生计生委 人民银行 国资委 海关总署 税务总局 工商总局 质检总局 新闻出版广电总局 统计局 知识产权局 能源局
    国防科工局 银监会 证监会 邮政局 中央编办 国家互联网信息办公室 法制办 审计署 教育部
    """
)
LOCAL = _words(
    """
    市数据局 市发展改革委 市财政局 市人力资源社会保障局 市规划资源局 市住房城乡建设委 市交通运输委 市农业农村局
    市政务服务办 市市场监管局 市商务局 市水务局 市委网信办 市大数据管理中心 各区人民政府 市税务局 市生态环境局
    市卫生健康委 市教育局 市医保局
    """
)
PROVINCE = _words(
    """
    省发展改革委 省工业和信息化厅 省财政厅 省住房城乡建设厅 省自然资源厅 省大数据局 省市场监管局 省农业农村厅
    省交通运输厅 省商务厅 省司法厅 省税务局 省公安厅 省能源局 省人力资源社会保障厅 省水利厅 省生态环境厅 省教育厅
    省科技厅 省地方金融监管局
    """
)
_PLACES = _words(
    """
    星海 云山 东岭 锦川 白鹿 瑶台 青屿 石梁 南浦 望江 碧湖 松原
    """
)
_FIELDS = _words(
    """
    事务 数据 港航 产业 渔政 经贸 林草 水土 工贸 安防 信用 盐业 航运 矿政 粮储 云算
    """
)
_KINDS = _words(
    """
    局 署 委 部 办 厅 管理局 管理中心
    """
)
_DEEDS = _words(
    """
    推进 完善 加快 建立健全 组织实施 研究制定 支持 鼓励 开展 落实 启动 修订 培育 扩大 规范 统筹
    """
)
_THINGS = _words(
    """
    智慧园区建设 数据要素市场 港口集疏运体系 农村寄递网络 企业信用档案 网上办事大厅 新型储能示范项目 中小企业融资服务
    城市更新行动计划 远程医疗协同平台 跨境贸易便利化改革 “一网通办”服务 信息消费统计监测 公共数据开放目录
    养老服务设施布局 职业技能提升工程 绿色建筑标准 食品药品网上交易行为 移动支付应用 知识产权质押融资 5G网络覆盖
    IPv6规模部署 老旧小区改造 行政审批事项清理 电子证照互认共享 物流枢纽（县、区）网点 产业投资基金 创业担保贷款政策
    水利工程管护机制 行业标准体系
    """
)
_TAILS = _words(
    """
    ，提高服务水平 ，扩大覆盖范围 ，在47个县区推广 ，力争形成可复制经验 ，建设一批示范点 ，优化办理流程 ，完善配套措施
    ，引导社会资金投入 ，覆盖100个行政村 ，降低制度性成本 ，推动跨部门、跨区域共享 ，形成长效机制 ，健全考核办法
    ，带动上下游企业协同发展 ，每年培训2000人次以上
    """
)
TIMINGS = _words(
    """
    2013年第三季度 2013年第三季度启动 2013年年底前启动 2014年底前完成 2013年年底启动 持续实施 持续推进
    2013年研究，2014年启动 2013年年底前启动，2013-2015年滚动实施 长期坚持 成熟一项、启动一项
    2014年6月底前 2013年上半年 2024年6月30日前完成 年内完成 2015年12月底前 印发后3个月内 立即启动
    """
)
_CATEGORIES = _words(
    """
    一、夯实基础能力 二、优化营商环境 三、培育市场主体 四、提升公共服务 五、强化要素保障 六、完善支持政策
    """
)


@dataclass(frozen=True, slots=True)
class MadeRow:
    """What a made-up row says, cell by cell."""

    number: int
    category: str
    task: str
    departments: str
    timing: str


@dataclass(slots=True)
class Layout:
    """How a table is printed."""

    widths: tuple[int, int, int] = (12, 12, 9)
    header: str = "序号工作任务负责部门时间进度\n"
    glued: bool = True
    gaps: float = 0.3
    pages: float = 0.1
    page_marks: tuple[str, ...] = field(default=("",))


def made_up_names(chance: random.Random, count: int = 14) -> list[str]:
    """Names that no registry knows."""
    names = {chance.choice(_PLACES) + chance.choice(_FIELDS) + chance.choice(_KINDS) for _ in range(count * 3)}
    return sorted(names)[:count]


def made_rows(chance: random.Random, count: int, names: Sequence[str], timings: Sequence[str] = TIMINGS) -> list[MadeRow]:
    """``count`` rows in categories, with departments of ``names``."""
    rows: list[MadeRow] = []
    for number in range(1, count + 1):
        category = _CATEGORIES[min(len(_CATEGORIES) - 1, (number - 1) * len(_CATEGORIES) // count)]
        rows.append(MadeRow(number, category, _task(chance), _departments(chance, names), chance.choice(timings)))
    return rows


def _task(chance: random.Random) -> str:
    parts = [chance.choice(_DEEDS) + chance.choice(_THINGS) for _ in range(chance.choice((1, 1, 2, 2, 3)))]
    return "，".join(parts) + chance.choice([*_TAILS, "", ""])


def _departments(chance: random.Random, names: Sequence[str]) -> str:
    chosen = chance.sample(list(names), min(len(names), chance.choice((1, 1, 2, 2, 3, 3, 4, 5, 7))))
    form = chance.random()
    listed = "、".join(chosen)
    if form < 0.08:
        return f"{listed}等"
    if form < 0.14:
        return f"{listed}会同有关部门"
    if form < 0.18 and len(chosen) > 1:
        return f"{chosen[0]}会同{'、'.join(chosen[1:])}"
    return listed


def text_width(char: str) -> float:
    """The width of one character in full-width units."""
    return 0.5 if char.isascii() else 1.0


def wrapped(text: str, width: float) -> list[str]:
    """The lines of a cell."""
    lines, line, wide = [], "", 0.0
    for char in text:
        if wide + text_width(char) > width:
            lines.append(line)
            line, wide = "", 0.0
        line += char
        wide += text_width(char)
    return [*lines, line]


def printed_row(row: MadeRow, layout: Layout, chance: random.Random) -> str:
    """One row as text: a column shares its last line with the next exactly when it is the tallest of the row."""
    cells = [[str(row.number)]]
    cells += [wrapped(cell, wide) for cell, wide in zip((row.task, row.departments, row.timing), layout.widths, strict=True)]
    tallest = max(len(lines) for lines in cells)
    out = ""
    for place, lines in enumerate(cells):
        out += "\n".join(lines)
        if place + 1 < len(cells) and layout.glued and len(lines) == tallest:
            continue
        out += "\n" + ("\n" if chance.random() < layout.gaps else "")
    return out


def printed(rows: Sequence[MadeRow], layout: Layout, chance: random.Random) -> str:
    """The whole table as text, with the header repeated where a page begins and page breaks even inside rows."""
    out, category = layout.header, ""
    for row in rows:
        if row.category != category:
            category = row.category
            out += category + "\n"
        body = printed_row(row, layout, chance)
        if chance.random() < layout.pages:
            body = _broken(body, layout, chance)
        out += body
        if chance.random() < layout.pages:
            out += "\n" + chance.choice(layout.page_marks) + "\n" + layout.header
    return out


def _broken(body: str, layout: Layout, chance: random.Random) -> str:
    """A row that a page break cuts at one of its line ends."""
    ends = [place for place, char in enumerate(body[:-1]) if char == "\n"]
    if not ends:
        return body
    cut = chance.choice(ends) + 1
    return body[:cut] + "\n" + chance.choice(layout.page_marks) + "\n" + layout.header + body[cut:]
