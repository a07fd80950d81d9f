#!/usr/bin/env bash
# The test command: installs what the tests need, builds, runs everything, ends with one line
#     N passed, N failed, N skipped
#
#   bash tests/run.sh                    everything, under 25 minutes on 2 cores
#   bash tests/run.sh --long             the same tests with the numbers of a soak
#   bash tests/run.sh --filter NAME      only tests whose full name contains NAME (see "dotnet test --filter")
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

# What a script starts in the background ignores Ctrl-C, and so would every server and tool that a test interrupts.
[ -n "${OTA_TEST_SIGNALS:-}" ] || OTA_TEST_SIGNALS=default exec env --default-signal=INT,QUIT bash "$PWD/tests/run.sh" "$@"

filter=()
patience=5m
while [ $# -gt 0 ]; do
    case "$1" in
        --long) export OTA_TEST_LONG=1; patience=60m ;;
        --filter) filter=(--filter "${2:?--filter needs a value}"); shift ;;
        --help | -h) sed -n '2,8s/^# \{0,1\}//p' "${BASH_SOURCE[0]}"; exit 0 ;;
        *) echo "tests/run.sh: unknown argument '$1': see --help" >&2; exit 2 ;;
    esac
    shift
done

bash tests/install.sh

results="$PWD/artifacts/test-results"
rm -rf "$results"
mkdir -p "$results"

echo "== build"
dotnet build OtaBackend.sln -c Release -v quiet -nologo

echo "== test"
# One project at a time: the tests start servers, and two cores are soon full.
failed=0
for project in tests/*.Tests/*.csproj tests/Ota.Conformance/*.csproj tests/Ota.EndToEnd/*.csproj; do
    [ -f "$project" ] || continue
    name=$(basename "$project" .csproj)
    echo "-- $name"
    dotnet test "$project" -c Release --no-build -nologo -v quiet "${filter[@]}" \
        --logger "trx;LogFileName=$name.trx" --logger "console;verbosity=minimal" \
        --results-directory "$results" --blame-hang-timeout "$patience" || failed=1
done

# Sums an attribute of the <Counters .../> element over all result files.
sum() {
    { grep -ho "<Counters [^>]*" "$results"/*.trx || true; } | { grep -o " $1=\"[0-9]*\"" || true; } | tr -dc '0-9\n' |
        awk '{ total += $1 } END { print total + 0 }'
}

total=$(sum total)
passed=$(sum passed)
executed=$(sum executed)
broken=$((executed - passed))
if [ "$failed" -ne 0 ] && [ "$broken" -eq 0 ]; then
    echo "A test project ended with an error outside its tests: see above." >&2
    broken=1
fi
echo
echo "$passed passed, $broken failed, $((total - executed)) skipped"
[ "$broken" -eq 0 ] && [ "$passed" -gt 0 ]
