#!/usr/bin/env bash
# Fetches Debian packages, each in two versions that the mirror serves, into artifacts/packages: real files for the tests of bundles.
# What is there is kept, so a later run needs no network.
#
#   bash tests/packages.sh           three packages, 120 MB
#   bash tests/packages.sh --long    two dozen more, some 500 MB
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
cache=artifacts/packages

# A kernel has its ABI in the package's name, the others have versions. The headers stay the same, as most files of an update do.
kernels=(cloud-amd64)
pairs=(chromium-common)
same=(linux-headers)
if [ "${1:-}" = --long ]; then
    kernels+=(amd64)
    pairs+=(chromium chromium-driver libc6 openssl libssl3 curl libcurl4 libcurl3-gnutls openssh-server openssh-client bind9-libs libxml2
        systemd libsystemd0 libudev1 udev postgresql-15 postgresql-client-15 linux-libc-dev)
fi

root=()
[ "$(id -u)" -eq 0 ] || root=(sudo)

# fetch AGE NAME PACKAGE[=VERSION]: one file artifacts/packages/AGE/NAME.deb, under its name only when it is whole.
fetch() {
    [ ! -e "$cache/$1/$2.deb" ] || return 0
    local folder
    folder=$(mktemp -d "$cache/fetch.XXXXXX")
    if ! (cd "$folder" && apt-get download -qq -o APT::Sandbox::User=root "$3" > /dev/null); then
        rm -rf "$folder"
        echo "tests/packages.sh: apt-get cannot download $3." >&2
        return 1
    fi
    mv "$folder"/*.deb "$cache/$1/$2.deb"
    rm -r "$folder"
}

versions() { apt-cache madison "$1" | awk -F ' *\\| *' '$3 ~ / Packages$/ { print $2 }' | sort -uV; }

names() { apt-cache search --names-only "$1" | awk '{ print $1 }' | sort -V; }

# both NAME OLD NEW
both() {
    [ -n "$2" ] && [ -n "$3" ] || { echo "tests/packages.sh: the mirror has no $1." >&2; return 1; }
    fetch old "$1" "$2"
    fetch new "$1" "$3"
}

mkdir -p "$cache/old" "$cache/new"
wanted=("${kernels[@]/#/linux-image-}" "${pairs[@]}" "${same[@]}")
missing=0
for name in "${wanted[@]}"; do
    [ -e "$cache/old/$name.deb" ] && [ -e "$cache/new/$name.deb" ] || missing=1
done
[ "$missing" -eq 1 ] || exit 0

echo "== packages for the tests of bundles (artifacts/packages)"
"${root[@]}" apt-get update -qq
for kernel in "${kernels[@]}"; do
    found=$(names "^linux-image-6\\.1\\.0-[0-9]+-$kernel\$")
    both "linux-image-$kernel" "$(head -n 1 <<< "$found")" "$(tail -n 1 <<< "$found")"
done
for package in "${pairs[@]}"; do
    found=$(versions "$package")
    both "$package" "$package=$(head -n 1 <<< "$found")" "$package=$(tail -n 1 <<< "$found")"
done
headers=$(names '^linux-headers-6\.1\.0-[0-9]+-common$' | head -n 1)
both linux-headers "$headers" "$headers"
