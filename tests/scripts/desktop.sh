#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# Drives the real program on its own display (Xvfb) with mouse and keys, as a person would: drops a file on it, filters, previews,
# copies and exports. Screenshots of each step are kept in desktop/ in the build directory.
set -euo pipefail

programs=$STRATOSCOPE_BIN_DIR
sample=$(realpath "$programs/../share/stratoscope/sample.tar")
pictures=$(realpath "$programs/..")/desktop
scratch=$(mktemp -d)
processes=()
cleanup() {
    for process in "${processes[@]}"; do
        kill "$process" 2>/dev/null || true
        wait "$process" 2>/dev/null || true
    done
    rm -rf "$scratch"
}
trap cleanup EXIT
mkdir -p "$pictures"
rm -f "$pictures"/*.png

fail() {
    echo "desktop.sh: $1" >&2
    import -window root "$pictures/failed.png" || true
    exit 1
}

# until_ WHAT COMMAND...: waits until COMMAND succeeds, for half a minute at most.
until_() {
    local what=$1
    shift
    for _ in $(seq 150); do
        if "$@"; then
            return
        fi
        sleep 0.2
    done
    fail "timed out waiting for $what"
}

Xvfb -displayfd 3 -screen 0 1400x900x24 -nolisten tcp 3>"$scratch/display" 2>/dev/null &
processes+=($!)
until_ 'the display' test -s "$scratch/display"
DISPLAY=:$(cat "$scratch/display")
export DISPLAY HOME="$scratch/home" XDG_CONFIG_HOME="$scratch/config" XDG_DATA_HOME="$scratch/data" XDG_CACHE_HOME="$scratch/cache"
export XDG_RUNTIME_DIR="$scratch/runtime" QT_QPA_PLATFORM=xcb
mkdir -p "$HOME" "$XDG_CONFIG_HOME/stratoscope"
mkdir -m 700 "$XDG_RUNTIME_DIR"

"$programs/stratoscope" 2>"$scratch/errors" &
program=$!
processes+=("$program")
window=
find_window() {
    window=$(xdotool search --onlyvisible --pid "$program" --name "$1" 2>/dev/null | tail -1)
    [ -n "$window" ]
}
picture() {
    sleep 0.5 # what has just changed is painted
    import -window root "$pictures/$1.png"
    # A window that shows nothing has hardly any colours.
    [ "$(identify -format '%k' "$pictures/$1.png")" -gt 50 ] || fail "$1: the window is empty"
}

until_ 'the window' find_window Stratoscope
xdotool windowmove "$window" 0 0 windowsize "$window" 1180 760
picture 1-start

"$programs/stratoscope-drag-source" 1230 800 "$sample" &
processes+=($!)
sleep 1
xdotool mousemove 1290 830 mousedown 1
for position in '1280 820' '1200 780' '900 600' '600 400' '590 390' '580 380'; do
    # shellcheck disable=SC2086
    xdotool mousemove $position
    sleep 0.15
done
picture 2-held
xdotool mouseup 1
until_ 'the dropped image' find_window 'stratoscope-sample.*Stratoscope'
picture 3-dropped

xdotool windowfocus "$window" 2>/dev/null || true
xdotool key ctrl+f
xdotool type --delay 20 'pass type:file'
sleep 1
xdotool key Return
picture 4-filtered
xdotool key ctrl+shift+c
clipboard_is() { [ "$(timeout 2 xclip -selection clipboard -o 2>/dev/null)" = "$1" ]; }
until_ 'the path on the clipboard' clipboard_is /etc/passwd

# The files themselves, as a file manager would paste them.
xdotool key ctrl+c
copied() {
    local file
    file=$(timeout 5 xclip -selection clipboard -o -t text/uri-list 2>/dev/null | tr -d '\r')
    [ -n "$file" ] && grep -q '^root:' "${file#file://}"
}
until_ 'the copied file' copied

xdotool key ctrl+e
until_ 'the questions of the export' find_window 'Export'
picture 5-export
xdotool mousemove --window "$window" 20 200 click 1 # there is no window manager that would give it the keyboard
xdotool key alt+t ctrl+a
xdotool type --delay 10 "$scratch/exported"
sleep 0.5
xdotool key Return
until_ 'the export' test -f "$scratch/exported/etc/passwd"
picture 6-exported
grep -q '^root:' "$scratch/exported/etc/passwd" || fail 'the export is not the image'
xdotool key Escape
sleep 0.5
xdotool mousemove 700 300 click 1

# Another file, dropped where the files are: the images are compared.
cp "$sample" "$scratch/other.tar"
"$programs/stratoscope-drag-source" 1230 600 "$scratch/other.tar" &
processes+=($!)
sleep 1
xdotool mousemove 1290 630 mousedown 1
for position in '1280 620' '1200 610' '900 600' '700 550' '690 540'; do
    # shellcheck disable=SC2086
    xdotool mousemove $position
    sleep 0.15
done
picture 7-held-to-compare
xdotool mouseup 1
until_ 'the comparison' find_window '↔.*Stratoscope'
picture 8-compared
xdotool mousemove --window "$window" 700 300 click 1
xdotool key alt+m
sleep 0.3
xdotool key e
until_ 'the end of the comparison' find_window '^[^↔]*stratoscope-sample[^↔]*Stratoscope'

# A tab, pulled onto the image that is shown: pressing it must not replace that.
"$programs/stratoscope" "$scratch/other.tar"
sleep 1.5
xdotool mousemove 310 35 mousedown 1
for position in '320 40' '340 60' '420 120' '560 240' '690 360' '700 370'; do
    # shellcheck disable=SC2086
    xdotool mousemove $position
    sleep 0.15
done
picture 9-tab-held
xdotool mouseup 1
until_ 'the comparison with the tab' find_window '↔.*Stratoscope'
picture 10-tab-compared
xdotool key ctrl+q
ended() { ! kill -0 "$program" 2>/dev/null; }
until_ 'the end of the program' ended
if grep -vE 'XDG_RUNTIME_DIR|propagateSizeHints' "$scratch/errors"; then
    fail 'the program complained'
fi
echo "pictures: $pictures"
