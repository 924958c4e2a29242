"""A policy and its new version, and the plan between the two as a workspace makes it."""

from __future__ import annotations

from policy.compare import compare
from policy.compare_carry import CarryPlan, carry
from policy.model import Policy, Span
from policy.parse import parse_text
from storage.records import Written
from storage.workspace import Workspace

OLD = (
    "关于加快信息消费的若干意见\n"
    "一、总体要求\n"
    "（一）指导思想。坚持市场导向，推进光纤入户，发展新型业务。\n"
    "（二）组建中国广播电视网络公司，由新闻出版广电总局负责。\n"
    "二、主要任务\n"
    "（三）完善宽带网络基础设施建设，扩大第三代移动通信网络覆盖范围。\n"
    "（四）废止过时的行政审批事项，今后不再保留。\n"
    "附件\n"
    "重点任务分工\n"
    "序号\t工作任务\t负责部门\t时间进度\n"
    "1\t推进光纤入户和宽带网络建设\t工业和信息化部\t2014年底前完成\n"
    "2\t组建中国广播电视网络公司\t新闻出版广电总局、财政部\t2014年底前完成\n"
    "3\t废止过时的行政审批事项\t国务院办公厅\t2013年底前完成\n"
)
NEW = (
    "关于加快信息消费的若干意见\n"
    "一、总体要求\n"
    "（一）指导思想。坚持市场导向，推进光纤入户，\n发展新型业务。\n"
    "（二）强化统筹协调，健全工作机制，形成工作合力。\n"
    "（三）组建中国广播电视网络公司，由新闻出版广电总局负责。\n"
    "二、主要任务\n"
    "（四）完善宽带网络基础设施建设，扩大第四代移动通信网络的覆盖范围。\n"
    "附件\n"
    "重点任务分工\n"
    "序号\t工作任务\t负责部门\t时间进度\n"
    "1\t推进光纤入户和宽带网络建设\t工业和信息化部\t2014年底前完成\n"
    "2\t健全统筹协调的工作机制\t国务院办公厅\t持续实施\n"
    "3\t组建中国广播电视网络公司\t新闻出版广电总局、财政部\t2015年底前完成\n"
)


def old_policy() -> Policy:
    return parse_text(OLD)


def new_policy() -> Policy:
    return parse_text(NEW)


def place(text: str, words: str) -> Span:
    start = text.index(words)
    return Span(start, start + len(words))


def plan_of(workspace: Workspace, old: str, new: str) -> CarryPlan:
    before, after = workspace.policies.version(old), workspace.policies.version(new)
    return carry(compare(before, after), before, after, workspace.annotations.anchors(old))


def carried_over(workspace: Workspace, old: str, new: str) -> Written:
    return workspace.policies.carry_over(old, new, plan_of(workspace, old, new))
