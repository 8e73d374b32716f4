"""Where a contract reads its working-day calendar: in conditions that ask for holidays or working days, in clauses, and where
part months and due dates count by working days."""

import re
from collections.abc import Iterator

from bpo.contracts.model import Contract
from bpo.core.documents import Document
from bpo.core.errors import Problem
from bpo.core.expr import CALENDAR_FUNCTIONS
from bpo.core.words import Words
from bpo.core.yaml_tree import Node

NO_CALENDAR = Words(
    "calendar-missing",
    en="this asks which days are worked, but the contract has no calendar; write 'billing: {{calendar: CN}}' (a country such as "
    "CN, US, IN, PH, or one with its region, such as US-CA)",
    zh="此处需判断工作日或节假日，但合同未写日历；请写 billing: {{calendar: CN}}（国家代码，如 CN、US、IN、PH，或加地区，如 US-CA）",
)
_CALLED = re.compile(rf"\b({'|'.join(CALENDAR_FUNCTIONS)})\s*\(", re.IGNORECASE)


def calendar_places(contract: Contract, document: Document) -> list[Node]:
    """The values in the contract's file that read the calendar, in the order of the file; those of amendments are read with the
    version that each makes."""
    asked = any(need.calendar_calls() for need in contract.needs())
    found = [
        node for name, node in _texts(document.root, but="amendments")
        if (name == "prorated" and node.value == "working_days") or (asked and _CALLED.search(str(node.value)))
    ]  # fmt: skip
    for section, clauses in (("terms", contract.terms), ("adjustments", contract.adjustments)):
        for i, clause in enumerate(clauses):
            found += [document.find((section, i, *at))[0] for at in clause.calendar_at()]
    for name, rule in (("due", contract.billing.due), ("accepted_after", contract.billing.accepted_after)):
        found += [document.find(("billing", name))[0]] if rule is not None and rule.reads_calendar else []
    return found


def without_calendar(contract: Contract, document: Document) -> Iterator[Problem]:
    """What reads the calendar of a contract that has none."""
    if contract.billing.calendar is None:
        for node in calendar_places(contract, document):
            call = _CALLED.search(str(node.value))
            offset, width = (call.start(), len(call[1])) if call else (0, 0)
            yield Problem(NO_CALENDAR, document.where(node, offset, width))


def _texts(node: Node, name: str = "", but: str = "") -> Iterator[tuple[str, Node]]:
    """Every text of the file ``but`` those of one of its fields, with the name of the field that it stands in."""
    if isinstance(node.value, dict):
        for field, (_, value) in node.value.items():
            if field != but:
                yield from _texts(value, field)
    elif isinstance(node.value, list):
        for item in node.value:
            yield from _texts(item, name)
    else:
        yield name, node
