"""The key of a workspace: what customers are hashed with. A file that only its owner reads, or BPO_KEY; never in the lake or in git."""

import os
import secrets
from contextlib import suppress
from pathlib import Path

from bpo.core.errors import Where, fail
from bpo.core.words import Words
from bpo.desk.workspace import Workspace, near
from bpo.facts.lake.lake import Lake
from bpo.facts.lake.secrecy import OTHER_KEY, fingerprint_of
from bpo.facts.personal import Key, key_of_environment, new_secret, read_key

KEY_FILE = ".bpo-key"
LOST = Words(
    "workspace-key-lost",
    en="the customers in the lake are hashed with a key that is not here: put back '{file}', or set BPO_KEY. Under another key the same "
    "customer would count as two",
    zh="事实库中的客户以密钥散列，而密钥不在此处：请恢复 '{file}' 或设置 BPO_KEY；换用其他密钥会使同一客户计为两个",
)


def workspace_key(workspace: Workspace) -> Key | None:
    """From BPO_KEY, else from the file of the workspace; None if there is neither.

    Raises:
        BpoError: if it is too short to be one.
    """
    file = workspace.root / KEY_FILE
    said = key_of_environment()
    return said or (read_key(file.read_text(encoding="utf-8"), Where(str(near(file)))) if file.is_file() else None)


def key_of_lake(workspace: Workspace) -> Key | None:
    """The key that the lake's customers are hashed with; None if none are, and there is no key.

    Raises:
        BpoError: if they are, and the key is gone or is another.
    """
    found, known = workspace_key(workspace), fingerprint_of(Lake(workspace.lake))
    if found is None and known is not None:
        raise fail(LOST, Where(str(near(workspace.root))), file=KEY_FILE)
    if found is not None and known not in (None, found.fingerprint):
        raise fail(OTHER_KEY, Where(_named(workspace.lake)), known=known, given=found.fingerprint)
    return found


def _named(lake: str | Path) -> str:
    return lake if isinstance(lake, str) else str(near(lake))


def key_to_ingest(workspace: Workspace) -> Key:
    """The key of the lake, made if the workspace is older than keys and nothing is hashed yet.

    Raises:
        BpoError: as :func:`key_of_lake`.
    """
    return key_of_lake(workspace) or make_key(workspace.root)


def make_key(root: Path) -> Key:
    """A new key in a file that only its owner may read, which git is told to leave alone. One that is there stays."""
    file, made = root / KEY_FILE, root / f"{KEY_FILE}.{secrets.token_hex(4)}"
    if not file.is_file():
        with os.fdopen(os.open(made, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as out:
            out.write(new_secret() + "\n")
        with suppress(FileExistsError):  # whole or not at all: another command may be making one
            os.link(made, file)
        made.unlink()
    _ignored_by_git(root)
    return read_key(file.read_text(encoding="utf-8"), Where(str(file)))


def _ignored_by_git(root: Path) -> None:
    ignored = root / ".gitignore"
    lines = ignored.read_text(encoding="utf-8") if ignored.is_file() else ""
    if not {KEY_FILE, KEY_FILE + "*"} & set(lines.split()):
        end = "" if not lines or lines.endswith("\n") else "\n"
        ignored.write_text(f"{lines}{end}{KEY_FILE}*\n", encoding="utf-8")
