"""Markdown is read as what its marks stand for."""

from __future__ import annotations

from pathlib import Path

import pytest

from policy.model import ProvisionKind
from policy.parse import parse_text, read_policy
from policy.sources import read
from policy.sources.blocks import Paragraph
from policy.sources.compose import Composed, compose
from policy.sources.markdown import blocks_of, is_markdown
from policy.structure import UNSTRUCTURED

HEAD = "| 序号 | 工作任务 | 责任单位 | 时间进度 |\n|:--|:-:|---|--:|\n"
POLICY = f"""# 关于支持民宿发展的若干措施

**江民规〔2022〕3号**

各区县人民政府：

为支持民宿发展，制定本措施。

## 一、加大支持

### （一）减免费用。落实政策。

- 推进**减免**

{HEAD}| 一、减负 | | | |
| 1 | 落实减免 | 市税务局<br>市财政局 | 2022年底前 |
| 2 | 设立**基金** | 市财政局牵头，市发展改革委配合 | 2023年6月底前 |
"""
MORE = f"""
## 二、优化服务

### （二）开通热线。及时答复。

{HEAD}| 1 | 开通热线 | 市商务局 | 2022年底前 |

## 三、加强保障
"""


@pytest.mark.parametrize("name", ["措施.md", "措施.markdown", "措施.txt"])
def test_headings_bold_words_and_tables(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_text(POLICY, encoding="utf-8")
    policy = read_policy(path)
    assert (policy.metadata.title, policy.metadata.doc_number) == ("关于支持民宿发展的若干措施", "江民规〔2022〕3号")
    headed = [(unit.kind, unit.number, unit.heading) for unit in policy.provisions if unit.heading]
    assert headed == [(ProvisionKind.SECTION, "一", "加大支持"), (ProvisionKind.CLAUSE, "（一）", "减免费用")]
    rows = [(t.number, t.category, t.text, [d.name for d in t.departments], t.timing and t.timing.phrase) for t in policy.tasks]
    assert rows == [
        (1, "一、减负", "落实减免", ["市税务局", "市财政局"], "2022年底前"),
        (2, "一、减负", "设立基金", ["市财政局", "市发展改革委"], "2023年6月底前"),
    ]


def test_sections_and_tables_below_a_table() -> None:
    whole = read_markdown(POLICY + MORE)
    policy = parse_text(whole.text, whole.structure)
    sections = [unit.heading for unit in policy.provisions if unit.kind is ProvisionKind.SECTION]
    assert sections == ["加大支持", "优化服务", "加强保障"]
    rows = [(t.text, t.departments_raw, t.timing and t.timing.phrase) for t in policy.tasks]
    assert rows == [
        ("落实减免", "市税务局、市财政局", "2022年底前"),
        ("设立基金", "市财政局牵头，市发展改革委配合", "2023年6月底前"),
        ("开通热线", "市商务局", "2022年底前"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "# Page 1:\n# Page 2:\n一、要求\n",
        "一、要求\n（一）坚持#1标准。\n",
        "甲 | 乙\n丙 | 丁\n",
        "---\n一、要求\n---\n",
        "# 一个标题\n正文。\n",
    ],
)
def test_other_text_is_not_taken_for_markdown(tmp_path: Path, text: str) -> None:
    assert not is_markdown(text)
    path = tmp_path / "a.txt"
    path.write_text(text, encoding="utf-8")
    assert read(path).text.split() == text.split()


def test_plain_text_comes_back_as_it_is() -> None:
    once = read_markdown("# Page 3:\n　　一、要求\n2 * 3 * 4\n\n甲")
    assert once.text == "# Page 3:\n　　一、要求\n2 * 3 * 4\n\n甲"
    assert once.structure == UNSTRUCTURED


def test_a_table_is_known_cell_by_cell() -> None:
    whole = read_markdown(f"{HEAD}| 1 | 落实**减免** | 市税务局<br>市财政局 |\n| 2 | a \\| b | 甲 | 乙 | 丙 |\n")
    (table,) = whole.structure.tables
    cells = {(cell.row, cell.column): whole.text[cell.span.start : cell.span.end] for cell in table.cells}
    assert [cells[0, column] for column in range(5)] == ["序号", "工作任务", "责任单位", "时间进度", ""]
    assert [cells[1, column] for column in range(5)] == ["1", "落实减免", "市税务局\n市财政局", "", ""]
    assert [cells[2, column] for column in range(5)] == ["2", "a | b", "甲", "乙", "丙"]


@pytest.mark.parametrize(
    ("text", "levels"),
    [
        ("# 关于甲的办法\n## 一、乙\n### （一）丙\n## 二、丁", [0, 1, 2, 1]),
        ("### 一、乙\n甲。\n### 二、丁", [1, 1]),
        ("正文。\n# 一、甲\n#### （一）乙\n# 二、丙", [1, 2, 1]),
        ("甲乙丙", []),
    ],
)
def test_ranks_of_headings_are_levels(text: str, levels: list[int]) -> None:
    whole = read_markdown(text)
    assert [heading.level for heading in whole.structure.headings] == levels
    assert all("#" not in whole.text[heading.span.start : heading.span.end] for heading in whole.structure.headings)


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("**甲** 乙 __丙__", "甲 乙 丙"),
        ("**甲 **乙** 丙", "甲 **乙 丙"),
        ("****甲**", "**甲"),
        ("**甲", "**甲"),
        ("** 甲**", "** 甲**"),
        ("## 一、甲 ##", "一、甲"),
        ("## 一、甲#", "一、甲#"),
        ("# ##", "##"),
    ],
)
def test_marks_are_taken_off_in_pairs(line: str, words: str) -> None:
    assert [block.text for block in blocks_of(line) if isinstance(block, Paragraph)] == [words]


def test_a_line_of_endless_marks_or_blanks_does_not_keep_the_reader() -> None:
    many = 200_000
    assert not is_markdown("# 甲" + " " * many + "乙")
    assert not is_markdown("甲|乙\n" + " " * many + "|-|丙")
    assert blocks_of("**甲 " * many) == (Paragraph("**甲 " * many),)


def read_markdown(text: str) -> Composed:
    return compose(blocks_of(text))
