"""Brings the translations up to date with the sources: ``python -m tests.structure.i18n_tools`` from the root of the tree."""

from __future__ import annotations

import ast
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

import PySide6

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "resources" / "i18n"
WITH_QT = ("desktop", "widgets")
# English needs no more than its plurals: everything else is written in it.
OPTIONS = {"zh": (), "en": ("-pluralonly",)}


@dataclass(frozen=True, order=True)
class Phrase:
    """What is to be translated: its context, the English words, and whether they count something."""

    context: str
    source: str
    counts: bool


def ts_file(language: str, folder: Path = FOLDER) -> Path:
    return folder / f"clausedesk_{language}.ts"


def qm_file(language: str, folder: Path = FOLDER) -> Path:
    return folder / f"clausedesk_{language}.qm"


def extract(language: str, target: Path) -> None:
    """Put the phrases of the sources into ``target``; translations that stand in it are kept, those of gone phrases dropped."""
    sources = [str(path.relative_to(ROOT)) for package in WITH_QT for path in sorted((ROOT / package).rglob("*.py"))]
    stable = ("-no-obsolete", "-locations", "none", "-sort-messages", "-silent")
    locales = ("-source-language", "en", "-target-language", {"zh": "zh_CN", "en": "en_GB"}[language])
    _run("lupdate", (*stable, *locales, *OPTIONS[language], *sources, "-ts", str(target)))


def compile_translation(source: Path, target: Path) -> None:
    """Make of a translation what Qt loads."""
    _run("lrelease", ("-silent", str(source), "-qm", str(target)))


def translations(path: Path) -> dict[Phrase, tuple[str, ...]]:
    """The phrases of a translation with its words, one for each form of the plural; none where it is unfinished."""
    found: dict[Phrase, tuple[str, ...]] = {}
    for context in ElementTree.parse(path).getroot().iter("context"):
        for message in context.iter("message"):
            phrase = Phrase(context.findtext("name", ""), message.findtext("source", ""), message.get("numerus") == "yes")
            found[phrase] = _forms(message)
    return found


def asked_for() -> Iterator[tuple[Path, Phrase]]:
    """Every phrase that the sources ask to have translated, as the running program names it, with the file that asks."""
    for package in WITH_QT:
        for path in sorted((ROOT / package).rglob("*.py")):
            for phrase in _asked_in(ast.parse(path.read_text(encoding="utf-8")), ""):
                yield path, phrase


def main() -> None:
    """Update both translations and compile them."""
    for language in OPTIONS:
        extract(language, ts_file(language))
        compile_translation(ts_file(language), qm_file(language))


def _forms(message: ElementTree.Element) -> tuple[str, ...]:
    translation = message.find("translation")
    if translation is None or translation.get("type") == "unfinished":
        return ()
    plurals = tuple(form.text or "" for form in translation.iter("numerusform"))
    return plurals or (translation.text or "",)


def _asked_in(node: ast.AST, context: str) -> Iterator[Phrase]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Call):
            yield from _asked_by(child, context)
        yield from _asked_in(child, child.name if isinstance(child, ast.ClassDef) else context)


def _asked_by(call: ast.Call, context: str) -> Iterator[Phrase]:
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    words = [argument.value if isinstance(argument, ast.Constant) else None for argument in call.args]
    if name == "tr" and words and isinstance(words[0], str):
        yield Phrase(context, words[0], len(words) > 2)
    elif name == "translate" and len(words) > 1 and isinstance(words[0], str) and isinstance(words[1], str):
        yield Phrase(words[0], words[1], len(words) > 3)


def _run(tool: str, arguments: Sequence[str]) -> None:
    program = shutil.which(tool, path=str(Path(PySide6.__file__).parent))
    if program is None:
        raise FileNotFoundError(f"PySide6 comes without {tool}")
    subprocess.run([program, *arguments], cwd=ROOT, check=True, stdin=subprocess.DEVNULL)


if __name__ == "__main__":
    main()
