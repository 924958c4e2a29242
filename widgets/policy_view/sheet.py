"""What the page shows now: one policy, its outline and which annexes are unfolded."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

from policy.model import Provision, Span
from policy.page import Block, BlockKind, page_blocks
from policy.page_outline import PageOutline
from widgets.policy_view.textmap import TextMap


class Sheet:
    """One policy as it lies on the desk. ``fold_label`` words the line that stands for a folded annex."""

    def __init__(self, text: str, provisions: Sequence[Provision], fold_label: Callable[[bool], str]) -> None:
        self.text = text
        self._provisions = tuple(provisions)
        self._outline = PageOutline(self._provisions)
        self._unfolded: frozenset[str] = frozenset()
        self._fold_label = fold_label
        self.page = self._build()

    def _build(self) -> TextMap:
        blocks = page_blocks(self.text, self._provisions, self._unfolded, self._outline)
        self._folds = tuple(block for block in blocks if block.kind is BlockKind.ANNEX_FOLD)
        return TextMap(self.text, blocks, lambda block: self._fold_label(block.eid in self._unfolded))

    def rebuild(self) -> None:
        """Build the page anew, for instance in another language."""
        self.page = self._build()

    def toggle(self, block: Block) -> None:
        """Unfold the annex of an ``ANNEX_FOLD`` block, or fold it again."""
        if block.eid is not None:
            self._unfolded ^= {block.eid}
            self.page = self._build()

    def fold_over(self, span: Span) -> Block | None:
        """The folded line that hides ``span``."""
        return next((block for block in self._folds if block.eid not in self._unfolded and block.span.overlaps(span)), None)

    def cited(self, offset: int) -> str:
        """The eId of the clause or article at ``offset``, or of the unit there is instead; empty where there is none."""
        provision = self._outline.clause(offset)
        return provision.eid if provision is not None else ""

    def blocks_of(self, eids: Collection[str]) -> frozenset[int]:
        """The indexes of the blocks in which these provisions stand."""
        found: set[int] = set()
        for provision in (self._outline.get(eid) for eid in eids):
            if provision is not None:
                found.update(self._blocks_in(provision.span))
        return frozenset(found)

    def _blocks_in(self, span: Span) -> range:
        first, last = (self.page.block_index(position) for position in self.page.positions(span))
        # The end of a provision may be the start of the next block.
        while last > first and self.page.block_span(last).start >= span.end:
            last -= 1
        return range(max(0, first), last + 1)
