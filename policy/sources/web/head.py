"""What a page says above its article, and what of it the article lacks: title, number, date, issuer."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from policy.canonical import fold
from policy.metadata_labels import Label
from policy.metadata_title import title_of
from policy.outline_names import BODY, DATE, DATE_LINE, DATE_PARTS, NUMBER, NUMBER_LINE, SIGNATORY, SIGNED_DATE, TITLE_END
from policy.sources.blocks import Block, Paragraph
from policy.sources.web.article import is_furniture
from policy.sources.web.flow import Entry
from policy.sources.web.labels import is_label, squeezed
from policy.sources.web.tree import Page

_SITE_NAME: Final = re.compile(r"\s*[_|｜—–\-]+\s*")
_HAN: Final = re.compile("[\u4e00-\u9fff]")
_NUMBER: Final = re.compile(NUMBER)
_DATE: Final = re.compile(DATE)
_ORDER: Final = re.compile(r"第\d{1,5}号|[\u4e00-\u9fff]{2,40}令")
_NOT_IN_FORCE: Final = re.compile("失效|废止|无效|修改|修订|尚未|停止")
_BODIES: Final = re.compile(rf"(?:{BODY})(?:[、, ](?:{BODY}))*")
_MARKS: Final = re.compile(r"[《》〈〉“”‘’\"'「」()·\-—:]")
_TITLE_LENGTH: Final = range(5, 151)
_HEAD_LINES: Final = 15
_LONG_LINE: Final = 90
_GLUED: Final = 150


def title_of_page(page: Page, entries: Sequence[Entry], labelled: str) -> str:
    """What the page calls its article: by a label, its metadata, its first headings or the name of its window."""
    named = [labelled, page.meta.get("articletitle", ""), page.meta.get("og:title", ""), *_headings(entries)]
    good = [words for words in named if _may_be_title(words)]
    window = [part for part in _SITE_NAME.split(page.title) if _may_be_title(part)]
    whole = [page.title] if _may_be_title(page.title) else []
    for words in (*good, *window, *whole):
        if TITLE_END.search(fold(squeezed(words))):
            return words
    return labelled if _may_be_title(labelled) else ""


def _may_be_title(words: str) -> bool:
    return len(words) in _TITLE_LENGTH and _HAN.search(words) is not None and not is_furniture(words)


def _headings(entries: Sequence[Entry]) -> Iterator[str]:
    """The headings of the first two ranks; one broken over lines is one."""
    group: list[str] = []
    for entry in entries:
        if entry.rank in (1, 2):
            group.append(entry.text.strip())
        elif group:
            yield "".join(group)
            group = []
    if group:
        yield "".join(group)


def completed(blocks: list[Block], above: Sequence[str], title: str, facts: Mapping[Label, str]) -> list[Block]:
    """The article with the lines it lacks. ``above`` are the lines of the page in front of it; ``facts`` what its labels say."""
    lines = _head_lines(blocks)
    whole = list(blocks)
    own = title_of(lines) if lines else ""
    if title and not _has_title(lines, own, title):
        whole.insert(0, Paragraph(title, 0))
        place = 1
    else:
        place = _title_end(lines, own)
    if not _has_number(blocks, lines):
        number = _number_above(above, facts.get(Label.NUMBER, ""))
        if number:
            whole.insert(place, Paragraph(number))
            place += 1
    return [*_labels(blocks, lines, squeezed(title or own), facts), *whole]


def _labels(blocks: Sequence[Block], lines: Sequence[str], title: str, facts: Mapping[Label, str]) -> Iterator[Paragraph]:
    """Lines for date and issuer, where the article has none, and for the state of a document that is no longer in force."""
    signed = [index for index, block in enumerate(blocks) if _is_dated(block)]
    issuer, date, state = (facts.get(label, "") for label in (Label.ISSUER, Label.WRITTEN, Label.STATUS))
    if issuer and not _is_named(blocks, signed, title, squeezed(issuer)):
        yield Paragraph(f"【发文机关】{issuer}")
    if DATE_PARTS.match(squeezed(date)) and not signed and not any(_DATE.search(line) for line in lines):
        yield Paragraph(f"【成文日期】{date}")
    if _NOT_IN_FORCE.search(state):
        yield Paragraph(f"【时效性】{state}")


def _head_lines(blocks: Sequence[Block]) -> list[str]:
    """The lines above the text, folded and without space."""
    lines: list[str] = []
    for block in blocks[:_HEAD_LINES]:
        bare = fold(squeezed(block.text)) if isinstance(block, Paragraph) else ""
        if not isinstance(block, Paragraph) or bare.endswith(("。", ":", ";")) or len(bare) > _LONG_LINE:
            break
        lines.append(bare)
    return lines


def _bare(words: str) -> str:
    return _MARKS.sub("", fold(squeezed(words)))


def _has_title(lines: Sequence[str], own: str, title: str) -> bool:
    wanted = _bare(title)
    return wanted in _bare("".join(lines)) or (bool(own) and TITLE_END.search(own) is not None)


def _title_end(lines: Sequence[str], own: str) -> int:
    """Behind which line the title ends."""
    return next((index + 1 for index, line in enumerate(lines) if line and own.endswith(line)), min(1, len(lines)))


def _has_number(blocks: Sequence[Block], lines: Sequence[str]) -> bool:
    if any(_NUMBER.search(line) or _ORDER.search(line) for line in lines):
        return True
    first = next((block.text for block in blocks if isinstance(block, Paragraph) and block.text.strip()), "")
    return _NUMBER.search(fold(first), 0, _GLUED) is not None


def _number_above(above: Sequence[str], labelled: str) -> str:
    for words in (labelled, *reversed(above)):
        if len(words) < _LONG_LINE and NUMBER_LINE.fullmatch(fold(words.strip())) and not is_label(words):
            return words.strip()
    return ""


def _is_dated(block: Block) -> bool:
    words = fold(squeezed(block.text)) if isinstance(block, Paragraph) and len(block.text) < _LONG_LINE else ""
    return DATE_LINE.fullmatch(words) is not None or SIGNED_DATE.fullmatch(words) is not None


def _is_named(blocks: Sequence[Block], signed: Sequence[int], title: str, issuer: str) -> bool:
    """Whether the article names its issuer: in its title, above its date, or in one line with it."""
    if title.startswith(issuer) or not _BODIES.fullmatch(fold(issuer)):
        return True
    for index in signed:
        before = next((block for block in reversed(blocks[:index]) if isinstance(block, Paragraph) and block.text.strip()), None)
        words = fold(squeezed(before.text)) if before else ""
        block = blocks[index]
        if SIGNATORY.fullmatch(words) or (isinstance(block, Paragraph) and SIGNED_DATE.fullmatch(fold(squeezed(block.text)))):
            return True
    return False
