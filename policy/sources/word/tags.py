"""The names of WordprocessingML (ECMA-376 part 1, chapter 17) that the reader knows, and how their values are read."""

from __future__ import annotations

from typing import Final

from lxml import etree

Element = etree._Element

MAIN: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
W: Final = f"{{{MAIN}}}"
W14: Final = "{http://schemas.microsoft.com/office/word/2010/wordml}"
W15: Final = "{http://schemas.microsoft.com/office/word/2012/wordml}"
MC: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
VAL: Final = f"{W}val"

_OFF: Final = frozenset({"0", "false", "off"})


def first(element: Element | None, child: str) -> Element | None:
    """The first child of that name, ``None`` if there is none; several times as fast as ``Element.find``."""
    return None if element is None else next(element.iterchildren(W + child), None)


def named(element: Element | None) -> dict[str, Element]:
    """The children of some properties by their names, for those that are asked for several."""
    return {} if element is None else {str(child.tag): child for child in element}


def value(element: Element | None, child: str) -> str | None:
    """``w:val`` of the child of that name, ``None`` if there is none."""
    found = first(element, child)
    return None if found is None else found.get(VAL)


def number(text: str | None) -> int | None:
    """A whole number as an attribute gives it; ``None`` for anything else and for what is absurdly large."""
    try:
        found = int(text) if text is not None and len(text) < 10 else None
    except ValueError:
        return None
    return found


def switch(element: Element | None, child: str) -> bool | None:
    """Whether the on/off child of that name is on; ``None`` if it is not there (17.17.4)."""
    found = first(element, child)
    return None if found is None else found.get(VAL) not in _OFF


def alternatives(element: Element) -> list[Element]:
    """What ``mc:AlternateContent`` stands for, once: the first choice that holds something, else the fallback."""
    for branch in element.iterchildren(MC + "Choice", MC + "Fallback"):
        if len(branch):
            return list(branch)
    return []
