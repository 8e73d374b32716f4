"""Who answers for what in a project: the owner that the files name, else the role that the trade gives it to."""

from collections.abc import Iterator, Mapping

from bpo.contracts.model import Contract
from bpo.core.documents import Document
from bpo.core.errors import Problem, choices
from bpo.core.words import Text, Words
from bpo.economics.costs.cost_file import Costs
from bpo.kpi import Kpi

OPERATIONS, WORKFORCE, QUALITY, IT, FINANCE = "operations", "workforce_management", "quality", "it", "finance"
ROLES: Mapping[str, Text] = {
    OPERATIONS: Text(zh="运营", en="Operations"),
    WORKFORCE: Text(zh="现场管理（WFM）", en="Workforce management"),
    QUALITY: Text(zh="质检", en="Quality"),
    IT: Text(zh="信息技术", en="IT"),
    FINANCE: Text(zh="财务", en="Finance"),
}
OF_CATEGORIES: Mapping[str, str] = {
    "technology": IT,
    "telecom": IT,
    "people": WORKFORCE,
    "overhead": FINANCE,
    "tax": FINANCE,
    "finance": FINANCE,
}
"""Whoever has a category of costs; operations has all others."""
OF_KPIS: Mapping[str, str] = {
    **dict.fromkeys(
        (
            "service_level",
            "answer_rate",
            "abandonment_rate",
            "average_speed_of_answer",
            "interval_compliance",
            "interval_value",
            "occupancy",
            "forecast_accuracy",
            "shrinkage",
            "adherence",
            "utilisation",
        ),
        WORKFORCE,
    ),
    **dict.fromkeys(
        (
            "qa_pass_rate",
            "qa_score",
            "critical_error_accuracy",
            "csat",
            "nps",
            "complaint_rate",
            "first_contact_resolution",
            "repeat_contact_rate",
        ),
        QUALITY,
    ),
}
"""Whoever has a KPI; operations has all others."""
KPI = "kpi."
OWNS_NOTHING = Words(
    "owner-of-nothing",
    en="'{given}' is neither a cost item, nor a category of costs, nor a KPI (kpi.<id>) of this bid",
    zh="'{given}' 不是本方案的成本项、成本类别或指标（kpi.<id>）",
)
Owners = Mapping[str, str]
"""By cost item, category of costs, or ``kpi.<id>``."""


def cost_owner(item: str, category: str, costs: Costs, owners: Owners) -> str:
    """Of a cost: the scenario's for the item, the item's own, the scenario's for the category, else the role's."""
    own = next((one.owner for one in costs.items if one.id == item), "")
    return owners.get(item) or own or owners.get(category) or OF_CATEGORIES.get(category, OPERATIONS)


def kpi_owner(kpi: Kpi, owners: Owners) -> str:
    """Of a KPI: the scenario's, else the role's."""
    return owners.get(f"{KPI}{kpi.id}") or OF_KPIS.get(getattr(kpi, "kpi", ""), OPERATIONS)


def owner_name(owner: str, costs: Costs) -> Text:
    """As the cost file's ``names`` have it, else the role's name, else as it is written."""
    return costs.names.get(owner) or ROLES.get(owner) or costs.name_of(owner)


def owner_problems(owners: Owners, document: Document, costs: Costs, contract: Contract) -> Iterator[Problem]:
    """Owners of what is not there."""
    capital = costs.working_capital
    known = {
        *costs.item_ids(),
        *(item.in_category for item in costs.items),
        *(f"{KPI}{kpi.id}" for kpi in contract.kpis),
    }
    known |= {"working_capital", capital.category} if capital is not None else set()
    for name in owners:
        if name not in known:
            node, key = document.find(("owners", name))
            yield Problem(OWNS_NOTHING, document.where(key or node), choices(name, known))
