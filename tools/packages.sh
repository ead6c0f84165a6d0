#!/bin/sh
# Install the Debian packages that the browser, PostgreSQL, Varnish, nginx and Caddy tests need.
set -eu
wanted="chromium postgresql varnish nginx caddy fonts-noto-cjk fonts-noto-core"
missing=""
for package in $wanted; do
    dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q "ok installed" || missing="$missing $package"
done
[ -z "$missing" ] && exit 0
if ! command -v apt-get >/dev/null; then
    echo "Install these by hand:$missing (or run: make test)" >&2
    exit 1
fi
sudo=""
[ "$(id -u)" = 0 ] || sudo=sudo
$sudo apt-get update -qq
# shellcheck disable=SC2086
DEBIAN_FRONTEND=noninteractive $sudo apt-get install -y -qq --no-install-recommends $missing >/dev/null
