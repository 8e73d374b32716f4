"""How far a long command is, with the time that is left: on a terminal, on stderr, and nowhere else."""

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from bpo.facts.reading.packed import Delivered


@contextmanager
def files_done(files: Sequence[Delivered]) -> Iterator[Callable[[Delivered], None]]:
    """In the block, what is to be told of every file as it is done; time left goes by their bytes."""
    if not sys.stderr.isatty() or len(files) < 2:
        yield lambda _: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.fields[files]}"), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as shown:
        task = shown.add_task("", total=sum(max(file.size, 1) for file in files), files=f"0/{len(files)}")
        done: list[Delivered] = []

        def tell(file: Delivered) -> None:
            done.append(file)
            shown.update(
                task, advance=max(file.size, 1), description=file.called.name, files=f"{len(done)}/{len(files)}"
            )

        yield tell
