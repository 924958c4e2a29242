"""The typefaces of a document, by role."""

from __future__ import annotations

from dataclasses import dataclass, fields


@dataclass(frozen=True, slots=True)
class Face:
    """A typeface by name, and the one that stands in for it where it is not installed."""

    name: str
    fallback: str


@dataclass(frozen=True, slots=True)
class Fonts:
    """The faces of a document. None is shipped: Word takes the fallback named in the font table."""

    title: Face = Face("方正小标宋简体", "宋体")
    body: Face = Face("仿宋_GB2312", "仿宋")
    heading: Face = Face("黑体", "SimHei")
    subheading: Face = Face("楷体_GB2312", "楷体")
    number: Face = Face("宋体", "SimSun")
    latin: Face = Face("Times New Roman", "Liberation Serif")

    def faces(self) -> tuple[Face, ...]:
        """Every face once, in the order of the roles."""
        return tuple(dict.fromkeys(getattr(self, field.name) for field in fields(self)))
