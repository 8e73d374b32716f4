"""The PDFs as their reader finds them: the text of their pages."""

import hashlib
import io
import subprocess
import sys
from collections.abc import Callable

import pytest

from bpo.core.errors import BpoError
from bpo.invoice.lines import ROWS_OF_A_FACE
from bpo.invoice.pdf import client_pdf
from bpo.invoice.sheet import sheet_of
from tests.invoice import bills
from tests.invoice.conftest import pages_of

Render = Callable[[str], bytes]

FACE = {
    "zh": ["结算单", "草稿", "S-0042", "远声客户联络服务有限公司", "海州市政务服务管理办公室", "4500123", "CC12", "双方确认后30天",
           "61,237", "225,958.40", "价税合计", "¥216,767.17", "204,497.33", "6%×204,497.33", "12,269.84",
           "人民币贰拾壹万陆仟柒佰陆拾柒元壹角柒分", "中国工商银行", "1107023109008765432", "盖章"],
    "en": ["Statement", "DRAFT", "S-0042", "YuanshengContactServicesLtd.", "Purchaseorder", "4500123", "30daysafterconfirmation",
           "CNY216,767.17", "Twohundredandsixteenthousand,sevenhundredandsixty-sevenChineseyuanand17/100",
           "(sealorsignature)"],
    "both": ["结算单Statement", "草稿DRAFT", "价税合计Total", "CNY216,767.17", "人民币贰拾壹万", "Twohundredandsixteenthousand"],
}  # fmt: skip

FOR_THE_REVIEWER = [
    "contracts/hotline.yaml",
    "direction='inbound'",
    "city-hotline-2026",
    "内部",
    "reviewer",
    "Internal",
    "2026-01",
    "Comparedwiththemonthbefore",
    "与上期比较",
    "Datafindings",
    "rowswithoutanagent",
    "缺少坐席",
    "Dailyfigures",
    "每日数据",
    "interactions@14",
]


@pytest.mark.parametrize("language", ["zh", "en", "both"])
def test_the_face_has_all_that_a_payer_looks_for(client: Render, language: str) -> None:
    first = pages_of(client(language))[0]
    assert [text for text in FACE[language] if text not in first] == []


@pytest.mark.parametrize("language", ["zh", "en", "both"])
def test_the_annex_begins_on_its_own_page(client: Render, language: str) -> None:
    pages = pages_of(client(language))
    assert ("考核指标" if language != "en" else "KPIsheet") in pages[1]
    rest = "".join(pages[1:])
    condition = "directionisinboundandoutcomeishandled" if language == "en" else "方向为呼入，且结果为人工接听"
    for text in ("3,606.68925", "0.00075", "48,210/61,237", "83.5", condition, "§6.3"):
        assert text in rest, text


@pytest.mark.parametrize("language", ["zh", "en", "both"])
def test_what_is_for_the_reviewer_is_never_the_clients(client: Render, review: Render, language: str) -> None:
    theirs, ours = "".join(pages_of(client(language))), "".join(pages_of(review(language)))
    assert [text for text in FOR_THE_REVIEWER if text in theirs] == []
    assert "contracts/hotline.yaml:44" in ours and "interactions@14" in ours
    missing = [text for text in FOR_THE_REVIEWER if text not in ours]
    assert language != "both" or missing == []


def test_the_clients_file_holds_no_trace_beside_its_text(client: Render) -> None:
    from pypdf import PdfReader

    reader = PdfReader(io.BytesIO(client("both")))
    information = " ".join(str(value) for value in (reader.metadata or {}).values())
    assert "yaml" not in information and "2026-01" not in information and not reader.attachments


def test_every_page_has_its_number(client: Render) -> None:
    pages = pages_of(client("many"))
    assert len(pages) > 3
    for number, text in enumerate(pages, start=1):
        assert f"第{number}页，共{len(pages)}页" in text and f"Page{number}of{len(pages)}" in text


def test_many_lines_flow_with_their_heading(client: Render) -> None:
    pages = [page for page in pages_of(client("many")) if "Seatsofgroup" in page and "Unitprice" in page]
    assert len(pages) >= 2  # the heading is repeated
    everything = "".join(pages)
    assert all(f"Seatsofgroup{n}" in everything for n in range(1, 41))
    assert sum("价税合计Total" in page for page in pages_of(client("many"))) == 1  # the total is not


def test_a_short_bill_has_a_face_of_one_page(client: Render) -> None:
    for language in ("zh", "en", "both"):
        second = pages_of(client(language))[1]
        assert "盖章" not in second and "signature" not in second


def test_ten_lines_still_fit_on_one_page() -> None:
    pages = pages_of(client_pdf(sheet_of(bills.many_lines(ROWS_OF_A_FACE))))
    assert "盖章" in pages[0] and len(pages) == 2


def test_a_face_that_runs_over_a_little_is_set_closer() -> None:
    pages = pages_of(client_pdf(sheet_of(bills.many_lines(ROWS_OF_A_FACE + 3))))
    assert "盖章" in pages[0] and "价税合计Total" in pages[0] and "计费明细" in pages[1]


@pytest.mark.parametrize("lines", [ROWS_OF_A_FACE + 4, ROWS_OF_A_FACE + 10, ROWS_OF_A_FACE + 14])
def test_payment_and_seals_stand_with_the_total(lines: int) -> None:
    (ending,) = [page for page in pages_of(client_pdf(sheet_of(bills.many_lines(lines)))) if "盖章" in page]
    assert "价税合计Total" in ending and "收款账户" in ending


def test_a_credit_is_negative_throughout(client: Render) -> None:
    first = pages_of(client("credit"))[0]
    assert "-¥12,500.50" in first and "人民币负壹万贰仟伍佰元伍角" in first and "修订2" in first


def test_a_name_is_text_never_markup() -> None:
    bill = bills.with_name(bills.credit(language="en"), "<b>A&B</b> <script>x</script> {{ 7*7 }} &lt;i&gt;")
    first = pages_of(client_pdf(sheet_of(bill)))[0]
    assert "<b>A&B</b><script>x</script>{{7*7}}&lt;i&gt;" in first


@pytest.mark.parametrize(
    ("name", "code"), [("張𠮷商店", "U+20BB7"), ("Happy 😀 Ltd", "U+1F600"), ("A\u202eB", "U+202E")]
)
def test_a_character_without_a_glyph_is_a_mistake(name: str, code: str) -> None:
    with pytest.raises(BpoError) as error:
        client_pdf(sheet_of(bills.with_name(bills.credit(), name)))
    (problem,) = error.value.problems
    assert problem.code == "invoice-missing-glyphs" and problem.values["code"] == code
    assert problem.values["excerpt"] == name or "\u202e" in name


def test_only_the_shipped_fonts_are_used(client: Render, review: Render) -> None:
    from pypdf import PdfReader

    for pdf in (client("both"), review("both")):
        fonts = {
            str(font.get_object()["/BaseFont"])
            for page in PdfReader(io.BytesIO(pdf)).pages
            for font in page["/Resources"]["/Font"].values()
        }
        assert fonts and all(name.split("+")[1].startswith("Bill") for name in fonts), fonts


def test_another_process_makes_the_same_bytes(client: Render, review: Render) -> None:
    script = (
        "import hashlib\n"
        "from tests.invoice import bills\n"
        "from bpo.invoice.pdf import client_pdf, reviewer_pdf\n"
        "from bpo.invoice.sheet import sheet_of\n"
        "from bpo.invoice.workbook import workbook\n"
        "bill = bills.hotline()\n"
        "for made in (client_pdf(sheet_of(bill)), reviewer_pdf(sheet_of(bill, internal=True)), workbook(bill)):\n"
        "    print(hashlib.sha256(made).hexdigest())\n"
    )
    from bpo.invoice.workbook import workbook

    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    here = [client("both"), review("both"), workbook(bills.hotline())]
    assert done.stdout.split() == [hashlib.sha256(made).hexdigest() for made in here]
