#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# The version of a commit: from the tag, from what came after it, and in a source archive, which has no repository. Debian's changelog,
# which scripts/package makes of ours. That Debian's packages are built with what scripts/packages.txt lists.
set -euo pipefail

root=$(cd "$(dirname "$0")/../.." && pwd)
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
export GIT_CONFIG_GLOBAL=/dev/null GIT_AUTHOR_NAME=a GIT_AUTHOR_EMAIL=a@b GIT_COMMITTER_NAME=a GIT_COMMITTER_EMAIL=a@b

fail() {
    echo "packaging.sh: $*" >&2
    exit 1
}

repository=$scratch/repository
mkdir -p "$repository/cmake"
cp "$root"/cmake/{Version.cmake,source-archive.txt} "$repository/cmake/"
cp "$root/.gitattributes" "$repository/"
git -C "$repository" init --quiet
git -C "$repository" add .
commit() {
    git -C "$repository" commit --quiet --allow-empty --message "$1"
}

# expect REGEX: of the version in the repository and in an archive of it.
expect() {
    local found
    found=$(cd "$repository" && cmake -P cmake/Version.cmake 2>&1)
    [[ $found =~ ^$1$ ]] || fail "the version is $found, not like $1"
    rm -rf "$scratch/archive"
    mkdir "$scratch/archive"
    git -C "$repository" archive HEAD | tar -x -C "$scratch/archive"
    local archived
    archived=$(cd "$scratch/archive" && cmake -P cmake/Version.cmake 2>&1)
    [ "$archived" = "$found" ] || fail "the version of an archive is $archived, not $found"
}

commit first
expect '0\.1\.0-dev\+g[0-9a-f]{12}'
git -C "$repository" tag -a -m release v0.2.0
git -C "$repository" tag other
expect '0\.2\.0'
commit second
commit third
expect '0\.2\.0\+2\.g[0-9a-f]{12}'
git -C "$repository" tag v1.10.3
expect '1\.10\.3'

cat >"$scratch/CHANGELOG.md" <<'END'
# Changelog

## [Unreleased]

## [0.2.0] - 2026-12-01

### Added

- A change with `code` in it, which is longer than a line of Debian's changelog may be, so that it is
  broken.
- Another one.

## [0.1.0] - 2026-11-01

- The first.
END
awk -f "$root/installer/debian/make-changelog" version=0.2.0+1.g12 revision=-1~deb12u1 suite=bookworm date='Wed, 02 Dec 2026 00:00:00 +0000' \
    maintainer='A <a@b>' "$scratch/CHANGELOG.md" >"$scratch/changelog"
cat >"$scratch/expected" <<'END'
stratoscope (0.2.0+1.g12-1~deb12u1) bookworm; urgency=medium

  * A change with code in it, which is longer than a line of Debian's
    changelog may be, so that it is broken.
  * Another one.

 -- A <a@b>  Tue, 01 Dec 2026 00:00:00 +0000

stratoscope (0.1.0-1~deb12u1) bookworm; urgency=medium

  * The first.

 -- A <a@b>  Sun, 01 Nov 2026 00:00:00 +0000

END
diff -u "$scratch/expected" "$scratch/changelog" || fail "Debian's changelog is not as expected"

# What is not wanted for Debian's packages is always there, a choice of the linker, or for another way of building.
awk '$1 == "build" { print $2 }' "$root/scripts/packages.txt" \
    | grep -vxE 'g\+\+|libc6-dev|mold|qt6-translations-l10n|fonts-dejavu-core' | sort -u >"$scratch/listed"
sed -n '/^Build-Depends:/,/^$/s/^ \([a-z0-9.+-]*\).*/\1/p' "$root/installer/debian/control" | grep -vE '^(debhelper-compat|g\+\+-.*|libkf6.*)$' | sort -u \
    >"$scratch/wanted"
diff -u "$scratch/listed" "$scratch/wanted" || fail "scripts/packages.txt and installer/debian/control do not list the same"
