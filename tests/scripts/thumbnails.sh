#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# Thumbnails by the real program, without a display: one bar for each layer, as long as its share, and nothing left of what fails.
set -euo pipefail

program=$STRATOSCOPE_BIN_DIR/stratoscope
support=$(cd "$(dirname "$0")/../support" && pwd)
scratch=$(mktemp -d)
waiting=
finish() {
    [ -z "$waiting" ] || kill "$waiting" 2>/dev/null || true
    rm -rf "$scratch"
}
trap finish EXIT
unset DISPLAY WAYLAND_DISPLAY QT_QPA_PLATFORM
export HOME="$scratch/home" XDG_CONFIG_HOME="$scratch/home" XDG_DATA_HOME="$scratch/home" XDG_CACHE_HOME="$scratch/home"
mkdir "$HOME"

fail() {
    echo "thumbnails.sh: $*" >&2
    exit 1
}

# refuses CODE MESSAGE ARGUMENTS...: nothing is written.
refuses() {
    local code=$1 message=$2 status=0
    shift 2
    "$program" --thumbnail "$scratch/none.png" "$@" >"$scratch/said" 2>&1 || status=$?
    [ "$status" = "$code" ] || fail "$*: exits with $status, not $code"
    grep -qF -- "$message" "$scratch/said" || fail "$*: says $(cat "$scratch/said")"
    [ ! -e "$scratch/none.png" ] || fail "$*: has written a picture"
}

# bars FILE: the lengths of its bars from the top downwards, in pixels: rows of one colour that is neither white nor the border's.
bars() {
    convert "$1" -depth 8 rgba:- | python3 -c '
import math, sys
data = sys.stdin.buffer.read()
side = math.isqrt(len(data) // 4)
colours = {(0x2f, 0x5d, 0xb0), (0x1f, 0xa3, 0x9a), (0xf0, 0xa5, 0x31)}
lengths, inside = [], 0
for y in range(side):
    row = sum(tuple(data[4 * (y * side + x):][:4]) == (*colour, 255) for x in range(side) for colour in colours)
    if row and not inside:
        lengths.append(0)
    inside = row
    if row:
        lengths[-1] = max(lengths[-1], row)
print(*lengths)'
}

python3 - "$support" "$scratch" <<'END'
import random
import sys

sys.path.insert(0, sys.argv[1])
import image_maker

numbers = random.Random(1)


def write(name, sizes):
    image_maker.write_image(f"{sys.argv[2]}/{name}", [image_maker.Layer().file("file", numbers.randbytes(size)).finish() for size in sizes])


write("three", [400_000, 100_000, 200_000])
write("many", [1000 * (number + 1) for number in range(48)])
END

"$program" --thumbnail "$scratch/three.png" "$scratch/three"
[ "$(identify -format '%m %w %h' "$scratch/three.png")" = 'PNG 256 256' ] || fail "is not a picture of 256 pixels"
read -r -a lengths <<<"$(bars "$scratch/three.png")"
[ ${#lengths[@]} = 3 ] || fail "three layers are ${#lengths[@]} bars"
# The lowest layer is at the bottom; ends are rounded and smooth.
near() { (($1 * 100 >= $2 * 94 && $1 * 100 <= $2 * 106)) || fail "a bar has $1 pixels, not about $2: ${lengths[*]}"; }
near "${lengths[0]}" $((lengths[2] / 2))
near "${lengths[1]}" $((lengths[2] / 4))

"$program" --size 512 --thumbnail "$scratch/many.png" "$scratch/many/oci-layout"
[ "$(identify -format '%m %w %h' "$scratch/many.png")" = 'PNG 512 512' ] || fail "is not a picture of 512 pixels"
read -r -a lengths <<<"$(bars "$scratch/many.png")"
[ ${#lengths[@]} = 12 ] || fail "48 layers are ${#lengths[@]} bars"
((lengths[0] > lengths[5] && lengths[5] > lengths[11])) || fail "later layers are larger: ${lengths[*]}"

"$program" --thumbnail "$scratch/again.png" "$scratch/three"
cmp "$scratch/three.png" "$scratch/again.png" || fail "the same image has another picture"
[ -z "$(ls -A "$HOME")" ] || fail "makes files in the user's folders: $(ls -A "$HOME")"

refuses 2 "expects one IMAGE"
refuses 2 "expects one IMAGE" "$scratch/three" "$scratch/many"
refuses 2 "--size" --size 5 "$scratch/three"
refuses 1 "$scratch/none.tar" "$scratch/none.tar"
echo nothing >"$scratch/text"
refuses 1 "is not a tar archive" "$scratch/text"
tar -C "$scratch" -cf "$scratch/plain.tar" text
refuses 1 "is not an image archive or an OCI layout" "$scratch/plain.tar"
mkdir "$scratch/broken" && cp -r "$scratch/three/." "$scratch/broken" && printf '{"schemaVersion":2,"manifests":[' >"$scratch/broken/index.json"
refuses 1 "index.json" "$scratch/broken"
[ -z "$(find "$scratch" -maxdepth 1 -name 'none.png*')" ] || fail "leaves $(find "$scratch" -maxdepth 1 -name 'none.png*')"

# While it reads, it is limited.
mkfifo "$scratch/pipe"
"$program" --thumbnail "$scratch/none.png" "$scratch/pipe" 2>/dev/null &
waiting=$!
limit() { sed -n "s/^$1  *\([0-9a-z]*\) .*/\1/p" /proc/$waiting/limits; }
for _ in $(seq 300); do
    [ "$(limit 'Max cpu time')" = unlimited ] || break
    sleep 0.1
done
[ "$(limit 'Max cpu time')" = 20 ] || fail "may compute for $(limit 'Max cpu time') seconds"
[ "$(limit 'Max address space')" = 2147483648 ] || fail "may use $(limit 'Max address space') bytes of memory"
[ "$(limit 'Max file size')" = 1073741824 ] || fail "may write $(limit 'Max file size') bytes"
