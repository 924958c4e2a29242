"""A merge as a Word document: whose work came, what is disputed, what was left out."""

from __future__ import annotations

from dataclasses import dataclass

from exporters.merge_facts import MergeFacts
from exporters.phrases import Phrases
from exporters.word.short_document import Section, ShortDocument, Table
from resources.catalogue import Catalogue

# In proportion: a name, and the five columns of figures; wider where their headings are words and not characters.
COUNT_WIDTHS = {"zh": (50, 18, 18, 18, 18, 18), "en": (46, 17, 22, 24, 26, 21)}
CONFLICT_WIDTHS = (44, 22, 46, 46)
REJECTED_WIDTHS = (1, 1)


def merge_document(facts: MergeFacts, catalogue: Catalogue) -> ShortDocument:
    """The document about one merge."""
    say = _Say(catalogue)
    phrases = Phrases(catalogue)
    local = facts.when.astimezone()
    date = f"{phrases.date(local.date())} {local:%H:%M}"
    signed = say("document.signed", who=facts.who, date=date) if facts.who else date
    return ShortDocument(
        say("document.title"),
        (say("document.workspace", name=facts.workspace), signed),
        (_overview(facts, say), _counts(facts, say), _conflicts(facts, say), _rejected(facts, say)),
        author=facts.who,
        date=local.date(),
    )


@dataclass(frozen=True, slots=True)
class _Say:
    catalogue: Catalogue

    def __call__(self, key: str, **facts: object) -> str:
        return self.catalogue.text(f"merging.{key}", **facts)


def _overview(facts: MergeFacts, say: _Say) -> Section:
    files = tuple(say("document.file", number=place, name=name) for place, name in enumerate(facts.sources, 1))
    backup = (say("document.backup"), facts.backup) if facts.backup else ()
    return Section(say("document.overview"), (*facts.paragraphs, say("document.files"), *files, *backup))


def _counts(facts: MergeFacts, say: _Say) -> Section:
    heads = tuple(say(f"head.{name}") for name in ("name", "new", "changed", "identical", "conflicts", "rejected"))
    rows = tuple(
        (one.name if one.heading else f"　{one.name}", *(f"{figure:,}" if figure else "–" for figure in one.numbers))
        for one in facts.counts
    )
    widths = COUNT_WIDTHS[say.catalogue.language]
    sums = frozenset(place for place, one in enumerate(facts.counts) if one.heading)
    table = Table(heads, rows, widths, frozenset(range(1, 6)), say("document.counts_table"), sums)
    return Section(say("document.counts"), (say("document.counts_lead"),), table)


def _conflicts(facts: MergeFacts, say: _Say) -> Section:
    heading = say("document.conflicts")
    if not facts.conflicts:
        return Section(heading, (say("document.no_conflicts"),))
    heads = tuple(say(f"head.{name}") for name in ("where", "field", "shows", "otherwise"))
    rows = tuple((one.where, one.field, one.shows, one.others) for one in facts.conflicts)
    lead = say("document.conflicts_lead", count=f"{len(rows):,}")
    return Section(heading, (lead,), Table(heads, rows, CONFLICT_WIDTHS, caption=say("document.conflicts_table")))


def _rejected(facts: MergeFacts, say: _Say) -> Section:
    heading = say("document.rejected")
    if not facts.rejected:
        return Section(heading, (say("document.nothing_rejected"),))
    heads = (say("head.what"), say("head.why"))
    lead = say("document.rejected_lead", count=f"{len(facts.rejected):,}")
    return Section(heading, (lead,), Table(heads, facts.rejected, REJECTED_WIDTHS, caption=say("document.rejected_table")))
