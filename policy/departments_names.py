"""How much a stretch of text looks like the name of a body: registered, local form of a registered one, learnt, or unheard of."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Mapping

from resources.registry import Registry

LONGEST_NAME = 24
REGISTERED, LEARNT, LOCAL = 8.0, 6.5, 6.0
_KNOWN = LOCAL - 1
_UNHEADED = 3.0
PLACE_WORDS = "省市区县州旗"
_ENDS = (
    "部|委|局|署|办|厅|会|院|行|社|处|队|馆|站|所|办公室|委员会|总局|中心|集团|公司|政府"
    "|海关|兵团|部门|单位|联盟|大学|学院|机构|基金|党委|支行|分行|工委|党校|学校|组|企业"
    "|园区"
)
_ENDING = re.compile(rf"(?:{_ENDS})(?:[（(〔][^）)〕]*[）)〕])?$")
_END_CHARS = frozenset("部委局署办厅会院行社处队馆站所室心团司府关位盟学构金校组业区门）)〕")
_PLACE = (
    r"(?:国家|全国|中国|国务院|中央|省委|市委|区委|县委|省|市|区|县|州|旗|盟|自治区|兵团"
    r"|[\u4e00-\u9fff]{2,3}[省市区县州]|各[省市区县])"
)
_FAR_PLACE = re.compile(r"[\u4e00-\u9fff]{2,3}[省市区县州]")
_LOCAL_SUFFIX = r"(?:部|厅|局|委|办|处|署|总局|委员会|办公室|管理局|监管局)"
_DEEDS = re.compile(
    "推进|推动|加强|完善|开展|实施|制定|推广|建设(?!部|厅|局|委)|研究(?!院|所|室|中心)"
    "|支持|鼓励|落实|提升|优化|创新|培育|启动|出台|促进(?!会|局)|深化|健全|规范|提高"
    "|加快|扩大|应用|工作|项目|机制|制度|平台|体系|政策|办法|能力|水平|产业化|示范|试点|工程|标准"
    "|规划(?!资源|局|和自然)|[的了为与将等及在对于是、，。；：:]"
)
_CUT_OFF = re.compile(r"(?:有关|相关)(?:部|单|地)$")
_BRACKET = re.compile(r"[（(〔].*[）)〕]$")


@functools.cache
def registry() -> Registry:
    """The registry that ships with the program, read once."""
    return Registry.load()


@functools.cache
def _stems() -> frozenset[str]:
    """What the registered short names are about: 发展改革, 财政, 市场监管, which local bodies are named after too."""
    names = (name for body in registry().bodies for name in body.names)
    stems = {re.sub(rf"{_LOCAL_SUFFIX}$", "", re.sub("^(?:国家|中央|全国|中国|国务院)", "", name)) for name in names}
    extra = (
        "人社|住建|工信|发改|水务|规划资源|规划和自然资源|城市管理|城管|金融|地方金融监管"
        "|大数据|政务服务|投资促进|国资监管|园林绿化|房管|口岸|机关事务|教体|文旅|卫健|农业农村"
        "|农委|粮食|通信管理|公积金管理"
    )
    return frozenset(stem for stem in stems | set(extra.split("|")) if len(stem) > 1)


_LOCAL_NAME = re.compile(rf"(?P<place>{_PLACE})?(?P<stem>[\u4e00-\u9fff]{{2,10}}?){_LOCAL_SUFFIX}")


class Lexicon:
    """Scores names. Starts from the registry and learns the names that a document itself uses between its separators.

    Scores are log-odds in spirit: registered names far above zero, plausible unknown ones around it, running text below.
    """

    def __init__(self, learnt: Mapping[str, int] | None = None, places: Iterable[str] = ()) -> None:
        """``learnt`` are names with how often the document uses them, ``places`` the words (省, 市) that head its bodies."""
        self._learnt = dict(learnt or {})
        self._places = tuple(places)
        self._scores: dict[str, float] = {}

    def score(self, name: str) -> float:
        """How much ``name`` looks like one whole name of a body."""
        found = self._scores.get(name)
        if found is None:
            found = self._scores[name] = self._judge(name)
        return found

    def is_known(self, name: str) -> bool:
        """Whether the name needs no guess: registered, a local form, or used before in the document."""
        return self.score(name) >= _KNOWN

    def is_registered(self, name: str) -> bool:
        """Whether the registry has the name, or the body that a local one is named after."""
        bare = _BRACKET.sub("", name)
        return registry().find(bare) is not None or _is_local(bare)

    def times(self, name: str) -> int:
        """How often the document uses the name between its separators."""
        return self._learnt.get(name, 0)

    def ending_at(self, text: str, end: int, begin: int) -> Iterable[tuple[int, float]]:
        """The (start, score) of every known name that ends at ``end`` and does not start before ``begin``."""
        if end <= begin or not may_end_name(text[end - 1]):
            return
        for start in range(max(begin, end - LONGEST_NAME), end - 1):
            name = text[start:end]
            if self.score(name) >= _KNOWN:
                yield start, self.score(name)

    def _judge(self, name: str) -> float:
        length = len(name)
        if length < 2 or length > 2 * LONGEST_NAME:
            return -8.0
        bare = _BRACKET.sub("", name)
        times = self._learnt.get(name, 0)
        heard = min(1.5, 0.3 * times)
        headed = bare.startswith(self._places) if self._places else True
        if registry().find(bare):
            return REGISTERED + heard + 0.1 * length - (0.0 if headed or times else _UNHEADED)
        guess = LOCAL if _is_local(bare, near=True) else _guess(bare)
        if self._places and guess > -1:
            guess += 1.5 if headed else -1.0
        if times and guess > -2:
            return max(guess, min(LEARNT, 3.5 + times)) + heard + 0.05 * length
        return guess + (0.05 * length if guess >= LOCAL else 0.0)


def _is_local(name: str, *, near: bool = False) -> bool:
    """Whether a name is that of a registered body's local counterpart (省财政厅, 深圳市财政局). With ``near`` only a single word
    such as 省 may stand before it: more could as well be the end of a sentence."""
    if name and name[0] in PLACE_WORDS and registry().find(name[1:]):
        return True
    found = _LOCAL_NAME.fullmatch(name)
    if found is None or found["place"] is None or found["stem"] not in _stems():
        return False
    return not near or _FAR_PLACE.fullmatch(found["place"]) is None


def _guess(name: str) -> float:
    """What an unheard-of name is worth by its ending, its length and the words of deeds in it."""
    if not _ENDING.search(name) or _CUT_OFF.search(name):
        return -6.0
    deeds = len(_DEEDS.findall(name))
    length = len(name)
    fit = 2.5 - 0.45 * abs(length - 5.5) if length > 2 else -1.5
    return max(-7.0, fit - 3.0 * deeds)


def may_end_name(char: str) -> bool:
    """Whether a name can end with this character, which is quick to ask."""
    return char in _END_CHARS


def looks_like_name(text: str) -> bool:
    """Whether ``text`` could be a name nobody has registered."""
    return (len(text) > 2 and _guess(text) > -0.5) or registry().find(text) is not None
