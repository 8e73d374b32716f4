"""Where the files are that come with bpo: templates of the documents, the example contracts, and the documentation.

The wheel carries them inside the package; in a checkout they are the folders at the top of the repository.
"""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parents[1]


def templates_folder() -> Path:
    """The folder with the Jinja2 templates and style sheets that a workspace may replace."""
    return _folder("templates", in_checkout="templates")


def examples_folder() -> Path:
    """The folder with the example contracts; their source files are in its ``sources`` folder."""
    return _folder("examples", in_checkout="contracts/examples")


def docs_folder() -> Path:
    """The folder with the pages of the documentation."""
    return _folder("docs", in_checkout="docs")


def _folder(name: str, *, in_checkout: str) -> Path:
    in_wheel = _PACKAGE / "_shipped" / name
    folder = in_wheel if in_wheel.is_dir() else _PACKAGE.parent / in_checkout
    assert folder.is_dir(), (
        f"this installation lacks {in_wheel}; the wheel was not built by this project's pyproject.toml"
    )
    return folder
