#!/usr/bin/env bash
# Installs what the foreign peers of the tests need, and nothing that is there already.
set -euo pipefail
cd "$(dirname "$0")"

if ! /usr/bin/python3 -c 'import grpc, google.protobuf' 2>/dev/null; then
    echo "peers: installing python3-grpcio and python3-protobuf"
    as_root=()
    [ "$(id -u)" -eq 0 ] || as_root=(sudo)
    "${as_root[@]}" apt-get update -qq
    DEBIAN_FRONTEND=noninteractive "${as_root[@]}" apt-get install -y -qq --no-install-recommends \
        python3-grpcio python3-protobuf >/dev/null
fi

# npm leaves a copy of the lock file in node_modules: ours is stale when package-lock.json is newer.
if [ ! -e node_modules/.package-lock.json ] || [ package-lock.json -nt node_modules/.package-lock.json ]; then
    echo "peers: installing the npm packages of package-lock.json"
    npm ci --silent --no-audit --no-fund --ignore-scripts
    touch node_modules/.package-lock.json
fi
echo "peers: ready"
