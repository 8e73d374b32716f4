"""What names the content of a file, whatever the file is called."""

import hashlib
from pathlib import Path


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file's bytes; in the lake, the name of a batch."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
