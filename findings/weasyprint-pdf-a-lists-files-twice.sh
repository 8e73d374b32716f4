#!/usr/bin/env bash
# WeasyPrint 70.0: of a PDF/A-3 with one attachment the catalogue's /AF names the same file twice, and xmp_metadata, given as the RDF that
# an invoice asks for, stands as a second rdf:RDF in the packet, where XMP has exactly one. Matters to bpo because a Factur-X invoice has both.
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet weasyprint==70.0 pypdf==6.1.3
seen=$("$folder/venv/bin/python" - <<'PYTHON' 2>/dev/null
import io
import pypdf
import weasyprint

rdf = b'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" xmlns:fx="urn:example#"><fx:a>b</fx:a></rdf:Description></rdf:RDF>'
one = weasyprint.Attachment(string="<a/>", name="a.xml", relationship="Alternative")
document = weasyprint.HTML(string="<p>text").render()
document.metadata.attachments, document.metadata.xmp_metadata = [one], [rdf]
root = pypdf.PdfReader(io.BytesIO(document.write_pdf(pdf_variant="pdf/a-3b"))).trailer["/Root"]
files = [one.idnum for one in root["/AF"]]
print(len(files), "entries of", len(set(files)), "file,", root["/Metadata"].get_data().count(b"<rdf:RDF"), "rdf:RDF")
PYTHON
)
expected='2 entries of 1 file, 2 rdf:RDF'
printf 'seen: %s\n' "$seen"
[ "$seen" = "$expected" ] || { printf 'no longer as described; it was: %s\n' "$expected"; exit 1; }
