"""Comments that a Word file already has come with it, each at its place."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from policy.sources.blocks import Block, Comment, Grid, Paragraph
from tests.policy.word_builder import abstract, blocks_of, docx, listed, lvl, num, p, r, read_from, tbl, tc, tr


def note(name: int, words: str, paragraph: str = "", author: str = "李某") -> str:
    return (
        f'<w:comment w:id="{name}" w:author="{author}" w:date="2021-03-04T05:06:07Z">'
        f'<w:p w14:paraId="{paragraph}"><w:r><w:annotationRef/><w:t>{words}</w:t></w:r></w:p></w:comment>'
    )


def begin(name: int) -> str:
    return f'<w:commentRangeStart w:id="{name}"/>'


def end(name: int) -> str:
    return f'<w:commentRangeEnd w:id="{name}"/><w:r><w:commentReference w:id="{name}"/></w:r>'


def para(inside: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{inside}</w:p>"


def remarks(body: str, *notes: str, **parts: str) -> list[tuple[str, str]]:
    """Each comment with the words it stands on."""
    found = list[tuple[str, str]]()

    def visit(block: Block) -> None:
        if isinstance(block, Grid):
            for cell in block.cells:
                for paragraph in cell.paragraphs:
                    visit(paragraph)
        else:
            found.extend((comment.body, block.text[comment.start : comment.end]) for comment in block.comments)

    for block in blocks_of(body, {"comments": "".join(notes), **parts}).blocks:
        visit(block)
    return found


def test_a_comment_stands_on_its_words_across_runs() -> None:
    (block,) = blocks_of(
        para(r("加快") + begin(1) + r("推进") + r("建设") + end(1) + r("。")), {"comments": note(1, "何时？")}
    ).blocks
    date = dt.datetime(2021, 3, 4, 5, 6, 7, tzinfo=dt.UTC)
    assert block == Paragraph("加快推进建设。", None, (Comment(2, 6, "李某", date, "何时？"),))


def test_a_comment_over_several_paragraphs_is_cut_at_the_first_with_words() -> None:
    body = para(r("甲") + begin(1)) + para("") + para(r("乙")) + para(r("丙") + end(1))
    assert remarks(body, note(1, "问")) == [("问", "乙")]
    assert remarks(para(begin(1) + r("甲")) + para(r("乙") + end(1)), note(1, "问")) == [("问", "甲")]
    assert remarks(begin(1) + para(r("甲")) + '<w:commentRangeEnd w:id="1"/>' + para(r("乙")), note(1, "问")) == [("问", "甲")]


def test_a_comment_behind_a_line_broken_by_hand_stands_on_its_line() -> None:
    inside = f"<w:r><w:t>甲</w:t><w:br/><w:t>乙</w:t></w:r>{begin(1)}{r('丙')}{end(1)}"
    assert remarks(para(inside), note(1, "问")) == [("问", "丙")]
    before = f"{r('甲长')}{begin(1)}<w:r><w:br/><w:t>乙</w:t></w:r>{end(1)}"
    assert remarks(para(before), note(1, "问")) == [("问", "乙")]


def test_a_comment_between_paragraphs_stands_where_the_next_one_begins_once() -> None:
    body = para(r("甲")) + begin(1) + '<w:commentRangeEnd w:id="1"/>' + para(r("乙")) + para(r("丙"))
    found = [block.comments for block in blocks_of(body, {"comments": note(1, "问")}).blocks if isinstance(block, Paragraph)]
    assert [[(comment.start, comment.end) for comment in on] for on in found] == [[], [(0, 0)], []]


def test_a_comment_without_a_range_stands_on_a_place() -> None:
    body = para(r("甲") + '<w:r><w:commentReference w:id="1"/></w:r>' + r("乙"))
    (block,) = blocks_of(body, {"comments": note(1, "问")}).blocks
    assert isinstance(block, Paragraph)
    assert [(comment.start, comment.end) for comment in block.comments] == [(1, 1)]


def test_a_comment_on_deleted_words_stays_on_their_place() -> None:
    deleted = f'<w:del w:id="9">{r("旧")}<w:r><w:commentReference w:id="2"/></w:r></w:del>'
    body = para(r("甲") + begin(1) + deleted + end(1) + r("乙"))
    assert remarks(body, note(1, "问"), note(2, "点")) == [("点", ""), ("问", "")]


def test_comments_in_cells_and_on_numbered_paragraphs_keep_their_place() -> None:
    cell = tc(para(r("财政部") + begin(1) + r("牵头") + end(1)))
    table = tbl(tr("1", cell), tr("2", "民政部"))
    numbered = para(r("　　总") + begin(2) + r("则") + end(2), listed(1))
    numbering = abstract(1, lvl(0, "chineseCounting", "第%1条")) + num(1, 1)
    assert remarks(table + numbered, note(1, "谁？"), note(2, "改"), numbering=numbering) == [("谁？", "牵头"), ("改", "则")]


def test_answers_hang_on_the_comment_that_began_the_talk() -> None:
    extended = (
        '<w15:commentEx w15:paraId="A" w15:done="0"/><w15:commentEx w15:paraId="B" w15:paraIdParent="A" w15:done="0"/>'
        '<w15:commentEx w15:paraId="C" w15:paraIdParent="B" w15:done="0"/><w15:commentEx w15:paraId="E" w15:paraIdParent="E"/>'
    )
    notes = note(1, "问", "A") + note(2, "答", "B", "王某") + note(3, "再答", "C") + note(4, "另问", "D") + note(5, "自答", "E")
    body = para(begin(1) + begin(2) + begin(3) + r("甲") + end(1) + end(2) + end(3)) + para(
        begin(4) + begin(5) + r("乙") + end(4) + end(5)
    )
    found = [
        block.comments
        for block in blocks_of(body, {"comments": notes, "commentsExtended": extended}).blocks
        if isinstance(block, Paragraph)
    ]
    assert [[(comment.body, [reply.body for reply in comment.replies]) for comment in on] for on in found] == [
        [("问", ["答", "再答"])],
        [("另问", []), ("自答", [])],
    ]
    assert found[0][0].replies[0].author == "王某"


def test_answers_in_a_circle_are_comments_of_their_own() -> None:
    circle = '<w15:commentEx w15:paraId="A" w15:paraIdParent="B"/><w15:commentEx w15:paraId="B" w15:paraIdParent="A"/>'
    body = para(begin(1) + begin(2) + r("甲") + end(1) + end(2))
    assert remarks(body, note(1, "问", "A"), note(2, "答", "B"), commentsExtended=circle) == [("问", "甲"), ("答", "甲")]


def test_a_comment_is_answered_by_its_last_paragraph() -> None:
    long = '<w:comment w:id="1"><w:p w14:paraId="A"/><w:p w14:paraId="B"><w:r><w:t>问</w:t></w:r></w:p></w:comment>'
    extended = '<w15:commentEx w15:paraId="C" w15:paraIdParent="B"/>'
    (block,) = blocks_of(
        para(begin(1) + r("甲") + end(1)), {"comments": long + note(2, "答", "C"), "commentsExtended": extended}
    ).blocks
    assert isinstance(block, Paragraph)
    assert [reply.body for comment in block.comments for reply in comment.replies] == ["答"]


def test_a_comment_of_several_paragraphs_keeps_them_and_a_bad_date_is_none() -> None:
    words = f'<w:comment w:id="1" w:initials="L" w:date="昨天">{p("一")}{p("二")}</w:comment>'
    (block,) = blocks_of(para(begin(1) + r("甲") + end(1)), {"comments": words}).blocks
    assert isinstance(block, Paragraph)
    assert block.comments == (Comment(0, 1, "L", None, "一\n二"),)


def test_remarks_come_to_stand_in_canonical_text(tmp_path: Path) -> None:
    body = p("一、总则") + para(r("　　加 快") + begin(1) + r("推 进") + end(1))
    source = read_from(tmp_path, docx(body, {"comments": note(1, "问")}))
    (remark,) = source.remarks
    assert (source.text[remark.span.start : remark.span.end], remark.author) == ("推进", "李某")


def test_a_comment_whose_reference_is_hidden_stays() -> None:
    hidden = '<w:r><w:rPr><w:vanish/></w:rPr><w:t>稿</w:t><w:commentReference w:id="1"/></w:r>'
    (block,) = blocks_of(para(r("甲") + hidden + r("乙")), {"comments": note(1, "问")}).blocks
    assert isinstance(block, Paragraph)
    assert block.text == "甲乙"
    assert [(comment.start, comment.end, comment.body) for comment in block.comments] == [(1, 1, "问")]
    ranged = f'{r("甲")}{begin(1)}{r("乙")}<w:commentRangeEnd w:id="1"/>{hidden}'
    assert remarks(para(ranged), note(1, "问")) == [("问", "乙")]
