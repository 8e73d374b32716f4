"""The fonts of the documents: the same files on every machine, and which characters they have.

Noto Sans SC covers Chinese and most Latin; Noto Sans adds what it lacks, such as ₹, ₱, ‱ and Vietnamese or Cyrillic names. Both come
as packages with the installation; no font of the system is ever used, so the same bill looks the same everywhere. Noto Sans
SC comes in one weight: the style sheet sets rank by size and colour, not by bold.
"""

import importlib.util
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

FAMILY = "Bill"
FONTS: tuple[tuple[str, str, str], ...] = (
    (FAMILY, "pylopdf_fonts_zh_cn", "NotoSansSC-Regular.otf"),
    (f"{FAMILY} Fallback", "fontpkg_noto_sans", "files/NotoSans[wdth,wght].ttf"),
)
"""Family in the style sheets, package, file in the package; in the order in which a character is looked for."""

MARKS = "U+A7, U+B7, U+2010-2015, U+2018-201F, U+2026"
"""What Noto Sans SC sets as wide as a Chinese letter; among Latin letters ``Bill Marks`` sets it narrow."""


@lru_cache(maxsize=1)
def font_files() -> tuple[Path, ...]:
    """Where the fonts are; found without importing their packages."""
    files = []
    for _family, package, name in FONTS:
        spec = importlib.util.find_spec(package)
        assert spec is not None and spec.origin is not None, f"the package {package} is not installed"
        files.append(Path(spec.origin).parent / name)
    return tuple(files)


@lru_cache(maxsize=1)
def covered() -> frozenset[int]:
    """Code points that at least one of the fonts has."""
    from fontTools.ttLib import TTFont

    found: set[int] = set()
    for file in font_files():
        with TTFont(file, lazy=True) as font:
            found.update(font.getBestCmap())
    return frozenset(found)


def missing_characters(texts: Iterable[str]) -> set[str]:
    """The characters that would be printed as a box, or that change how others are read.

    White space is laid out, not drawn. Control and format characters count as missing even if a font has them: one that
    turns the direction of writing could make an amount read backwards.

    >>> sorted(missing_characters(["结算单 Invoice ¥1,234.50", "₱ ₹ ‱ Đặng"]))
    []
    """
    letters = set().union(*(set(text) for text in texts)) - set("\n\t\r ")
    have = covered()
    return {
        letter
        for letter in letters
        if ord(letter) not in have or unicodedata.category(letter) in ("Cc", "Cf", "Co", "Cs")
    }


def font_face_css() -> str:
    """``@font-face`` rules for the fonts, by file URL."""
    files = font_files()
    rules = [
        f'@font-face {{ font-family: "{family}"; src: url("{file.as_uri()}") }}'
        for (family, _package, _name), file in zip(FONTS, files, strict=True)
    ]
    marks = f'@font-face {{ font-family: "{FAMILY} Marks"; src: url("{files[-1].as_uri()}"); unicode-range: {MARKS} }}'
    return "\n".join([*rules, marks])
