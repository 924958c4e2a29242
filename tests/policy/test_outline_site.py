"""What a web site puts around a document is no part of its outline, and nothing of the document is taken for it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy.canonical import canonical, fold
from policy.outline_site import is_furniture
from policy.parse import parse_text

DOCUMENT = """江南省人民政府关于加强河湖巡查的意见
江南政发〔2021〕7号
各市人民政府：
为了保护河湖，现提出以下意见。
一、总体要求
坚持保护第一。
二、重点任务
（一）加强巡查。建立巡查制度。
各地要抓好落实。
"""
BELOW = [
    "扫一扫在手机打开当前页",
    "手机扫一扫打开当前页 ",
    "打印本页\n关闭窗口",
    "【打印本页】 【关闭窗口】",
    "打印 关闭 收藏",
    "分享到：微信 微博 QQ空间",
    "【字体：大 中 小】",
    "字号：默认 大 超大 | 打印 |",
    "浏览次数：1,234次",
    "责任编辑：张三",
    "来源：江南日报\n（责任编辑：张三）",
    "来源：江南省人民政府网站",
    "来源：办公室\n打印本页",
    "上一篇：关于甲的通知\n下一篇：没有了",
    "相关链接\n江南省河湖条例\n图解：河湖巡查怎么做",
    "相关阅读：\n\n江南省河湖条例\n\n扫一扫在手机打开当前页",
    "相关解读\n《江南省人民政府关于加强河湖巡查的意见》解读",
    "相关附件：\n1.意见.pdf\n2.清单.docx",
    "网站标识码：3600000001 江ICP备05004294号\n主办单位：江南省人民政府办公厅\n版权所有",
]
SAID = [
    "来源：统计年鉴。",
    "数据来源：省统计局\n打印本页",
    "主题词：河湖 巡查 意见\n扫一扫在手机打开当前页",
    "相关文件\n省水利厅负责的有关工作\n扫一扫在手机打开当前页",
    "来源：省统计局",
    "打印",
    "大、中、小企业",
    "相关链接\n三、保障措施\n加强组织领导。",
    "扫描二维码填报数据。",
]


def outline(text: str) -> list[tuple[str, str]]:
    policy = parse_text(canonical(text))
    return [(unit.eid, "".join(policy.text[unit.start : unit.end].split())) for unit in policy.provisions]


@pytest.mark.parametrize("below", BELOW)
@pytest.mark.parametrize("signed", ["", "江南省人民政府\n2021年6月3日\n（此件公开发布）\n"])
def test_what_a_site_puts_below_a_document_is_no_provision(below: str, signed: str) -> None:
    assert outline(DOCUMENT + signed + "\n\n" + below + "\n") == outline(DOCUMENT + signed)


@pytest.mark.parametrize("below", SAID)
def test_the_last_words_of_a_document_are_kept(below: str) -> None:
    kept = below.split("\n")[0].replace(" ", "")
    assert any(kept in said for _, said in outline(DOCUMENT + below + "\n"))


@pytest.mark.parametrize(
    "above", ["首页 > 政务公开 > 政策文件 > 正文", "您现在的位置：首页 >> 政务公开", "【字体：大 中 小】 打印本页"]
)
def test_the_way_to_the_page_and_its_buttons_are_no_part_of_the_head(above: str) -> None:
    policy = parse_text(canonical(above + "\n\n" + DOCUMENT))
    assert policy.metadata == parse_text(canonical(DOCUMENT)).metadata
    assert outline(above + "\n\n" + DOCUMENT) == outline(DOCUMENT)


def test_an_annex_ends_above_what_the_site_put_below_it() -> None:
    annex = "江南省人民政府\n2021年6月3日\n附件\n巡查规则\n一、巡查频次\n每周一次。\n"
    assert outline(DOCUMENT + annex + "打印本页\n关闭窗口\n") == outline(DOCUMENT + annex)


def test_a_cell_of_a_table_is_never_a_button() -> None:
    policy = parse_text(canonical(DOCUMENT + "附件\n清单\n序号\t事项\t单位\t时间\n1\t打印本页\t甲局\t2021年\n"))
    assert "打印本页" in policy.text[policy.provisions[-1].start : policy.provisions[-1].end]


@given(st.text(alphabet="大中小打印本页关闭字体扫一首>/- :。甲", max_size=240))
def test_any_line_is_judged_at_once_and_sentences_never_are_furniture(words: str) -> None:
    assert not is_furniture(fold(words.strip() + "甲。"))
