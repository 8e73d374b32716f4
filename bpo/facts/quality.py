"""The quality report of an ingest: Great Expectations judges the counts of breaches by itself, and its Data Docs show them.

The quality gate decides alone, and this changes nothing that it decided: Polars counts the breaches of every rule while it
reads a file. Great Expectations, by its public API alone, validates the small frame of these counts (a column a rule, the
number of rows that break it) against a suite that expects none. It is imported when a report is asked for and not before,
for that takes seconds.
"""

import logging
import os
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bpo.facts.ingest import IngestReport
from bpo.facts.offline_pages import make_offline

SITE = "batches"


def write_quality_report(reports: Sequence[IngestReport], folder: Path) -> Path:
    """Validate the counts of files that were ingested, and write Data Docs. Nothing is printed, nothing goes out.

    Args:
        reports: One a file; a suite is the canonical table and the source, a batch the file and the beginning of its hash.
        folder: Of the HTML pages, made if missing.

    Returns:
        The page that lists the files.
    """
    with _quietly():
        gx = _great_expectations()
        context = gx.get_context(mode="ephemeral")
        context.variables.progress_bars = {"globally": False}
        docs = _docs_action(gx, context, folder)
        for report in reports:
            _validate(gx, context, docs, report)
    make_offline(folder)
    return folder / "index.html"


def _validate(gx: Any, context: Any, docs: Any, report: IngestReport) -> None:
    import pandas as pd

    batch, name = f"{Path(report.file).name} {report.batch[:12]}", f"{report.table} {report.source}"
    suite = gx.ExpectationSuite(name=name)
    for count in report.by_rule:
        said = f"In none of {report.rows_read} rows: {count.title.en} ({count.title.zh})"
        suite.add_expectation(
            gx.expectations.ExpectColumnValuesToBeBetween(column=count.rule, min_value=0, max_value=0, description=said)
        )
    asset = context.data_sources.add_or_update_pandas("counts").add_dataframe_asset(name)
    definition = context.validation_definitions.add_or_update(
        gx.ValidationDefinition(
            name=batch,
            data=asset.add_batch_definition_whole_dataframe(batch),
            suite=context.suites.add_or_update(suite),
        )
    )
    frame = pd.DataFrame({"rows_read": [report.rows_read], **{one.rule: [one.breaches] for one in report.by_rule}})
    checkpoint = gx.Checkpoint(name=batch, validation_definitions=[definition], actions=[docs])
    context.checkpoints.add_or_update(checkpoint).run(
        batch_parameters={"dataframe": frame}, run_id=gx.RunIdentifier(run_name=batch)
    )


def _great_expectations() -> Any:
    """The library, untyped: its public names are not marked as exported for type checkers."""
    import great_expectations

    return great_expectations


def _docs_action(gx: Any, context: Any, folder: Path) -> Any:
    folder.mkdir(parents=True, exist_ok=True)
    site = {
        "class_name": "SiteBuilder",
        "show_how_to_buttons": False,
        "store_backend": {"class_name": "TupleFilesystemStoreBackend", "base_directory": str(folder.resolve())},
        "site_index_builder": {"class_name": "DefaultSiteIndexBuilder"},
    }
    context.add_data_docs_site(SITE, site)
    return gx.checkpoint.UpdateDataDocsAction(name="docs", site_names=[SITE])


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
