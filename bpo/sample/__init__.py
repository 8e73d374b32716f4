"""Two months of three invented clients, written as raw exports with known dirt: what a newcomer tries the product on."""

from pathlib import Path

from bpo.sample.export import SampleFile

__all__ = ["SEED", "SampleFile", "write_sample"]

SEED = 20260101


def write_sample(folder: Path, seed: int = SEED) -> list[SampleFile]:
    """Write the exports of every sample client, each client in a folder of its own.

    The same seed gives the same bytes, on every run and every Python. ``docs/sample.md`` describes the clients.

    Args:
        folder: where to write; made if it is missing. Files of the same names are replaced.
        seed: another seed gives another two months of the same kind.

    Returns:
        One entry a file, in the order in which they should be ingested: the earlier month of an export first.
    """
    from bpo.sample.city_hotline import exports as city_hotline
    from bpo.sample.export import write
    from bpo.sample.insurer_telesales import exports as insurer_telesales
    from bpo.sample.tech_support import exports as tech_support

    return [
        write(export, folder, seed)
        for exports in (city_hotline, insurer_telesales, tech_support)
        for export in exports(seed)
    ]
