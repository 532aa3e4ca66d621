#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# Validates what the desktop reads: the desktop file, the AppStream data, the types of files, the thumbnailer, and the manual page.
set -euo pipefail
cd "$(dirname "$0")/../../resources"

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
failed=0
complain() {
    echo "desktop-files.sh: $*" >&2
    failed=1
}

desktop-file-validate ./*.desktop || failed=1
appstreamcli validate --no-net ./*.metainfo.xml || failed=1

# Each type that is named somewhere is one that is defined here or by the system.
types=$(sed -n 's/^MimeType=//p' ./*.desktop ./*.thumbnailer | tr ';' '\n' | grep . | sort -u)
for type in $types; do
    grep -qF "type=\"$type\"" ./*.mime.xml /usr/share/mime/packages/freedesktop.org.xml || complain "no type is called $type"
done
mapfile -t own < <(sed -n 's/.*<mime-type type="\(.*\)">/\1/p' ./*.mime.xml)
for type in "${own[@]}"; do
    grep -qF "<mediatype>$type</mediatype>" ./*.metainfo.xml || complain "the AppStream data does not name $type"
    grep -qxF "$type" <<<"$types" || complain "the desktop file does not name $type"
done
# Screenshots are pictures of this repository, with the sizes that are given.
sed -n 's/.*<image width="\([0-9]*\)" height="\([0-9]*\)">.*\/main\/\(.*\)<\/image>/\1 \2 \3/p' ./*.metainfo.xml >"$scratch/pictures"
[ -s "$scratch/pictures" ] || complain "there are no screenshots"
while read -r width height picture; do
    [ "$(identify -format '%w %h' "../$picture")" = "$width $height" ] || complain "$picture is not $width by $height pixels"
done <"$scratch/pictures"
# Each release of the changelog is one of the AppStream data.
mapfile -t releases < <(sed -n 's/^## \[\([0-9.]*\)\].*/\1/p' ../CHANGELOG.md)
for release in "${releases[@]}"; do
    grep -qF "<release version=\"$release\"" ./*.metainfo.xml || complain "the AppStream data does not name the release $release"
done

# What file managers take archives for, by the implementations of GLib and of xdg-mime, with the types of this system and ours.
mkdir -p "$scratch/data/mime/packages" "$scratch/files"
cp /usr/share/mime/packages/freedesktop.org.xml ./*.mime.xml "$scratch/data/mime/packages/"
update-mime-database "$scratch/data/mime" 2>/dev/null
python3 - "$scratch/files" <<'END'
import io
import sys
import tarfile

folder = sys.argv[1]
hexadecimal = "0123456789abcdef" * 4


def tar(name, members, form=tarfile.USTAR_FORMAT):
    with tarfile.open(f"{folder}/{name}", "w", format=form) as archive:
        for member in members:
            info = tarfile.TarInfo(member)
            if member.endswith("/"):
                info.type = tarfile.DIRTYPE
                info.name = member[:-1]
                archive.addfile(info)
            else:
                info.size = 2
                archive.addfile(info, io.BytesIO(b"{}"))


for number, form in enumerate((tarfile.USTAR_FORMAT, tarfile.GNU_FORMAT)):
    tar(f"docker-1.9-{number}", [f"{hexadecimal}/", f"{hexadecimal}/VERSION"], form)
    tar(f"docker-podman-{number}", [f"{hexadecimal}.tar", "manifest.json"], form)
    tar(f"docker-jib-{number}", [f"{hexadecimal}.tar.gz", "config.json"], form)
    tar(f"docker-skopeo-{number}", [f"{hexadecimal}.json"], form)
    tar(f"docker-bazel-{number}", ["manifest.json"], form)
    tar(f"oci-docker25-{number}", ["blobs/", "blobs/sha256/"], form)
    tar(f"oci-own-{number}", [f"blobs/sha256/{hexadecimal}"], form)
    tar(f"oci-layout-first-{number}", ["oci-layout", "index.json"], form)
    tar(f"tar-other-{number}", ["etc/", "etc/hostname"], form)
    tar(f"tar-short-name-{number}", [f"{hexadecimal[1:]}.tar"], form)
    tar(f"tar-long-name-{number}", [f"{hexadecimal}0.tar"], form)
    tar(f"tar-capitals-{number}", [f"{hexadecimal.upper()}.tar"], form)
    tar(f"tar-layer-{number}.tar", ["blobs/", "blobs/sha256/"], form)
tar("docker-named.docker.tar", ["something"])
tar("oci-named.oci-archive", ["something"])
END
printf '{"imageLayoutVersion":"1.0.0"}' >"$scratch/files/oci-layout"
printf '{"imageLayoutVersion":"1.0.0"}' >"$scratch/files/layout-renamed"
export XDG_DATA_DIRS="$scratch/data" XDG_DATA_HOME="$scratch/none"
for file in "$scratch"/files/*; do
    name=${file##*/}
    case $name in
    docker-*) expected=application/x-docker-archive ;;
    oci-layout | layout-*) expected=application/vnd.oci.layout.header.v1+json ;;
    oci-*) expected=application/x-oci-archive ;;
    tar-*) expected=application/x-tar ;;
    esac
    found=$(gio info --attributes=standard::content-type "$file" | sed -n 's/.*content-type: //p')
    [ "$found" = "$expected" ] || complain "$name: $found for GLib, not $expected"
    [[ $name == *.tar ]] && continue # xdg-mime looks at its content, too
    found=$(xdg-mime query filetype "$file")
    [ "$found" = "$expected" ] || complain "$name: $found for xdg-mime, not $expected"
done

# The manual page has the options that the program has.
"$STRATOSCOPE_BIN_DIR/stratoscope" --help | grep -oE -- '(^| |,)-(-[a-z-]+|[a-z])\b' | grep -oE -- '-.*' | sort -u >"$scratch/options"
[ "$(wc -l <"$scratch/options")" -gt 5 ] || complain "the program has no options"
sed 's/\\-/-/g' stratoscope.1 >"$scratch/page"
while read -r option; do
    grep -qE -- "(^|[^a-z-])$option([^a-z-]|$)" "$scratch/page" || complain "the manual page lacks $option"
done <"$scratch/options"
[ -z "$(LC_ALL=C.UTF-8 MANROFFSEQ='' groff -man -Tutf8 -ww -z stratoscope.1 2>&1)" ] || complain "the manual page has errors"
exit $failed
