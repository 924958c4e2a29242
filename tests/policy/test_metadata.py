"""Title, number, addressees, issuer and date, however they are typed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from itertools import pairwise

import pytest

from policy.canonical import canonical
from policy.model import FindingKind, Metadata, Policy
from policy.parse import parse_text


def metadata(text: str) -> Metadata:
    return parse_text(canonical(text)).metadata


def test_the_sample(sample: Policy) -> None:
    assert sample.metadata == Metadata(
        title="国务院关于促进信息消费扩大内需的若干意见",
        doc_number="国发〔2013〕32号",
        issuer="国务院",
        addressees="各省、自治区、直辖市人民政府，国务院各部委、各直属机构",
        date=dt.date(2013, 8, 8),
        citation_code="CLI.2.208357",
        source_url="https://www.pkulaw.com/chl/45cf9ec102e2df4ebdfb.html",
        annex_title="促进信息消费扩大内需重点任务分工及时间进度",
    )


@pytest.mark.parametrize(
    "written",
    [
        "江南政发[2021]7号",
        "（江南政发〔2021〕7号）",
        "江南政发 ( 2021 ) 第 7 号",
        "江南政发【2021】7号",
        "江南政发 〔２０２１〕 ７ 号",
        "江南政发〔2021〕07号",
    ],
)
def test_every_bracket_gives_the_same_number(made_up: str, written: str) -> None:
    assert metadata(made_up.replace("江南政发〔2021〕7号", written)).doc_number == "江南政发〔2021〕7号"


def test_no_number_is_invented(made_up: str) -> None:
    text = made_up.replace("江南政发〔2021〕7号\n", "").replace("提出以下意见", "根据国发〔2019〕3号文件，提出以下意见")
    assert metadata(text).doc_number is None


@pytest.mark.parametrize(
    "head",
    [
        "江南省人民政府关于推进河湖\n长效保护的实施意见",
        "江南省人民政府关于推进河湖长效保护的实施意见\n江南省人民政府关于推进河湖长效保护的实施意见",
        "首页 > 政策\n发布时间：2021-06-03\n江南省人民政府关于推进河湖长效保护的实施意见",
        "# 江南省人民政府关于推进河湖长效保护的实施意见",
        "江南省人民政府\n关于推进河湖长效保护的\n实施意见",
        "《江南省人民政府关于推进河湖长效保护的实施意见》",
        "3. 江南省人民政府关于推进河湖长效保护的\n实施意见（2021年6月3日）",
    ],
)
def test_the_title_is_found_wherever_it_stands(made_up: str, head: str) -> None:
    text = made_up.replace("江南省人民政府关于推进河湖长效保护的实施意见", head)
    assert metadata(text).title == "江南省人民政府关于推进河湖长效保护的实施意见"


def test_everything_on_one_line(made_up: str) -> None:
    text = made_up.replace("意见\n\n江南政发", "意见江南政发").replace("7号\n\n各设区", "7号各设区")
    text = text.replace("单位：\n\n　　为", "单位:为")
    found = metadata(text)
    assert found.title == "江南省人民政府关于推进河湖长效保护的实施意见"
    assert found.doc_number == "江南政发〔2021〕7号"
    assert found.addressees == "各设区市人民政府，省政府各部门、各直属单位"


@pytest.mark.parametrize(
    "signed",
    [
        "江 南 省 人 民 政 府\n\n2021 年 6 月 3 日",
        "江南省人民政府\n\n二〇二一年六月三日",
        "江南省人民政府\n二○二一年六月三日\n（此件公开发布）",
        "　　　　　　　　江南省人民政府2021年6月3日",
        "江南省人民政府　　二O二一年六月三日",
        "江南省人民政府\n2021-06-03",
        "江南省人民政府\n2021.6.3",
    ],
)
def test_the_signature_in_every_form(made_up: str, signed: str) -> None:
    found = metadata(made_up.replace("江南省人民政府\n\n2021年6月3日", signed))
    assert (found.issuer, found.date) == ("江南省人民政府", dt.date(2021, 6, 3))


def test_several_issuers_are_named_in_order(made_up: str) -> None:
    text = made_up.replace("江南省人民政府\n\n2021年6月3日", "江南省水利厅\n江南省财政厅　　江南省公安厅\n2021年6月3日")
    assert metadata(text).issuer == "江南省水利厅、江南省财政厅、江南省公安厅"


def test_an_order_is_known_by_the_law_it_brings() -> None:
    order = "中华人民共和国国务院令\n\n第706号\n\n现公布《甲条例》。\n\n总理　　李某某\n\n2018年11月6日\n\n"
    text = order + "甲条例\n\n第一条　为了甲。\n"
    found = metadata(text)
    assert (found.title, found.doc_number, found.issuer) == ("甲条例", "中华人民共和国国务院令第706号", "国务院")


def test_a_text_without_a_head_is_named_by_its_first_line() -> None:
    assert metadata("\n随便写的一行字\n另一行字\n") == Metadata("随便写的一行字")


DATABASE = """【法宝引证码】CLI.12.345678
【发布部门】江南省水利厅
【发文字号】江南水发〔2020〕3号
【发布日期】2020.03.04
【实施日期】2020.04.01
【时效性】{status}
【效力级别】地方规范性文件
江南省水利厅关于加强河湖巡查的通知
各市水利局：
现通知如下：
一、加强巡查。
二、落实责任。
"""


@pytest.mark.parametrize(
    "form",
    [
        lambda text: text,
        lambda text: text.replace("【", "").replace("】", "："),
        lambda text: text.replace("【", "[").replace("】", "] "),
        lambda text: text.replace("【", "").replace("】", "：\n", 7).replace("】", "："),
        lambda text: text.replace("\n【", "  ").replace("【", "").replace("】", "："),
    ],
    ids=["brackets", "colons", "ascii brackets", "values below", "one line"],
)
def test_the_lines_of_a_law_database_are_metadata_and_no_text(form: Callable[[str], str]) -> None:
    policy = parse_text(canonical(form(DATABASE.format(status="现行有效"))))
    found = policy.metadata
    assert (found.title, found.doc_number, found.issuer) == (
        "江南省水利厅关于加强河湖巡查的通知",
        "江南水发〔2020〕3号",
        "江南省水利厅",
    )
    assert (found.date, found.citation_code, found.addressees) == (dt.date(2020, 3, 4), "CLI.12.345678", "各市水利局")
    assert [unit.eid for unit in policy.provisions] == ["preamble__para_1", "sec_1", "sec_2"]
    assert not any(finding.kind is FindingKind.STATUS_STATED for finding in policy.findings)


@pytest.mark.parametrize("status", ["已失效", "失效", "已被修改", "尚未生效", "部分失效", "已废止"])
def test_a_stated_end_of_force_is_a_finding(status: str) -> None:
    findings = parse_text(canonical(DATABASE.format(status=status))).findings
    assert [finding.facts for finding in findings if finding.kind is FindingKind.STATUS_STATED] == [(("status", status),)]


@pytest.mark.parametrize(
    ("head", "number"),
    [
        ("国家税务总局公告2023年第1号", "国家税务总局公告2023年第1号"),
        ("国家税务总局公告\n2023年 第1号", "国家税务总局公告2023年第1号"),
        ("国家税务总局令第1号", "国家税务总局令第1号"),
        ("国家税务总局令\n（第一号）", "国家税务总局令第一号"),
        ("税总函〔2023〕1号", "税总函〔2023〕1号"),
        ("税总发明电﹝2023﹞1号", "税总发明电〔2023〕1号"),
    ],
)
def test_orders_announcements_letters_and_telegrams_have_numbers(head: str, number: str) -> None:
    text = f"国家税务总局关于小规模纳税人减免税的公告\n{head}\n现公告如下：\n一、减免。自2023年起。\n二、执行。自公布之日起。\n"
    found = metadata(text)
    assert (found.title, found.doc_number) == ("国家税务总局关于小规模纳税人减免税的公告", number)


def test_a_joint_order_names_all_its_bodies() -> None:
    order = "国家发展和改革委员会\n财政部\n令\n第12号\n《甲办法》已经审议通过，现予公布。\n主任　张三\n部长　李四\n2019年12月1日\n"
    found = metadata(order + "甲办法\n第一章　总则\n第一条　为了甲。\n")
    assert (found.title, found.doc_number) == ("甲办法", "国家发展和改革委员会财政部令第12号")
    assert found.issuer == "国家发展和改革委员会、财政部"


def test_a_red_header_is_no_title_and_the_number_may_stand_above_it(made_up: str) -> None:
    head = "江南省人民政府文件\n\n江南政发〔2021〕7号　　　签发人：张三\n\n江南省人民政府关于推进河湖\n长效保护的实施意见\n"
    body = made_up[made_up.index("各设区市") :]
    found = metadata(head.replace("　　　签发人：张三", "") + "\n" + body)
    assert (found.title, found.doc_number) == ("江南省人民政府关于推进河湖长效保护的实施意见", "江南政发〔2021〕7号")
    assert found.addressees == "各设区市人民政府，省政府各部门、各直属单位"


def test_a_date_without_a_day_names_the_issuer_but_no_day(made_up: str) -> None:
    found = metadata(made_up.replace("2021年6月3日", "2021年6月"))
    assert (found.issuer, found.date) == ("江南省人民政府", None)


def test_a_link_broken_by_the_page_is_whole_again() -> None:
    link = "https://www.example.cn/chl/45cf9ec102e2df4ebdfb.html"
    text = f"【法宝引证码】CLI.2.1\n原文链接：{link}江南省水利厅关于加强河湖巡查的通知江南水发〔2020〕3号各市水利局：现通知如下："
    text += "一、加强巡查。各地要建立巡查制度，明确巡查人员，落实巡查经费，做到有人巡查、有钱办事，切实保护河湖健康。" * 8
    flat = canonical(text.replace("\n", ""))
    latin = flat.index("https")
    ends = [latin + 50, *range(latin + 91, len(flat), 40), len(flat)]
    broken = canonical("\n".join(flat[start:end] for start, end in pairwise([0, *ends])))
    for one in (flat, broken):
        found = metadata(one)
        assert (found.source_url, found.citation_code) == (link, "CLI.2.1")
        assert (found.title, found.doc_number) == ("江南省水利厅关于加强河湖巡查的通知", "江南水发〔2020〕3号")
