#!/usr/bin/env bash
# Publishes the server and command line self-contained: the machine that runs it needs no .NET.
#
#   infra/standalone/publish.sh           into artifacts/server; the program is artifacts/server/AlertRelay
#   infra/standalone/publish.sh FOLDER    into a folder that is empty or does not exist yet
set -euo pipefail

root=$(cd "$(dirname "$0")/../.." && pwd)
folder=${1:-$root/artifacts/server}

refuse() {
  echo "publish.sh: $1" >&2
  exit 1
}

case $# in
  0)
    # A relay that was started in this folder keeps its state here.
    [ ! -e "$folder/data" ] || refuse "$folder/data holds the state of a relay. Move it elsewhere first."
    rm -rf "$folder"
    ;;
  1) [ -z "$(ls -A "$folder" 2>/dev/null)" ] || refuse "$folder is not empty. Name another folder." ;;
  *) refuse "write either nothing or FOLDER." ;;
esac
# Analyzers run in the ordinary build.
dotnet publish "$root/src/AlertRelay" -c Release -r linux-x64 -p:RestoreLockedMode=true -p:RunAnalyzers=false -o "$folder"
chmod -R u=rwX,go=rX "$folder"
echo "$folder: $(find "$folder" -type f | wc -l | tr -d ' ') files, $(($(du -sk "$folder" | cut -f 1) / 1024)) MB"
