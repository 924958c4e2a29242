"""What the header of a column says that it holds, beyond the usual wordings: by the words in it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from policy.rows_header import Column, column_of

_ASIDE = re.compile(r"\s+|[（(〔\[【][^（）()〔〕\[\]【】]*[）)〕\]】]|[:：*※★▲#]|^[一二三四五六七八九十]、")
LONGEST_WORDING = 18
_NO_WORDING = re.compile(r"[。；;，！]|^\d(?!\d{3}年)|[一-鿿]{2}、[一-鿿]{2}.*、")
_BODY = (
    r"(?:单位|部门|主体|机构|处室|科室|部室|股室|院系|学院|科股|部委|厅局|委办局|司局|局委办?|局办|镇街|乡镇|街道|区县|县区|市县|县市|县|分行|支行|公司"
    r"|地区|责任方|方)"
)
_AND_WHO = r"[及和与、/]+[一-鿿]{0,2}(?:责任人|负责人|联系人|领导|人员)"
_MEANINGS: Sequence[tuple[Column, re.Pattern[str]]] = tuple(
    (column, re.compile(pattern))
    for column, pattern in (
        (
            Column.NUMBER,
            r"(?:[一-鿿]{2,6}(?=[编序]号))?(?:任务|项目|事项|措施|举措)?(?:序|序列|序次|顺序|编)?号|序|№|[Nn][Oo]\.?|编码|排序|(?:任务|项目)编码",
        ),
        (Column.LEAD, rf".*(?:牵头|主办|主责).*{_BODY}{_AND_WHO}"),
        (Column.JOINT, rf".*(?:配合|参与|协办|协同|协助).*{_BODY}{_AND_WHO}"),
        (Column.DEPARTMENTS, rf".*{_BODY}{_AND_WHO}"),
        (Column.OTHER, r".*(?:责任人|联系人|联络|领导|负责人|电话|联系方式|签字|签名).*|负责同志|分管.*"),
        (Column.CATEGORY, r"(?:[一二三]级)(?:指标|任务|目录|分类|事项|类别)|.*(?:类别|类型|分类|领域|板块|大类|维度)"),
        (Column.CATEGORY, r"方面|专题|专项|门类|所属.*|.*(?:重点|主要|任务|工作|改革)(?:方面|方向|环节|板块|专题)"),
        (Column.OTHER, r".*(?:指标|标准值|目标值|现状|现值|权重|分值|得分|评分|完成率|比例|占比|增长|合计|数量|金额|万元|亿元).*"),
        (
            Column.OTHER,
            r".*(?:情况|进展|成果|成效|效果|备注|说明|依据|来源|标志|形式|资金|投资|经费|解释|范围|地点|原因|问题|佐证|附注).*",
        ),
        (
            Column.OTHER,
            rf".*(?:督导|督办|督查|督察|督促|监督|验收|销号|考核|考评|评价|审核|复核|核查|填报|报送|挂牌|包保).*{_BODY}",
        ),
        (
            Column.OTHER,
            r"(?:第?[一二三四1-4]季度|[上下]半年|(?:截至)?目前|当前|本[月周季]).*(?:进度|进展|目标|任务|节点|安排|计划)",
        ),
        (Column.DEPARTMENTS, rf".*(?:牵头|主办|责任).*(?:配合|参与|参加|协办|协同|协助).*{_BODY}?"),
        (Column.LEAD, rf"(?:.*(?:牵头|主办|总负责|主责|主要责任)){_BODY}?|.*(?:牵头|主办|主责).*{_BODY}|主要责任.*{_BODY}"),
        (Column.JOINT, rf".*(?:配合|参加|参与|协办|协同|协助|会同|支持|协作|联办|会办|联动).*{_BODY}|配合|参加|参与|协办|协同"),
        (
            Column.DEPARTMENTS,
            r".*(?:责任|负责|承办|实施|落实|分工|主管|执行|推进|建设|整改|完成|组织|任务|承担|审批|监管|指导|成员|办理)"
            rf".*{_BODY}|部门|.*责任分工|职责分工|.*(?:由|被)?谁.*(?:做|干|负责|牵头)|谁来.*|责任",
        ),
        (Column.TIMING, r".*(?:时限|时间|期限|进度|节点|日期|时序|年限|周期|何时).*|.*(?:完成|启动|推进|实施|办结)期|期限|时段"),
        (Column.TASK, r".*(?:任务|举措|措施|做法|对策|要点|抓手|做什么|干什么).*"),
        (Column.OTHER, r".*目标.*"),
        (Column.TASK, r".*(?:事项|项目|内容|要求|工作|办法|安排|计划|清单).*"),
    )
)
_STRONG = re.compile(
    "任务|举措|措施|做法|对策|要点|抓手|做什么|干什么|改革事项|重点事项|重点工作|工作事项|工作内容|工作要求|试点内容|改革内容"
)
_DUTY = re.compile("责任|负责|牵头|分工|落实|承办|配合|主办|谁|协同|参与|参加")
_GOAL = re.compile("目标")
_MEASURE = re.compile("指标|权重|分值|得分|评分|目标值|标准值|现状|基期|计量单位|属性|比例|数量|金额|占比")


def bare_wording(words: str) -> str:
    """The words of a header cell without blanks, brackets and marks."""
    return _ASIDE.sub("", words)


def meaning_of(words: str) -> Column | None:
    """What a column is for whose header cell says ``words``; nothing where they are no wording of a header that is known."""
    bare = bare_wording(words)
    if not bare or len(bare) > LONGEST_WORDING or _NO_WORDING.search(bare):
        return None
    usual = column_of(bare)
    if usual and not (usual is Column.TASK and _GOAL.fullmatch(bare[2:])) and usual is not Column.OTHER:
        return usual
    return next((column for column, pattern in _MEANINGS if pattern.fullmatch(bare)), usual)


def is_wording(words: str) -> bool:
    """Whether words are short enough and of a kind to stand in a header."""
    bare = bare_wording(words)
    return bool(bare) and len(bare) <= LONGEST_WORDING and not _NO_WORDING.search(bare)


def is_strong(words: str) -> bool:
    """Whether a header plainly says task or measure, which one of a list or an account of figures does not."""
    return _STRONG.search(bare_wording(words)) is not None


def is_duty(words: str) -> bool:
    """Whether a header says that bodies are answerable, not just named."""
    return _DUTY.search(words) is not None


def is_measure(words: str) -> bool:
    """Whether a header is that of a measured quantity."""
    return _MEASURE.search(bare_wording(words)) is not None and meaning_of(words) is not Column.CATEGORY
