#!/usr/bin/env bash
# fastexcel 0.21.0, dtypes="string": a cell that holds a time of day reads as a moment of 1899-12-31, a duration of 26 h as 02:00 of
# 1900-01-01; an error (#DIV/0!) reads as an empty cell, like one that is empty; days 59 and 60 of a workbook that counts from 1900 read alike; a
# number is cut to nine decimals. One would expect what the workbook shows, and an error to be told. Matters to bpo because talk times and
# hours come as such cells, and an empty cell is no time at all.
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet fastexcel==0.21.0 xlsxwriter==3.3.1 polars==2.1.0
seen=$(cd "$folder" && "$folder/venv/bin/python" - <<'PYTHON'
import fastexcel, xlsxwriter
with xlsxwriter.Workbook("hours.xlsx") as book:
    sheet, shown = book.add_worksheet("hours"), book.add_format({"num_format": "[h]:mm:ss"})
    sheet.write_row(0, 0, ["what", "value"])
    cells = [("time", 125 / 86400, shown), ("duration", 26 / 24, shown), ("error", None, None), ("empty", None, None),
             ("day 59", 59, shown), ("day 60", 60, shown), ("number", 0.12345678912, None)]
    for row, (what, value, form) in enumerate(cells, start=1):
        sheet.write(row, 0, what)
        if what == "error":
            sheet.write_formula(row, 1, "=1/0", None, "#DIV/0!")
        elif value is not None:
            sheet.write_number(row, 1, value, form)
read = fastexcel.read_excel("hours.xlsx").load_sheet(0, dtypes="string").to_polars()
print("; ".join(f"{what} {value}" for what, value in read.iter_rows()))
PYTHON
)
expected='time 1899-12-31 00:02:05; duration 1900-01-01 02:00:00; error None; empty None; day 59 1900-02-28 00:00:00; day 60 1900-02-28 00:00:00; number 0.123456789'
printf 'seen: %s\n' "$seen"
[ "$seen" = "$expected" ] || { printf 'no longer as described; it was: %s\n' "$expected"; exit 1; }
