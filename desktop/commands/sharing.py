"""The subcommand that writes share packages."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from desktop.commands.as_json import plain, print_json
from desktop.commands.writing import passphrase_in
from desktop.errors import RequestError
from resources.catalogue import Catalogue
from storage.sharing import Selection, share
from storage.sharing_choice import Choice, offer
from storage.workspace import Workspace


def run_share(chosen: argparse.Namespace, catalogue: Catalogue) -> int:
    """Write a package of the whole workspace or of what is named."""
    passphrase = passphrase_in(chosen.passphrase_file)
    if chosen.output.exists():
        raise RequestError("package_exists", name=chosen.output.name)
    with Workspace.open(chosen.workspace, None, read_only=True) as workspace:
        found = offer(workspace.store.conn)
        numbers = {policy.doc_number: policy.id for policy in workspace.policies.all() if policy.doc_number}
        selection = Selection(
            _named(
                [numbers.get(name, name) for name in chosen.policy or ()], [(one.id, one.id) for one in found.policies], "policy"
            ),
            _named(chosen.person or (), _by_name(found.reviewers), "person"),
            _named(chosen.tag or (), _by_name(found.tags), "tag"),
            chosen.files,
        )
        written = share(workspace, selection, chosen.output, passphrase)
    contains = written.contains
    if chosen.json:
        print_json({"package": str(written.path), "size": written.size, "locked": written.locked, **plain(contains)})
        return 0
    facts = {"annotations": contains.annotations, "evidence": contains.evidence, "assessments": contains.assessments}
    size = f"{max(written.size / 1_000_000, 0.1):.1f}"
    print(catalogue.text("cli.share.done", path=written.path, size=size, policies=contains.policies, files=contains.files, **facts))
    if contains.lost:
        print(catalogue.text("cli.share.lost", count=contains.lost))
    return 0


def _by_name(offered: Sequence[Choice]) -> list[tuple[str, str]]:
    return [(choice.name, choice.id) for choice in offered]


def _named(names: Sequence[str], offered: Sequence[tuple[str, str]], kind: str) -> frozenset[str] | None:
    """The ids of what is called so, all of that name; no names are no restriction."""
    if not names:
        return None
    found: set[str] = set()
    for name in names:
        ids = {key for called, key in offered if called == name}
        if not ids:
            raise RequestError(f"no_such_{kind}", name=name)
        found |= ids
    return frozenset(found)
