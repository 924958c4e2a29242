"""One text, one form."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy.canonical import canonical, fold

ALPHABET = st.sampled_from("国务院关于一二三、。，（）：“”第条章1290 \u3000\u00a0\t\n\r\f\u2028aLé\u0301#*.﹒①Ａ（")


@given(st.text(alphabet=ALPHABET) | st.text())
def test_canonical_text_stays_as_it_is(text: str) -> None:
    once = canonical(text)
    assert canonical(once) == once


@given(st.text(alphabet=ALPHABET) | st.text())
def test_nothing_but_space_is_ever_removed(text: str) -> None:
    assert "".join(canonical(text).split()) == "".join(unicodedata.normalize("NFC", text).split())


@given(st.text())
def test_folding_keeps_every_offset(text: str) -> None:
    assert len(fold(text)) == len(text)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("发放　TD-LTE业务，支持　TD-LTE商用", "发放TD-LTE业务，支持TD-LTE商用"),
        ("国\u00a0 务\u00a0 院", "国务院"),
        ("研究（LTE FDD）试验", "研究（LTE FDD）试验"),
        ("　　一、总体要求", "　　一、总体要求"),
        ("第一章　总　　则", "第一章　总则"),
        ("## 第一章 总  则", "## 第一章 总则"),
        ("2013 年8 月8 日", "2013年8月8日"),
        ("意见如下：　　一、全面提高　　（一）严格执行", "意见如下：　　一、全面提高　　（一）严格执行"),
        ("1　落实战略　发展改革委　2013年底前", "1　落实战略　发展改革委　2013年底前"),
        ("国家发展改革委 财政部", "国家发展改革委 财政部"),
        ("一行\r\n二行\r三行\u2028四行", "一行\n二行\n三行\n四行"),
        ("e\u0301tude", "étude"),
    ],
)
def test_spaces_inside_words_go_and_the_others_stay(written: str, meant: str) -> None:
    assert canonical(written) == meant


def test_folding_gives_one_spelling_per_sign() -> None:
    assert fold("（国发［２０１３］３２号）：二○⼀") == "(国发〔2013〕32号):二〇一"
