"""Files that are there whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from bpo.errors import fail
from bpo.invoice import headings as h


def write_all(files: Mapping[Path, bytes]) -> list[Path]:
    """Write every file beside its place first, then move them all there.

    Raises:
        BpoError: if a folder cannot be written; no file of this call is left behind.
    """
    drafts: dict[Path, Path] = {}
    try:
        for target, content in files.items():
            target.parent.mkdir(parents=True, exist_ok=True)
            drafts[target] = target.with_name(f".{target.name}.{os.getpid()}")
            drafts[target].write_bytes(content)
        for target, draft in drafts.items():
            draft.replace(target)
    except OSError as error:
        raise fail(h.NOT_WRITTEN, reason=f"{error.strerror}: {error.filename}") from None
    finally:
        for draft in drafts.values():
            draft.unlink(missing_ok=True)
    return list(files)
