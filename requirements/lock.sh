#!/bin/sh
# Each set is resolved for every Python from 3.11 and every system, and agrees with the sets it contains.
set -eu
cd "$(dirname "$0")"
lock() {
    set_of_packages=$1
    shift
    uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
        "$set_of_packages.in" -o "$set_of_packages.txt" "$@"
}
PATH="$PWD/../.venv/bin:$PATH"
lock installer
lock run
lock local -c run.txt
lock dev -c local.txt
lock bench -c dev.txt
lock mutants -c dev.txt
