"""``bpo docs``: every page is found by what people call it, and is read in one language."""

from __future__ import annotations

import re

import pytest

from bpo.cli.docs import rendered
from bpo.core.shipped import docs_folder
from bpo.desk.pages import CHINESE, all_pages, as_written, in_language, without_links
from tests.cli.pages import printed

PAGES = all_pages()
CODE = re.compile(r"\x1b\[[0-9;]*m")


def test_every_page_for_users_is_there_under_a_name_of_its_own() -> None:
    for_developers = {page for room in ("decisions", "dev") for page in (docs_folder() / room).glob("*.md")}
    assert {page.path for page in PAGES} == set(docs_folder().rglob("*.md")) - for_developers
    assert len({page.name for page in PAGES}) == len(PAGES)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_page_is_printed_without_marks_into_a_pipe_and_readable_in_both_languages(page: object) -> None:
    text = page.path.read_text(encoding="utf-8")  # type: ignore[attr-defined]
    assert printed(f"bpo docs {page.name}") == (0, as_written(text))
    assert CHINESE not in as_written(text)
    for lang in ("zh", "en"):
        assert "](" not in re.sub(
            r"`[^`]*`|```.*?```", "", CODE.sub("", rendered(in_language(text, lang))), flags=re.DOTALL
        )


@pytest.mark.parametrize(
    ("asked", "name"),
    [
        ("seats", "seats"), ("Seats", "seats"), ("座席", "seats"), ("docs/terms/seats.md", "seats"),
        ("service-level", "service_level"), ("service level", "service_level"), ("terms/leads", "terms/leads"),
        ("KPI考核系数", "multiplier"), ("kpi", "kpi"), ("docs/kpi/README.md", "kpi"), ("bill", "bill"), ("bpo bill", "bill"),
    ],
)  # fmt: skip
def test_a_page_answers_to_its_names(asked: str, name: str) -> None:
    named = [page for page in PAGES if page.name == asked] or [page for page in PAGES if page.answers_to(asked)]
    assert [page.name for page in named] == [name]


def test_the_list_has_every_page() -> None:
    code, output = printed("bpo --lang zh docs")
    assert code == 0 and all(re.search(rf"^  {re.escape(page.name)} ", output, re.MULTILINE) for page in PAGES)
    assert "座席" in output and "出账" in output


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_what_is_said_in_both_languages_has_its_mark(page: object) -> None:
    """So has a Chinese sentence after an English one. And no line begins with the mark but the one above a Chinese paragraph, for
    Markdown would take the rest of it for HTML.
    """
    text = re.sub(r"```.*?```", "", page.path.read_text(encoding="utf-8"), flags=re.DOTALL)  # type: ignore[attr-defined]
    headings = re.findall(r"^#+ .*", text, re.MULTILINE)
    assert [
        line for line in headings if re.search(r"[A-Za-z]{3}.* [\u4e00-\u9fff]", line) and CHINESE not in line
    ] == []
    assert re.findall(r"[a-z]\.\s[\u4e00-\u9fff].*", re.sub(r"`[^`\n]*`", "x", text)) == []
    assert re.findall(rf"^{CHINESE}.+", text, re.MULTILINE) == []


BOTH = """# Cap<!--zh--> 合计封顶

At most a sum.<!--zh--> 不超过约定金额。

The base is a list
of lines.

<!--zh-->
基数为
所列各行。

Only in English.

| Field | Formula | <!--zh-->公式 |
|---|---|---|
| `a` | answered | 接听 |

```yaml
label: Calls 来电
```

- see [tiers](tiers.md)<!--zh--> 参见阶梯
- 座席 `seats` 和 `hours`
"""


def test_what_is_said_twice_is_said_once() -> None:
    assert in_language(BOTH, "zh").split("\n\n") == [
        "# 合计封顶", "不超过约定金额。", "基数为 所列各行。", "Only in English.",
        "| Field | 公式 |\n| --- | --- |\n| `a` | 接听 |", "```yaml\nlabel: Calls 来电\n```", "- 参见阶梯\n- 座席 `seats` 和 `hours`\n",
    ]  # fmt: skip
    assert in_language(BOTH, "en").split("\n\n") == [
        "# Cap", "At most a sum.", "The base is a list of lines.", "Only in English.",
        "| Field | Formula |\n| --- | --- |\n| `a` | answered |", "```yaml\nlabel: Calls 来电\n```", "- see [tiers](tiers.md)\n- 座席 `seats` 和 `hours`\n",
    ]  # fmt: skip


def test_a_terminal_shows_no_links_and_code_that_can_be_copied() -> None:
    shown = CODE.sub("", rendered("see [tiers](tiers.md)\n\n```yaml\nrates: {" + "a: 1, " * 40 + "b: 2}\n```\n"))
    assert shown.splitlines()[0] == "see tiers"
    assert "    rates: {" + "a: 1, " * 40 + "b: 2}" in shown.splitlines()
    assert without_links("`[a](b)`x") == "`a`x"
