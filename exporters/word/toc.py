"""A table of contents: a real field, filled beforehand, so that the document is finished before anybody updates it."""

from __future__ import annotations

from collections.abc import Sequence

from exporters.word import styles
from exporters.word.body import Heading
from exporters.word.markup import EMPTY, Markup, paragraph, run

LEVELS = 2
HEIGHTS = (420, 360)
TITLE_HEIGHT = 780

_BEGIN = '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
_SEPARATE = '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
_END = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'


def contents(title: str, headings: Sequence[Heading], first_page: int, new_page: bool = False) -> Markup:
    """The table of contents with Word's own button to update it, on a new page if asked for. ``first_page`` is the number of the
    page on which the body of the headings begins."""
    shown = [heading for heading in headings if heading.level <= LEVELS]
    entries = "".join(
        _entry(heading, first_page + heading.page, opens=index == 0, closes=index == len(shown) - 1)
        for index, heading in enumerate(shown)
    )
    props = Markup("<w:pageBreakBefore/>") if new_page else EMPTY
    return Markup(
        '<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/><w:docPartUnique/></w:docPartObj></w:sdtPr>'
        f"<w:sdtContent>{paragraph(styles.TOC_TITLE, run(title), props=props)}{entries}</w:sdtContent></w:sdt>"
    )


def height(headings: Sequence[Heading]) -> int:
    """The height of the table of contents in twips, when each entry takes one line."""
    return TITLE_HEIGHT + sum(HEIGHTS[heading.level - 1] for heading in headings if heading.level <= LEVELS)


def _entry(heading: Heading, page: int, opens: bool, closes: bool) -> Markup:
    field = (
        f'{_BEGIN}<w:r><w:instrText xml:space="preserve"> PAGEREF {heading.bookmark} \\h </w:instrText></w:r>{_SEPARATE}'
        f"<w:r><w:t>{page}</w:t></w:r>{_END}"
    )
    link = Markup(
        f'<w:hyperlink w:anchor="{heading.bookmark}" w:history="1">{run(heading.text)}<w:r><w:tab/></w:r>{field}</w:hyperlink>'
    )
    opening = Markup(
        f'{_BEGIN}<w:r><w:instrText xml:space="preserve"> TOC \\o "1-{LEVELS}" \\h \\z \\u </w:instrText></w:r>{_SEPARATE}'
    )
    return paragraph(styles.TOCS[heading.level - 1], opening if opens else EMPTY, link, Markup(_END) if closes else EMPTY)
