#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# Installs libstratoscope to a folder of its own, builds the example against it with CMake and with pkg-config, and runs it, in a program
# without Qt. Also: what is visible in the library, and its documentation.
set -euo pipefail

build=$STRATOSCOPE_BIN_DIR/..
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
failed() {
    echo "library.sh: $*"
    exit 1
}
if grep -q '^STRATOSCOPE_SANITIZE:.*=.' "$build/CMakeCache.txt"; then
    echo "library.sh: a library with a sanitizer cannot be used by a program without it; left out"
    exit 0
fi

for part in library development; do cmake --install "$build" --component "$part" --prefix "$scratch/usr" >/dev/null; done
library=$(find "$scratch/usr" -name libstratoscope.so)
libdir=$(dirname "$library")
[ "$(readlink "$library")" = libstratoscope.so.0 ] || failed "the link for building is $(readlink "$library")"
visible=$(nm -DC --defined-only "$library" | awk '{ $1 = $2 = ""; print }' | grep -v 'stratoscope::api::' || true)
[ -z "$visible" ] || failed "this is visible, too: $(head -5 <<<"$visible")"
if ldd "$library" | grep -E 'Qt6(Gui|Widgets)'; then failed "it needs a window system"; fi

cmake -S examples -B "$scratch/build" -DCMAKE_PREFIX_PATH="$scratch/usr" >/dev/null
cmake --build "$scratch/build" >/dev/null
export PKG_CONFIG_PATH=$libdir/pkgconfig LD_LIBRARY_PATH=$libdir XDG_DATA_HOME=$scratch/data
# shellcheck disable=SC2046 # several words
c++ -std=c++20 -o "$scratch/example" examples/stack_and_export.cpp \
    $(pkg-config --define-variable=prefix="$scratch/usr" --cflags --libs stratoscope)

mkdir -p "$scratch/base/etc" "$scratch/more/etc"
echo base >"$scratch/base/etc/name"
echo more >"$scratch/more/etc/name"
echo new >"$scratch/more/new"
tar -C "$scratch/base" -cf "$scratch/base.tar" .
tar -C "$scratch/more" -cf "$scratch/more.tar" .
"$scratch/build/stack_and_export" "$scratch/base.tar" "$scratch/out" "$scratch/more.tar" >"$scratch/said" 2>/dev/null
diff -r "$scratch/base" "$scratch/out" || failed "the exported directory is another one"
grep -q ' new$' "$scratch/said" || failed "the stacked layer is missing: $(cat "$scratch/said")"
contents=$(awk '/contents$/ { print $3; exit }' "$scratch/said")
[ -s "$contents" ] || failed "the layer's contents are not at $contents"

status=0
"$scratch/example" "$scratch/missing.tar" "$scratch/out2" >/dev/null 2>"$scratch/err" || status=$?
[ "$status" = 1 ] || failed "a missing archive: status $status"
[ ! -e "$scratch/out2" ] || failed "a missing archive leaves a directory"
grep -q 'missing.tar' "$scratch/err" || failed "it does not say what is missing: $(cat "$scratch/err")"
status=0
"$scratch/example" "$scratch/base.tar" "$scratch/out" >/dev/null 2>"$scratch/err" || status=$?
[ "$status" = 1 ] || failed "an existing destination: status $status"
diff -r "$scratch/base" "$scratch/out" || failed "the existing directory was touched"

if command -v abidiff >/dev/null; then
    scripts/abi-check "$library" "$library" || failed "scripts/abi-check"
fi
if command -v doxygen >/dev/null; then
    (cat docs/Doxyfile && echo "OUTPUT_DIRECTORY = $scratch/documentation") | doxygen - || failed "the documentation has warnings"
    [ -s "$scratch/documentation/html/index.html" ] || failed "there is no documentation"
fi
echo "library.sh: done"
