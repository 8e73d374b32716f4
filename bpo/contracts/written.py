"""The names in a clause that has another mistake: they are checked all the same, so that all is mended at once."""

from collections.abc import Iterator
from typing import Any

from bpo.contracts.clause import Kind, Loc, Reference


def listed(given: Any) -> list[Any]:
    return given if isinstance(given, list) else []


def written_references(section: str, entry: Any) -> Iterator[Reference]:
    """The names in an entry of a section, by where they usually stand."""
    if not isinstance(entry, dict):
        return
    fields: list[tuple[Any, Kind, Loc]] = [(entry.get("tax"), "tax", ("tax",))]
    if section == "terms":
        rate = entry["rate"] if isinstance(entry.get("rate"), dict) else {}
        fields.append((entry.get("quantity"), "quantity", ("quantity",)))
        fields.append((rate.get("of"), "line", ("rate", "of")))
    else:
        cap = entry["cap"] if isinstance(entry.get("cap"), dict) else {}
        floor = entry["floor"] if isinstance(entry.get("floor"), dict) else {}
        lists: list[tuple[Any, Loc]] = [
            (entry.get("on"), ("on",)),
            (entry.get("of"), ("of",)),
            (cap.get("of"), ("cap", "of")),
            (floor.get("of"), ("floor", "of")),
        ]
        rows = listed(entry.get("scorecard"))
        tolerated = entry["tolerated"] if isinstance(entry.get("tolerated"), dict) else {}
        fields += [(entry.get("per"), "quantity", ("per",)), (entry.get("kpi"), "kpi", ("kpi",))]
        fields += [(tolerated.get("of"), "quantity", ("tolerated", "of"))]
        fields += [(entry.get("incidents"), "quantity", ("incidents",))]
        fields += [(name, "line", (*at, i)) for names, at in lists for i, name in enumerate(listed(names))]
        fields += _kpis_of(rows, ("scorecard",)) + _kpis_of(entry.get("kpis"), ("kpis",))
        for name in ("additions", "deductions", "veto"):
            for i, row in enumerate(listed(entry.get(name))):
                if isinstance(row, dict):
                    fields.append((row.get("per"), "quantity", (name, i, "per")))
                    fields.append((row.get("kpi"), "kpi", (name, i, "kpi")))
        for i, category in enumerate(listed(entry.get("categories"))):
            fields += _kpis_of(category.get("kpis") if isinstance(category, dict) else None, ("categories", i, "kpis"))
    for name, kind, place in fields:
        if isinstance(name, str):
            yield Reference(kind, name, place)


def _kpis_of(rows: Any, at: Loc) -> list[tuple[Any, Kind, Loc]]:
    """The KPIs that a list names, or that its rows have under ``kpi``."""
    return [
        (row.get("kpi"), "kpi", (*at, i, "kpi")) if isinstance(row, dict) else (row, "kpi", (*at, i))
        for i, row in enumerate(listed(rows))
    ]
