#!/usr/bin/env bash
# obstore 0.12.1: AWS_ALLOW_HTTP=true in the environment lets a store without TLS be used, and no longer does as soon as client_options are given that say
# nothing of it; and what put() returns cannot be given back as its condition where the store keeps no versions. One would expect options to add to the
# environment, and a result to be taken. Matters to bpo because a lake in a bucket is set up by the environment, and its lease rests on conditions.
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet obstore==0.12.1 'moto[s3]==5.2.5' flask==3.1.3 flask-cors==6.0.5
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
"$folder/venv/bin/python" -c 'from moto.server import main; main()' -H 127.0.0.1 -p "$port" > "$folder/log" 2>&1 & server=$!
trap 'kill $server; rm -rf "$folder"' EXIT
export AWS_ENDPOINT_URL="http://127.0.0.1:$port" AWS_ALLOW_HTTP=true AWS_REGION=us-east-1 AWS_ACCESS_KEY_ID=a AWS_SECRET_ACCESS_KEY=b
seen=$("$folder/venv/bin/python" - <<'PYTHON'
import os, time, urllib.error, urllib.request
import obstore
from obstore.store import S3Store
while True:
    try:
        urllib.request.urlopen(urllib.request.Request(os.environ["AWS_ENDPOINT_URL"] + "/lake", method="PUT"))
        break
    except urllib.error.URLError:
        time.sleep(0.1)

def tried(call):
    try:
        call()
        return "done"
    except Exception as error:
        return type(error).__name__

plain, timed = S3Store("lake"), S3Store("lake", client_options={"connect_timeout": "5s"}, retry_config={"max_retries": 0})
made = obstore.put(plain, "one", b"1", mode="create")
print("without options:", tried(lambda: obstore.get(plain, "one")), "- with a timeout:", tried(lambda: obstore.get(timed, "one")),
      "- on the result:", tried(lambda: obstore.put(plain, "one", b"2", mode=made)),
      "- on its tag:", tried(lambda: obstore.put(plain, "one", b"3", mode={"e_tag": made["e_tag"]})))
PYTHON
)
expected='without options: done - with a timeout: GenericError - on the result: TypeError - on its tag: done'
printf 'seen: %s\n' "$seen"
[ "$seen" = "$expected" ] || { printf 'no longer as described; it was: %s\n' "$expected"; exit 1; }
