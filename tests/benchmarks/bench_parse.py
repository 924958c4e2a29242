"""Reading a policy, beside one pass of the standard library over the same text; and a long one beside a short one."""

from __future__ import annotations

import re
import time
import unicodedata
from collections.abc import Iterator
from functools import partial

from policy.canonical import canonical
from policy.numerals import to_chinese
from policy.parse import parse_text
from tests.benchmarks.cases import Case

CLAUSE = (
    "坚持节约优先、保护优先、自然恢复为主的方针，严格落实河湖水域岸线空间管控要求，到2025年，全省河湖水质优良比例达到90%以上。"
    "（水利厅牵头，财政厅等按职责分工负责，2025年底前完成）"
)
HEAD = (
    "江南省人民政府关于推进河湖长效保护的实施意见\n江南政发〔2021〕7号\n各设区市人民政府：\n　　为保护全省河湖，现提出以下意见。\n"
)
RAW = re.compile(r"(?m)^\s*(?:[一二三四五六七八九十百千]+、|（[一二三四五六七八九十]+）|\d+\.)|\d{4}年|\d+%|（[^（）\n]*）")
WIDTH = 32


def outlined(characters: int) -> str:
    """A policy of about this many characters: sections of eight clauses with three items each, targets and inline tasks."""
    lines, size, section = [HEAD.rstrip("\n")], 0, 0
    while size < characters:
        section += 1
        lines.append(f"{to_chinese(section)}、工作方向")
        for clause in range(1, 9):
            lines.append(f"　　（{to_chinese(clause)}）加强巡查{clause}。{CLAUSE}")
            lines += [f"　　{item}.日常事项。{CLAUSE}" for item in range(1, 4)]
            size += sum(map(len, lines[-4:]))
    return "\n".join([*lines, "江南省人民政府", "2021年6月3日"])


def wrapped(text: str) -> str:
    """The text in lines of one width."""
    return "\n".join(line[start : start + WIDTH] for line in text.split("\n") for start in range(0, max(1, len(line)), WIDTH))


def read(text: str) -> float:
    """Canonical text and the policy it makes; milliseconds."""
    start = time.perf_counter()
    parse_text(canonical(text))
    return (time.perf_counter() - start) * 1_000


def scan(text: str) -> float:
    """Normalise the text and find its markers, years, shares and brackets by one expression; milliseconds."""
    start = time.perf_counter()
    sum(1 for _ in RAW.finditer(unicodedata.normalize("NFC", text)))
    return (time.perf_counter() - start) * 1_000


def tenth(text: str) -> float:
    """A tenth of what reading the text takes; milliseconds."""
    return read(text) / 10


def cases() -> Iterator[Case]:
    """50,000 characters in every form of line, and ten times as many against a tenth of the time."""
    text = outlined(50_000)
    forms = {"paragraphs": text, "broken lines": wrapped(text), "one line": text.replace("\n", "")}
    for name, form in forms.items():
        yield Case(f"parse 50,000 characters, {name}", partial(read, form), partial(scan, form), 250)
    for small in (50_000, 500_000):
        short, long = outlined(small), outlined(10 * small)
        yield Case(f"parse growth, {small:,} to {10 * small:,}", partial(tenth, long), partial(read, short), 1.3)
