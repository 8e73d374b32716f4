"""The sample in a lake, made once for all tests of the example contracts."""

from __future__ import annotations

from pathlib import Path

import pytest

from bpo.facts.ingest import ingest
from bpo.facts.lake.lake import Lake
from bpo.facts.sources.load import load_source
from bpo.sample import SampleFile, write_sample
from tests.examples.examples import EXAMPLES
from tests.examples.raw_counts import Exports


@pytest.fixture(scope="session")
def sample_files(tmp_path_factory: pytest.TempPathFactory) -> list[SampleFile]:
    """Every file of the sample, in the order in which to ingest them."""
    return list(write_sample(Path(tmp_path_factory.mktemp("exports"))))


@pytest.fixture(scope="session")
def exports(sample_files: list[SampleFile]) -> Exports:
    """The same files, to be read without the product."""
    return Exports({file.source: [f.path for f in sample_files if f.source == file.source] for file in sample_files})


@pytest.fixture(scope="session")
def lake(sample_files: list[SampleFile], tmp_path_factory: pytest.TempPathFactory) -> Lake:
    """All of them through their source files."""
    lake = Lake(tmp_path_factory.mktemp("lake"))
    for file in sample_files:
        ingest(file.path, load_source(EXAMPLES / "sources" / f"{file.source}.yaml"), lake)
    return lake
