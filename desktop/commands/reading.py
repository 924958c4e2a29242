"""The subcommands that only read: parse, show, search."""

from __future__ import annotations

import argparse

from desktop import snapshot
from desktop.commands.as_json import Json, plain, print_json
from desktop.snapshot import Snapshot
from policy.model import Provision
from policy.places import CITED
from resources.catalogue import Catalogue
from storage.records import AnnotationRecord, EvidenceRecord, TaskRecord
from storage.workspace import Workspace


def run_parse(chosen: argparse.Namespace, catalogue: Catalogue) -> int:
    """Print what the reader understands of a file; nothing is stored."""
    from policy.dump import as_json
    from policy.parse import parse_source
    from policy.sources import read

    policy = parse_source(read(chosen.file, chosen.encoding))
    if chosen.json:
        print_json(as_json(policy))
        return 0
    facts = policy.metadata
    cited = sum(provision.kind in CITED for provision in policy.provisions)
    doubtful = sum(bool(task.doubts) for task in policy.tasks)
    print(facts.title)
    print(catalogue.text("cli.parse.facts", number=facts.doc_number or "–", date=facts.date or "–", issuer=facts.issuer or "–"))
    print(
        catalogue.text(
            "cli.parse.counts", clauses=cited, tasks=len(policy.tasks), doubtful=doubtful, indicators=len(policy.indicators)
        )
    )
    return 0


def run_show(chosen: argparse.Namespace, catalogue: Catalogue) -> int:
    """Print what a workspace holds."""
    with Workspace.open(chosen.workspace, None, read_only=True) as workspace:
        snapshots = [snapshot.load(workspace, policy.id) for policy in workspace.policies.all()]
        reviewers = workspace.reviewers.all()
    if chosen.json:
        policies = [_policy(shown) for shown in snapshots]
        print_json({"workspace": str(chosen.workspace), "policies": policies, "reviewers": plain(reviewers)})
        return 0
    if not snapshots:
        print(catalogue.text("cli.show.empty"))
    for shown in snapshots:
        print(f"{shown.policy.title}  {shown.policy.doc_number or ''}  {shown.policy.id}")
        print("  " + catalogue.text("cli.show.counts", **_counts(shown)))
    return 0


def run_search(chosen: argparse.Namespace, catalogue: Catalogue) -> int:
    """Print where a text occurs."""
    with Workspace.open(chosen.workspace, None, read_only=True) as workspace:
        hits = workspace.search(chosen.text, chosen.limit)
        titles = {policy.id: policy.title for policy in workspace.policies.all()}
    if chosen.json:
        found = [{**plain(hit), "title": titles.get(hit.policy, "")} for hit in hits]
        print_json({"query": chosen.text, "count": len(found), "hits": found})
        return 0
    for hit in hits:
        print(f"{catalogue.text(f'family.{hit.family}')}  {titles.get(hit.policy, '')}  {hit.snippet}")
    print(catalogue.text("cli.search.count", count=len(hits)))
    return 0


def _counts(shown: Snapshot) -> dict[str, int]:
    return {
        "clauses": sum(provision.kind in CITED for provision in shown.provisions),
        "tasks": len(shown.tasks),
        "annotations": len(shown.annotations),
        "evidence": len(shown.evidence),
        "assessments": len(shown.assessments),
        "indicators": len(shown.indicators),
    }


def _policy(shown: Snapshot) -> Json:
    return {
        **plain(shown.policy),
        "counts": _counts(shown),
        "clauses": [_clause(provision) for provision in shown.provisions if provision.kind in CITED],
        "tasks": [_task(shown, task) for task in sorted(shown.tasks.values(), key=lambda task: task.position)],
        "annotations": [_annotation(shown, record) for record in shown.annotations.values()],
        "evidence": [_evidence(shown, record) for record in shown.evidence.values()],
        "assessments": plain(list(shown.assessments.values())),
        "indicators": plain(list(shown.indicators.values())),
    }


def _clause(provision: Provision) -> Json:
    return {"eid": provision.eid, "number": provision.number, "heading": provision.heading}


def _task(shown: Snapshot, task: TaskRecord) -> Json:
    links = [link for link in shown.links.values() if link.task == task.id]
    return {**plain(task), "links": [{"provision": link.provision, "score": link.score, "state": link.state} for link in links]}


def _annotation(shown: Snapshot, record: AnnotationRecord) -> Json:
    tags = [shown.tags[use.tag].name for use in shown.tag_uses.values() if use.annotation == record.id and use.tag in shown.tags]
    replies = [plain(reply) for reply in shown.replies.values() if reply.annotation == record.id]
    return {**plain(record), "tags": sorted(tags), "replies": replies}


def _evidence(shown: Snapshot, record: EvidenceRecord) -> Json:
    uses = [use for use in shown.evidence_uses.values() if use.evidence == record.id]
    files = [plain(file) for file in shown.attachments.values() if file.evidence == record.id]
    return {
        **plain(record),
        "tasks": [use.task for use in uses if use.task],
        "provisions": [use.provision for use in uses if use.provision],
        "files": files,
    }
