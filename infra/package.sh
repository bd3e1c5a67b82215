#!/usr/bin/env bash
# Publishes the relay and zips it the way the Functions host wants it: host.json, the folders of the functions and
# the executable at the top, with its run bit.
#
#   infra/package.sh               publish into artifacts/function-app, zip into artifacts/alertrelay.zip
#   infra/package.sh FOLDER ZIP    zip a folder that is published already
set -euo pipefail

root=$(cd "$(dirname "$0")/.." && pwd)
folder=${1:-$root/artifacts/function-app}
archive=${2:-$root/artifacts/alertrelay.zip}
functions=(PollChannels FanOut Deliver Sweep Api)

refuse() {
  echo "package.sh: $1" >&2
  exit 1
}

publish() {
  rm -rf "$folder"
  dotnet publish "$root/src/AlertRelay" -c Release -r linux-x64 -p:RestoreLockedMode=true -o "$folder"
}

check_complete() {
  local needed
  for needed in AlertRelay host.json "${functions[@]/%//function.json}"; do
    [ -f "$folder/$needed" ] || refuse "$needed is missing from $folder, and the function app would not start without it."
  done
}

check_no_secrets() {
  local found
  found=$(find "$folder" -type f \( -name 'local.settings.json' -o -name 'secrets.json' -o -name 'appsettings.Development.json' \
    -o -name '*.env' -o -name '*.pfx' -o -name '*.pem' -o -name '*.key' -o -name '*.db' \) -print)
  [ -z "$found" ] || refuse "these do not belong into a package: $found"

  found=$(grep -rlE 'AccountKey=[A-Za-z0-9+/]{20}|SharedAccessSignature=|PRIVATE KEY-----|whsec_[A-Za-z0-9+/]{20}|ark_[A-Za-z0-9_-]{20}' \
    --include='*.json' --include='*.config' --include='*.xml' --include='*.txt' "$folder" || true)
  [ -z "$found" ] || refuse "there is a secret in $found; settings of the function app are the place for it."
}

pack() {
  # Files as the Linux host needs them, whatever umask they were published under.
  chmod -R u=rwX,go=rX "$folder"
  chmod 0755 "$folder/AlertRelay"
  mkdir -p "$(dirname "$archive")"
  archive=$(cd "$(dirname "$archive")" && pwd)/$(basename "$archive")
  rm -f "$archive"
  if command -v zip >/dev/null; then
    (cd "$folder" && zip -q -r -X -D "$archive" .)
  elif command -v python3 >/dev/null; then
    pack_with_python
  else
    refuse "neither zip nor python3 is installed; install one of them."
  fi
}

pack_with_python() {
  python3 - "$folder" "$archive" <<'PYTHON'
import os
import sys
import zipfile

folder, archive = sys.argv[1:]
with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as package:
    for path, _, files in os.walk(folder):
        for file in files:
            whole = os.path.join(path, file)
            package.write(whole, os.path.relpath(whole, folder))
PYTHON
}

case $# in
  0) publish ;;
  2) [ -d "$folder" ] || refuse "there is no folder $folder." ;;
  *) refuse "write either nothing or FOLDER ZIP." ;;
esac
check_complete
check_no_secrets
pack
echo "$archive: $(find "$folder" -type f | wc -l | tr -d ' ') files, $(wc -c <"$archive" | tr -d ' ') bytes"
