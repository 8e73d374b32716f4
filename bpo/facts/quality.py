"""Great Expectations beside the batch: its suite is validated on the counts of breaches, its Data Docs show them.

Polars counts the breaches of every rule while it reads the file, and keeps the rows; Great Expectations, by its public API
alone, validates the small frame of counts (a column a rule, the number of rows that break it) against a suite that expects
none, and writes Data Docs. It is imported inside the functions, for that takes two seconds.
"""

from __future__ import annotations

import logging
import os
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bpo.core.words import Text


@dataclass(frozen=True)
class RuleCount:
    """A rule, what it says, and how many of the rows read break it."""

    rule: str
    title: Text
    breaches: int


def validate_counts(suite: str, batch: str, rows_read: int, counts: Sequence[RuleCount], docs: Path | None) -> bool:
    """Validate one file's counts, and write Data Docs if a folder is given. Nothing is printed, nothing goes out.

    Args:
        suite: Name of the suite: the canonical table and the source.
        batch: Name of the batch: the file and the beginning of its hash.
        rows_read: How many rows the file has.
        counts: One a rule; ids are unique.
        docs: Folder of the HTML pages (``index.html``), made if missing.

    Returns:
        Whether no rule is broken, as Great Expectations found it.
    """
    with _quietly():
        import pandas as pd

        gx = _great_expectations()
        context = gx.get_context(mode="ephemeral")
        context.variables.progress_bars = {"globally": False}
        actions = [_docs_action(gx, context, docs)] if docs is not None else []
        frame = pd.DataFrame({"rows_read": [rows_read], **{count.rule: [count.breaches] for count in counts}})
        asset = context.data_sources.add_pandas("counts").add_dataframe_asset(suite)
        expectations = gx.ExpectationSuite(name=suite)
        for count in counts:
            said = f"In none of {rows_read} rows: {count.title.en} ({count.title.zh})"
            expectations.add_expectation(
                gx.expectations.ExpectColumnValuesToBeBetween(
                    column=count.rule, min_value=0, max_value=0, description=said
                )
            )
        definition = context.validation_definitions.add(
            gx.ValidationDefinition(
                name=batch,
                data=asset.add_batch_definition_whole_dataframe(batch),
                suite=context.suites.add(expectations),
            )
        )
        checkpoint = gx.Checkpoint(name=batch, validation_definitions=[definition], actions=actions)
        result = context.checkpoints.add(checkpoint).run(
            batch_parameters={"dataframe": frame}, run_id=gx.RunIdentifier(run_name=batch)
        )
        return bool(result.success)


def _great_expectations() -> Any:
    """The library, untyped: its public names are not marked as exported for type checkers."""
    import great_expectations

    return great_expectations


def _docs_action(gx: Any, context: Any, docs: Path) -> Any:
    docs.mkdir(parents=True, exist_ok=True)
    site = {
        "class_name": "SiteBuilder",
        "show_how_to_buttons": False,
        "store_backend": {"class_name": "TupleFilesystemStoreBackend", "base_directory": str(docs.resolve())},
        "site_index_builder": {"class_name": "DefaultSiteIndexBuilder"},
    }
    context.add_data_docs_site("batch", site)
    return gx.checkpoint.UpdateDataDocsAction(name="docs", site_names=["batch"])


@contextmanager
def _quietly() -> Iterator[None]:
    """No analytics, no log lines below an error, and none of the library's own deprecation warnings."""
    os.environ["GX_ANALYTICS_ENABLED"] = "false"
    logger = logging.getLogger("great_expectations")
    level = logger.level
    logger.setLevel(logging.ERROR)
    try:
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", message="module 'sre_", category=DeprecationWarning)
            yield
    finally:
        logger.setLevel(level)
