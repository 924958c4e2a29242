"""What clauses and rows of the table say of the same thing."""

from __future__ import annotations

import pytest

from policy.consistency_clauses import is_same_body
from policy.model import FindingKind, Policy
from policy.parse import parse_text

CONTRARY = frozenset(
    {FindingKind.DEPARTMENTS_DIFFER, FindingKind.LEAD_DIFFERS, FindingKind.DEADLINE_DIFFERS, FindingKind.WORDING_DIFFERS}
)
MATTER = "清理废除妨碍统一市场和公平竞争的各种规定和做法"


def policy(clause: str, row: str, departments: str, timing: str) -> Policy:
    return parse_text(
        "国务院办公厅关于优化服务的意见\n\n国办发〔2015〕7号\n\n各省、自治区、直辖市人民政府：\n\n为优化服务，现提出以下意见。\n\n"
        f"一、优化环境\n\n（一）放宽市场准入。{clause}\n\n（二）强化金融服务。建立风险补偿机制，扩大普惠信贷规模。\n\n"
        "附件：重点任务分工表\n\n国务院办公厅\n\n2015年3月1日\n\n附件\n\n重点任务分工表\n\n"
        f"序号\t工作任务\t负责部门\t时间进度\n1\t{row}\t{departments}\t{timing}\n"
        "2\t建立风险补偿机制，扩大普惠信贷规模\t财政部、人民银行\t长期坚持\n"
    )


def contrary(
    clause: str, row: str = MATTER, departments: str = "商务部、公安部", timing: str = "2015年底前完成"
) -> list[tuple[str, str, str]]:
    found = policy(clause, row, departments, timing).findings
    assert all(f.provision == "sec_1__cl_1" and f.task == "att_1__task_1" for f in found if f.kind in CONTRARY)
    facts = [(f.kind, dict(f.facts)) for f in found if f.kind in CONTRARY]
    return [(kind.value, fact["in_clause"], fact["in_table"]) for kind, fact in facts]


@pytest.mark.parametrize(
    "clause",
    [
        f"{MATTER}。（商务部、公安部负责，2015年底前完成）",
        f"{MATTER}。（商务部、中华人民共和国公安部负责，2015年12月31日前完成）",
        f"{MATTER}。",
        f"进一步{MATTER}，规范各类收费。",
        f"2015年底前{MATTER}。",
        f"{MATTER}。（商务部等部门负责，2015年6月底前取得阶段性成果，2015年底前完成）",
        "规范中介服务，整顿收费。（民政部负责，2016年底前完成）" + f"{MATTER}。（商务部、公安部负责）",
    ],
)
def test_what_agrees_is_not_mentioned(clause: str) -> None:
    assert contrary(clause) == []


def test_departments_that_only_one_of_them_names() -> None:
    assert contrary(f"{MATTER}。（商务部、教育部负责）") == [("departments_differ", "教育部", "公安部")]
    assert contrary(f"{MATTER}。（商务部、公安部、教育部负责）") == [("departments_differ", "教育部", "—")]
    assert contrary(f"{MATTER}。（商务部等部门负责）") == []
    assert contrary(f"{MATTER}。（公安部牵头，商务部配合）", departments="商务部牵头，公安部配合") == [
        ("lead_differs", "公安部", "商务部")
    ]


def test_another_last_day() -> None:
    assert contrary(f"{MATTER}。（商务部、公安部负责，2016年底前完成）") == [
        ("deadline_differs", "2016年底前完成", "2015年底前完成")
    ]
    assert contrary(f"2016年底前{MATTER}。") == [("deadline_differs", "2016年底前", "2015年底前完成")]


@pytest.mark.parametrize(
    ("clause", "row", "differs"),
    [
        ("将企业开办时间压缩至3个工作日以内，推行一窗受理。", "将企业开办时间压缩至5个工作日以内，推行一窗受理", True),
        ("建立小微企业贷款风险补偿机制，设立补偿资金。", "建立中小企业贷款风险补偿机制，设立补偿资金", True),
        ("建立小微企业贷款风险补偿机制，设立补偿资金。", "建立小微企业贷款风险补偿机制", False),
        ("建立小微企业贷款风险补偿机制，设立补偿资金。", "逐步建立小微企业的贷款风险补偿机制、设立补偿资金", False),
        ("建立小微企业贷款风险补偿机制，设立补偿资金。", "推广电子营业执照和电子印章，实行跨地区互认", False),
    ],
)
def test_the_same_sentence_in_other_words(clause: str, row: str, differs: bool) -> None:
    assert [kind for kind, _, _ in contrary(clause, row)] == (["wording_differs"] if differs else [])


def test_the_duty_of_its_own_sentence_is_compared() -> None:
    clause = f"规范各类中介服务，整顿收费秩序。（民政部负责，2016年底前完成）{MATTER}。（商务部、教育部负责）"
    assert contrary(clause) == [("departments_differ", "教育部", "公安部")]


def test_names_of_one_body() -> None:
    assert is_same_body("国家发展改革委", "发展改革委")
    assert is_same_body("江南省财政厅", "省财政厅")
    assert not is_same_body("商务部", "公安部")
    assert not is_same_body("国家卫生健康委", "卫生部")


def test_the_sample_does_not_contradict_itself(sample: Policy) -> None:
    assert CONTRARY.isdisjoint(finding.kind for finding in sample.findings)
