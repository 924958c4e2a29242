"""The shapes that policies come in: forwarded, boxed, numbered by decimals, with contents, on one line, broken at any width."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policy.canonical import canonical
from policy.model import Policy, Provision, ProvisionKind
from policy.outline import read_outline
from policy.outline_layout import lay_out
from policy.parse import parse_text

NOTICE = """江南省人民政府办公厅关于印发江南省数字乡村建设行动方案的通知

江南政办发〔2022〕15号

各设区市人民政府，省政府各部门：

《江南省数字乡村建设行动方案》已经省政府同意，现印发给你们，请认真贯彻执行。

江南省人民政府办公厅

2022年5月6日

江南省数字乡村建设行动方案

为加快数字乡村建设，推动农业农村现代化，制定本方案。

一、总体要求

（一）指导思想。坚持以人民为中心的发展思想，统筹推进农村信息基础设施建设，弥合城乡之间的数字鸿沟，让农民群众更多分享发展成果。

（二）工作目标。到2025年，全省行政村第五代移动通信网络覆盖率达到95%以上，农产品网络零售额比2020年翻一番，基层治理的数字化水平明显提高。

二、重点任务

（三）建设乡村网络。

1.推进光纤入户。支持电信企业把光纤网络向自然村延伸，对偏远地区的建设和维护给予补助。（省通信管理局牵头，省财政厅配合）

2.建设移动基站。优先利用现有公共设施，简化选址、用地和用电的手续，保障基站建设顺利进行。（省通信管理局、省自然资源厅负责）

（四）发展智慧农业。鼓励种植养殖大户应用物联网设备，建设一批数字农场和数字牧场，总结推广先进经验。（省农业农村厅负责）

三、保障措施

（五）加强组织领导。建立由省农业农村厅牵头的协调机制，定期研究解决重大问题，各地要把数字乡村建设摆上重要议事日程。

（六）强化资金保障。统筹用好现有的各类资金渠道，引导社会资本以市场化方式参与，建立多元投入机制。
"""
LAW = """江南省河湖保护条例

（2021年3月25日江南省第十三届人民代表大会常务委员会第二十次会议通过）

第一章　总则

第一条　为了加强河湖保护和管理，防治水体污染，维护河湖健康生命，根据有关法律、行政法规，结合本省实际，制定本条例。

第二条　本省行政区域内河道、湖泊、水库的保护和监督管理活动，适用本条例。法律、行政法规另有规定的，从其规定。

第二章　保护

第三条　任何单位和个人不得有下列行为，影响河湖的行洪、蓄水和供水安全：

（一）在河道管理范围内倾倒垃圾、渣土等固体废物，或者堆放影响行洪的物料；

（二）擅自填堵、覆盖河道，缩小湖泊、水库的水面或者降低其调蓄能力；

（三）法律、行政法规禁止的其他行为。

违反前款规定的，由县级以上人民政府水行政主管部门责令停止违法行为，限期恢复原状，处一万元以上五万元以下罚款。

第四条　县级以上人民政府应当建立河湖巡查制度，发现问题及时处理，巡查结果每季度向社会公布一次。

第三章　附则

第五条　本条例自2021年7月1日起施行。
"""


def outline(text: str) -> tuple[Provision, ...]:
    return read_outline(lay_out(text))


def numbered(policy: Policy) -> list[tuple[str, str, str, str, str | None]]:
    """What must not depend on how a policy is typed: eId, kind, number, heading and parent of each numbered unit."""

    def plain(words: str | None) -> str:
        return unicodedata.normalize("NFKC", words or "").replace(" ", "")

    units = [unit for unit in policy.provisions if unit.kind is not ProvisionKind.PARAGRAPH]
    return [(unit.eid, unit.kind.value, plain(unit.number), plain(unit.heading), unit.parent) for unit in units]


def paragraphs(text: str) -> list[str]:
    return [line.strip() for line in text.split("\n") if line.strip()]


def wrap(words: str, width: int, *, indent: bool) -> str:
    """``words`` in lines of ``width`` full-width characters, broken anywhere."""
    lines, line, room = list[str](), "\u3000\u3000" * indent, float(width - 2 * indent)
    for char in words:
        wide = 1.0 if ord(char) > 0x2000 else 0.5
        if wide > room:
            lines.append(line)
            line, room = "", float(width)
        line += char
        room -= wide
    return "\n".join([*lines, line])


@pytest.mark.parametrize("text", [NOTICE, LAW], ids=["notice", "law"])
@settings(deadline=None, max_examples=60)
@given(data=st.data())
def test_lines_may_be_broken_at_any_width(text: str, data: st.DataObject) -> None:
    width = data.draw(st.integers(18, 48))
    indent = data.draw(st.booleans())
    glue = data.draw(st.sampled_from(["\n", "\n\n"]))
    broken = canonical(glue.join(wrap(words, width, indent=indent) for words in paragraphs(text)))
    found, wanted = parse_text(broken), parse_text(canonical(text))
    assert numbered(found) == numbered(wanted)
    assert found.metadata == wanted.metadata


SHORT_PLAN = """江东县人民政府办公室关于印发江东县2023年民生实事工作方案的通知
江东政办发〔2023〕9号
各乡（镇）人民政府，县直各部门：
现将《江东县2023年民生实事工作方案（2023—2025年）》印发给你们，请认真贯彻执行。
江东县人民政府办公室
2023年2月28日
江东县2023年民生实事工作方案
一、实事项目
1.新建改建农村公路80公里。
牵头单位：县交通运输局
责任单位：县自然资源局、县住房城乡建设局
完成时限：2023年11月底前
2.建设“15分钟医保服务圈”。
牵头单位：县医保局
责任单位：县卫生健康局，各乡（镇）卫生院
完成时限：全年
二、工作要求
（一）加强领导。建立联席会议制度（以下简称联席会议）。（县民政局）
（二）强化督查。推行包容审慎的监管方式（清单除外）。（县市场监管局、县城管局，2024年底前）
（三）加强宣传。由县政府督查室牵头，每季度通报一次。
"""


def everything(policy: Policy) -> tuple[list[tuple[str, str]], list[str]]:
    """The provisions, and the bodies in charge of each task."""
    named = [",".join(one.name for one in task.departments) for task in policy.tasks]
    return [(unit.eid, unit.kind.value) for unit in policy.provisions], named


@pytest.mark.parametrize("width", [18, 19, 20, 21, 22, 23, 24, 25])
def test_a_short_text_may_be_broken_after_so_many_characters_whatever_they_are_wide(width: int) -> None:
    lines = [line[at : at + width] for line in paragraphs(SHORT_PLAN) for at in range(0, len(line), width)]
    assert everything(parse_text(canonical("\n".join(lines)))) == everything(parse_text(canonical(SHORT_PLAN)))


@pytest.mark.parametrize("width", [18, 20, 22, 24, 25])
def test_a_short_text_may_be_broken_at_the_edge_of_a_narrow_page(width: int) -> None:
    broken = "\n".join(wrap(line, width, indent=False) for line in paragraphs(SHORT_PLAN))
    assert everything(parse_text(canonical(broken))) == everything(parse_text(canonical(SHORT_PLAN)))


@pytest.mark.parametrize("text", [NOTICE, LAW], ids=["notice", "law"])
@settings(deadline=None, max_examples=60)
@given(data=st.data())
def test_lines_may_be_cut_after_so_many_characters(text: str, data: st.DataObject) -> None:
    width = data.draw(st.integers(18, 48))
    lines = [words[at : at + width] for words in paragraphs(text) for at in range(0, len(words), width)]
    found, wanted = parse_text(canonical("\n".join(lines))), parse_text(canonical(text))
    assert numbered(found) == numbered(wanted)


@pytest.mark.parametrize("text", [NOTICE, LAW], ids=["notice", "law"])
@pytest.mark.parametrize("width", [0, 24, 33, 40, 57])
def test_everything_may_stand_on_one_line_and_that_be_broken_again(text: str, width: int) -> None:
    line = "".join(paragraphs(text))
    found = parse_text(canonical(wrap(line, width, indent=False) if width else line))
    wanted = parse_text(canonical(text))
    assert numbered(found) == numbered(wanted)
    assert found.metadata == wanted.metadata


@pytest.mark.parametrize("text", [NOTICE, LAW], ids=["notice", "law"])
@settings(deadline=None, max_examples=30)
@given(data=st.data())
def test_signs_of_either_width_and_page_numbers_change_nothing(text: str, data: st.DataObject) -> None:
    wide = {ord(str(digit)): chr(0xFF10 + digit) for digit in range(10)} | {ord("."): "．"}
    ascii_signs = str.maketrans("（）：，；", "():,;")
    varied = data.draw(st.sampled_from([text.translate(wide), text.translate(ascii_signs), text.replace("\n\n", "\n")]))
    lines = varied.split("\n")
    for _ in range(data.draw(st.integers(0, 4))):
        lines.insert(
            data.draw(st.integers(8, len(lines))), data.draw(st.sampled_from(["- 3 -", "— 12 —", "第 3 页 共 9 页", "4 / 9"]))
        )
    assert numbered(parse_text(canonical("\n".join(lines)))) == numbered(parse_text(canonical(text)))


def test_a_forwarded_plan_is_outlined_behind_the_notice() -> None:
    policy = parse_text(canonical(NOTICE))
    assert [unit.eid for unit in policy.provisions if unit.kind is ProvisionKind.CLAUSE] == [
        "sec_1__cl_1",
        "sec_1__cl_2",
        "sec_2__cl_3",
        "sec_2__cl_4",
        "sec_3__cl_5",
        "sec_3__cl_6",
    ]
    assert policy.metadata.title == "江南省人民政府办公厅关于印发江南省数字乡村建设行动方案的通知"
    assert policy.metadata.issuer == "江南省人民政府办公厅"


@pytest.mark.parametrize(
    ("first", "second"), [("附件1", "附件2"), ("附件一", "附件二："), ("附1", "附2"), ("附件 1", "附件 2："), ("附表1", "附表2")]
)
def test_two_attachments_each_have_an_outline(first: str, second: str) -> None:
    notice = "关于印发甲方案的通知\n现印发执行。\n附件：1.甲方案\n　　　2.乙细则\n甲厅\n2021年1月2日\n"
    text = canonical(
        f"{notice}{first}\n甲方案\n（试行）\n一、要求\n（一）子。丑。\n{second}\n乙细则\n第一条　为了甲。\n第二条　应当乙。\n"
    )
    found = outline(text)
    annexes = [unit for unit in found if unit.kind is ProvisionKind.ANNEX]
    assert [unit.heading for unit in annexes] == ["甲方案（试行）", "乙细则"]
    assert [unit.eid for unit in found if unit.parent] == ["att_1__sec_1", "att_1__sec_1__cl_1", "att_2__art_1", "att_2__art_2"]


BOX = """关于甲的意见
一、要求
（一）网络。建设网络。
专栏1　网络工程
1.光纤工程。建设光纤。
2.基站工程。建设基站。
（二）平台。建设平台。
1.甲平台。建设。
2.乙平台。建设。
专栏2　平台工程
（一）云平台。建设。
（二）数据平台。建设。
（三）应用。推广。
二、保障
（三）投入。增加投入。
注：1.表中数据为预计数。
2.不含直管县。
"""


def test_numbered_lines_of_boxes_and_notes_belong_to_their_clause() -> None:
    text = canonical(BOX)
    found = [unit for unit in outline(text) if unit.kind is not ProvisionKind.PARAGRAPH]
    assert [unit.eid for unit in found] == [
        "sec_1",
        "sec_1__cl_1",
        "sec_1__cl_2",
        "sec_1__cl_2__item_1",
        "sec_1__cl_2__item_2",
        "sec_2",
        "sec_2__cl_3",
    ]
    boxes = [unit.parent for unit in outline(text) if text[unit.start : unit.end].endswith("推广。") and unit.number is None]
    assert boxes == ["sec_1__cl_2"]
    assert text[found[2].start : found[2].end].endswith("（三）应用。推广。")


DECIMALS = """江南省数据质量管理规范
1　范围
本规范规定了数据质量管理的要求。
2　要求
2.1　一般要求
数据应当真实。
2.2　专门要求
2.2.1　完整
完整率不低于1.5倍基准。
2.2.2　及时
3.2万家单位按日更新。
3　附则
自发布之日起施行。
"""


@pytest.mark.parametrize("gap", ["　", " ", "  "])
def test_decimals_are_sections_clauses_and_items(gap: str) -> None:
    found = [unit for unit in outline(canonical(DECIMALS.replace("　", gap))) if unit.kind is not ProvisionKind.PARAGRAPH]
    assert [(unit.eid, unit.number, unit.heading) for unit in found] == [
        ("sec_1", "1", "范围"),
        ("sec_2", "2", "要求"),
        ("sec_2__cl_1", "2.1", "一般要求"),
        ("sec_2__cl_2", "2.2", "专门要求"),
        ("sec_2__cl_2__item_1", "2.2.1", "完整"),
        ("sec_2__cl_2__item_2", "2.2.2", "及时"),
        ("sec_3", "3", "附则"),
    ]


def test_figures_at_the_beginning_of_lines_are_no_decimals() -> None:
    text = canonical("关于甲的意见\n一、要求\n3.2万人参加。\n1.5亿元投入。\n2.0版上线。\n5 个部门负责。\n")
    assert [unit.eid for unit in outline(text) if unit.kind is not ProvisionKind.PARAGRAPH] == ["sec_1"]


@pytest.mark.parametrize("leader", ["……………", "........", "·········", " ", ""])
def test_contents_are_skipped_with_and_without_page_numbers(leader: str) -> None:
    entries = ["前言", "第一章　形势", "第一节　成效", "第二章　目标"]
    page = [f"{entry}{leader}{number}" if leader else entry for number, entry in enumerate(entries, start=1)]
    body = "第一章　形势\n第一节　成效\n成效明显。\n第二章　目标\n目标明确。\n"
    text = canonical("江南省数字乡村规划\n目　录\n" + "\n".join(page) + "\n前言\n数字乡村是方向。\n" + body)
    found = [unit.eid for unit in outline(text) if unit.kind is not ProvisionKind.PARAGRAPH]
    assert found == ["chp_1", "chp_1__sec_1", "chp_2"]


def test_wrong_numbers_in_the_original_are_taken_as_they_stand() -> None:
    text = "关于甲的意见\n一、总则\n（一）子。丑。\n（三）寅。卯。\n（三）辰。巳。\n三、分则\n（四）午。未。\n"
    wanted = ["sec_1", "sec_1__cl_1", "sec_1__cl_3", "sec_1__cl_3-2", "sec_3", "sec_3__cl_4"]
    assert [unit.eid for unit in outline(text)] == wanted
    line = "".join(paragraphs(text)[1:])
    assert [unit.eid for unit in outline("关于甲的意见\n" + line)] == wanted


@pytest.mark.parametrize(
    "words", ["见（三）、（四）项。", "二、三级医院执行。", "“一、”是序号。", "依照第九条的规定。", "共10.5万元。"]
)
def test_markers_inside_a_sentence_open_no_unit_wherever_the_line_breaks(words: str) -> None:
    sentence = "各单位要严格按照规定的程序和标准办理有关事项并且做好记录工作" * 3 + "，" + words
    for width in range(20, 40):
        text = "关于甲的意见\n\n一、要求\n\n" + "\n\n".join(wrap(sentence, width, indent=False) for _ in range(6)) + "\n"
        assert [unit.eid for unit in outline(canonical(text)) if unit.kind is not ProvisionKind.PARAGRAPH] == ["sec_1"]
