#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# Compares the tree that the program shows with what other programs unpack: umoci, and GNU tar for layers copied by skopeo. Uses an
# image of difficult cases and a larger one made from this machine's own files, layer by layer as a build would.
set -euo pipefail
cd "$(dirname "$0")/../.."

program=${STRATOSCOPE_BIN_DIR:?}/stratoscope-cli
oracle=$PWD/tests/support/oracle.py
read_prebaked=$PWD/tests/support/read_prebaked.py
export PYTHONDONTWRITEBYTECODE=1 LC_ALL=C.UTF-8

work=$(mktemp -d "${TMPDIR:-/var/tmp}/stratoscope-unpackers-XXXXXX")
trap 'chmod -R u+rwX "$work" 2>/dev/null; rm -rf "$work"' EXIT
cli() {
    "$program" --store "$work/store" --quiet "$@"
}

rootless=()
if [ "$(id -u)" != 0 ]; then
    echo "Not root: owners, devices and protected attributes are left out."
    rootless=(--rootless)
fi

# Parts of this system, as four layers: added, changed, taken away, replaced.
make_real() { # LAYOUT
    local layout=$1 bundle=$work/real-bundle root=$work/real-bundle/rootfs part
    umoci init --layout "$layout"
    umoci new --image "$layout:latest"
    umoci unpack "${rootless[@]}" --image "$layout:latest" "$bundle"
    commit() {
        umoci repack --refresh-bundle --image "$layout:latest" --history.created_by "$1" "$bundle"
    }
    mkdir -p "$root/usr/share" "$root/usr/bin" "$root/usr/lib" "$root/var/empty" "$root/tmp"
    chmod 1777 "$root/tmp"
    ln -s usr/lib "$root/lib"
    for part in terminfo zoneinfo perl5 mime applications; do
        [ ! -d "/usr/share/$part" ] || cp -a "/usr/share/$part" "$root/usr/share/"
    done
    find /etc -maxdepth 1 -readable -type f -exec cp -p {} "$root/usr/lib/" \;
    cp -p /bin/true /bin/ls /bin/cat "$root/usr/bin/"
    commit "the base"

    chmod 4755 "$root/usr/bin/true"
    chmod 2755 "$root/usr/bin/ls"
    ln "$root/usr/bin/cat" "$root/usr/bin/cat-too"
    ln -s cat "$root/usr/bin/dog"
    touch -d '2001-02-03T04:05:06.789012345Z' "$root/usr/bin/cat"
    touch -h -d '1999-12-31T23:59:59.5Z' "$root/usr/bin/dog"
    setfattr -n user.note -v 'a note' "$root/usr/bin/ls" 2>/dev/null || true
    mkfifo "$root/var/pipe"
    if [ "$(id -u)" = 0 ]; then
        mkdir "$root/dev"
        mknod -m 666 "$root/dev/null" c 1 3
        mknod -m 660 "$root/dev/sda" b 8 0
        chown 1234:5678 "$root/var/empty"
        chown -R 1000:1000 "$root/usr/share/applications" 2>/dev/null || true
        setfattr -n security.capability -v 0sAQAAAgAEAAAAAAAAAAAAAAAAAAA= "$root/usr/bin/cat"
    fi
    truncate -s 5M "$root/var/holes"
    printf end >>"$root/var/holes"
    commit "attributes, links, devices"

    rm -rf "$root/usr/share/zoneinfo/Europe" "$root/usr/share/perl5" "$root/usr/bin/dog"
    find "$root/usr/share/terminfo" -type f -name 'x*' -delete
    mv "$root/usr/share/mime" "$root/usr/share/mimetypes" 2>/dev/null || true
    printf 'changed\n' | tee -a "$root"/usr/lib/*.conf >/dev/null
    chmod 700 "$root/usr/share"
    commit "taken away, changed"

    mkdir -p "$root/usr/share/perl5/again"
    rm -rf "$root/var/empty" && printf 'a file now\n' >"$root/var/empty"
    rm "$root/usr/bin/cat" && mkdir "$root/usr/bin/cat" && printf x >"$root/usr/bin/cat/x"
    rm "$root/lib" && mkdir -p "$root/lib/modules"
    commit "replaced"
    umoci gc --layout "$layout"
}

# Everything that is known of an image by one way, against umoci's result.
compare() { # NAME LAYOUT
    local name=$1 layout=$2 rootfs=$work/$1-bundle/rootfs entries=$work/$1.entries
    echo "== $name =="
    rm -rf "$work/$name-bundle"
    umoci unpack "${rootless[@]}" --image "$layout:latest" "$work/$name-bundle"

    cli ls "oci:$layout:latest" -R --json >"$entries"
    python3 "$oracle" check "$rootfs" "$entries" "$layout"

    skopeo copy -q --insecure-policy "oci:$layout:latest" "docker-archive:$work/$name.tar:example.test/$name:latest"
    cli ls "docker-archive:$work/$name.tar" -R --json | cmp - "$entries" || {
        echo "skopeo's docker-archive of the same image is another one"
        exit 1
    }

    cli export "oci:$layout:latest" "$work/$name-exported" --format directory
    python3 "$oracle" same "$rootfs" "$work/$name-exported" "$layout"

    local unpack
    for unpack in 'tar --xattrs --xattrs-include=*' bsdtar; do
        rm -rf "$work/$name-untarred" && mkdir "$work/$name-untarred"
        cli export "oci:$layout:latest" - --format tar | $unpack --numeric-owner -xpf - -C "$work/$name-untarred"
        # bsdtar does not keep the time of the directory that it unpacks into.
        [ "$unpack" != bsdtar ] || touch -r "$rootfs" "$work/$name-untarred"
        python3 "$oracle" same "$rootfs" "$work/$name-untarred" "$layout"
    done

    if [ -c /dev/fuse ] && command -v fusermount3 >/dev/null; then
        mkdir -p "$work/$name-mounted"
        cli mount "oci:$layout:latest" "$work/$name-mounted" >/dev/null
        python3 "$oracle" same "$rootfs" "$work/$name-mounted" "$layout" || { fusermount3 -u "$work/$name-mounted"; exit 1; }
        fusermount3 -u "$work/$name-mounted"
    else
        echo "There is no FUSE: mounting is left out."
    fi

    cli export "$work/$name.tar" "$work/$name-prebaked" --format prebaked
    python3 "$read_prebaked" "$work/$name-prebaked" >/dev/null
    cli ls "prebaked:$work/$name-prebaked" -R --json | cmp - "$entries" || {
        echo "the image is another one after a prebaked export"
        exit 1
    }
}

make_real "$work/real" >"$work/log" 2>&1 || { cat "$work/log"; exit 1; }
compare real "$work/real"
if [ "$(id -u)" = 0 ]; then
    skopeo copy -q --insecure-policy "oci:$work/real:latest" "dir:$work/real-dir"
    python3 "$oracle" apply "$work/real-dir" "$work/real-applied"
    python3 "$oracle" check "$work/real-applied" "$work/real.entries" "$work/real-dir"

    python3 "$oracle" make "$work/nasty" "$work"
    compare nasty "$work/nasty"
else
    echo "Not root: umoci cannot unpack the nasty cases."
fi
