# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
#
# Sourced by the checks: a display of this machine, which the programs in a chroot reach through an abstract socket.

# Starts Xvfb, sets DISPLAY and display_process.
start_display() { # FOLDER
    local tool
    for tool in Xvfb:xvfb xdotool:xdotool import:imagemagick; do
        command -v "${tool%%:*}" >/dev/null || { echo "check: ${tool%%:*} is missing: install the package ${tool##*:}" >&2; exit 1; }
    done
    rm -f "$1/display"
    # It must not begin anew when a program has ended and the next one connects.
    Xvfb -displayfd 3 -screen 0 1280x800x24 -nolisten tcp -noreset 3>"$1/display" 2>/dev/null &
    display_process=$!
    until [ -s "$1/display" ]; do sleep 0.1; done
    DISPLAY=:$(cat "$1/display")
    export DISPLAY
}

# Starts Weston in the display, with the socket FOLDER/runtime/wayland. FOLDER/compositor exists when it is ready. Sets compositor_process.
start_compositor() { # FOLDER
    command -v weston >/dev/null || { echo "check: weston is missing: install the package weston" >&2; exit 1; }
    mkdir -m 700 "$1/runtime"
    XDG_RUNTIME_DIR=$1/runtime weston --backend=x11-backend.so --use-pixman --shell=kiosk-shell.so --socket=wayland --width=1280 --height=800 \
        >"$1/weston.log" 2>&1 &
    compositor_process=$!
    until [ -S "$1/runtime/wayland" ] || ! kill -0 "$compositor_process" 2>/dev/null; do sleep 0.1; done
    # For other users, too.
    chmod 711 "$1/runtime"
    chmod 666 "$1/runtime/wayland"
    touch "$1/compositor"
}

# Waits until the display shows something, where nothing but a compositor is, for a minute at most. Keeps a picture of it.
wait_for_picture() { # PICTURE
    for _ in $(seq 300); do
        if import -window root -strip "$1" 2>/dev/null && [ "$(identify -format '%k' "$1")" -gt 50 ]; then
            return
        fi
        sleep 0.2
    done
    return 1
}

# Waits until a window with this in its title shows something, for a minute at most. Keeps a picture of it.
wait_for_window() { # TITLE PICTURE
    local window
    for _ in $(seq 300); do
        window=$(xdotool search --onlyvisible --name "$1" 2>/dev/null | tail -1)
        # A window that shows nothing has hardly any colours.
        if [ -n "$window" ] && import -window "$window" -strip "$2" 2>/dev/null && [ "$(identify -format '%k' "$2")" -gt 50 ]; then
            return
        fi
        sleep 0.2
    done
    return 1
}
