"""Which characters can be printed."""

import pytest

from bpo.core.units import UNITS
from bpo.report.fonts import font_face_css, missing_characters


@pytest.mark.parametrize(
    "text",
    [
        "结算单 价税合计 ¥1,234.50 大写：壹贰叁肆伍陆柒捌玖拾佰仟万亿元角分整零负",
        "Statement – “quoted” … × ÷ ≥ ≤ § № €£$₹₱₩",
        "Đặng Thị Hồng, Żółć, Привет, Ελλάδα",
        "第１２３号〔2025〕①②—《》、。",
        "",
        "line\nbreak\tand tab",
    ],
)
def test_both_scripts_are_covered(text: str) -> None:
    assert missing_characters([text]) == set()


def test_every_unit_can_be_printed() -> None:
    assert missing_characters(unit.both() for unit in UNITS.values()) == set()


@pytest.mark.parametrize("letter", ["𠮷", "😀", "\u202e", "\u200b", "\x07", "\ue000"])
def test_what_would_be_a_box_or_mislead_is_missing(letter: str) -> None:
    assert missing_characters(["张" + letter + "店"]) == {letter}


def test_fonts_come_from_files() -> None:
    assert font_face_css().count('src: url("file://') == 3
