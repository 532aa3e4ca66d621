#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# The program as the desktop sees it, on a session bus of its own: started by D-Bus activation, asked to show, open and find.
set -euo pipefail

if [ -z "${STRATOSCOPE_TEST_ON_OWN_BUS:-}" ]; then
    scratch=$(mktemp -d)
    trap 'rm -rf "$scratch"' EXIT
    mkdir -p "$scratch/services" "$scratch/home"
    mkdir -m 700 "$scratch/run"
    sed "s#@CMAKE_INSTALL_PREFIX@/@CMAKE_INSTALL_BINDIR@#$STRATOSCOPE_BIN_DIR#" \
        "$(dirname "$0")"/../../resources/io.github.stratoscope.Stratoscope.service.in >"$scratch/services/io.github.stratoscope.Stratoscope.service"
    cat >"$scratch/bus.conf" <<END
<busconfig>
  <type>session</type>
  <listen>unix:dir=$scratch</listen>
  <servicedir>$scratch/services</servicedir>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
END
    unset DISPLAY WAYLAND_DISPLAY
    export HOME="$scratch/home" XDG_CONFIG_HOME="$scratch/home/config" XDG_DATA_HOME="$scratch/home/data" XDG_CACHE_HOME="$scratch/home/cache"
    export XDG_RUNTIME_DIR="$scratch/run" QT_QPA_PLATFORM=offscreen STRATOSCOPE_TEST_ON_OWN_BUS=yes
    dbus-run-session --config-file "$scratch/bus.conf" -- "$0"
    exit
fi

name=io.github.stratoscope.Stratoscope
sample=$(realpath "$STRATOSCOPE_BIN_DIR/../share/stratoscope/sample.tar")
program=
finish() {
    [ -z "$program" ] || kill "$program" 2>/dev/null || true
}
trap finish EXIT

fail() {
    echo "desktop-service.sh: $*" >&2
    exit 1
}

call() { # METHOD ARGUMENTS...
    gdbus call --session --timeout 60 --dest $name --object-path /io/github/stratoscope/Stratoscope --method "org.freedesktop.Application.$1" "${@:2}"
}

until_() { # WHAT COMMAND...
    for _ in $(seq 300); do
        if "${@:2}"; then return; fi
        sleep 0.1
    done
    fail "timed out waiting for $1"
}

process_of_name() {
    program=$(gdbus call --session --dest org.freedesktop.DBus --object-path /org/freedesktop/DBus \
        --method org.freedesktop.DBus.GetConnectionUnixProcessID $name 2>/dev/null | sed -n 's/^(uint32 \([0-9]*\),)$/\1/p')
    [ -n "$program" ]
}
is_gone() { ! kill -0 "$1" 2>/dev/null || [ "$(sed 's/.*) //;s/ .*//' "/proc/$1/stat" 2>/dev/null)" = Z ]; }
is_tab_open() { grep -qF "$1" "$XDG_CONFIG_HOME/stratoscope/stratoscope.conf" 2>/dev/null; }

# Opening starts it; spaces and signs in names survive the way as URIs.
mkdir "$HOME/a folder"
cp "$sample" "$HOME/a folder/50%.tar"
call Open "['file://$HOME/a%20folder/50%25.tar']" "{'activation-token': <'token'>}" >/dev/null
until_ 'the name on the bus' process_of_name
tr '\0' ' ' <"/proc/$program/cmdline" | grep -q -- '--service' || fail "was not started by the bus"
until_ 'the tab' is_tab_open 'a folder/50%.tar'
first=$program

# A second file comes to the same process, by the bus or by the command line.
call Open "['file://$sample']" '{}' >/dev/null
until_ 'the second tab' is_tab_open "$sample"
"$STRATOSCOPE_BIN_DIR/stratoscope" --find
call Activate "{'desktop-startup-id': <'token_TIME1'>}" >/dev/null
call ActivateAction find-images '[]' '{}' >/dev/null
call ActivateAction no-such-action "[<'x'>]" '{}' >/dev/null
process_of_name
[ "$program" = "$first" ] || fail "another process has the name"
! is_gone "$first" || fail "has ended"

# Another window is another process, which has neither the name nor the tabs.
call ActivateAction new-window '[]' '{}' >/dev/null
other=
other_window() {
    local process
    for process in /proc/[0-9]*; do
        if [ "$(tr '\0' ' ' <"$process/cmdline" 2>/dev/null)" = "$STRATOSCOPE_BIN_DIR/stratoscope --new-window " ]; then
            other=${process#/proc/}
            return
        fi
    done
    return 1
}
until_ 'the new window' other_window
kill "$other"

# The name is free once the program has ended.
kill "$first"
until_ 'the end' is_gone "$first"
until_ 'the release of the name' sh -c "! gdbus call --session --dest org.freedesktop.DBus --object-path /org/freedesktop/DBus \
    --method org.freedesktop.DBus.GetNameOwner $name >/dev/null 2>&1"
program=

# Without a bus, it starts as usual.
env -u DBUS_SESSION_BUS_ADDRESS "$STRATOSCOPE_BIN_DIR/stratoscope" --no-restore &
program=$!
sleep 1
! is_gone "$program" || fail "does not start without a session bus"
