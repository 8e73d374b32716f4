"""Handle-time KPIs that the scenario says nothing of: planned at the handle time that it is staffed with."""

from collections.abc import Collection, Sequence

from bpo.contracts.model import Contract
from bpo.core.figure_names import FigureName
from bpo.economics.scenario.figure_sources import FigureOf, kpis_of_versions
from bpo.economics.staffing.streams import Stream
from bpo.kpi.average_handle_time import AverageHandleTime


def handle_time_kpis(contract: Contract, streams: Sequence[Stream], written: Collection[str]) -> dict[str, FigureOf]:
    """The handle-time KPIs of the contract that are not written, each from the staffing.

    Where contacts wait in one stream alone it is that stream's ``aht_seconds``, else that of all of them together. A KPI of some
    contacts only (``where``) beside several streams could be of any, and has to be written.
    """
    queues = [stream.id for stream in streams if stream.goal is not None]
    names = {FigureName.of(name).whole for name in written}
    alone, found = len(queues) == 1, {}
    for id, kpi in kpis_of_versions(contract).items():
        if isinstance(kpi, AverageHandleTime) and id not in names and queues and (alone or kpi.where_ is None):
            found[id] = FigureOf(of=f"{queues[0]}.aht_seconds" if alone else "aht_seconds")
    return found
