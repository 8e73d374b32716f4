"""bpo: the billing and KPI-contract engine for outsourced call centres.

In a notebook or a script::

    import bpo

    contract = bpo.load("acme.yaml")
    statement = bpo.price(contract, bpo.measure(contract, "2026-02", {"interactions": frame}))
    statement.lines()

``docs/python.md`` shows all of it. Nothing is imported before it is used.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from bpo.api.calls import check, curve, load, measure, price, quote, read_measures
    from bpo.api.desk import Workspace, open_workspace
    from bpo.api.results import Curve, Quote, Statement
    from bpo.contracts.model import Contract
    from bpo.core.errors import BpoError, Problem
    from bpo.core.measures import KpiResult, Measures, Quantity

__version__ = "0.1.0"

_MODULES = {
    "bpo.api.calls": ("check", "curve", "load", "measure", "price", "quote", "read_measures"),
    "bpo.api.desk": ("Workspace", "open_workspace"),
    "bpo.api.results": ("Curve", "Quote", "Statement"),
    "bpo.contracts.model": ("Contract",),
    "bpo.core.errors": ("BpoError", "Problem"),
    "bpo.core.measures": ("KpiResult", "Measures", "Quantity"),
}
_PLACES = {name: module for module, names in _MODULES.items() for name in names}
"""Where each public name is."""

__all__ = ["BpoError", "Contract", "Curve", "KpiResult", "Measures", "Problem", "Quantity", "Quote", "Statement"]
__all__ += ["Workspace", "check", "curve", "load", "measure", "open_workspace", "price", "quote", "read_measures"]


def __getattr__(name: str) -> Any:
    if name not in _PLACES:
        raise AttributeError(f"module 'bpo' has no attribute {name!r}")
    return getattr(import_module(_PLACES[name]), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *_PLACES})
