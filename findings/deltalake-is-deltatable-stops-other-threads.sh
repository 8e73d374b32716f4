#!/usr/bin/env bash
# deltalake 1.6.6: while DeltaTable.is_deltatable asks an object store, no other thread of the process runs; opening a table lets them run. One
# would expect the same of both. Matters to bpo because a thread renews the lease of a lake in a bucket, and progress is drawn by another.
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet deltalake==1.6.6
cat > "$folder/server.py" <<'PYTHON'
"""Answers every request after a second: an empty bucket."""
import sys, time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

class Empty(BaseHTTPRequestHandler):
    def do_GET(self):
        time.sleep(1)
        body = b'<?xml version="1.0"?><ListBucketResult><Name>b</Name><KeyCount>0</KeyCount><IsTruncated>false</IsTruncated></ListBucketResult>'
        found = "list-type" in self.path
        self.send_response(200 if found else 404)
        self.send_header("Content-Length", str(len(body) if found else 0))
        self.end_headers()
        if found:
            self.wfile.write(body)

    def do_HEAD(self):
        time.sleep(1)
        self.send_response(404)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *given):
        pass

server = ThreadingHTTPServer(("127.0.0.1", 0), Empty)
print(server.server_port, flush=True)
server.serve_forever()
PYTHON
"$folder/venv/bin/python" "$folder/server.py" > "$folder/port" & server=$!
trap 'kill $server; rm -rf "$folder"' EXIT
until [ -s "$folder/port" ]; do sleep 0.1; done
seen=$("$folder/venv/bin/python" - "$(cat "$folder/port")" <<'PYTHON'
import sys, threading, time
from deltalake import DeltaTable
from deltalake.exceptions import TableNotFoundError
store = {"AWS_ENDPOINT_URL": f"http://127.0.0.1:{sys.argv[1]}", "AWS_ALLOW_HTTP": "true", "AWS_REGION": "us-east-1",
         "AWS_ACCESS_KEY_ID": "a", "AWS_SECRET_ACCESS_KEY": "b"}
ticks = []
def tick():
    while True:
        ticks.append(time.monotonic())
        time.sleep(0.02)
threading.Thread(target=tick, daemon=True).start()

def longest_pause(call):
    time.sleep(0.2)
    ticks.clear()
    begin = time.monotonic()
    try:
        call()
    except TableNotFoundError:
        pass
    end = time.monotonic()
    moments = [begin, *ticks, end]
    return end - begin > 0.9 and max(b - a for a, b in zip(moments, moments[1:])) > 0.9

print("is_deltatable stops the others:", longest_pause(lambda: DeltaTable.is_deltatable("s3://b/t", store)),
      "- opening stops the others:", longest_pause(lambda: DeltaTable("s3://b/t", storage_options=store)))
PYTHON
)
expected='is_deltatable stops the others: True - opening stops the others: False'
printf 'seen: %s\n' "$seen"
[ "$seen" = "$expected" ] || { printf 'no longer as described; it was: %s\n' "$expected"; exit 1; }
