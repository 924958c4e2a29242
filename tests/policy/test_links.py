"""Which clauses a task is tied to."""

from __future__ import annotations

import random
import time

from policy.links import TaskWords, find_links
from policy.model import Provision, ProvisionKind

SECTIONS = {
    "一、加快设施建设": [
        "（一）完善宽带网络。加快宽带网络升级改造，推进光纤入户，完善电信普遍服务补偿机制。",
        "（二）推进移动通信。扩大网络覆盖，推动发放牌照，加快产业化发展。",
    ],
    "二、优化消费环境": [
        "（三）加强个人信息保护。推动出台个人信息保护法律制度，明确服务提供者的义务。",
        "（四）规范市场秩序。强化行业自律机制，完善企业争议调解机制，拓宽消费维权渠道。",
    ],
}


def outline(sections: dict[str, list[str]]) -> tuple[str, tuple[Provision, ...]]:
    text, provisions, clause = "", list[Provision](), 0
    for number, (heading, clauses) in enumerate(sections.items(), start=1):
        start, own = len(text), list[Provision]()
        text += heading + "\n"
        for words in clauses:
            clause += 1
            own.append(
                Provision(
                    f"sec_{number}__cl_{clause}",
                    ProvisionKind.CLAUSE,
                    words[: words.index("）") + 1],
                    words[words.index("）") + 1 : words.index("。")],
                    f"sec_{number}",
                    len(text),
                    len(text) + len(words),
                )
            )
            text += words + "\n"
        provisions += [Provision(f"sec_{number}", ProvisionKind.SECTION, heading[0], heading[2:], None, start, len(text)), *own]
    return text, tuple(provisions)


def first(task: str, category: str | None = None) -> str | None:
    text, provisions = outline(SECTIONS)
    (links,) = find_links([TaskWords(task, category)], text, provisions)
    return links[0].provision if links else None


def test_shared_wording_ties_a_task_to_its_clause() -> None:
    assert first("完善电信普遍服务补偿机制，提供更广泛的服务") == "sec_1__cl_1"
    assert first("强化行业自律机制，健全消费维权渠道") == "sec_2__cl_4"


def test_without_shared_wording_there_is_no_link() -> None:
    assert first("建设水利枢纽工程") is None
    assert find_links([TaskWords("完善", None)], "", ()) == ((),)


def test_the_category_settles_what_the_wording_leaves_open() -> None:
    task = "宽带提速降费行动"
    assert first(task) is None
    assert first(task, "一、加快设施建设") == "sec_1__cl_1"


def test_links_come_best_first_with_scores_up_to_one() -> None:
    text, provisions = outline(SECTIONS)
    clause = text[text.index("完善宽带") : text.index("\n（二）")]
    (links,) = find_links([TaskWords(clause, "一、加快设施建设")], text, provisions)
    assert links[0].provision == "sec_1__cl_1"
    assert 0.9 < links[0].score <= 1
    assert [link.score for link in links] == sorted((link.score for link in links), reverse=True)


def test_the_order_of_tasks_helps_an_unclear_one() -> None:
    names = (("一", "宽带"), ("二", "物流"), ("三", "医疗"))
    text, provisions = outline({"一、任务": [f"（{number}）{name}。推进{name}建设，加强统筹协调。" for number, name in names]})
    tasks = [TaskWords("推进物流建设", None), TaskWords("加强统筹协调", None), TaskWords("推进医疗建设", None)]
    found = [links[0].provision for links in find_links(tasks, text, provisions)]
    assert found[0] == "sec_1__cl_2"
    assert found[1] != "sec_1__cl_1"
    assert found[2] == "sec_1__cl_3"


def test_articles_serve_where_there_are_no_clauses() -> None:
    text = "第一条为了保护快递用户的合法权益，制定本条例。\n第二条快递企业应当公示服务种类。\n"
    cut = text.index("第二条")
    articles = (
        Provision("art_1", ProvisionKind.ARTICLE, "第一条", None, None, 0, cut),
        Provision("art_2", ProvisionKind.ARTICLE, "第二条", None, None, cut, len(text)),
    )
    ((link, *_),) = find_links([TaskWords("公示快递企业服务种类", None)], text, articles)
    assert link.provision == "art_2"


def test_a_thousand_tasks_are_tied_in_time() -> None:
    chance = random.Random(3)
    words = ["宽带", "物流", "医疗", "教育", "养老", "就业", "电子证照", "智慧城市", "数据开放", "信用", "支付"]
    clauses = [f"（{number}）{chance.choice(words)}。推进{chance.choice(words)}和{chance.choice(words)}。" for number in range(250)]
    text, provisions = outline({"一、任务": clauses})
    tasks = [TaskWords(f"推进{chance.choice(words)}建设和{chance.choice(words)}应用", None) for _ in range(1000)]
    begin = time.process_time()
    find_links(tasks, text, provisions)
    assert time.process_time() - begin < 4
