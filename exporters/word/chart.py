"""Native bar charts: DrawingML that Word, WPS and LibreOffice draw themselves, with the figures in a workbook inside."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from exporters.word.colours import LINE, MUTED, TEXT, WHITE
from exporters.word.fonts import Fonts
from exporters.word.markup import A, C, Markup, R, clean, escape
from exporters.word.workbook import column_name

EMU_PER_TWIP = 635
# One bar with its gap, and what stands around the bars: legend above, scale below; EMU.
BAR_HEIGHT = 270_000
AROUND = 760_000
# How many bars as wide as a digit stand in the longest line.
BARS_OF_A_DIGIT = 42


@dataclass(frozen=True, slots=True)
class Series:
    """One colour of the bars: ``values`` per category, ``fill`` and ``label`` as RRGGBB."""

    name: str
    values: tuple[int, ...]
    fill: str
    label: str


@dataclass(frozen=True, slots=True)
class Chart:
    """Stacked bars, one per category from the top down. ``title`` is read out, not drawn; sizes in EMU."""

    title: str
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    width: int

    @property
    def height(self) -> int:
        """As high as its bars need."""
        return AROUND + BAR_HEIGHT * len(self.categories)


def drawing(relationship: str, number: int, chart: Chart) -> Markup:
    """The run that shows the chart part behind ``relationship``."""
    name = escape(_flat(chart.title))
    return Markup(
        f'<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="{chart.width}" cy="{chart.height}"/>'
        f'<wp:effectExtent l="0" t="0" r="0" b="0"/><wp:docPr id="{number}" name="{name}" descr="{name}"/><wp:cNvGraphicFramePr/>'
        f'<a:graphic><a:graphicData uri="{C}"><c:chart r:id="{relationship}"/></a:graphicData></a:graphic></wp:inline></w:drawing>'
        "</w:r>"
    )


def part(chart: Chart, fonts: Fonts, language: str, workbook: str) -> bytes:
    """The chart part; ``workbook`` is the relationship of the embedded workbook."""
    look = _Look(fonts)
    # A label needs room: bars shorter than a digit is wide, and those that are not there, go without.
    least = max(1, -(-_longest(chart) // BARS_OF_A_DIGIT))
    tongue = "zh-CN" if language == "zh" else "en-US"
    series = "".join(_series(index, one, chart.categories, least, look) for index, one in enumerate(chart.series))
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<c:chartSpace xmlns:c="{C}" xmlns:a="{A}" xmlns:r="{R}"><c:date1904 val="0"/><c:lang val="{tongue}"/>'
        '<c:roundedCorners val="0"/><c:chart><c:autoTitleDeleted val="1"/><c:plotArea><c:layout/>'
        f'<c:barChart><c:barDir val="bar"/><c:grouping val="stacked"/><c:varyColors val="0"/>{series}'
        '<c:gapWidth val="45"/><c:overlap val="100"/><c:axId val="111111111"/><c:axId val="222222222"/></c:barChart>'
        f"{_category_axis(look)}{_value_axis(look, _tick(chart))}</c:plotArea>"
        f'<c:legend><c:legendPos val="t"/><c:overlay val="0"/>{look.text(TEXT)}</c:legend>'
        '<c:plotVisOnly val="1"/><c:dispBlanksAs val="gap"/></c:chart>'
        f"<c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr>{look.text(TEXT)}"
        f'<c:externalData r:id="{workbook}"><c:autoUpdate val="0"/></c:externalData></c:chartSpace>'
    ).encode()


def sheet_rows(chart: Chart) -> list[Sequence[str | int]]:
    """The figures as the embedded workbook holds them: series across, categories down."""
    rows: list[Sequence[str | int]] = [["", *(_flat(one.name) for one in chart.series)]]
    for index, name in enumerate(chart.categories):
        rows.append([_flat(name), *(one.values[index] for one in chart.series)])
    return rows


@dataclass(frozen=True, slots=True)
class _Look:
    fonts: Fonts

    def text(self, colour: str, size: int = 900) -> str:
        faces = f'<a:latin typeface="{escape(self.fonts.latin.name)}"/><a:ea typeface="{escape(self.fonts.body.name)}"/>'
        fill = f'<a:solidFill><a:srgbClr val="{colour}"/></a:solidFill>'
        return (
            f'<c:txPr><a:bodyPr/><a:lstStyle/><a:p><a:pPr><a:defRPr sz="{size}" b="0">{fill}{faces}</a:defRPr></a:pPr>'
            '<a:endParaRPr lang="zh-CN"/></a:p></c:txPr>'
        )


def _series(index: int, one: Series, categories: Sequence[str], least: int, look: _Look) -> str:
    column, last = column_name(index + 1), len(categories) + 1
    names = "".join(f'<c:pt idx="{i}"><c:v>{escape(_flat(name))}</c:v></c:pt>' for i, name in enumerate(categories))
    values = "".join(f'<c:pt idx="{i}"><c:v>{value}</c:v></c:pt>' for i, value in enumerate(one.values))
    count = f'<c:ptCount val="{len(categories)}"/>'
    line = f'<a:ln w="6350"><a:solidFill><a:srgbClr val="{WHITE}"/></a:solidFill></a:ln>'
    labels = (
        f'<c:dLbls><c:numFmt formatCode="[&gt;={least}]0;" sourceLinked="0"/><c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr>'
        f'{look.text(one.label)}<c:dLblPos val="ctr"/>'
        '<c:showLegendKey val="0"/><c:showVal val="1"/><c:showCatName val="0"/><c:showSerName val="0"/>'
        '<c:showPercent val="0"/><c:showBubbleSize val="0"/></c:dLbls>'
    )
    return (
        f'<c:ser><c:idx val="{index}"/><c:order val="{index}"/><c:tx><c:strRef><c:f>Sheet1!${column}$1</c:f><c:strCache>'
        f'<c:ptCount val="1"/><c:pt idx="0"><c:v>{escape(_flat(one.name))}</c:v></c:pt></c:strCache></c:strRef></c:tx>'
        f'<c:spPr><a:solidFill><a:srgbClr val="{one.fill}"/></a:solidFill>{line}</c:spPr><c:invertIfNegative val="0"/>{labels}'
        f"<c:cat><c:strRef><c:f>Sheet1!$A$2:$A${last}</c:f><c:strCache>{count}{names}</c:strCache></c:strRef></c:cat>"
        f"<c:val><c:numRef><c:f>Sheet1!${column}$2:${column}${last}</c:f><c:numCache><c:formatCode>General</c:formatCode>"
        f"{count}{values}</c:numCache></c:numRef></c:val></c:ser>"
    )


def _category_axis(look: _Look) -> str:
    return (
        '<c:catAx><c:axId val="111111111"/><c:scaling><c:orientation val="maxMin"/></c:scaling><c:delete val="0"/>'
        '<c:axPos val="l"/><c:numFmt formatCode="General" sourceLinked="0"/>'
        '<c:majorTickMark val="none"/><c:minorTickMark val="none"/>'
        f'<c:tickLblPos val="low"/><c:spPr><a:ln w="9525"><a:solidFill><a:srgbClr val="{MUTED}"/></a:solidFill></a:ln></c:spPr>'
        f'{look.text(TEXT)}<c:crossAx val="222222222"/><c:crosses val="autoZero"/><c:auto val="1"/><c:lblAlgn val="ctr"/>'
        '<c:lblOffset val="100"/><c:tickLblSkip val="1"/><c:noMultiLvlLbl val="1"/></c:catAx>'
    )


def _value_axis(look: _Look, tick: int) -> str:
    return (
        '<c:valAx><c:axId val="222222222"/><c:scaling><c:orientation val="minMax"/><c:min val="0"/></c:scaling><c:delete val="0"/>'
        f'<c:axPos val="b"/><c:majorGridlines><c:spPr><a:ln w="6350"><a:solidFill><a:srgbClr val="{LINE}"/></a:solidFill>'
        '</a:ln></c:spPr></c:majorGridlines><c:numFmt formatCode="0" sourceLinked="0"/>'
        '<c:majorTickMark val="none"/><c:minorTickMark val="none"/>'
        f'<c:tickLblPos val="nextTo"/><c:spPr><a:ln><a:noFill/></a:ln></c:spPr>{look.text(MUTED, 800)}<c:crossAx val="111111111"/>'
        f'<c:crosses val="max"/><c:crossBetween val="between"/><c:majorUnit val="{tick}"/></c:valAx>'
    )


def _tick(chart: Chart) -> int:
    longest = _longest(chart)
    steps = (scale * step for scale in (1, 10, 100, 1000, 10_000) for step in (1, 2, 5))
    return next((step for step in steps if longest <= step * 8), 100_000)


def _longest(chart: Chart) -> int:
    return max((sum(one.values[i] for one in chart.series) for i in range(len(chart.categories))), default=1)


def _flat(text: str) -> str:
    return " ".join(clean(text).split())
