"""What the benchmarks work on: policies of a wished length (the sample, with paragraphs before its annex), and who writes."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from storage.records import ReviewerRecord
from storage.workspace import Profile

SAMPLE = Path(__file__).resolve().parents[2] / "resources" / "sample" / "guofa-2013-32.txt"
PARAGRAPH = "各地区、各部门要按照职责分工，制定实施方案，明确时间进度，及时解决推进工作中遇到的问题，确保各项任务落到实处。"
PROFILE = Profile(ReviewerRecord("6e0e3c6a-9a3b-4d0c-8f6d-2b1a7c5d4e3f", "审阅人", "办公室"))
ANNEX = "\n　　附件："


def policy_text(characters: int, number: int = 32) -> str:
    """Return a policy of about this many characters; each ``number`` gives a document of its own."""
    text = SAMPLE.read_text(encoding="utf-8").replace("〔2013〕32号", f"〔2013〕{number}号")
    before, annex, after = text.partition(ANNEX)
    missing = max(0, characters - len(text)) // (len(PARAGRAPH) + 3)
    added = "".join(f"　　{PARAGRAPH}\n" for _ in range(missing))
    return f"{before}\n{added.rstrip()}{annex}{after}" if added else text


def plain_text(characters: int, number: int) -> str:
    """Return a policy of about this many characters that has an outline and no annex."""
    head, _, _ = policy_text(0, number).partition(ANNEX)
    body = "".join(f"　　（{count}）{PARAGRAPH}\n" for count in range((characters - len(head)) // (len(PARAGRAPH) + 7)))
    return f"{head}\n{body}"


def write_policies(folder: Path, texts: Iterable[str]) -> list[Path]:
    """Write policies as files and return their paths."""
    paths = []
    for number, text in enumerate(texts, start=1):
        path = folder / f"policy-{number}.txt"
        path.write_text(text, encoding="utf-8")
        paths.append(path)
    return paths
