"""Title, number, addressees, issuer and date, however they are typed."""

from __future__ import annotations

import datetime as dt

import pytest

from policy.canonical import canonical
from policy.model import Metadata, Policy
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
