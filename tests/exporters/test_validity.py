"""A document that Word opens without complaint: parts, relationships, and the order that the schemas demand."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from lxml import etree

from exporters.report import Report
from exporters.word.chart import Chart, Series
from exporters.word.fonts import Fonts
from exporters.word.full_report import write
from resources.catalogue import Catalogue

# The sequences of ECMA-376 for what is built by hand, each from its complex type (left out: what comes after anything we use).
ORDER = {
    "w:pPr": (
        "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers pBdr shd tabs "
        "suppressAutoHyphens kinsoku wordWrap overflowPunct topLinePunct autoSpaceDE autoSpaceDN bidi adjustRightInd "
        "snapToGrid spacing ind contextualSpacing mirrorIndents suppressOverlap jc textDirection textAlignment "
        "textboxTightWrap outlineLvl divId cnfStyle rPr sectPr pPrChange"
    ),
    "w:rPr": (
        "rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint noProof snapToGrid vanish "
        "webHidden color spacing w kern position sz szCs highlight u effect bdr shd fitText vertAlign rtl cs em lang "
        "eastAsianLayout specVanish"
    ),
    "w:tblPr": (
        "tblStyle tblpPr tblOverlap bidiVisual tblStyleRowBandSize tblStyleColBandSize tblW jc tblCellSpacing tblInd "
        "tblBorders shd tblLayout tblCellMar tblLook tblCaption tblDescription"
    ),
    "w:tcPr": "cnfStyle tcW gridSpan hMerge vMerge tcBorders shd noWrap tcMar textDirection tcFitText vAlign hideMark",
    "w:tbl": "tblPr tblGrid tr",
    "w:tr": "tblPrEx trPr tc",
    "w:trPr": "cantSplit tblHeader",
    "w:tc": "tcPr p",
    "w:tblBorders": "top left bottom right insideH insideV",
    "w:tblCellMar": "top left bottom right",
    "w:tcMar": "top left bottom right",
    "w:sectPr": (
        "headerReference footerReference footnotePr endnotePr type pgSz pgMar paperSrc pgBorders lnNumType pgNumType cols "
        "formProt vAlign noEndnote titlePg textDirection bidi rtlGutter docGrid printerSettings"
    ),
    "w:sdt": "sdtPr sdtEndPr sdtContent",
    "w:style": (
        "name aliases basedOn next link autoRedefine hidden uiPriority semiHidden unhideWhenUsed qFormat locked personal "
        "personalCompose personalReply rsid pPr rPr tblPr trPr tcPr tblStylePr"
    ),
    "w:styles": "docDefaults latentStyles style",
    "w:font": "altName panose1 charset family notTrueType pitch sig",
    "w:settings": (
        "writeProtection view zoom removePersonalInformation bordersDoNotSurroundHeader bordersDoNotSurroundFooter "
        "defaultTabStop evenAndOddHeaders drawingGridVerticalSpacing characterSpacingControl compat themeFontLang "
        "clrSchemeMapping decimalSymbol listSeparator"
    ),
    "w:compat": (
        "spaceForUL balanceSingleByteDoubleByteWidth doNotLeaveBackslashAlone ulTrailSpace doNotExpandShiftReturn "
        "useFELayout compatSetting"
    ),
    "wp:inline": "extent effectExtent docPr cNvGraphicFramePr graphic",
    "c:chartSpace": "date1904 lang roundedCorners style clrMapOvr protection chart spPr txPr externalData printSettings",
    "c:chart": "title autoTitleDeleted pivotFmts view3D floor sideWall plotArea legend plotVisOnly dispBlanksAs",
    "c:plotArea": "layout barChart catAx valAx dTable spPr",
    "c:barChart": "barDir grouping varyColors ser dLbls gapWidth overlap serLines axId",
    "c:ser": "idx order tx spPr invertIfNegative pictureOptions dPt dLbls trendline errBars cat val shape",
    "c:dLbls": "dLbl numFmt spPr txPr dLblPos showLegendKey showVal showCatName showSerName showPercent showBubbleSize separator",
    "c:catAx": (
        "axId scaling delete axPos majorGridlines minorGridlines title numFmt majorTickMark minorTickMark tickLblPos spPr "
        "txPr crossAx crosses crossesAt auto lblAlgn lblOffset tickLblSkip tickMarkSkip noMultiLvlLbl"
    ),
    "c:valAx": (
        "axId scaling delete axPos majorGridlines minorGridlines title numFmt majorTickMark minorTickMark tickLblPos spPr "
        "txPr crossAx crosses crossesAt crossBetween majorUnit minorUnit dispUnits"
    ),
    "c:scaling": "logBase orientation max min",
    "c:legend": "legendPos legendEntry layout overlay spPr txPr",
    "c:strCache": "ptCount pt",
    "c:numCache": "formatCode ptCount pt",
    "c:txPr": "bodyPr lstStyle p",
    "a:defRPr": "ln noFill solidFill latin ea cs",
}
PREFIXES = {
    "wordprocessingml/2006/main": "w",
    "wordprocessingDrawing": "wp",
    "drawingml/2006/chart": "c",
    "drawingml/2006/main": "a",
}


def tag(element: etree._Element) -> str:
    namespace, _, name = str(element.tag)[1:].partition("}")
    return f"{next((p for end, p in PREFIXES.items() if namespace.endswith(end)), '?')}:{name}"


def disorder(root: etree._Element) -> Iterator[str]:
    """Every element whose children are unknown or stand in another order than its sequence."""
    for element in root.iter():
        sequence = ORDER.get(tag(element))
        if sequence is None or (tag(element) == "c:chart" and not len(element)):
            continue
        names = [tag(child).partition(":")[2] for child in element]
        places = {name: place for place, name in enumerate(sequence.split())}
        unknown = [name for name in names if name not in places]
        if unknown or [places[name] for name in names] != sorted(places[name] for name in names):
            yield f"{tag(element)}: {names}"


@pytest.fixture(params=["full", "empty"])
def archive(request: pytest.FixtureRequest, catalogue: Catalogue, tmp_path: Path) -> Iterator[ZipFile]:
    from exporters.assembly import assemble

    given = request.getfixturevalue("report") if request.param == "full" else assemble(request.getfixturevalue("empty"))
    assert isinstance(given, Report)
    target = tmp_path / "a.docx"
    write(given, target, catalogue)
    with ZipFile(target) as opened:
        yield opened


def test_every_part_is_well_formed_and_in_the_order_of_its_schema(archive: ZipFile) -> None:
    for name in archive.namelist():
        if name.endswith((".xml", ".rels")):
            root = etree.fromstring(archive.read(name))
            assert list(disorder(root)) == [], name


def test_the_check_of_order_finds_disorder() -> None:
    w = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    wrong = etree.fromstring(f'<w:p xmlns:w="{w}"><w:pPr><w:jc/><w:pStyle/></w:pPr></w:p>')
    foreign = etree.fromstring(f'<w:p xmlns:w="{w}"><w:pPr><w:colour/></w:pPr></w:p>')
    assert list(disorder(wrong)) == ["w:pPr: ['jc', 'pStyle']"]
    assert list(disorder(foreign)) == ["w:pPr: ['colour']"]


def test_every_relationship_has_its_target_and_every_reference_its_relationship(archive: ZipFile) -> None:
    names = set(archive.namelist())
    for name in sorted(name for name in names if name.endswith(".rels")):
        source = posixpath.dirname(posixpath.dirname(name))
        ids = set()
        for relationship in etree.fromstring(archive.read(name)):
            target = str(relationship.get("Target"))
            assert posixpath.normpath(posixpath.join(source, target)).lstrip("/") in names
            ids.add(relationship.get("Id"))
        owner = posixpath.join(source, posixpath.basename(name).removesuffix(".rels"))
        if owner in names:
            referred = {
                value
                for element in etree.fromstring(archive.read(owner)).iter()
                for key, value in element.attrib.items()
                if str(key).startswith("{http://schemas.openxmlformats.org/officeDocument/2006/relationships}")
            }
            assert referred <= ids


def test_every_part_has_a_content_type_and_stands_there_once(archive: ZipFile) -> None:
    types = etree.fromstring(archive.read("[Content_Types].xml"))
    declared = {str(node.get("PartName")).lstrip("/") for node in types if node.get("PartName")}
    parts = [name for name in archive.namelist() if name != "[Content_Types].xml" and not name.endswith(".rels")]
    assert declared == set(parts)
    assert len(parts) == len(set(parts))


def test_styles_used_are_styles_defined(archive: ZipFile) -> None:
    w = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    defined = {style.get(f"{w}styleId") for style in etree.fromstring(archive.read("word/styles.xml")).iter(f"{w}style")}
    for name in ("word/document.xml", "word/footer1.xml", "word/footer2.xml"):
        root = etree.fromstring(archive.read(name))
        used = {node.get(f"{w}val") for kind in ("pStyle", "tblStyle") for node in root.iter(f"{w}{kind}")}
        assert used <= defined


def test_ids_are_unique_and_sections_are_never_empty(archive: ZipFile) -> None:
    w = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    root = etree.fromstring(archive.read("word/document.xml"))
    marks = [mark.get(f"{w}id") for mark in root.iter(f"{w}bookmarkStart")]
    assert len(marks) == len(set(marks))
    drawings = [node.get("id") for node in root.iter("{*}docPr")]
    assert len(drawings) == len(set(drawings))
    for properties in root.iter(f"{w}sectPr"):
        holder = properties.getparent()
        if holder is not None and holder.tag == f"{w}pPr":
            paragraph = holder.getparent()
            assert paragraph is not None
            assert list(paragraph.iter(f"{w}t")) or list(paragraph.iter(f"{w}drawing"))


def test_the_charts_draw_the_figures_of_the_report_from_zero(report: Report, chinese: Catalogue, tmp_path: Path) -> None:
    write(report, tmp_path / "a.docx", chinese)
    c = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
    with ZipFile(tmp_path / "a.docx") as opened:
        for number, groups in ((1, report.categories), (2, report.departments[:15])):
            root = etree.fromstring(opened.read(f"word/charts/chart{number}.xml"))
            drawn = [[int(v.text or 0) for v in values.iter(f"{c}v")] for values in root.iter(f"{c}val")]
            assert [sum(column) for column in zip(*drawn, strict=True)] == [tally.total for tally in groups]
            assert [node.get("val") for node in root.iter(f"{c}min")] == ["0"]
            with ZipFile(BytesIO(opened.read(f"word/embeddings/workbook{number}.xlsx"))) as book:
                sheet = etree.fromstring(book.read("xl/worksheets/sheet1.xml"))
            assert [int(v.text or 0) for v in sheet.iter("{*}v")] == [value for row in zip(*drawn, strict=True) for value in row]


def test_a_chart_grows_with_its_bars() -> None:
    from exporters.word.chart import part

    def chart(count: int) -> Chart:
        return Chart(
            "图", tuple(f"单位{i}" for i in range(count)), (Series("完成", tuple(range(count)), "2E6B3A", "FFFFFF"),), 5_000_000
        )

    assert chart(20).height > chart(5).height
    for count in (0, 1, 400):
        assert list(disorder(etree.fromstring(part(chart(count), Fonts(), "en", "rId1")))) == []
