"""Where running text says who does what by when: brackets and labelled lines that assign, told from those that explain."""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from policy.departments import Bodies, read_departments, says_first_leads
from policy.departments_names import Lexicon, looks_like_name, names_each, registry
from policy.model import Timing
from policy.timing import deadline_at, first_deadline, read_timing
from policy.timing_grammar import is_phrase, phrase_starts
from resources.registry import ENTERPRISE, GENERIC

ROLE_LABEL = (
    r"(?:(?:主要|总)?(?:负责|责任|牵头|主办|主责|配合|参加|参与|协办|协助|协同|承办|实施|落实|完成)"
    r"(?:及(?:配合|参与|协办)|和(?:配合|参与))?(?:部门|单位|主体|机构|处室|科室|部室|股室|院系|镇街)(?:[及和与](?:配合|参与|协办)?(?:部门|单位))?)"
)
TIME_LABEL = (
    r"(?:(?:完成|办理|工作|实施|整改|进度|落实)?(?:时限|时间|期限|进度|节点|时间节点|时限要求|时间要求|时间进度|进度安排|时间安排))"
)
_SIDE_LABEL = (
    r"(?:适用范围|适用地区|备注|注|依据|来源|联系人|联系电话|联系方式|支持单位|[一-鿿]{0,4}领导|[一-鿿]{0,2}责任人"
    r"|[一-鿿]{0,2}负责人|工作目标|预期成果|成果形式)"
)
_PERSON_LABEL = r"(?:[一-鿿]{0,4}领导|[一-鿿]{0,2}责任人|[一-鿿]{0,2}负责人)"
_FIELD_LABEL = re.compile(
    rf"[〔【\[]?(?:(?P<role>{ROLE_LABEL})|(?P<time>{TIME_LABEL})|(?P<side>{_SIDE_LABEL}))(?:[〕】\]][:：]?|(?:为)?[:：])"
)
_GLUED_LABEL = re.compile(rf"(?P<before>^|[；;，,。、(（〔【\[\s])?(?P<label>(?:{ROLE_LABEL}|{TIME_LABEL}|{_SIDE_LABEL})[:：])")
_LABELLED = re.compile(
    rf"(?:(?<=[\n。；;])|^)[ \t　]*(?P<inside>[〔【\[]?(?:{ROLE_LABEL}|{TIME_LABEL}|{_PERSON_LABEL})"
    r"(?:[〕】\]][:：]?|(?:为)?[:：])[^\n。]+)"
)
_NEXT_LABEL = re.compile(rf"[。；;]?\s*(?P<inside>{_FIELD_LABEL.pattern}[^\n。]*)")
_MARK = re.compile(r"[（(〔\[【]|[）)〕\]】]")
_KINDS = {"（": 0, "(": 0, "）": 0, ")": 0, "〔": 1, "[": 1, "【": 1, "〕": 1, "]": 1, "】": 1}
_OPENERS = frozenset("（(〔[【")
_LONGEST = 600
_DUTY = re.compile(r"负责|牵头|配合|参与|指导|会同|按(?:照)?职责|分工|落实|承办|主办|组织实施")
_DUTY_END = re.compile(r"(?:负责|牵头|配合|参与|参加|协助|落实|实施|办理|推进|承办|主办|分工|指导|协同)(?:完成)?$|会同")
_EXPLAINS = re.compile(r"以下简称|下称|简称|包括|包含|含|不含|除|如|指|即|见|附|原|试行|联系|电话|以下统称|另有规定")
_RULE = re.compile(
    r"[^，,；;、。]*(?:(?:列|排)(?:在)?)?(?:第一位|第一个|首位|最前)[^，,；;、。]*(?:牵头|主办|主责)[^，,；;、。]*"
    r"|(?:以)?下同|以下[^，；。]*|不再[^，；。]*"
)
_FIELD = re.compile(r"[；;，,。]")
_FOLLOWS = re.compile(
    r"[\s。；;]*(?:\n|$|[（(【〔\[]|[一二三四五六七八九十]{1,3}、|\d{1,2}[.．、]|第[一二三四五六七八九十百]+[条章]|[①-⑳])"
)
_ENDS_SENTENCE = re.compile(r"\s*[。；;！]")
_GOES_ON = re.compile(r"\s*[，,、]")
_STOPS = frozenset("。；;！")
_LED_AND = re.compile(r"(牵头(?:负责)?|负责|主办|配合|参与|指导)、")
_TO_THE_END = re.compile(r"(牵头|负责|配合|协助)完成$")
_SUBJECT = re.compile(r"^(?:请|(?:以上|上述|本|该|此)[^由，、]{0,8}?由|由)")
_SAME_LABEL = {"主责": "牵头", "协助": "配合", "协同": "配合", "完成": "责任"}
_ODD_LABEL = re.compile(rf"^[〔【\[]?(?P<name>{ROLE_LABEL})(?:[〕】\]][:：]?|(?:为)?[:：])")
_LINE_BELOW = re.compile(r"\n[ \t　]*(?P<words>[^\n。]{1,200})")
_DATE_BELOW = re.compile(r"(?:[\d年月日底末前以之]|完成)+(?=[。；;\s]|$)")
_BROKEN_NAME = re.compile(r"[^、，,；;:：\s]*$")
_BY = re.compile(
    r"(?:(?<=[。；;，,\n])|^)[ \t　]*(?:(?:以上|上述|本|该|此)?项?(?:工作|任务|措施|事项)?)由(?P<inside>[^。；;\n由]{2,80}?"
    r"(?:牵头|负责|主办|配合|参与|落实)(?:实施|办理|完成)?(?:[，,][^。；;\n，,]{2,30})?)(?=[。；;\n]|$)"
)
_FIRST = re.compile(r"第[一1１][位个名]|首[位个]|最前")
_RULE_REACH = 40
_FEWEST = 3


@dataclass(frozen=True, slots=True)
class Duty:
    """Who carries what stands before ``start``, and by when. ``labelled`` is whether it stands in lines of its own below it."""

    start: int
    end: int
    raw: str
    bodies: Bodies
    phrase: str | None
    labelled: bool

    def timing(self, words: str, date: dt.date | None) -> Timing | None:
        """The time it names, else the first deadline in the words that it assigns."""
        phrase = self.phrase or first_deadline(words)
        return read_timing(phrase, date) if phrase else None


def find_duties(text: str, starts: Sequence[int], lexicon: Lexicon, *, by_sentences: bool) -> list[Duty]:
    """The duties in order. ``starts`` are the beginnings of the outline's units, over which no bracket reaches. With
    ``by_sentences`` sentences such as 「该项工作由甲牵头、乙配合。」 count too where the text assigns in no other way."""
    candidates = sorted([*_brackets(text, starts), *_labelled(text)], key=lambda found: found.start)
    duties: list[Duty] = []
    rule_from = _rule_at(text)
    reached = 0
    early: _Candidate | None = None
    for found in candidates:
        if found.start < reached:
            continue
        if is_phrase(found.inside) and deadline_at(found.inside):
            reached = found.end
            early = None if _dated_before(text, duties, found) else found
            continue
        duty = _read(text, found, found.end > rule_from, lexicon)
        if duty:
            if early and duty.phrase is None and _beside(text, early.end, found.start):
                duty = replace(duty, start=early.start, phrase=early.inside)
            duties.append(duty)
            reached, early = found.end, None
    return duties or (_by_sentences(text, lexicon) if by_sentences else [])


def _rule_at(text: str) -> int:
    """Where the text lays down that the first body named leads; its end where it never does."""
    for match in _FIRST.finditer(text):
        if says_first_leads("".join(text[match.start() : match.start() + _RULE_REACH].split())):
            return match.start()
    return len(text) + 1


def is_heard_of(name: str, lexicon: Lexicon) -> bool:
    """Whether a name needs no doubt: registered, of a known form, or one that the document writes in clean cells."""
    return names_each(name) or lexicon.is_known(name) or lexicon.is_registered(name) or registry().kind_of(name) is not None


@dataclass(frozen=True, slots=True)
class _Candidate:
    start: int
    end: int
    inside: str
    labelled: bool


def _brackets(text: str, starts: Sequence[int]) -> Iterator[_Candidate]:
    """The outermost brackets that close within reach, without the line breaks inside them."""
    pairs: list[tuple[int, int]] = []
    opened: tuple[list[int], list[int]] = ([], [])
    for mark in _MARK.finditer(text):
        stack = opened[_KINDS[mark.group()]]
        if mark.group() in _OPENERS:
            stack.append(mark.start())
        elif stack:
            start = stack.pop()
            if mark.end() - start <= _LONGEST:
                pairs.append((start, mark.end()))
    reached = 0
    for start, end in sorted(pairs, key=lambda pair: (pair[0], -pair[1])):
        if start < reached:
            continue
        reached = end
        inside = text[start + 1 : end - 1]
        if "\n" in inside and not _is_wrapped(text, start, end, starts):
            reached = start + 1
            continue
        yield _Candidate(start, end, "".join(inside.split()), False)


def _is_wrapped(text: str, start: int, end: int, starts: Sequence[int]) -> bool:
    """Whether the lines of a bracket belong together: no unit begins inside and no empty line stands there."""
    return bisect_right(starts, start) == bisect_right(starts, end - 1) and re.search(r"\n[ \t　]*\n", text[start:end]) is None


def _labelled(text: str) -> Iterator[_Candidate]:
    """Lines that begin with 责任单位： and the like, each with the labelled lines directly below."""
    reached = 0
    for match in _LABELLED.finditer(text):
        if match.start() < reached:
            continue
        parts = [match["inside"]]
        labels = {_label_of(match["inside"])}
        end = _with_broken_name(text, match.end(), parts)
        while (below := _NEXT_LABEL.match(text, end)) is not None and _label_of(below["inside"]) not in labels:
            labels.add(_label_of(below["inside"]))
            parts.append(below["inside"])
            end = _with_broken_name(text, below.end(), parts)
        reached = end
        yield _Candidate(match.start("inside"), end, "；".join("".join(part.split()) for part in parts), True)


def _label_of(words: str) -> str:
    found = _FIELD_LABEL.match(words)
    return found.group().strip("〔【[〕】]:：为") if found else ""


def _with_broken_name(text: str, end: int, parts: list[str]) -> int:
    """Where a labelled line ends when the next one goes on in the middle of its list or of a name; its words join the last part."""
    while True:
        line = _LINE_BELOW.match(text, end)
        if line is None or _FIELD_LABEL.match(line["words"]) or _MARK.match(line["words"]):
            return end
        broken = _BROKEN_NAME.search(parts[-1])
        tail, head = broken.group() if broken else "", re.split(r"[、，,；;等会]", line["words"])[0]
        listed = parts[-1].rstrip().endswith(("、", "，")) and registry().kind_of(head) is not None
        cut = bool(tail) and not _is_whole_name(tail) and _is_whole_name(tail + head)
        date = _DATE_BELOW.match(line["words"])
        if date and is_phrase(tail) and is_phrase(tail + date.group()):
            parts[-1] += date.group()
            return line.start("words") + date.end()
        if not (listed or cut):
            return end
        parts[-1] += line["words"]
        end = line.end()


def _is_whole_name(words: str) -> bool:
    return names_each(words) or registry().kind_of(words) is not None


def _dated_before(text: str, duties: list[Duty], found: _Candidate) -> bool:
    """Gives a bracket that only says when to the duty it stands beside."""
    if not duties or duties[-1].phrase or not _beside(text, duties[-1].end, found.start):
        return False
    duties[-1] = replace(duties[-1], phrase=found.inside, end=found.end)
    return True


def _beside(text: str, end: int, start: int) -> bool:
    return not text[end:start].strip(" \t　。；;")


def _read(text: str, found: _Candidate, first_leads: bool, lexicon: Lexicon) -> Duty | None:
    if len(found.inside) < 2 or not (_DUTY.search(found.inside) or _may_be_names(found.inside)):
        return None
    who, when = _fields(_GLUED_LABEL.sub(_parted, _RULE.sub("", found.inside)))
    label = _ODD_LABEL.match(who)
    if not who or (label is None and _EXPLAINS.match(who)):
        return None
    bodies = read_departments(_plain(who), lead_first=first_leads)
    if not _stands_right(text, found, bodies, who, lexicon) or not _assigns(who, bodies, lexicon, found.labelled):
        return None
    return Duty(found.start, found.end, who[label.end() :] if label else who, bodies, when, found.labelled)


def _parted(label: re.Match[str]) -> str:
    """A label with a mark before it, where a space that stood there is lost."""
    return label.group() if label["before"] is not None else f"；{label['label']}"


def _may_be_names(inside: str) -> bool:
    return len(inside) <= _LONGEST and not inside[0].isdigit() and "《" not in inside


def _plain(who: str) -> str:
    """The words in the spelling that departments cells use."""
    return "；".join(_plain_part(part) for part in who.split("；"))


def _plain_part(part: str) -> str:
    label = _ODD_LABEL.match(part)
    if label:
        does = re.sub("^(?:主要|总)", "", label["name"])[:2]
        name = "责任" if re.search("[及和与]", label["name"]) else _SAME_LABEL.get(does, does)
        part = f"{name}单位：{part[label.end() :]}"
    return _SUBJECT.sub("", _TO_THE_END.sub(r"\1", _LED_AND.sub(r"\1，", part)))


def _fields(inside: str) -> tuple[str, str | None]:
    """Who is named and the timing phrase, from the fields between ； and ，. A label holds for its field and, up to the next ；,
    for those behind it."""
    whos: list[str] = []
    whens: list[str] = []
    here, mode = 0, ""
    for stop in [*(match.start() for match in _FIELD.finditer(inside)), len(inside)]:
        field, mark = inside[here:stop].strip(), inside[here - 1 : here]
        here = stop + 1
        label = _FIELD_LABEL.match(field)
        mode = (label.lastgroup or "") if label else mode if mark in "，," else ""
        if not field or mode == "side":
            continue
        name, time = _halves(field, label, mode)
        if name:
            whos.append(("；" if label else mark if whos else "") + name)
        if time:
            whens.append(time)
    return "".join(whos).lstrip("；"), "，".join(whens) or None


def _halves(field: str, label: re.Match[str] | None, mode: str) -> tuple[str, str]:
    """The names and the time of a field, either of which may be missing."""
    if mode == "time" and (label or not _DUTY_END.search(field)):
        return "", field[label.end() :] if label else field
    if label or is_phrase(field):
        return (field, "") if label else ("", field)
    if ends := deadline_at(field):
        rest = field[ends:]
        return (rest, field[:ends]) if _DUTY_END.search(rest) and registry().kind_of(_first_name(rest)) else ("", field)
    starts = phrase_starts(field, 0, len(field)) if first_deadline(field) else ()
    if starts and starts[0]:
        return field[: starts[0]], field[starts[0] :].lstrip("于在")
    return field, ""


def _first_name(words: str) -> str:
    return re.split(r"[、，]|牵头|负责|会同|等", _SUBJECT.sub("", words))[0]


def _stands_right(text: str, found: _Candidate, bodies: Bodies, who: str, lexicon: Lexicon) -> bool:
    """Whether a bracket ends what it assigns: at the end of a paragraph or of a sentence; inside one only where it cannot mean
    anything else."""
    if found.labelled or _FOLLOWS.match(text, found.end) or text[found.start - 1 : found.start] in _STOPS:
        return True
    if not (_ODD_LABEL.match(who) or _DUTY_END.search(who)):
        return False
    if _ENDS_SENTENCE.match(text, found.end):
        return True
    heard = [is_heard_of(name, lexicon) and registry().kind_of(name) != GENERIC for name in bodies.names]
    return bool(heard) and all(heard) and _GOES_ON.match(text, found.end) is not None


def _assigns(who: str, bodies: Bodies, lexicon: Lexicon, labelled: bool) -> bool:
    """Whether the words say who does it, rather than explaining a word."""
    names = bodies.names
    if labelled or _ODD_LABEL.match(who):
        return bool(names) or bodies.open_ended
    if not _DUTY.search(who):
        return any(map(lexicon.is_known, names)) and _are_offices(names, lexicon)
    if not _DUTY_END.search(who):
        return False
    likely = sum(is_heard_of(name, lexicon) or looks_like_name(name) for name in names)
    return likely * 2 >= len(names) if names else bodies.open_ended


def _are_offices(names: Sequence[str], lexicon: Lexicon) -> bool:
    """Whether bare names in a bracket can only be those of who does it: an office first, behind it whoever is heard of."""
    if not _is_office(names[0], lexicon):
        return False
    return all(_is_office(name, lexicon) or (is_heard_of(name, lexicon) and looks_like_name(name)) for name in names[1:])


def _is_office(name: str, lexicon: Lexicon) -> bool:
    """Whether a bare name in a bracket can only be that of an office."""
    return lexicon.is_known(name) or registry().kind_of(name) not in (None, GENERIC, ENTERPRISE)


def _by_sentences(text: str, lexicon: Lexicon) -> list[Duty]:
    """Sentences that end with who does it, where the whole text keeps to that style and all names are known."""
    return _if_style(duty for match in _BY.finditer(text) if (duty := _by_sentence(match, lexicon)))


def _by_sentence(match: re.Match[str], lexicon: Lexicon) -> Duty | None:
    inside = match["inside"]
    who, when = _fields(inside)
    bodies = read_departments(_plain(who))
    if not bodies.names or not _DUTY_END.search(who) or not all(is_heard_of(name, lexicon) for name in bodies.names):
        return None
    return Duty(match.start(), match.end(), who, bodies, when, False)


def _if_style(duties: Iterable[Duty]) -> list[Duty]:
    found = list(duties)
    return found if len(found) >= _FEWEST else []
