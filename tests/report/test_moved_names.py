"""A template of a workspace that asks for what a document had by another name is told the new one, in both languages."""

from __future__ import annotations

from pathlib import Path

import pytest

from bpo.bid.comparison import Compared, comparison
from bpo.core.errors import BpoError
from bpo.economics.margin.sensitivity import side
from bpo.economics.scenario.case import case_of_bid
from bpo.economics.scenario.scenario import read_bid
from bpo.report.page import page_of
from bpo.report.templating import page_html

LETTERS = Path(__file__).resolve().parents[1] / "economics" / "bids" / "letters.yaml"


def test_the_new_name_is_told_with_the_line(tmp_path: Path) -> None:
    case = case_of_bid(read_bid(LETTERS))
    page = page_of(comparison(Compared(case, [side(case, "base")], [], None)))
    (tmp_path / "comparison.html.j2").write_text("<p>ok</p>\n{% for bar in sheet.bars %}{% endfor %}", "utf-8")
    with pytest.raises(BpoError) as error:
        page_html(page, "comparison.html.j2", [tmp_path])
    (problem,) = error.value.problems
    assert problem.where is not None and problem.where.line == 2
    assert problem.say("en").splitlines() == [
        f"{tmp_path}/comparison.html.j2:2: the template asks for 'sheet.bars', which is now 'sheet.parts.bars.rows'",
        "   See docs/templates.md",
    ]
    assert problem.say("zh").splitlines() == [
        f"{tmp_path}/comparison.html.j2:2: 模板使用了 'sheet.bars'，现已改为 'sheet.parts.bars.rows'",
        "   参见 docs/templates.md",
    ]
