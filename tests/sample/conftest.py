"""The sample, written once for all tests of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from bpo.sample import SampleFile, write_sample

Written = dict[str, SampleFile]


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Written:
    """Every file of the sample by its name, such as ``city-hotline/calls-2026-01.csv``."""
    folder = Path(tmp_path_factory.mktemp("sample"))
    return {file.path.relative_to(folder).as_posix(): file for file in write_sample(folder)}
