#!/usr/bin/env bash
# Installs what the tests need beside the .NET SDK: foreign gRPC and MQTT peers, a real PostgreSQL, real telemetry sinks, an HSM in software. Idempotent; says what it does.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

packages=(postgresql-15 python3-grpcio python3-protobuf mosquitto mosquitto-clients python3-paho-mqtt influxdb victoria-metrics curl docker-compose softhsm2 opensc openssl sqlite3)
command -v node > /dev/null && command -v npm > /dev/null || packages+=(nodejs npm)

missing=()
for package in "${packages[@]}"; do
    [ "$(dpkg-query -W -f '${Status}' "$package" 2> /dev/null || true)" = "install ok installed" ] || missing+=("$package")
done

if [ "${#missing[@]}" -gt 0 ]; then
    root=()
    [ "$(id -u)" -eq 0 ] || root=(sudo)
    command -v apt-get > /dev/null || { echo "tests/install.sh: this is no Debian: install ${missing[*]} by hand." >&2; exit 1; }
    echo "== install ${missing[*]}"
    # The server that the Debian package would start on its own is not wanted: tests start theirs on free ports.
    if [ ! -e /etc/postgresql-common/createcluster.conf ]; then
        "${root[@]}" mkdir -p /etc/postgresql-common
        echo "create_main_cluster = false" | "${root[@]}" tee /etc/postgresql-common/createcluster.conf > /dev/null
    fi
    # Masked before the package comes; a service that somebody installed before stays as it is, the tests use ports of their own.
    if [ -d /run/systemd/system ]; then
        [ -e /usr/sbin/mosquitto ] || "${root[@]}" systemctl mask mosquitto.service > /dev/null 2>&1 || true
        [ -e /usr/bin/influxd ] || "${root[@]}" systemctl mask influxdb.service > /dev/null 2>&1 || true
        [ -e /usr/bin/victoria-metrics ] || "${root[@]}" systemctl mask victoria-metrics.service > /dev/null 2>&1 || true
    fi
    "${root[@]}" apt-get update -qq
    "${root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" > /dev/null
fi

if [ -f peers/package-lock.json ] && ! cmp -s peers/package-lock.json peers/node_modules/.installed-lock; then
    echo "== npm ci (tests/peers)"
    npm ci --prefix peers --no-audit --no-fund --ignore-scripts --loglevel=error
    cp peers/package-lock.json peers/node_modules/.installed-lock
fi

# Without a mirror one test is skipped, which says so; everything else needs no packages.
bash packages.sh ${OTA_TEST_LONG:+--long} || echo "tests/install.sh: no packages, so no test with real files" >&2
