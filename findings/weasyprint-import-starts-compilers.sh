#!/usr/bin/env bash
# WeasyPrint 70.0: `import weasyprint` starts a compiler and a linker, where the machine has them, for every name of a library that the
# system's list of libraries does not have; one would expect an import to start nothing. It asks for each library under several names, those
# of other systems first, and Python's ctypes.util.find_library goes on with gcc and ld. Matters to bpo because it takes a quarter of the
# processor time of the import, in every process that draws a document. Needs Linux with Pango, as WeasyPrint does.
# Seen: gcc was started, ld was started
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet weasyprint==70.0
mkdir "$folder/tools"
for name in gcc cc ld; do
    printf '#!/bin/sh\necho %s >> "%s/started"\nexit 1\n' "$name" "$folder" > "$folder/tools/$name"
    chmod +x "$folder/tools/$name"
done
touch "$folder/started"
PATH="$folder/tools:$PATH" "$folder/venv/bin/python" -c 'import weasyprint'
seen=$(sort -u "$folder/started" | sed 's/$/ was started/' | paste -sd, | sed 's/,/, /g')
expected='gcc was started, ld was started'
printf 'seen: %s\n' "$seen"
[ "$seen" = "$expected" ] || { printf 'no longer as described; it was: %s\n' "$expected"; exit 1; }
