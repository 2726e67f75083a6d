"""Files as ministries send them, made for tests."""

import io
import zipfile
from collections.abc import Callable
from typing import Any

import docx
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

CHINESE = """

2022年6月29日（星期三）- 摘要说明 共同推动转型 - 行动联盟

本次会议由协调中心主持，各国召集人与联盟的代表交流了看法。

各国如何参与联盟的工作

各国召集人说，他们希望更多地了解联盟。有27个国家参加了会议，他们提出了许多问题，并希望得到联盟的答复。

联盟代表的发言

各联盟介绍了自己的工作，并通过[会议综述](#)和[网站](#)继续了解各国的需要，以便在今后的工作中更好地支

持各国的行动。联盟的工作才刚刚开始。

对协调中心的期望

与会者希望协调中心提供一份联盟名单。

召集人的需求

召集人需要培训和资金，也需要各方的支持。

结束语

主任 **Ana Example** 感谢各位与会者的参与和贡献。

下一次对话将于 **7月27日（星期三）** 举行，主题是“治理与政策”。请通过下面的链接注册。

- 08:00-9:30 CEST <https://bit.ly/27julyAM> 英语，配备中文口译
- 16:00-17:30 CEST <https://bit.ly/27JulyPM> 英语，配备法语口译

如有问题，请写信给 hub@example.org 与我们联系，或者在即将举行的对话中提出。"""

ENGLISH = """# 29 June 2022 (Wednesday) - Summary note

## Committed together

Opening words of the meeting.

## Country participation in coalitions

Countries want to take part in the work.

### In Africa

They asked for a letter.

## Closing

Thanks to all who came.
"""


def a_word_file(fill: Callable[[Any], None] | None = None) -> bytes:
    """A note as a Word document, or what ``fill`` makes of an empty one."""
    document = docx.Document()
    (fill or _a_note)(document)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _a_note(document: Any) -> None:
    document.add_heading("29 June 2022 – Committed together", 0)
    document.add_paragraph("Opening words of the meeting.")
    document.add_heading("Closing remarks", 1)
    paragraph = document.add_paragraph("Thanks to ")
    paragraph.add_run("all").bold = True
    a_link(paragraph, "our page", "https://example.org/page")
    document.add_paragraph("Keep the list", style="List Bullet")
    document.add_paragraph("Name focal points", style="List Bullet")
    table = document.add_table(1, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "Who", "What"


def a_link(paragraph: Any, words: str, address: str) -> None:
    link = OxmlElement("w:hyperlink")
    related = paragraph.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    link.set(qn("r:id"), related)
    run, text = OxmlElement("w:r"), OxmlElement("w:t")
    text.text = words
    run.append(text)
    link.append(run)
    paragraph._p.append(link)


def with_member(archive: bytes, name: str, content: bytes) -> bytes:
    """A Word file with another file in it, or another in its stead."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as old, zipfile.ZipFile(made, "w", 8) as new:
        for each in old.namelist():
            if each != name:
                new.writestr(each, old.read(each))
        new.writestr(name, content)
    return made.getvalue()
