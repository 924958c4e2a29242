"""What is pasted reads as the same words in a file do."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop.file_reading import read_file, read_pasted
from tests.desktop.conftest import POLICY

MARKDOWN = """# 海州市人民政府关于建设数字港口的意见

**海政发〔2022〕9号**

## 一、总体要求

（一）指导思想。坚持服务企业。

## 附件 任务分工

| 序号 | 工作任务 | 责任单位 | 时间进度 |
|---|---|---|---|
| 1 | 建设数据平台 | 市数据局 | 2022年年底前完成 |
| 2 | 推广电子单证 | 市商务局 | 持续推进 |
"""


@pytest.mark.parametrize(("name", "text"), [("港口.txt", POLICY), ("港口.md", MARKDOWN)])
def test_pasted_text_reads_as_the_file_does(tmp_path: Path, name: str, text: str) -> None:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    assert read_pasted(text, "剪贴板").policy == read_file(path).policy
    assert len(read_pasted(text, "剪贴板").policy.tasks) >= 2
