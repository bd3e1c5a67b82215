#!/usr/bin/env bash
# Publishes the function app and zips it the way the Functions host expects it: host.json, the worker and the folder
# .azurefunctions at the top.
#
#   infra/package.sh               publish into artifacts/function-app, zip into artifacts/alertrelay.zip
#   infra/package.sh FOLDER ZIP    zip a folder that is published already
set -euo pipefail

root=$(cd "$(dirname "$0")/.." && pwd)
folder=${1:-$root/artifacts/function-app}
archive=${2:-$root/artifacts/alertrelay.zip}
functions=(PollChannels FanOut Retry Maintenance Http)
max_bytes=40000000

refuse() {
  echo "package.sh: $1" >&2
  exit 1
}

publish() {
  rm -rf "$folder"
  # The project itself says for which platform.
  # Analyzers run in the ordinary build.
  dotnet publish "$root/src/AlertRelay.Functions" -c Release -p:RestoreLockedMode=true -p:RunAnalyzers=false -o "$folder"
}

check_complete() {
  local needed function
  for needed in host.json worker.config.json functions.metadata extensions.json AlertRelay.Functions.dll $(extension_files); do
    [ -f "$folder/$needed" ] || refuse "$needed is missing from $folder. The function app would not start without it."
  done
  [ -d "$folder/.azurefunctions" ] || refuse ".azurefunctions is missing from $folder. The host loads the queue extension from it."
  for function in "${functions[@]}"; do
    grep -q "\"name\": \"$function\"" "$folder/functions.metadata" || refuse "functions.metadata does not list the function $function."
  done
}

# The files that extensions.json tells the host to load.
extension_files() {
  if [ -f "$folder/extensions.json" ]; then
    grep -oE '"hintPath": *"[^"]+"' "$folder/extensions.json" | grep -oE '\.azurefunctions/[^"]+' || true
  fi
}

check_no_secrets() {
  local found
  found=$(find "$folder" -type f \( -name 'local.settings*.json' -o -name 'secrets.json' -o -name 'appsettings.Development.json' \
    -o -name '*.env' -o -name '*.pfx' -o -name '*.pem' -o -name '*.key' -o -name '*.db' \) -print)
  [ -z "$found" ] || refuse "these files must not be in a package: $found"

  found=$(grep -rlE 'AccountKey=[A-Za-z0-9+/]{20}|SharedAccessSignature=|PRIVATE KEY-----|whsec_[A-Za-z0-9+/]{20}|ark_[A-Za-z0-9_-]{20}' \
    --include='*.json' --include='*.config' --include='*.xml' --include='*.txt' "$folder" || true)
  [ -z "$found" ] || refuse "there is a secret in $found. Put it into the settings of the function app instead."
}

pack() {
  # The same modes whatever umask and package cache the files came from. No file needs a run bit: the host runs "dotnet AlertRelay.Functions.dll".
  find "$folder" -type d -exec chmod 0755 {} +
  find "$folder" -type f -exec chmod 0644 {} +
  mkdir -p "$(dirname "$archive")"
  archive=$(cd "$(dirname "$archive")" && pwd)/$(basename "$archive")
  rm -f "$archive"
  if command -v zip >/dev/null; then
    (cd "$folder" && find . -type f | LC_ALL=C sort | zip -q -X "$archive" -@)
  elif command -v python3 >/dev/null; then
    pack_with_python
  else
    refuse "neither zip nor python3 is installed; install one of them."
  fi
}

pack_with_python() {
  python3 - "$folder" "$archive" <<'PYTHON'
import pathlib
import sys
import zipfile

folder, archive = pathlib.Path(sys.argv[1]), sys.argv[2]
with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as package:
    for file in sorted(path for path in folder.rglob("*") if path.is_file()):
        package.write(file, file.relative_to(folder))
PYTHON
}

check_size() {
  local bytes
  bytes=$(wc -c <"$archive" | tr -d ' ')
  if [ "$bytes" -gt "$max_bytes" ]; then
    rm -f "$archive"
    refuse "the package has $bytes bytes and may have $max_bytes: each new instance of the app downloads it first. Find out what has grown in $folder."
  fi
}

case $# in
  0) publish ;;
  2) [ -d "$folder" ] || refuse "there is no folder $folder." ;;
  *) refuse "write either nothing or FOLDER ZIP." ;;
esac
check_complete
check_no_secrets
pack
check_size
echo "$archive: $(find "$folder" -type f | wc -l | tr -d ' ') files, $(wc -c <"$archive" | tr -d ' ') bytes"
