"""Is everything here that bpo needs? Each finding says what was looked at, what was found, and how to mend it.

At import this module needs the standard library alone: the set-up asks it, on a machine with nothing but Python, which
Debian packages are missing, and ``bpo doctor`` must be able to say that a package is not there.
"""

import ctypes
import importlib
import os
import sys
import tempfile
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from importlib import metadata
from pathlib import Path
from typing import Any

from bpo.core.words import Sentence, Words

PYTHON_AT_LEAST = (3, 11)
ZONES = ("Asia/Shanghai", "America/New_York")
ZONES_LISTED = 3
LOCALES = ("zh_CN", "en_US")
BOTH_SCRIPTS = "账单结算 Invoice ¥€$"
FONT_PACKAGE = "pylopdf-fonts-zh-cn"
MORE_LETTERS = "₱₹‱Đ"
MORE_FONT_PACKAGE, MORE_FONT = "fontpkg-noto-sans", "files/NotoSans[wdth,wght].ttf"

FOUND = Words("doctor-found", en="{found}", zh="{found}")
VERSION_WANTED = Words("doctor-version-wanted", en="{found}, but {wanted} is needed", zh="{found}，但需要 {wanted}")
ZONES_FOUND = Words(
    "doctor-zones",
    en="tzdata {rules}: {known}; other tables, which are not asked, differ from it: Polars' in {polars}, this machine's in {machine}",
    zh="tzdata {rules}：{known}；另有时区表与之不同，但不会使用：Polars {polars}，本机 {machine}",
)
ABSENT = Words("doctor-absent", en="missing", zh="缺少")
NO_PDF = Words("doctor-no-pdf", en="missing: no PDF can be made", zh="缺少：无法生成 PDF")
SLOW_PDF = Words(
    "doctor-slow-pdf",
    en="missing: PDFs are still made, but 3 to 10 times more slowly",
    zh="缺少：仍可生成 PDF，但速度慢 3 至 10 倍",
)
BROKEN = Words("doctor-broken", en="does not work: {error}", zh="无法使用：{error}")
NO_GLYPHS = Words("doctor-no-glyphs", en="{file} has no {letters}", zh="{file} 中没有 {letters}")
WRITABLE = Words("doctor-writable", en="{folder} can be written", zh="{folder} 可写")
NOT_WRITABLE = Words("doctor-not-writable", en="{folder} cannot be written: {error}", zh="{folder} 不可写：{error}")
ENCODING_POOR = Words("doctor-encoding-poor", en="{found} cannot show Chinese", zh="{found} 无法显示中文")

APT_INSTALL = Words(
    "doctor-apt-install", en="as root: apt-get install {package}", zh="以 root 运行：apt-get install {package}"
)
PIP_INSTALL = Words(
    "doctor-pip-install", en='{python} -m pip install "{package}"', zh='{python} -m pip install "{package}"'
)
INSTALL_PYTHON = Words(
    "doctor-install-python", en="install Python {wanted} or newer", zh="请安装 Python {wanted} 或更新的版本"
)
PYTHON_WITH_SQLITE = Words(
    "doctor-python-with-sqlite",
    en="use a Python built with SQLite (Debian's python3 is)",
    zh="请使用带 SQLite 的 Python（Debian 的 python3 即可）",
)
CHOOSE_FOLDER = Words(
    "doctor-choose-folder", en="work in a folder of your own, or free its disk", zh="请换用自己的文件夹，或清理磁盘空间"
)
SET_UTF8 = Words("set-utf8", en="set LANG=C.UTF-8 or PYTHONUTF8=1", zh="请设置 LANG=C.UTF-8 或 PYTHONUTF8=1")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at. ``name`` is stable, for machines; ``mend`` is there where it is not ``ok``."""

    name: str
    ok: bool
    found: Sentence
    mend: Sentence | None = None


@dataclass(frozen=True, slots=True)
class Library:
    """A system library that WeasyPrint loads, under the names that it has on Linux, macOS and Windows."""

    name: str
    files: tuple[str, ...]
    debian_package: str
    without_it: Words


LIBRARIES = (
    Library(
        "pango", ("libpango-1.0.so.0", "libpango-1.0.dylib", "libpango-1.0-0.dll"), "libpango-1.0-0", without_it=NO_PDF
    ),
    Library(
        "pangoft2",
        ("libpangoft2-1.0.so.0", "libpangoft2-1.0.dylib", "libpangoft2-1.0-0.dll"),
        "libpangoft2-1.0-0",
        without_it=NO_PDF,
    ),
    Library(
        "harfbuzz-subset",
        ("libharfbuzz-subset.so.0", "libharfbuzz-subset.0.dylib", "libharfbuzz-subset-0.dll"),
        "libharfbuzz-subset0",
        without_it=SLOW_PDF,
    ),
)


def check_all(workspace: Path) -> list[Finding]:
    """Everything that bpo needs, looked at on this machine; nothing is changed.

    Great Expectations is imported, which takes seconds; the rest is quick.
    """
    return [
        *check_python(),
        *check_packages(),
        *map(check_library, LIBRARIES),
        check_font(),
        check_more_font(),
        check_folder("workspace", workspace),
        check_folder("temporary", Path(tempfile.gettempdir())),
        check_zones(),
        check_locales(),
        check_screen(),
        check_quality_gate(),
    ]


def missing_debian_packages() -> list[str]:
    """The Debian packages that the set-up has to install."""
    return [library.debian_package for library in LIBRARIES if not check_library(library).ok]


def check_python() -> Iterator[Finding]:
    version, wanted = sys.version.split()[0], ".".join(map(str, PYTHON_AT_LEAST))
    if sys.version_info >= PYTHON_AT_LEAST:
        yield _good("python", version)
    else:
        mend = Sentence(INSTALL_PYTHON, {"wanted": wanted})
        yield _bad("python", mend, VERSION_WANTED, found=version, wanted=f">={wanted}")
    # An interpreter built by hand where SQLite's headers were not there has none.
    sqlite = Sentence(PYTHON_WITH_SQLITE)
    yield _tried("python:sqlite", sqlite, lambda: importlib.import_module("sqlite3").sqlite_version)


def check_packages() -> Iterator[Finding]:
    """Each package that pyproject.toml asks for, as this installation of bpo recorded it."""
    try:
        from packaging.requirements import Requirement

        wanted = [Requirement(line) for line in metadata.requires("bpo") or ()]
    except (ImportError, metadata.PackageNotFoundError) as error:
        yield _bad("package:bpo", _pip_install("bpo"), BROKEN, error=error)
        return
    for requirement in wanted:
        if requirement.marker is None or requirement.marker.evaluate({"extra": ""}):
            yield check_package(requirement.name, requirement.specifier)


def check_package(package: str, wanted: Any) -> Finding:
    """One package against the versions wanted (a ``packaging`` specifier set)."""
    name, mend = f"package:{package}", _pip_install(f"{package}{wanted}")
    try:
        version = metadata.version(package)
    except metadata.PackageNotFoundError:
        return _bad(name, mend, ABSENT)
    if not wanted.contains(version, prereleases=True):
        return _bad(name, mend, VERSION_WANTED, found=version, wanted=str(wanted))
    return _good(name, version)


def check_library(library: Library) -> Finding:
    name = f"library:{library.name}"
    for file in library.files:
        try:
            ctypes.CDLL(file)
        except OSError:
            continue
        return _good(name, file)
    return _bad(name, Sentence(APT_INSTALL, {"package": library.debian_package}), library.without_it)


def check_font() -> Finding:
    """The font of the documents: readable, and with glyphs for both scripts."""
    return _font("font", FONT_PACKAGE, lambda package: package.sans_path(), BOTH_SCRIPTS)


def check_more_font() -> Finding:
    """The font that adds the letters which the first lacks."""
    return _font(
        "font:more", MORE_FONT_PACKAGE, lambda package: Path(package.__file__).parent / MORE_FONT, MORE_LETTERS
    )


def _font(name: str, package: str, place: Callable[[Any], Path], letters: str) -> Finding:
    mend = _pip_install(package)
    try:
        path = place(importlib.import_module(package.replace("-", "_")))
        load = importlib.import_module("fontTools.ttLib").TTFont
        with path.open("rb") as file, load(file, lazy=True) as font:
            glyphs = font.getBestCmap()
    except Exception as error:  # fontTools raises of many kinds on a damaged file
        return _bad(name, mend, BROKEN, error=error)
    lacking = "".join(letter for letter in letters if ord(letter) not in glyphs)
    return _bad(name, mend, NO_GLYPHS, file=path.name, letters=lacking) if lacking else _good(name, path.name)


def check_folder(name: str, folder: Path) -> Finding:
    """A folder by writing to it: permissions alone do not tell of a full or read-only disk."""
    name, shown = f"folder:{name}", str(folder.absolute())
    try:
        with tempfile.TemporaryFile(dir=folder) as file:
            file.write(b"bpo")
    except OSError as error:
        return _bad(name, Sentence(CHOOSE_FOLDER), NOT_WRITABLE, folder=shown, error=error.strerror or str(error))
    return Finding(name, True, Sentence(WRITABLE, {"folder": shown}))


def check_zones() -> Finding:
    """The rules by which every time is converted, and where other tables, which nothing rests on, differ within the next two years."""

    def found() -> Finding:
        zones, others = importlib.import_module("bpo.core.zones"), importlib.import_module("bpo.facts.other_clocks")
        known = ", ".join(zones.zone(zone).key for zone in ZONES)
        now = datetime.now(UTC)
        span = now - timedelta(days=365), now + timedelta(days=730)
        values = {"rules": zones.RULES, "known": known}
        values |= {"polars": _first_few(others.differ_in_polars(*span))}
        values |= {"machine": _first_few(others.differ_on_this_machine(*span))}
        return Finding("time-zones", True, Sentence(ZONES_FOUND, values))

    try:
        return found()
    except Exception as error:
        return _bad("time-zones", _pip_install("tzdata"), BROKEN, error=error)


def _first_few(names: list[str]) -> str:
    return (
        f"{len(names)} ({', '.join(names[:ZONES_LISTED])}{' …' if len(names) > ZONES_LISTED else ''})" if names else "0"
    )


def check_locales() -> Finding:
    def shown() -> str:
        numbers = importlib.import_module("babel.numbers")
        return ", ".join(f"{name} {numbers.format_currency(1, 'CNY', locale=name)}" for name in LOCALES)

    return _tried("locale-data", _pip_install("babel"), shown)


def check_screen() -> Finding:
    encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
    try:
        BOTH_SCRIPTS.encode(encoding)
    except UnicodeEncodeError:
        return _bad("screen", Sentence(SET_UTF8), ENCODING_POOR, found=encoding)
    return _good("screen", encoding)


def check_quality_gate() -> Finding:
    """Great Expectations by importing it: it has many dependencies of its own, and any of them may be broken."""
    os.environ.setdefault("GX_ANALYTICS_ENABLED", "false")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what it warns of while it is imported is nothing that a user could mend
        return _tried(
            "quality-gate",
            _pip_install("great-expectations"),
            lambda: f"great_expectations {importlib.import_module('great_expectations').__version__}",
        )


def _good(name: str, found: str) -> Finding:
    return Finding(name, True, Sentence(FOUND, {"found": found}))


def _tried(name: str, mend: Sentence, find: Callable[[], str]) -> Finding:
    """What is found, or that it does not work: what is damaged raises errors of many kinds, and the finding is the same."""
    try:
        return _good(name, find())
    except Exception as error:
        return _bad(name, mend, BROKEN, error=error)


def _bad(name: str, mend: Sentence, words: Words, **values: Any) -> Finding:
    return Finding(name, False, Sentence(words, values), mend)


def _pip_install(package: str) -> Sentence:
    return Sentence(PIP_INSTALL, {"python": sys.executable, "package": package})
