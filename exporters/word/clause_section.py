"""五、条款与批注: the clauses that reviewers remarked on, in reading order, with every remark and its answers."""

from __future__ import annotations

from exporters.phrases import Phrases
from exporters.report import ClauseBlock, Remark, Report
from exporters.word import colours, styles
from exporters.word.body import Body
from exporters.word.markup import Markup, run
from exporters.word.pages import line_count

GAP = "　"
# Twips: above a remark, and a heading with the line below it.
META_GAP = 160
HEAD = 1100


def clauses(body: Body, report: Report, phrases: Phrases) -> None:
    """One heading per clause; below it where it stands and who carries it out, then its remarks."""
    body.heading(1, phrases("clauses.heading"))
    if not report.clauses:
        body.text(phrases("clauses.none"))
        return
    body.text(phrases("clauses.lead", remarks=report.remark_total, blocks=len(report.clauses)))
    for block in report.clauses:
        context = phrases.items(_context(block, phrases))
        body.heading(2, heading(block, phrases), room=HEAD + _room(body, block.remarks[0]))
        if context:
            body.text(context, styles.CONTEXT, 21, styles.NOTE_LINE)
        for remark in block.remarks:
            _remark(body, remark, phrases)


def heading(block: ClauseBlock, phrases: Phrases) -> str:
    """``（四）完善宽带网络基础设施``; for remarks outside every provision a phrase that says so."""
    number, words = block.number or "", block.heading or ""
    gap = " " if number[-1:].isascii() or number.startswith("第") else ""
    return (gap.join(part for part in (number, words) if part)) or phrases("clauses.outside")


def _context(block: ClauseBlock, phrases: Phrases) -> list[str]:
    lines = []
    if block.section:
        lines.append(phrases("clauses.section", section=block.section))
    if block.tasks:
        lines.append(phrases("clauses.tasks", tasks=phrases.listed(block.tasks)))
    if block.evidence:
        lines.append(phrases("clauses.evidence", evidence=phrases.listed(block.evidence)))
    return lines


def _remark(body: Body, remark: Remark, phrases: Phrases) -> None:
    kind = phrases("clauses.kind", kind=phrases.label("kind", remark.kind))
    rest = GAP.join(["", *_about(remark, phrases)])
    colour = Markup(f'<w:color w:val="{colours.KIND[remark.kind]}"/>')
    body.pager.hold(_room(body, remark))
    body.pager.take(META_GAP)
    body.write(styles.META, Markup(run(kind, colour) + run(rest)), kind + rest, 24, 420)
    if remark.quote.strip():
        body.text(phrases("clauses.quote", quote=remark.quote.strip()), styles.QUOTE, 28, 420)
    if remark.body.strip():
        body.text(remark.body.strip(), styles.REMARK, 28, 460)
    for reply in remark.replies:
        author = reply.author or phrases("no_reviewer")
        text = phrases("clauses.reply", author=author, date=phrases.date(reply.date), body=reply.body.strip())
        body.text(text, styles.REPLY, 26, 420)


def _room(body: Body, remark: Remark) -> int:
    # What the styles keep together: the line about the remark and the whole quote.
    return META_GAP + 420 + 420 * line_count(remark.quote, body.page.text_width - 420, 28)


def _about(remark: Remark, phrases: Phrases) -> list[str]:
    about = [remark.author or phrases("no_reviewer"), phrases.date(remark.date)]
    if remark.tags:
        about.append(phrases("clauses.tags", tags=phrases.listed(remark.tags)))
    if not remark.placed:
        about.append(phrases("clauses.unplaced"))
    if remark.resolved:
        about.append(phrases("clauses.resolved"))
    return about
