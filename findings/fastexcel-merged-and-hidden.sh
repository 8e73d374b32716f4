#!/usr/bin/env bash
# fastexcel 0.21.0: a merged cell has its value in the first of the cells that it covers and nothing tells that the others are part of it; rows
# that a filter hides are read like any other, and so is a hidden sheet. One would expect to be told. Matters to bpo because the team
# of six agents stands in one merged cell.
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet fastexcel==0.21.0 xlsxwriter==3.3.1 polars==2.1.0
seen=$(cd "$folder" && "$folder/venv/bin/python" - <<'PYTHON'
import fastexcel, xlsxwriter
with xlsxwriter.Workbook("staff.xlsx") as book:
    sheet = book.add_worksheet("staff")
    sheet.write_column(0, 0, ["agent", "ann", "bob", "cy"])
    sheet.write(0, 1, "team")
    sheet.merge_range(1, 1, 3, 1, "north")
    sheet.set_row(2, None, None, {"hidden": True})
    hidden = book.add_worksheet("old")
    hidden.write(0, 0, "x")
    hidden.hide()
book = fastexcel.read_excel("staff.xlsx")
read = book.load_sheet(0, dtypes="string")
told = [name for name in dir(read) if "merge" in name or "hidden" in name]
print("; ".join(f"{agent} {team}" for agent, team in read.to_polars().iter_rows()), book.sheet_names, told)
PYTHON
)
expected="ann north; bob None; cy None ['staff', 'old'] []"
printf 'seen: %s\n' "$seen"
[ "$seen" = "$expected" ] || { printf 'no longer as described; it was: %s\n' "$expected"; exit 1; }
