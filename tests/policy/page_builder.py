"""Builds saved web pages out of plain text, each in the manner of some kind of site."""

from __future__ import annotations

from collections.abc import Callable
from html import escape

MENU = "".join(
    f'<li><a href="/{n}/">{word}</a></li>'
    for n, word in enumerate(["首页", "机构", "政务公开", "政策文件", "办事服务", "互动交流"])
)
NEWS = "".join(
    f'<li><a href="/n/{n}.html">关于做好第{n}批重点工作的通知（2022年）</a><span>2022-0{n}-11</span></li>' for n in range(1, 9)
)
FOOTER = (
    '<div class="footer"><p>主办单位：江海市人民政府办公室　承办：江海市大数据局</p><p>网站标识码：3200000001　苏ICP备05000001号　'
    "苏公网安备 32000002000001号</p><p>版权所有，未经授权不得转载。建议使用1024*768以上分辨率浏览本站。</p></div>"
)
SIZES = '<div>【字体：<a href="#">大</a> <a href="#">中</a> <a href="#">小</a>】</div>'
SHARE = f'<div class="share">分享到：<a href="#">微信</a> <a href="#">微博</a></div>{SIZES}'


def paragraphs(text: str) -> str:
    """A paragraph for each line that says something."""
    return "".join(f"<p>{escape(line)}</p>\n" for line in text.split("\n") if line.strip())


def plain(text: str) -> str:
    """A page with a paragraph for each line and nothing else."""
    return f"<!DOCTYPE html><html><head><meta charset='utf-8'></head><body>{paragraphs(text)}</body></html>"


def broken_lines(text: str) -> str:
    """All lines in one element, parted by line breaks, the tags in capitals and unclosed."""
    lines = "<BR>\n".join(escape(line).replace("\u3000", "&#12288;") for line in text.split("\n"))
    return f"<HTML><BODY><DIV class=Section1><FONT face=仿宋 size=3>{lines}</DIV></BODY></HTML>"


def crowded(text: str) -> str:
    """A page full of menus, news and footers."""
    return f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>政策文件_江海市人民政府</title>
<style>.a{{color:red}}</style><script>var a = "<p>一、不是正文。</p>";</script></head><body>
<div class="header"><ul class="nav">{MENU}</ul></div>
<div class="crumb">您现在的位置：<a href="/">首页</a> &gt; <a href="/zwgk/">政务公开</a> &gt; 正文</div>
<div class="main"><div class="left"><h3>最新文件</h3><ul>{NEWS}</ul></div><div class="detail">
<div class="info">来源：市政府办公室　发布时间：2022-05-06 09:10　浏览次数：128</div>{SHARE}
<div id="zoom"><span style="display:none">一、看不见的文字，不应读入。</span>{paragraphs(text)}</div>
<div>扫一扫在手机打开当前页</div><div class="related"><h3>相关链接</h3><ul>{NEWS}</ul></div>
<div>上一篇：<a href="/1">关于开展检查的通知</a></div><div>下一篇：<a href="/2">关于征求意见的公告</a></div>{SHARE}</div></div>
{FOOTER}<div style="display: none">您即将离开本网站，访问外部链接。</div></body></html>"""


def old_layout(text: str) -> str:
    """Tables inside tables, as sites were built in 2005: nothing is closed that need not be."""
    rows = "".join(f"<tr><td class=b12c><p>&nbsp;<br>{line}" for line in [""])
    body = "".join(f"<p><font size=3>{escape(line)}" for line in text.split("\n") if line.strip())
    return f"""<html><head><meta http-equiv="Content-Type" content="text/html; charset=gb2312"><title>江海政务网</title></head>
<body bgcolor=#ffffff><table width=778 align=center border=0><tr><td colspan=2><img src=top.gif><tr><td colspan=2>
<a href=/>首页</a> | <a href=/jg>机构</a> | <a href=/zc>政策</a> | <a href=/bs>办事</a>
<tr><td width=160 valign=top><table border=1>{"".join(f"<tr><td><a href=/{n}>栏目{n}</a>" for n in range(1, 9))}</table>
<td width=618><table width=100%>{rows}<tr><td>{body}<tr><td align=right>[<a href=#>打印</a>] [<a href=#>关闭</a>]</table>
<tr><td colspan=2 align=center>版权所有：江海市人民政府　地址：江海市人民路1号　邮编：200000</table></body></html>"""


def labelled(text: str) -> str:
    """Wrappers of wrappers, and a table of information above the article."""
    return f"""<div class="wrap"><table><tbody><tr><td><table class="bd1"><tbody>
<tr><td><b>索 引 号：</b></td><td>000014/2022-00207</td><td><b>主题分类：</b></td><td>商贸、旅游\\其他</td></tr>
<tr><td><b>发布日期：</b></td><td>2022年06月30日</td><td><b>主 题 词：</b></td><td></td></tr></tbody></table>
</td></tr></tbody></table>
<br><table><tbody><tr><td><table><tbody><tr><td id="UCAP-CONTENT">{paragraphs(text)}</td></tr><tr><td></td></tr></tbody></table>
<div id="qr">扫一扫在手机打开当前页</div></td><td><iframe src="x.htm"></iframe></td></tr></tbody></table></div>"""


def spans(text: str) -> str:
    """A modern page: an article of elements with styles on every word, indents by style."""
    said = [line for line in text.split("\n") if line.strip()]
    words = [
        f'<span style="color:#333">{escape(line[:3])}</span><span lang="EN-US"><b>{escape(line[3:])}</b></span>' for line in said
    ]
    article = "".join(f'<div style="text-indent:2em">{line}</div>\n' for line in words)
    top = f"<!doctype html><body><header><nav>{MENU}</nav></header>"
    return f"{top}<main><article>{article}</article></main><footer>{FOOTER}</footer></body>"


STYLES: dict[str, Callable[[str], str]] = {
    "plain": plain,
    "broken lines": broken_lines,
    "crowded": crowded,
    "old layout": old_layout,
    "labelled": labelled,
    "spans": spans,
}
