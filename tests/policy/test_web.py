"""A saved page gives the policy that its text gives, whatever site it was saved from."""

from __future__ import annotations

import datetime as dt
from email.message import EmailMessage
from html import escape
from pathlib import Path

import pytest

from policy.errors import PolicyError
from policy.model import Policy
from policy.parse import parse_source, parse_text, read_policy
from policy.sources import read
from policy.sources.blocks import unheard
from policy.sources.web.reader import read_web
from resources.catalogue import LANGUAGES, Catalogue
from tests.policy.page_builder import STYLES, crowded, labelled, paragraphs, plain

TITLE = "江海市人民政府关于加快发展社区托育服务的若干意见"
HEAD = f"{TITLE}\n\n江政发〔2022〕18号\n\n各区县人民政府，市政府各委、办、局：\n\n"
BODY = """为加快发展社区托育服务，现提出如下意见。

一、总体要求

（一）指导思想。坚持政府引导、社会参与，按照“保基本、广覆盖”的思路推进。

（二）主要目标。到2025年，每千人口托位数达到4.6个，普惠托位占比不低于60%。

二、重点任务

（三）扩大服务供给。支持社区、企业建设托育点。2023年底前建成200个社区托育点。（市卫生健康委、市住房城乡建设局负责）

1.新建小区按标准配建。

2.老旧小区通过改造补足。

（四）降低运营成本。落实税费减免，水电气执行居民价格。（市财政局牵头，市税务局、国网江海供电公司按职责分工负责）

三、组织实施

（五）加强监督检查。市政府督查室适时开展督查。"""
TAIL = "\n\n江海市人民政府\n\n2022年6月28日\n\n（此件公开发布）\n"
TEXT = HEAD + BODY + TAIL
TABLE = """<table border=1><caption>附件</caption>
<thead><tr><th>序号</th><th>类别</th><th>重点任务</th><th>责任单位</th><th>完成时限</th></tr></thead>
<tbody><tr><td>1</td><td rowspan="2">扩大供给</td><td>建设社区托育点</td><td><p>市卫生健康委</p><p>市民政局</p></td>
<td rowspan=2>2023年底</td></tr>
<tr><td>2</td><td>新建小区配建托育设施</td><td>市住房城乡建设局</td></tr>
<tr><td>3</td><td>降低成本</td><td>落实<b>税费</b>减免</td><td>市税务局<br>市财政局</td><td>长期坚持</td></tr></tbody></table>"""


def save(folder: Path, page: str | bytes, name: str = "页面.html", encoding: str = "utf-8") -> Path:
    path = folder / name
    path.write_bytes(page if isinstance(page, bytes) else page.encode(encoding))
    return path


def units(policy: Policy) -> list[tuple[object, ...]]:
    return [(unit.eid, unit.kind, unit.number, unit.heading, unit.parent) for unit in policy.provisions]


def tasks(policy: Policy) -> list[tuple[object, ...]]:
    return [
        (
            task.number,
            task.category,
            task.text,
            task.departments_raw,
            [(d.name, d.role) for d in task.departments],
            task.timing and task.timing.due,
        )
        for task in policy.tasks
    ]


def refusal(page: bytes, name: str = "a.html", encoding: str | None = None) -> str:
    with pytest.raises(PolicyError) as caught:
        read_web(page, name, encoding, unheard)
    for language in LANGUAGES:
        assert "{" not in Catalogue.load(language).text(f"error.{caught.value.code}", **caught.value.facts)
    return caught.value.code


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16"])
def test_a_page_of_any_style_gives_what_its_text_gives(tmp_path: Path, style: str, encoding: str) -> None:
    page = STYLES[style](TEXT).replace("utf-8", encoding)
    found, expected = read_policy(save(tmp_path, page, encoding=encoding)), parse_text(TEXT)
    assert units(found) == units(expected)
    assert tasks(found) == tasks(expected)
    assert found.metadata == expected.metadata
    assert len(found.tasks) > 1


@pytest.mark.parametrize("style", STYLES)
def test_a_document_on_one_line_stays_whole(tmp_path: Path, style: str) -> None:
    text = TITLE + "\n" + "江政发〔2022〕18号\n" + "各区县人民政府：" + BODY.replace("\n\n", "　　") * 3
    found, expected = read_policy(save(tmp_path, STYLES[style](text))), parse_text(text)
    assert units(found) == units(expected)
    assert found.metadata == expected.metadata


@pytest.mark.parametrize("style", STYLES)
def test_nothing_of_the_site_comes_into_the_text(tmp_path: Path, style: str) -> None:
    text = read(save(tmp_path, STYLES[style](TEXT))).text
    said = "".join(line for line in TEXT.split())
    assert "".join(text.split()) == said


@pytest.mark.parametrize("style", ["plain", "crowded", "labelled", "spans"])
def test_a_task_table_with_spans_is_read_cell_by_cell(tmp_path: Path, style: str) -> None:
    page = STYLES[style](TEXT + "附件")
    mark = escape("附件")
    place = page.rindex(mark) + len(mark)
    close = page.index(">", place) + 1
    policy = read_policy(save(tmp_path, page[:close] + TABLE.replace("<caption>附件</caption>", "") + page[close:]))
    assert tasks(policy) == expected_tasks()


def expected_tasks() -> list[tuple[object, ...]]:
    responsible = parse_text(TEXT).tasks[0].departments[0].role
    return [
        (
            1,
            "扩大供给",
            "建设社区托育点",
            "市卫生健康委、市民政局",
            [("市卫生健康委", responsible), ("市民政局", responsible)],
            dt.date(2023, 12, 31),
        ),
        (2, "扩大供给", "新建小区配建托育设施", "市住房城乡建设局", [("市住房城乡建设局", responsible)], dt.date(2023, 12, 31)),
        (3, "降低成本", "落实税费减免", "市税务局、市财政局", [("市税务局", responsible), ("市财政局", responsible)], None),
    ]


def test_a_caption_labels_its_annex(tmp_path: Path) -> None:
    policy = read_policy(save(tmp_path, plain(TEXT).replace("</body>", f"{TABLE}</body>")))
    assert [unit.eid for unit in policy.provisions if unit.eid.startswith("att")] == ["att_1"]
    assert [task.category for task in policy.tasks] == ["扩大供给", "扩大供给", "降低成本"]


@pytest.mark.parametrize(
    "above",
    [
        f"<h1>{TITLE}</h1><p>江政发〔2022〕18号</p>",
        "<h1 class='t'>江海市人民政府<br>关于加快发展社区托育服务的若干意见</h1><div>发文字号：江政发〔2022〕18号</div>",
        f"<table><tr><td>标　　题：</td><td colspan=3>{TITLE}</td></tr><tr><td>发文字号：</td>"
        "<td>江政发〔2022〕18号</td><td>索 引 号：</td><td>0001/2022</td></tr></table>",
        f"<ul><li><b>名 称：</b>{TITLE}</li><li>文　　号：江政发〔2022〕18号　成文日期：2022-06-28</li>"
        "<li>时效性：现行有效</li></ul>",
        f"<table><tr><th>索引号</th><td>001</td></tr><tr><th>标题</th><td>{TITLE}</td></tr><tr><th>文号</th><td>江政发〔2022〕18号</td></tr></table>",
    ],
)
def test_title_and_number_from_above_the_article_are_put_on_top(tmp_path: Path, above: str) -> None:
    text = TEXT[TEXT.index("各区县") :]
    page = crowded(text).replace('<div class="info">', f'{above}<div class="info">')
    policy = read_policy(save(tmp_path, page))
    assert policy.metadata == parse_text(TEXT).metadata
    assert units(policy) == units(parse_text(TEXT))
    assert "索" not in policy.text


@pytest.mark.parametrize(
    "head",
    [
        f'<meta name="ArticleTitle" content="{TITLE}"><title>江海市</title>',
        f"<title>{TITLE}_江海市人民政府网</title>",
        f"<title>{TITLE} - 政策文件</title>",
    ],
)
def test_the_window_names_an_article_without_a_title(tmp_path: Path, head: str) -> None:
    text = TEXT[TEXT.index("江政发") :]
    policy = read_policy(save(tmp_path, f"<html><head>{head}</head><body>{paragraphs(text)}</body></html>"))
    assert policy.metadata == parse_text(TEXT).metadata


def test_date_and_issuer_come_from_the_labels_when_nobody_signed(tmp_path: Path) -> None:
    title = "关于加快发展社区托育服务的若干意见"
    text = (title + TEXT[len(TITLE) :]).replace(TAIL, "")
    labels = "<tr><td>发文机关：</td><td>江海市人民政府</td><td>成文日期：</td><td>2022年06月28日</td></tr>"
    policy = read_policy(save(tmp_path, labelled(text).replace("<tr><td><b>发布", f"{labels}<tr><td><b>发布")))
    assert (policy.metadata.issuer, policy.metadata.date) == ("江海市人民政府", dt.date(2022, 6, 28))
    assert policy.metadata.title == title
    assert units(policy) == units(parse_text(text))


def test_what_the_article_says_itself_is_not_said_twice(tmp_path: Path) -> None:
    dated = "<td>发文机关：</td><td>江海市人民政府</td><td>成文日期：</td><td>2022年6月28日</td>"
    labels = f"<tr><td>标题：</td><td>{TITLE}</td></tr><tr>{dated}</tr>"
    source = read(save(tmp_path, labelled(TEXT).replace("<tr><td><b>发布", f"{labels}<tr><td><b>发布")))
    assert source.text.count("加快发展社区托育服务的若干意见") == 1
    assert "成文日期" not in source.text


def test_lists_of_files_to_download_are_no_annexes(tmp_path: Path) -> None:
    files = '<p>附件：</p><p><a href="a.docx">1.重点任务分工表.docx</a></p><p><a href="b.pdf">江政发〔2022〕18号.pdf</a></p>'
    page = (
        crowded(TEXT).replace("<div>扫一扫", f"{files}<div>扫一扫").replace("（此件公开发布）</p>", f"（此件公开发布）</p>{files}")
    )
    policy = read_policy(save(tmp_path, page))
    assert units(policy) == units(parse_text(TEXT))
    assert "docx" not in policy.text


def archive(page: bytes, *, charset: str, cte: str, frames: tuple[bytes, ...] = ()) -> bytes:
    message = EmailMessage()
    message["From"] = "<Saved by Blink>"
    message["Subject"] = "=?utf-8?Q?x?="
    message.make_mixed()
    message.set_param("type", "text/html")
    for part in (page, *frames):
        inner = EmailMessage()
        inner.set_content(part, maintype="text", subtype="html", cte=cte)
        if charset:
            inner.set_param("charset", charset)
        message.attach(inner)
    picture = EmailMessage()
    picture.set_content(b"\x89PNG\r\n", maintype="image", subtype="png")
    message.attach(picture)
    return message.as_bytes()


@pytest.mark.parametrize("cte", ["quoted-printable", "base64"])
@pytest.mark.parametrize(("encoding", "charset"), [("utf-8", ""), ("gb18030", "gb2312")])
def test_a_web_archive_is_the_page_inside(tmp_path: Path, cte: str, encoding: str, charset: str) -> None:
    page = crowded(TEXT).encode(encoding)
    for name in ("a.mht", "a.mhtml", "a.doc"):
        policy = read_policy(save(tmp_path, archive(page, charset=charset, cte=cte), name))
        assert units(policy) == units(parse_text(TEXT))
        assert policy.metadata == parse_text(TEXT).metadata


def test_an_article_in_a_frame_of_an_archive_is_found(tmp_path: Path) -> None:
    outer = "<html><body><ul><li><a href='/'>首页</a></li></ul><iframe src='cid:f'></iframe></body></html>".encode()
    data = archive(outer, charset="utf-8", cte="base64", frames=(plain(TEXT).encode(),))
    assert units(read_policy(save(tmp_path, data, "a.mhtml"))) == units(parse_text(TEXT))


@pytest.mark.parametrize("style", ["old layout", "crowded"])
def test_the_saved_view_of_a_source_is_the_page_it_shows(tmp_path: Path, style: str) -> None:
    lines = (line for line in ("<!DOCTYPE html>" + STYLES[style](TEXT)).split("\n"))
    rows = "".join(
        f'<tr><td class="line-number" value="{n}"></td><td class="line-content">{escape(line)}</td></tr>'
        for n, line in enumerate(lines)
    )
    for page in (
        f"<html><body><table><tbody>{rows}</tbody></table></body></html>",
        f"<html><body><pre>{escape(STYLES[style](TEXT))}</pre></body></html>",
    ):
        policy = read_policy(save(tmp_path, page))
        assert units(policy) == units(parse_text(TEXT))
        assert policy.metadata == parse_text(TEXT).metadata


@pytest.mark.parametrize(
    "prologue", ['<?xml version="1.0" encoding="utf-8"?>\n', "<!-- saved from url=(0022)http://www.example.cn/ -->\n", "\ufeff\n"]
)
def test_a_page_is_known_whatever_its_name(tmp_path: Path, prologue: str) -> None:
    source = read(save(tmp_path, prologue + crowded(TEXT), "页面.txt"))
    assert units(parse_source(source)) == units(parse_text(TEXT))


def test_encodings_of_a_page(tmp_path: Path) -> None:
    page = STYLES["old layout"](TEXT)
    assert read(save(tmp_path, page.encode("gb18030"))).encoding == "gb18030"
    assert read(save(tmp_path, page.encode("utf-8"))).encoding == "utf-8"
    western = page.replace("charset=gb2312", "charset=iso-8859-1")
    assert units(parse_source(read(save(tmp_path, western.encode("gb18030"))))) == units(parse_text(TEXT))
    traditional = plain("關於發展託育服務的若干意見\n一、總體要求。堅持社區優先，逐步推進。").replace("utf-8", "big5")
    assert "堅持社區優先" in read(save(tmp_path, traditional.encode("big5"))).text
    assert "堅持社區優先" in read(save(tmp_path, traditional.replace("big5", "gbk").encode("big5")), "big5").text
    assert refusal(page.encode("utf-8").decode("latin-1").encode("utf-8")) == "garbled_text"
    assert refusal(page.encode("gb18030"), encoding="utf-8") == "unknown_encoding"
    assert refusal(page.replace("托育", "托\ufffd").encode()) == "garbled_text"
    scrap = page.replace("<body", "<script>// \ufffd锟斤拷</script><body")
    assert units(parse_source(read(save(tmp_path, scrap.encode("utf-8"))))) == units(parse_text(TEXT))


@pytest.mark.parametrize(
    ("page", "code"),
    [
        (b"<html><body></body></html>", "page_without_article"),
        (b"<!-- nothing -->", "page_without_article"),
        (b"", "page_without_article"),
        ("<ul><li><a href='/'>首页</a></li></ul><iframe src=a.html></iframe>".encode(), "page_without_article"),
        (b"<table><tr><td>" * 10_000 + b"x" + b"</td></tr></table>" * 10_000, "page_too_complex"),
        (b"<div>" * 5_000 + b"x", "page_too_complex"),
        (b"<b></b>" * 3_000_000, "page_too_complex"),
        (b"&amp;" * 4_000_000, "page_too_complex"),
        (b'<!DOCTYPE html [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><p>&b;</p>', "page_too_complex"),
        (b"<table>" + (b"<tr>" + b"<td colspan=1000 rowspan=65534>x" * 20) * 2_000 + b"</table>", "page_too_complex"),
        (b"<p>\x00</p>", "binary_file"),
        (
            b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=b\n\n--b\nContent-Type: image/png\n\nx\n--b--",
            "page_without_article",
        ),
        (
            b"MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b0\n\n"
            + b"".join(b"--b%d\nContent-Type: multipart/mixed; boundary=b%d\n\n" % (n, n + 1) for n in range(9_000)),
            "page_too_complex",
        ),
    ],
)
def test_what_is_no_page_of_a_policy_is_refused_in_a_sentence(page: bytes, code: str) -> None:
    assert refusal(page) == code


def test_marks_left_open_cost_no_word(tmp_path: Path) -> None:
    lines = [f"第{n}段，做好各项工作。" for n in range(3_000)]
    page = "".join(f"<p><font size=3><span class=a><b>{line}" for line in lines)
    assert read(save(tmp_path, page)).text.split() == lines


def test_the_person_who_waits_is_told(tmp_path: Path) -> None:
    shares: list[float] = []
    read(save(tmp_path, plain(TEXT * 200)), progress=shares.append)
    assert shares == sorted(shares)
    assert shares[-1] == 1.0

    def stop(share: float) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        read(save(tmp_path, plain(TEXT)), progress=stop)
