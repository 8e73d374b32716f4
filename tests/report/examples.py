"""The report that ``docs/making-reports.md`` makes, by the code that stands there."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bpo.report.model import Report

PAGE = (Path(__file__).resolve().parents[2] / "docs/making-reports.md").read_text("utf-8")


def _made() -> Callable[..., Report]:
    code = re.findall(r"^```python\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)[0]
    names: dict[str, Any] = {"__name__": __name__}
    exec(compile(code, "docs/making-reports.md", "exec", dont_inherit=True), names)
    made: Callable[..., Report] = names["month_of"]
    return made


month_of = _made()
