#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# Mounts an image as a user does: in the background and in the foreground, by root and by somebody else, until it is unmounted,
# interrupted or killed; and what other programs find there. That every attribute is right, scripts/unpackers checks.
set -euo pipefail

cli=$STRATOSCOPE_BIN_DIR/stratoscope-cli
if ! [ -c /dev/fuse ] || ! command -v fusermount3 >/dev/null; then
    echo "mount.sh: there is no FUSE; nothing is mounted"
    exit 0
fi
scratch=$(mktemp -d)
chmod 755 "$scratch"
at=$scratch/mnt
stop=
cleanup() {
    if [ -n "$stop" ]; then kill "$stop" 2>/dev/null || true; fi
    while fusermount3 -u -z "$at" 2>/dev/null; do :; done
    rm -rf "$scratch"
}
trap cleanup EXIT

failed() {
    echo "mount.sh: $*"
    exit 1
}
mounted() { grep -q " $at " /proc/self/mountinfo; } # also if it is dead
ends() { # WHAT: it is unmounted soon
    for _ in $(seq 100); do
        mounted || return 0
        sleep 0.1
    done
    failed "$1: it is still mounted"
}
# Without the sizes of directories, which no file system has in common with another.
listing() {
    (cd "$1" && find . -type d -printf '%p d %m %n\n' -o -printf '%p %y %s %m %n %l %T@\n' | sort)
}
refused() { # MESSAGE ARGUMENTS...
    local status=0
    "$cli" --store "$scratch/store" mount "${@:2}" >"$scratch/out" 2>"$scratch/err" || status=$?
    [ "$status" = 1 ] || failed "status $status, not 1: $*"
    [ "$(wc -l <"$scratch/err")" = 1 ] || failed "more than one line: $(cat "$scratch/err")"
    grep -qF -- "$1" "$scratch/err" || failed "not said: $1: $(cat "$scratch/err")"
}

# Files to be read in any number of ways, as a plain and as a compressed image.
root=$scratch/root
mkdir -p "$root/etc" "$root/many" "$root/big" "$at"
for i in $(seq 3000); do echo "file $i" >"$root/many/file $i"; done
head -c 3000000 /dev/urandom >"$root/big/random"
ln "$root/big/random" "$root/big/again"
truncate -s 20M "$root/big/holes"
printf 'in the middle' | dd of="$root/big/holes" bs=1 seek=10000000 conv=notrunc status=none
: >"$root/etc/empty"
ln -s ../big/random "$root/etc/link"
chmod 000 "$root/etc/empty"
tar -C "$root" --format=posix --sparse -cf "$scratch/root.tar" .
gzip -k "$scratch/root.tar"

for image in "$scratch/root.tar" "$scratch/root.tar.gz"; do
    said=$("$cli" --store "$scratch/store" mount "rootfs:$image" "$at")
    [ "$said" = "mounted at $at" ] || failed "says: $said"
    mounted || failed "is not mounted when the command returns"
    diff -r "$root" "$at"
    listing "$root" >"$scratch/expected"
    listing "$at" | diff "$scratch/expected" - >"$scratch/diff" || failed "find lists something else: $(head "$scratch/diff")"
    [ "$(stat -c %i "$at/big/random")" = "$(stat -c %i "$at/big/again")" ] || failed "a hard link is another file"
    [ "$(stat -c %b "$at/big/holes")" -lt 1000 ] || failed "holes take space"
    # Several readers at a time, from the start and from elsewhere.
    for i in 1 2 3 4; do
        (cd "$at" && find . -type f -print0 | sort -z | xargs -0 sha256sum | sha256sum) >"$scratch/sum$i" &
    done
    wait
    [ "$(sort -u "$scratch"/sum? | wc -l)" = 1 ] || failed "reading at the same time gives different bytes"
    cmp <(tail -c 1000 "$root/big/random") <(dd if="$at/big/random" bs=1 skip=2999000 status=none)
    if touch "$at/etc/new" 2>/dev/null || rm -f "$at/etc/empty" 2>/dev/null; then failed "it can be written to"; fi
    fusermount3 -u "$at"
    ends "fusermount3 -u"
done

said=$("$cli" --store "$scratch/store" --json mount "rootfs:$scratch/root.tar" "$at")
[ "$said" = "{\"path\":\"$at\"}" ] || failed "says: $said"
refused "$at: is not empty; mounting would hide what is in it" "rootfs:$scratch/root.tar" "$at"
mounted || failed "the first mount is gone"
fusermount3 -u "$at"
ends "fusermount3 -u"

in_foreground() {
    rm -f "$scratch/out" # of the time before
    "$cli" --store "$scratch/store" mount --foreground "rootfs:$scratch/root.tar" "$at" >"$scratch/out" 2>"$scratch/err" &
    stop=$!
    for _ in $(seq 100); do
        if [ -s "$scratch/out" ]; then return; fi
        sleep 0.1
    done
    failed "does not become ready: $(cat "$scratch/err")"
}
in_foreground
kill -INT "$stop"
status=0
wait "$stop" || status=$?
[ "$status" = 0 ] || failed "interrupted: status $status: $(cat "$scratch/err")"
ends "interrupted"
in_foreground
exec 5<"$at/big/random" # in use
kill -TERM "$stop"
wait "$stop" || failed "terminated while in use: status $?"
exec 5<&-
ends "terminated"
in_foreground
ls "$at" >/dev/null # what has been seen could still be opened
kill -KILL "$stop"
wait "$stop" 2>/dev/null || true
ends "killed"
in_foreground
fusermount3 -u "$at"
wait "$stop" || failed "unmounted: status $?"
stop=

refused "$scratch/none: No such file or directory" "rootfs:$scratch/root.tar" "$scratch/none"
refused "$scratch/root.tar: is not a directory" "rootfs:$scratch/root.tar" "$scratch/root.tar"
refused "$root: is not empty; mounting would hide what is in it" "rootfs:$scratch/root.tar" "$root"
refused "missing.tar" "$scratch/missing.tar" "$at"

if [ "$(id -u)" = 0 ]; then
    mkdir "$scratch/mine"
    chown nobody "$scratch/mine"
    at=$scratch/mine
    as_user() { setpriv --reuid=nobody --regid=nogroup --clear-groups env HOME="$scratch/mine" "$@"; }
    mkdir "$scratch/user-store" && chown nobody "$scratch/user-store"
    if ! as_user test -w /dev/fuse; then
        as_user "$cli" --store "$scratch/user-store/store" mount "rootfs:$scratch/root.tar" "$at" 2>"$scratch/err" && failed "mounts without the device"
        grep -q "permission denied; .*'sudo chmod 666 /dev/fuse'" "$scratch/err" || failed "a device of root: $(cat "$scratch/err")"
        echo "mount.sh: /dev/fuse is for root alone here; nothing is mounted by another user"
        exit 0
    fi
    as_user "$cli" --store "$scratch/user-store/store" mount "rootfs:$scratch/root.tar" "$at" >/dev/null
    [ "$(as_user cat "$at/etc/empty" | wc -c)" = 0 ] || failed "a user cannot read a file of another mode"
    [ "$(as_user stat -c %u "$at/etc/empty")" = 0 ] || failed "owners are lost"
    as_user diff -r "$root/many" "$at/many"
    as_user fusermount3 -u "$at"
    ends "a user's fusermount3 -u"
    mkdir "$scratch/roots"
    if as_user "$cli" --store "$scratch/user-store/store" mount "rootfs:$scratch/root.tar" "$scratch/roots" 2>"$scratch/err"; then
        failed "a user mounts over a directory of root"
    fi
    grep -q 'cannot be written to' "$scratch/err" || failed "a directory of root: $(cat "$scratch/err")"
fi
echo "mount.sh: done"
