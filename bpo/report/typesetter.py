"""WeasyPrint, imported where no compiler is in reach."""

import os
from functools import cache
from typing import Any


@cache
def weasyprint() -> Any:
    """The library that lays documents out.

    It asks for each of its own libraries under several names. For a name that the system's list of libraries does not have, Python's
    search starts a compiler and a linker: 32 processes in all, a quarter of what the import took. Every library is in the list under one of its names.
    """
    path = os.environ.pop("PATH", None)
    try:
        os.environ["PATH"] = ""  # none at all would stand for the usual folders
        import weasyprint as library

        return library
    finally:
        if path is None:
            del os.environ["PATH"]
        else:
            os.environ["PATH"] = path
