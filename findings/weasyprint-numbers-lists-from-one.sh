#!/usr/bin/env bash
# WeasyPrint 70.0: <ol start="5"> is numbered from 1 unless presentational_hints is switched on, and <ol reversed> is never reversed; one
# would expect the numbers of the HTML. Matters to bpo because clauses and footnotes of a template are cited by them.
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet weasyprint==70.0 pypdf==6.0.0
seen=$("$folder/venv/bin/python" - <<'PYTHON'
import io
import pypdf, weasyprint
page = """<ol start="5"><li>a</li><li value="9">b</li></ol><ol reversed><li>c</li><li>d</li></ol>"""
def text(hints):
    pdf = io.BytesIO(weasyprint.HTML(string=page).write_pdf(presentational_hints=hints))
    return "".join(pypdf.PdfReader(pdf).pages[0].extract_text().split())
print(text(False), text(True))
PYTHON
)
expected='abcd1.2.1.2. abcd5.9.1.2.'
printf 'seen: %s\n' "$seen"
[ "$seen" = "$expected" ] || { printf 'no longer as described; it was: %s\n' "$expected"; exit 1; }
