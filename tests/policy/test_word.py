"""The words of a Word document, in order, as a reader of the page with all changes accepted sees them."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from docx import Document
from hypothesis import given
from hypothesis import strategies as st

from policy.model import Policy
from policy.parse import parse_source
from policy.sources import read
from policy.sources.blocks import Blocks, Paragraph, unheard
from policy.sources.word.reader import read_word
from tests.policy.word_builder import NAMESPACES, blocks_of, docx, lines_of, p, packed, r, read_from, tbl, tr

FIELD = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
BEGIN, SEPARATE, END = (FIELD.format(kind) for kind in ("begin", "separate", "end"))
ASKED = '<w:r><w:instrText xml:space="preserve"> {} </w:instrText></w:r>'


def para(inside: str) -> str:
    return f"<w:p>{inside}</w:p>"


def findings(found: Blocks) -> dict[str, str]:
    return {finding.kind.value: dict(finding.facts)["number"] for finding in found.findings}


@pytest.mark.parametrize(
    ("inside", "words"),
    [
        (r("国务") + r("院"), "国务院"),
        ("<w:r><w:t>  关于 </w:t></w:r>" + r("促进"), "关于促进"),
        ("<w:r><w:t>甲</w:t><w:tab/><w:t>乙</w:t></w:r>", "甲\t乙"),
        ("<w:r><w:t>5</w:t><w:noBreakHyphen/><w:t>6</w:t><w:softHyphen/><w:t>月</w:t></w:r>", "5-6月"),
        ('<w:r><w:sym w:font="Wingdings" w:char="F0FE"/><w:sym w:font="Symbol" w:char="F0B3"/><w:t>90%</w:t></w:r>', "☑≥90%"),
        ('<w:r><w:sym w:font="Wingdings" w:char="F001"/><w:sym w:font="X" w:char="zz"/><w:t>一</w:t></w:r>', "一"),
        (f"<w:r><w:ruby><w:rt>{r('guó')}</w:rt><w:rubyBase>{r('国')}</w:rubyBase></w:ruby></w:r>{r('家')}", "国家"),
        (f'<w:hyperlink r:id="x">{r("附件")}</w:hyperlink><w:smartTag w:element="date">{r("2013年")}</w:smartTag>', "附件2013年"),
        (f"<w:sdt><w:sdtContent>{r('第一')}</w:sdtContent></w:sdt>{r('条')}", "第一条"),
        (
            f"<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{r('单击此处输入')}</w:sdtContent></w:sdt>{r('正文')}",
            "正文",
        ),
        (f'<w:fldSimple w:instr=" DATE ">{r("2013年")}</w:fldSimple>', "2013年"),
        (BEGIN + ASKED.format("REF x") + SEPARATE + r("第三条") + END + r("所称"), "第三条所称"),
        (BEGIN + ASKED.format("IF ") + BEGIN + SEPARATE + r("内") + END + SEPARATE + r("外") + END, "外"),
        (BEGIN + ASKED.format('XE "词"') + END + r("词"), "词"),
        (END + r("甲") + END, "甲"),
        (f"<m:oMath><m:r><m:t>x</m:t></m:r><m:sup><m:r><m:t>2</m:t></m:r></m:sup></m:oMath>{r('米')}", "x2米"),
        (f"<w:dir>{r('甲')}</w:dir><w:bdo>{r('乙')}</w:bdo><w:customXml>{r('丙')}</w:customXml>", "甲乙丙"),
    ],
)
def test_words_are_those_that_show(inside: str, words: str) -> None:
    assert lines_of(para(inside)) == [words]


def test_a_line_broken_by_hand_is_a_paragraph_of_its_own() -> None:
    inside = '<w:r><w:t>一</w:t><w:br/><w:t>二</w:t><w:cr/><w:t>三</w:t><w:br w:type="page"/><w:t>四</w:t></w:r>'
    assert lines_of(para(inside)) == ["一", "二", "三", "四"]


def test_an_instruction_that_is_cut_off_hides_nothing_below_it() -> None:
    assert lines_of(para(BEGIN + ASKED.format("REF") + r("x")) + p("正文")) == ["", "正文"]


def test_indents_of_spaces_stay() -> None:
    assert lines_of(p("　　一、总则")) == ["　　一、总则"]


def test_changes_are_taken_as_accepted_and_counted() -> None:
    body = para(
        r("完善")
        + f'<w:ins w:id="1">{r("制度")}<w:del w:id="2">{r("x")}</w:del></w:ins>'
        + '<w:del w:id="3"><w:r><w:delText>旧</w:delText></w:r></w:del>'
        + f'<w:moveFrom w:id="4">{r("移走")}</w:moveFrom>'
        + f'<w:moveTo w:id="5">{r("移来")}</w:moveTo>'
    )
    found = blocks_of(body)
    assert [block.text for block in found.blocks if isinstance(block, Paragraph)] == ["完善制度移来"]
    assert findings(found) == {"changes_accepted": "4"}


@pytest.mark.parametrize("mark", ["<w:del/>", "<w:moveFrom/>", "<w:vanish/>", "<w:vanish/><w:specVanish/>"])
def test_paragraphs_flow_together_when_the_mark_between_them_is_gone(mark: str) -> None:
    heading = '<w:outlineLvl w:val="1"/>'
    body = p("甲", f"<w:rPr>{mark}</w:rPr>") + p("乙", heading) + p("丙")
    found = blocks_of(body).blocks
    assert [(block.text, block.level) for block in found if isinstance(block, Paragraph)] == [("甲乙", 2), ("丙", None)]


def test_a_deleted_mark_counts_with_the_words_before_it() -> None:
    words = '<w:del w:id="1"><w:r><w:delText>旧</w:delText></w:r></w:del>'
    whole = f'<w:p><w:pPr><w:rPr><w:del w:id="2"/></w:rPr></w:pPr>{words}</w:p>'
    assert findings(blocks_of(whole + p("甲", '<w:rPr><w:del w:id="3"/></w:rPr>') + p("乙"))) == {"changes_accepted": "2"}


def test_a_text_box_in_a_paragraph_that_goes_on_is_whole() -> None:
    box = f"<w:r><w:pict><v:textbox><w:txbxContent>{p('盒')}</w:txbxContent></v:textbox></w:pict></w:r>"
    body = f"<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr>{r('甲')}{box}</w:p>" + p("乙")
    assert sorted(lines_of(body)) == ["甲乙", "盒"]


def test_an_empty_choice_leaves_it_to_the_fallback() -> None:
    inside = f'<mc:AlternateContent><mc:Choice Requires="x"/><mc:Fallback>{r("甲")}</mc:Fallback></mc:AlternateContent>'
    assert lines_of(para(inside)) == ["甲"]


def test_words_keep_their_looks_when_only_the_mark_of_the_next_paragraph_is_left() -> None:
    body = p("甲", '<w:outlineLvl w:val="0"/><w:rPr><w:del/></w:rPr>') + p() + p("乙")
    found = blocks_of(body).blocks
    assert [(block.text, block.level) for block in found if isinstance(block, Paragraph)] == [("甲", 1), ("乙", None)]


def test_a_deleted_mark_before_a_table_joins_nothing() -> None:
    found = blocks_of(p("甲", "<w:rPr><w:del/></w:rPr>") + tbl(tr("a", "b"), tr("c", "d")) + p("乙")).blocks
    assert [block.text for block in found if isinstance(block, Paragraph)] == ["甲", "乙"]


def test_hidden_text_is_left_out_and_said() -> None:
    styles = '<w:style w:type="character" w:styleId="H"><w:rPr><w:vanish/></w:rPr></w:style>'
    body = para(
        r("甲") + r("密", "<w:vanish/>") + r("密", '<w:rStyle w:val="H"/>') + r("乙", '<w:rStyle w:val="H"/><w:vanish w:val="0"/>')
    )
    found = blocks_of(body, {"styles": styles})
    assert found.blocks == (Paragraph("甲乙"),)
    assert findings(found) == {"hidden_left_out": "2"}


def test_a_text_box_is_read_once_behind_its_paragraph() -> None:
    box = f"<w:txbxContent>{p('专栏')}{p('内容')}</w:txbxContent>"
    both = (
        f'<mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:txbx>{box}</wps:txbx></w:drawing></mc:Choice>'
        f"<mc:Fallback><w:pict><v:shape><v:textbox>{box}</v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent>"
    )
    old = f"<w:pict><v:textbox>{box}</v:textbox></w:pict>"
    for drawn in (both, old):
        assert lines_of(para(f"<w:r>{drawn}</w:r>" + r("前")) + p("后")) == ["前", "专栏", "内容", "后"]


def test_pictures_and_notes_are_left_out_and_counted() -> None:
    picture = "<w:r><w:drawing><a:graphic><pic:pic/></a:graphic></w:drawing></w:r>"
    line = "<w:r><w:pict><v:line/></w:pict></w:r>"
    notes = '<w:r><w:footnoteReference w:id="2"/></w:r><w:r><w:endnoteReference w:id="2"/></w:r>'
    found = blocks_of(para(picture + line + r("甲") + notes))
    assert found.blocks == (Paragraph("甲"),)
    assert findings(found) == {"pictures_left_out": "1", "notes_left_out": "2"}


def entry(words: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{r(words)}<w:r><w:tab/><w:t>1</w:t></w:r></w:p>"


TOC_STYLE = '<w:style w:type="paragraph" w:styleId="T1"><w:name w:val="toc 1"/></w:style>'
AS_FIELD = (
    p("目　录")
    + para(BEGIN + ASKED.format('TOC \\o "1-3"') + SEPARATE + r("一、总则") + "<w:r><w:tab/><w:t>1</w:t></w:r>")
    + entry("二、任务")
    + para(END)
)
AS_CONTROL = (
    '<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj></w:sdtPr>'
    f"<w:sdtContent>{p('目录')}{entry('一、总则')}</w:sdtContent></w:sdt>"
)
AS_STYLE = p("目次") + p() + entry("一、总则", '<w:pStyle w:val="T1"/>')


@pytest.mark.parametrize("contents", [AS_FIELD, AS_CONTROL, AS_STYLE], ids=["field", "control", "style"])
def test_a_table_of_contents_does_not_double_the_outline(contents: str) -> None:
    found = blocks_of(p("标题") + contents + p("一、总则"), {"styles": TOC_STYLE})
    assert [block.text for block in found.blocks if isinstance(block, Paragraph)] == ["标题", "一、总则"]
    assert "contents_left_out" in findings(found)


def test_a_table_of_contents_that_never_ends_swallows_nothing() -> None:
    assert lines_of(para(BEGIN + ASKED.format("TOC") + SEPARATE + r("一、总则")) + p("正文")) == ["一、总则", "正文"]


def test_levels_come_from_styles_and_what_they_are_based_on() -> None:
    styles = (
        '<w:style w:type="paragraph" w:default="1" w:styleId="N"><w:name w:val="Normal"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/><w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="X"><w:name w:val="章"/><w:basedOn w:val="1"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="T"><w:name w:val="Title"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="L"><w:name w:val="loop"/><w:basedOn w:val="L"/></w:style>'
    )
    body = "".join(p("文", f'<w:pStyle w:val="{name}"/>') for name in "T1XLN")
    body += p("文", '<w:pStyle w:val="1"/><w:outlineLvl w:val="9"/>') + p("文", '<w:outlineLvl w:val="2"/>') + p("文")
    found = blocks_of(body, {"styles": styles}).blocks
    assert [block.level for block in found if isinstance(block, Paragraph)] == [0, 1, 1, None, None, None, 3, None]


def test_the_strict_schema_and_utf16_are_read_alike() -> None:
    data = docx(p("一、总则") + tbl(tr("a", "b"), tr("c", "d")))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        files = {name: archive.read(name).decode() for name in archive.namelist()}
    strict = {
        name: text.replace(
            "http://schemas.openxmlformats.org/wordprocessingml/2006/main", "http://purl.oclc.org/ooxml/wordprocessingml/main"
        ).replace(
            "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
            "http://purl.oclc.org/ooxml/officeDocument/relationships",
        )
        for name, text in files.items()
    }
    wide = {name: f'<?xml version="1.0" encoding="UTF-16"?>{text}'.encode("utf-16") for name, text in files.items()}
    wanted = blocks_of(p("一、总则") + tbl(tr("a", "b"), tr("c", "d")))
    assert read_word(packed(strict), "a.docx", unheard) == wanted
    assert read_word(packed(wide), "a.docx", unheard) == wanted


def test_a_document_may_lie_anywhere_in_its_archive() -> None:
    rels = '<Relationships xmlns="x"><Relationship Id="a" Type="x/{}" Target="{}"/>'
    titled = p("甲", '<w:pStyle w:val="T"/>')
    files = {
        "_rels/.rels": rels.format("officeDocument", "/Doc/Main.xml") + "</Relationships>",
        "doc/main.xml": f"<w:document {NAMESPACES}><w:body>{titled}</w:body></w:document>",
        "Doc/_rels/Main.xml.rels": rels.format("styles", "../s.xml") + "</Relationships>",
        "s.xml": f'<w:styles {NAMESPACES}><w:style w:styleId="T"><w:name w:val="Title"/></w:style></w:styles>',
    }
    assert read_word(packed(files), "a.docx", unheard).blocks == (Paragraph("甲", 0),)


def summary(policy: Policy) -> tuple[object, ...]:
    provisions = [(unit.eid, unit.kind, unit.number, unit.heading, unit.parent) for unit in policy.provisions]
    tasks = [(task.number, task.category, task.text, task.departments_raw, task.timing) for task in policy.tasks]
    return provisions, tasks, policy.metadata


def test_a_document_made_by_a_library_reads_like_its_text(tmp_path: Path, made_up: str) -> None:
    document = Document()
    for line in made_up.split("\n"):
        document.add_paragraph(line)
    document.save(str(tmp_path / "a.docx"))
    (tmp_path / "a.txt").write_text(made_up, encoding="utf-8")
    in_word, in_text = (parse_source(read(tmp_path / f"a.{kind}")) for kind in ("docx", "txt"))
    assert summary(in_word) == summary(in_text)
    assert in_text.provisions


def test_findings_of_the_reading_reach_the_policy(tmp_path: Path) -> None:
    source = read_from(tmp_path, docx(p("一、总则") + para(f'<w:ins w:id="1">{r("正文。")}</w:ins>')))
    assert "changes_accepted" in {finding.kind.value for finding in parse_source(source).findings}


@given(
    st.lists(
        st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"], exclude_characters="\r\n<&>"), min_size=1),
        min_size=1,
        max_size=5,
    )
)
def test_no_word_is_lost_or_added(lines: list[str]) -> None:
    assert lines_of("".join(p(line) for line in lines)) == lines


def test_progress_is_told_and_may_stop_the_reading() -> None:
    shares: list[float] = []
    read_word(docx(p("文") * 500), "a.docx", shares.append)
    assert shares == sorted(shares)
    assert len(shares) > 3
    shares.clear()
    read_word(docx(tbl(*[tr("甲", "乙")] * 2000) + p("文") * 70), "a.docx", shares.append)
    assert shares == sorted(shares)
    assert any(0 < share < 1 / 71 for share in shares)
    assert shares[-1] < 1

    def stop(share: float) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        read_word(docx(p("文") * 500), "a.docx", stop)
