"""Texts that the tests of the policy reader share."""

from __future__ import annotations

from pathlib import Path

import pytest

from policy.model import Policy
from policy.parse import parse_text
from policy.sources import read

SAMPLE = Path(__file__).parents[2] / "resources" / "sample" / "guofa-2013-32.txt"

MADE_UP = """江南省人民政府关于推进河湖长效保护的实施意见

江南政发〔2021〕7号

各设区市人民政府，省政府各部门、各直属单位：

　　为保护全省河湖，现提出以下意见。

　　一、总体目标

　　（一）水质目标。到2023年，全省河湖水质优良比例达到90%以上，黑臭水体比例控制在5%以内。

　　（二）基本原则。

　　生态优先。坚持保护第一。

　　分级负责。坚持属地管理。

　　二、重点任务

　　（三）加强巡查。建立巡查制度。
　　1.日常巡查。每周开展。
　　2.专项巡查。每季开展。

　　各地、各部门要加强组织领导，抓好落实。

　　附件：重点任务分工表

江南省人民政府

2021年6月3日

　　附件

　　重点任务分工表
序号工作任务负责部门时间进度
1
建立巡查制度
水利厅
2021年底前完成
"""


@pytest.fixture(scope="session")
def sample_path() -> Path:
    return SAMPLE


@pytest.fixture(scope="session")
def sample() -> Policy:
    return parse_text(read(SAMPLE).text)


@pytest.fixture(scope="session")
def made_up() -> str:
    return MADE_UP
