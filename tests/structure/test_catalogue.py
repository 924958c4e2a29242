"""The phrases: both languages say the same things, and the program asks only for phrases that there are."""

from __future__ import annotations

import ast
import json
import re
from pathlib import Path
from string import Formatter
from typing import Any

import pytest

from policy.judging import Progress, Reason, ReviewState, Verdict
from policy.model import DoubtKind, FindingKind, ProvisionKind, Role, TaskSource, TimingKind
from resources.catalogue import FOLDER, LANGUAGES
from storage.records import AnnotationKind, EvidenceType, Family, LinkState

LABELS = {
    "progress": Progress,
    "verdict": Verdict,
    "reason": Reason,
    "state": ReviewState,
    "kind": AnnotationKind,
    "evidence": EvidenceType,
    "role": Role,
    "timing": TimingKind,
    "doubt": DoubtKind,
    "finding": FindingKind,
    "provision": ProvisionKind,
    "link": LinkState,
    "source": TaskSource,
    "family": Family,
}
ERRORS = {"ClauseDeskError", "PolicyError", "StorageError", "ExportError", "RequestError"}
CHINESE = re.compile(r"[一-鿿]")


def area(language: str, name: str) -> dict[str, str]:
    phrases: dict[str, str] = json.loads((FOLDER / language / name).read_text(encoding="utf-8"))
    return phrases


def braces(phrase: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(phrase) if name is not None}


def first_word(call: ast.Call) -> str | None:
    first = call.args[0] if call.args else None
    return first.value if isinstance(first, ast.Constant) and isinstance(first.value, str) else None


@pytest.fixture
def phrases() -> dict[str, dict[str, str]]:
    """Per language, all phrases by key."""
    return {
        language: {key: text for path in (FOLDER / language).glob("*.json") for key, text in area(language, path.name).items()}
        for language in LANGUAGES
    }


def test_both_languages_have_the_same_areas() -> None:
    first, second = ({path.name for path in (FOLDER / language).glob("*.json")} for language in LANGUAGES)
    assert first == second


@pytest.mark.parametrize("name", sorted(path.name for path in (FOLDER / "zh").glob("*.json")))
def test_an_area_has_the_same_keys_and_braces_in_both_languages(name: str) -> None:
    chinese, english = area("zh", name), area("en", name)
    assert chinese.keys() == english.keys()
    assert {key for key in chinese if braces(chinese[key]) != braces(english[key])} == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_key_that_stands_in_two_areas_says_the_same_in_both(language: str) -> None:
    seen: dict[str, str] = {}
    for path in sorted((FOLDER / language).glob("*.json")):
        for key, phrase in area(language, path.name).items():
            assert seen.setdefault(key, phrase) == phrase, key


def test_no_english_phrase_is_left_in_chinese(phrases: dict[str, dict[str, str]]) -> None:
    # A name of the documents themselves may be quoted; a whole phrase may not.
    assert [key for key, text in phrases["en"].items() if text and len(CHINESE.findall(text)) * 2 > len(text)] == []


@pytest.mark.parametrize("prefix", LABELS)
def test_every_value_has_a_label(prefix: str, phrases: dict[str, dict[str, str]]) -> None:
    wanted = {f"{prefix}.{member.value}" for member in LABELS[prefix]}
    for language in LANGUAGES:
        assert wanted - phrases[language].keys() == set()


def test_every_error_raised_has_a_sentence_that_its_facts_fill(modules: list[Any], phrases: dict[str, dict[str, str]]) -> None:
    wrong = []
    for module in modules:
        for call in module.calls():
            code = first_word(call)
            if ast.unparse(call.func).split(".")[-1] not in ERRORS or code is None:
                continue
            key, given = f"error.{code}", {keyword.arg for keyword in call.keywords}
            for language in LANGUAGES:
                if key not in phrases[language]:
                    wrong.append(f"{module.name}:{call.lineno} {key} is missing in {language}")
                elif None not in given and not braces(phrases[language][key]) <= given:
                    wrong.append(f"{module.name}:{call.lineno} {key} lacks {braces(phrases[language][key]) - given}")
    assert wrong == []


def test_every_phrase_asked_for_by_name_is_there_and_filled(modules: list[Any], phrases: dict[str, dict[str, str]]) -> None:
    wrong = []
    for module in modules:
        for call in module.calls():
            key = first_word(call)
            if not isinstance(call.func, ast.Attribute) or call.func.attr != "text" or key is None:
                continue
            given = {keyword.arg for keyword in call.keywords}
            if key not in phrases["zh"]:
                wrong.append(f"{module.name}:{call.lineno} {key} is missing")
            elif None not in given and not braces(phrases["zh"][key]) <= given:
                wrong.append(f"{module.name}:{call.lineno} {key} lacks {braces(phrases['zh'][key]) - given}")
    assert wrong == []


def test_no_phrase_is_left_over(modules: list[Any], phrases: dict[str, dict[str, str]]) -> None:
    constants = {text for module in modules for _, text in module.strings()}
    beginnings = tuple({text for text in constants if re.fullmatch(r"(?:[a-z_]+\.)+", text)})

    def asked_for(key: str) -> bool:
        return key in constants or key.startswith(beginnings) or (key.startswith("error.") and key[6:] in constants)

    assert [key for key in phrases["zh"] if not asked_for(key) and key.split(".")[0] not in LABELS] == []


def test_the_catalogue_falls_back_to_chinese(tmp_path: Path) -> None:
    from resources.catalogue import Catalogue

    assert Catalogue.load("fr").language == "zh"
    assert not Catalogue.load("zh").knows(str(tmp_path))
