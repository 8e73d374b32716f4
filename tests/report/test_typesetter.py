"""What draws documents is imported without a compiler being started."""

import os
import subprocess
import sys
from pathlib import Path

ASKED = """
import os
from bpo.report.typesetter import weasyprint
path = os.environ["PATH"]
assert weasyprint().HTML(string="<p>a").render().pages
assert os.environ["PATH"] == path
"""


def test_no_compiler_is_started(tmp_path: Path) -> None:
    started = tmp_path / "started"
    for name in ("gcc", "cc", "ld"):
        (tmp_path / name).write_text(f"#!/bin/sh\necho {name} >> {started}\nexit 1\n")
        (tmp_path / name).chmod(0o755)
    path = os.pathsep.join([str(tmp_path), os.environ["PATH"]])
    subprocess.run([sys.executable, "-c", ASKED], env={**os.environ, "PATH": path}, check=True)
    assert not started.exists()
