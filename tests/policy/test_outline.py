"""The tree of provisions."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policy.canonical import canonical
from policy.model import Policy, Provision, ProvisionKind
from policy.outline import read_outline
from policy.outline_layout import lay_out

WORDS = st.sampled_from(
    [
        "一、总体要求",
        "二、任务",
        "（一）指导思想。坚持创新。",
        "(二)原则",
        "1.甲。",
        "（1）乙；",
        "①丙",
        "第一章　总则",
        "第二节　分则",
        "第三条　应当",
        "\n",
        "\n\n",
        "　　",
        "。",
        "附件",
        "附件1：清单",
        "国务院",
        "2013年8月8日",
        "目录",
        "序号工作任务",
        "各地区、各部门：",
        "意见",
        "国发〔2013〕32号",
        "正文文字",
        "，",
        "# Page 3:\n",
        "**",
        "## ",
        "😀",
        "a",
    ]
)


def outline(text: str) -> tuple[Provision, ...]:
    return read_outline(lay_out(text))


def eids(provisions: Sequence[Provision]) -> list[str]:
    return [provision.eid for provision in provisions]


def check_nesting(text: str, provisions: Sequence[Provision]) -> None:
    by_eid = {provision.eid: provision for provision in provisions}
    assert len(by_eid) == len(provisions)
    last: dict[str | None, int] = {}
    for provision in provisions:
        assert 0 <= provision.start < provision.end <= len(text)
        if provision.parent is not None:
            assert by_eid[provision.parent].span.contains(provision.span)
        assert last.get(provision.parent, 0) <= provision.start
        last[provision.parent] = provision.end


@settings(deadline=None)
@given(st.lists(WORDS, max_size=60).map("".join) | st.text())
def test_spans_nest_and_stay_inside_any_text(text: str) -> None:
    made = canonical(text)
    check_nesting(made, outline(made))


def test_the_sample_nests_and_has_its_twenty_five_clauses(sample: Policy) -> None:
    check_nesting(sample.text, sample.provisions)
    clauses = [provision for provision in sample.provisions if provision.kind is ProvisionKind.CLAUSE]
    assert [clause.eid.rpartition("_")[2] for clause in clauses] == [str(number) for number in range(1, 26)]
    assert clauses[3].eid == "sec_2__cl_4"
    assert clauses[3].heading == "完善宽带网络基础设施"
    assert sample.text[clauses[3].start : clauses[3].end].startswith("（四）完善宽带网络基础设施。发布实施")
    assert sample.text[clauses[3].start : clauses[3].end].endswith("给予必要的政策资金支持。")


def test_preamble_closing_and_annex_of_the_sample(sample: Policy) -> None:
    by_eid = {provision.eid: provision for provision in sample.provisions}
    preamble, closing, annex = by_eid["preamble__para_1"], by_eid["conclusions__para_1"], by_eid["att_1"]
    assert sample.text[preamble.start :].startswith("近年来，全球范围内")
    assert sample.text[closing.start :].startswith("各地区、各部门要按照本意见的要求")
    assert (annex.number, annex.heading) == ("附件", "促进信息消费扩大内需重点任务分工及时间进度")
    assert sample.text[annex.start : annex.end].endswith("2013年第三季度启动")
    assert sum(eid.startswith("conclusions") for eid in by_eid) == 1


def test_a_made_up_policy(made_up: str) -> None:
    provisions = outline(made_up)
    assert eids(provisions) == [
        "preamble__para_1",
        "sec_1",
        "sec_1__cl_1",
        "sec_1__cl_2",
        "sec_1__cl_2__para_1",
        "sec_1__cl_2__para_2",
        "sec_2",
        "sec_2__cl_3",
        "sec_2__cl_3__item_1",
        "sec_2__cl_3__item_2",
        "conclusions__para_1",
        "att_1",
    ]
    by_eid = {provision.eid: provision for provision in provisions}
    assert [by_eid[eid].number for eid in ("sec_1", "sec_1__cl_1", "sec_2__cl_3__item_1")] == ["一", "（一）", "1."]
    assert [by_eid[eid].heading for eid in ("sec_1", "sec_1__cl_2", "sec_2__cl_3__item_2")] == ["总体目标", "基本原则", "专项巡查"]


def renumber(text: str) -> str:
    return text.replace("（三）", "（八）")


def one_line(text: str) -> str:
    start, end = text.index("　　为保护"), text.index("　　各地、")
    return text[:start] + "".join(text[start:end].split()) + "\n" + text[end:]


def wrapped(text: str) -> str:
    filler = "坚持节约优先保护优先自然恢复为主的方针严格落实河湖水域岸线空间管控要求统筹推进水资源水环境水生态治理工作。" * 6
    body = text.replace("坚持保护第一。", filler).replace("每周开展。", filler)
    return "\n".join(line[i : i + 32] for line in body.split("\n") for i in range(0, max(len(line), 1), 32))


@pytest.mark.parametrize(
    "vary",
    [
        lambda text: text.replace("（", "(").replace("）", ")"),
        lambda text: re.sub(r"\n+", "\n", text),
        lambda text: re.sub(r"(?m)^　+", "", text),
        lambda text: text.replace("：", ":"),
        lambda text: text.translate({ord(str(digit)): 0xFF10 + digit for digit in range(10)}),
        lambda text: text.replace("\n", "\r\n"),
        one_line,
        wrapped,
    ],
    ids=["ascii brackets", "no blank lines", "no indents", "ascii colons", "wide digits", "crlf", "one line", "wrapped"],
)
def test_the_outline_does_not_depend_on_how_it_is_typed(made_up: str, vary: Callable[[str], str]) -> None:
    text = canonical(vary(made_up))
    numbered = [eid for eid in eids(outline(text)) if "para" not in eid]
    assert numbered == [eid for eid in eids(outline(made_up)) if "para" not in eid]
    assert "conclusions__para_1" in eids(outline(text))


def test_numbers_are_taken_as_written(made_up: str) -> None:
    assert "sec_2__cl_8" in eids(outline(renumber(made_up)))


def test_numbers_that_come_again_keep_their_own_ids() -> None:
    assert eids(outline("标题\n一、甲方案\n（一）子\n（一）丑\n")) == ["sec_1", "sec_1__cl_1", "sec_1__cl_1-2"]


LAW = """某某条例

第一章　总　　则

第一条　为了保护河湖，制定本条例。

第二条　任何单位应当遵守下列规定：

（一）不得倾倒垃圾；

（二）不得侵占岸线。

违反前款规定的，依照第一条处理。

第二章　附　　则

第三条　本条例自2021年1月1日起施行。

此前的规定同时废止。
"""


def test_articles_keep_their_paragraphs_and_items() -> None:
    provisions = outline(canonical(LAW))
    assert eids(provisions) == [
        "chp_1",
        "chp_1__art_1",
        "chp_1__art_2",
        "chp_1__art_2__item_1",
        "chp_1__art_2__item_2",
        "chp_1__art_2__para_2",
        "chp_2",
        "chp_2__art_3",
        "chp_2__art_3__para_2",
    ]
    assert [provision.heading for provision in provisions if provision.kind is ProvisionKind.CHAPTER] == ["总则", "附则"]
    assert provisions[1].number == "第一条"


def test_units_that_run_through_the_chapters_are_articles() -> None:
    text = "工作规则\n第一章　总则\n一、甲依法履职。\n二、乙依法履职。\n第二章　会议\n三、丙按时开会。\n"
    kinds = [provision.kind for provision in outline(text)]
    assert kinds.count(ProvisionKind.ARTICLE) == 3


@pytest.mark.parametrize(
    ("line", "heading"),
    [
        ("（一）指导思想。坚持创新。", "指导思想"),
        ("（一）主要目标", "主要目标"),
        ("（一）元旦：1月1日放假。", "元旦"),
        ("（一）对成效明显的地方予以奖励。（财政部负责）", None),
        ("（一）" + "推动各地区各部门" * 8 + "开展工作。再接再厉。", None),
        ("（一）坚持深化改革，简政放权。进一步健全体系。", "坚持深化改革，简政放权"),
    ],
)
def test_a_heading_never_swallows_the_sentence(line: str, heading: str | None) -> None:
    assert outline(f"标题\n\n一、要求\n\n{line}\n")[1].heading == heading


def test_a_citation_in_a_sentence_opens_no_unit() -> None:
    text = "标题\n\n第一条　依照本法。第九条的规定，以及（三）、（四）项，二、三级医院执行。\n第二条　附则适用。\n"
    assert eids(outline(text)) == ["art_1", "art_2"]


def test_a_chapter_on_planning_is_known_without_the_blank_behind_its_number() -> None:
    text = "甲市条例\n第一章总则\n第一条适用本条例。\n第二章规划和建设\n第二条编制规划。\n违反\n第二章规定的，责令改正。\n"
    chapters = [(one.eid, one.heading) for one in outline(text) if one.kind is ProvisionKind.CHAPTER]
    assert chapters == [("chp_1", "总则"), ("chp_2", "规划和建设")]


def test_a_table_of_contents_is_no_outline() -> None:
    text = "规划\n\n目　　录\n\n第一章　形势\n第二章　目标\n\n第一章　形势\n\n甲乙丙丁。\n\n第二章　目标\n\n戊己庚辛。\n"
    assert eids(outline(canonical(text))) == ["chp_1", "chp_1__para_1", "chp_2", "chp_2__para_1"]


def test_text_annexes_have_an_outline_of_their_own() -> None:
    text = "关于甲的通知\n\n现印发执行。\n\n甲厅\n\n2021年1月2日\n\n"
    text += "附件1\n甲方案\n一、要求\n（一）子。丑。\n附件2\n乙方案\n一、要求\n"
    found = outline(text)
    assert eids(found) == ["preamble__para_1", "att_1", "att_1__sec_1", "att_1__sec_1__cl_1", "att_2", "att_2__sec_1"]
    assert [provision.heading for provision in found if provision.kind is ProvisionKind.ANNEX] == ["甲方案", "乙方案"]


def test_a_heading_that_begins_in_the_middle_of_a_full_line_goes_on_in_the_next() -> None:
    lines = ["甲" * 31 + "，" for _ in range(12)]
    lines[6:6] = ["甲" * 21 + "。　　二、着力解决突出", "的环境问题　　（一）" + "乙" * 22]
    text = "标题\n\n一、总体要求\n\n" + "\n".join(lines) + "\n"
    section = next(provision for provision in outline(text) if provision.eid == "sec_2")
    assert section.heading == "着力解决突出的环境问题"
