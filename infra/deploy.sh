#!/usr/bin/env bash
# Puts a package into the function app that infra/main.bicep made, and waits until the relay answers.
#
#   infra/deploy.sh RESOURCE_GROUP [DEPLOYMENT [ZIP]]
set -euo pipefail

if [ $# -lt 1 ] || [ $# -gt 3 ]; then
  echo "deploy.sh: write RESOURCE_GROUP [DEPLOYMENT [ZIP]]." >&2
  exit 2
fi
root=$(cd "$(dirname "$0")/.." && pwd)
group=$1
deployment=${2:-alertrelay}
archive=${3:-$root/artifacts/alertrelay.zip}

[ -f "$archive" ] || { echo "deploy.sh: there is no $archive. Run infra/package.sh first." >&2; exit 1; }

output() {
  az deployment group show --resource-group "$group" --name "$deployment" --query "properties.outputs.$1.value" --output tsv
}

# The plan starts the app from this one blob, no matter who put it there.
upload() {
  az storage blob upload --auth-mode login --account-name "$(output storageAccountName)" --container-name "$(output packageContainerName)" \
    --name released-package.zip --file "$archive" --overwrite --only-show-errors --output none
  # After a plain upload the plan does not know the timers and queues: a sleeping app would never wake for them.
  az rest --method post --url "$(az functionapp show --resource-group "$group" --name "$app" --query id --output tsv)/syncfunctiontriggers?api-version=2024-11-01"
  az functionapp restart --resource-group "$group" --name "$app"
}

app=$(output functionAppName)
if ! az functionapp deployment source config-zip --resource-group "$group" --name "$app" --src "$archive" --output none; then
  echo "deploy.sh: config-zip failed. The package goes straight into its container instead." >&2
  upload
fi

url=$(output url)
curl --fail --silent --show-error --retry 30 --retry-delay 10 --retry-all-errors --max-time 60 --output /dev/null "$url/health/live"
echo "$url answers."
