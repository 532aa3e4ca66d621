# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
#
# Sourced by what runs in a fresh chroot, where /shared has the packages and the sample image.
set -euo pipefail
export DEBIAN_FRONTEND=noninteractive

fail() {
    echo "$(basename "$0"): $*" >&2
    exit 1
}

install() {
    apt-get -q -y --no-install-recommends install "$@" >/tmp/apt.log 2>&1 || { tail -n 20 /tmp/apt.log >&2; fail "cannot install $*"; }
}

# All that is on the disk, except for what packages do not bring and what users own.
list_files() {
    find / -xdev \( -path /proc -o -path /sys -o -path /dev -o -path /tmp -o -path /shared -o -path /home -o -path /root -o -path /var/cache/apt \
        -o -path /var/lib/apt -o -path /var/log \) -prune -o -print | LC_ALL=C sort
}

# remove PACKAGES...: with what they brought. Nothing must be left of them that was not there before.
remove() {
    apt-get -q -y --purge autoremove "$@" >/tmp/apt.log 2>&1 || { tail -n 20 /tmp/apt.log >&2; fail "cannot remove $*"; }
    list_files >/tmp/after
    # dpkg keeps the previous version of its own lists, and debconf and the caches of others' triggers begin with the first package.
    LC_ALL=C comm -13 /tmp/before /tmp/after | grep -vE '^/var/(lib/dpkg/|cache/(debconf|fontconfig|man|ldconfig)/)|\.(pyc|dpkg-old)$' >/tmp/left || true
    if grep -qi stratoscope /tmp/left; then
        fail "left behind: $(grep -i stratoscope /tmp/left | head -20)"
    fi
    local mentions
    mentions=$(grep -rlis stratoscope /etc /usr /var --include='*' 2>/dev/null | grep -vE '^/var/(log|lib/apt|cache/apt)/' || true)
    [ -z "$mentions" ] || fail "mentioned after removing: $mentions"
    if [ -s /tmp/left ]; then
        echo "$(basename "$0"): left by other packages: $(wc -l </tmp/left) files, such as $(head -3 /tmp/left | xargs)"
    fi
}

apt-get -q update >/tmp/apt.log 2>&1 || { cat /tmp/apt.log >&2; fail "no package lists"; }
