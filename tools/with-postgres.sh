#!/bin/sh
# Run a command with a PostgreSQL server of its own, thrown away afterwards.
#   tools/with-postgres.sh pytest …
set -eu
bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1 || true)
[ -n "$bin" ] || bin=$(dirname "$(command -v pg_ctl || true)")
if [ ! -x "$bin/initdb" ]; then
    echo "PostgreSQL is not installed: run make test-all, which installs it." >&2
    exit 1
fi
folder=$(mktemp -d /tmp/broadsheet-postgres.XXXXXX)
port=${BROADSHEET_TEST_PORT:-54329}
as=""
if [ "$(id -u)" = 0 ]; then # the server refuses to run as root
    chown postgres "$folder"
    as="runuser -u postgres --"
fi
stop() {
    $as "$bin/pg_ctl" -D "$folder/data" -m immediate stop >/dev/null 2>&1 || true
    rm -rf "$folder"
}
trap stop EXIT INT TERM
$as "$bin/initdb" -D "$folder/data" -U broadsheet --auth=trust -E UTF8 --locale=C.UTF-8 >/dev/null
# Nothing here must survive a power cut, so it need not wait for the disk.
$as "$bin/pg_ctl" -D "$folder/data" -w -l "$folder/log" start \
    -o "-p $port -k $folder -c listen_addresses=127.0.0.1 -c fsync=off -c synchronous_commit=off" >/dev/null
BROADSHEET_DATABASE="postgres://broadsheet@127.0.0.1:$port/postgres" "$@"
