#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# Boots exported virtual machines in QEMU, with the processor emulated and Debian's kernel for clouds, until the image's own command
# has ended: who it runs as, where, with what, and which status the machine ends with. The kernel's package and a minimal Debian are
# downloaded once, to the user's cache; what cannot be had is left out, with a message.
#
# shellcheck disable=SC2016 # the machines expand what is in single quotes
set -euo pipefail

cli=$STRATOSCOPE_BIN_DIR/stratoscope-cli
cache=${XDG_CACHE_HOME:-$HOME/.cache}/stratoscope/vm
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
mkdir -p "$cache"
export ACCEL=tcg

leave_out() {
    echo "vm.sh: $1; nothing is booted"
    exit 0
}
[ "$(uname -m)" = x86_64 ] || leave_out "the kernel is for x86_64"
for tool in qemu-system-x86_64 qemu-img apt-get busybox python3 cc; do
    command -v "$tool" >/dev/null || leave_out "$tool is not installed"
done
kernel() { find "$cache" -name 'linux-image-[0-9]*-cloud-amd64_*.deb' | sort | tail -n 1; }
if [ -z "$(kernel)" ]; then
    package=$(apt-cache depends linux-image-cloud-amd64 2>/dev/null | awk '/Depends:/ { print $2; exit }')
    (cd "$cache" && [ -n "$package" ] && apt-get download "$package" >/dev/null 2>&1) || leave_out "linux-image-cloud-amd64 cannot be downloaded"
fi
kernel=$(kernel)

# image NAME TAR CONFIG [ARCHITECTURE]: an OCI layout of one layer.
image() {
    python3 - "$scratch/$1" "$2" "$3" "${4:-amd64}" <<'EOF'
import hashlib, json, os, sys
folder, tar, run, architecture = sys.argv[1], sys.argv[2], json.loads(sys.argv[3]), sys.argv[4]
os.makedirs(folder + "/blobs/sha256", exist_ok=True)
def blob(data, kind):
    digest = hashlib.sha256(data).hexdigest()
    with open(folder + "/blobs/sha256/" + digest, "wb") as file:
        file.write(data)
    return {"mediaType": "application/vnd.oci.image." + kind, "digest": "sha256:" + digest, "size": len(data)}
def document(content, kind):
    return blob(json.dumps(content).encode(), kind)
layer = blob(open(tar, "rb").read(), "layer.v1.tar")
config = document({"architecture": architecture, "os": "linux", "created": "2024-05-01T12:00:00Z", "config": run,
                   "rootfs": {"type": "layers", "diff_ids": [layer["digest"]]}}, "config.v1+json")
manifest = document({"schemaVersion": 2, "config": config, "layers": [layer]}, "manifest.v1+json")
manifest["annotations"] = {"org.opencontainers.image.ref.name": "example.com/tests/box:1"}
with open(folder + "/index.json", "w") as file:
    json.dump({"schemaVersion": 2, "manifests": [manifest]}, file)
with open(folder + "/oci-layout", "w") as file:
    file.write('{"imageLayoutVersion": "1.0.0"}')
EOF
}

export_vm() { # NAME OPTIONS...
    "$cli" --store "$scratch/store" --quiet export "$scratch/$1" "$scratch/vm of $1, \"it's\"" --format vm --kernel "$kernel" --force "${@:2}" \
        2>"$scratch/warnings"
}

# boots NAME STATUS [OPTIONS...]: starts the machine, and compares its status; what it prints is in $scratch/out.
boots() {
    local status=0
    timeout 150 "$scratch/vm of $1, \"it's\"/run.sh" "${@:3}" >"$scratch/out" 2>&1 || status=$?
    tr -d '\r' <"$scratch/out" >"$scratch/lines"
    if [ "$status" != "$2" ]; then
        echo "vm.sh: $1 ended with status $status, not $2:"
        cat "$scratch/lines"
        exit 1
    fi
}

prints() {
    for line; do
        if ! grep -qxF -- "$line" "$scratch/lines"; then
            echo "vm.sh: this line is missing: $line"
            cat "$scratch/lines"
            exit 1
        fi
    done
}

# A root file system with busybox, and users of its own.
root=$scratch/root
mkdir -p "$root/bin" "$root/etc"
cp "$(command -v busybox)" "$root/bin/busybox"
for name in sh id env pwd cat ip grep sleep kill hostname touch; do ln -s busybox "$root/bin/$name"; done
printf 'root:x:0:0::/root:/bin/sh\napp:x:1000:1001::/home/app:/bin/sh\n' >"$root/etc/passwd"
printf 'root:x:0:\napp:x:1001:\nwheel:x:10:root,app\naudio:x:29:app\n' >"$root/etc/group"
tar -C "$root" --owner=0 --group=0 -cf "$scratch/busybox.tar" .
busybox() { image "$1" "$scratch/busybox.tar" "$2"; }

facts='id; echo "in $(pwd)"; echo "host $(hostname)"; echo "$GREETING|$HOME|$PATH"; ip -4 addr show eth0 | grep -o "inet 10.0.2.[0-9]*/24"
    cat /etc/resolv.conf; touch /srv/a\ b/x || echo "not mine"; touch /tmp/x && echo "temporary"; (sleep 0.1 &); sleep 1
    grep -l "^State:.Z" /proc/[0-9]*/status; [ -t 0 ] && echo "a terminal"; exit 42'
busybox facts "$(python3 -c 'import json, sys; print(json.dumps({"User": "app", "WorkingDir": "/srv/a b", "Entrypoint": ["sh", "-c"],
    "Cmd": [sys.argv[1]], "Env": ["GREETING=hello  $(world)"]}))' "$facts")"
for disk in $("$cli" export --help | sed -n 's/.*--root \([a-z0-9|]*\) .*/\1/p' | tr '|' ' '); do
    export_vm facts --root "$disk"
    boots facts 42
    prints 'uid=1000(app) gid=1001(app) groups=10(wheel),29(audio)' 'in /srv/a b' 'host box' \
        'hello  $(world)|/home/app|/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin' 'inet 10.0.2.15/24' \
        'nameserver 10.0.2.3' 'not mine' 'temporary' 'a terminal' 'stratoscope: eth0: 10.0.2.15/24'
    if grep -q /proc/ "$scratch/lines" || [ "$(grep -c '^stratoscope: ' "$scratch/lines")" -gt 5 ]; then
        echo "vm.sh: $disk: a zombie, or too many lines:"
        cat "$scratch/lines"
        exit 1
    fi
done

export_vm facts --disk-format qcow2 --memory 256
[ "$(qemu-img info --output=json "$scratch/vm of facts, \"it's\"/root.qcow2" | python3 -c 'import json, sys; print(json.load(sys.stdin)["format"])')" = qcow2 ]
rm -r "$scratch/vm of facts, \"it's\""
export_vm facts --disk-format qcow2 --memory 256
# What is typed before the shell asks for it is lost, as on any serial line.
mkfifo "$scratch/keys"
boots facts 3 --shell <"$scratch/keys" &
machine=$!
exec 5>"$scratch/keys"
until grep -q '/srv/a b #' "$scratch/out" || ! kill -0 "$machine" 2>/dev/null; do sleep 0.2; done
echo 'echo "shell of $(id -un)"; exit 3' >&5
exec 5>&-
wait "$machine"
prints 'shell of root'

busybox signals '{"Cmd": ["sh", "-c", "trap \"exit 7\" TERM; kill -TERM 1; while :; do sleep 1; done"]}'
export_vm signals
boots signals 7
busybox killed '{"Cmd": ["sh", "-c", "kill -9 $$"]}'
export_vm killed
boots killed 137
busybox missing '{"Cmd": ["no-such-program"]}'
export_vm missing
grep -q 'will not run: "no-such-program" is not in the image' "$scratch/warnings" || { cat "$scratch/warnings"; exit 1; }
boots missing 127
prints 'stratoscope: no-such-program: not found'

# An image of one static program, without anything else.
cat >"$scratch/hello.c" <<'EOF'
#include <stdio.h>
#include <unistd.h>
int main(void) { printf("hello from %d in %s\n", getuid(), getcwd(NULL, 0)); return 5; }
EOF
mkdir "$scratch/hello.root"
cc -static -o "$scratch/hello.root/hello" "$scratch/hello.c"
tar -C "$scratch/hello.root" --owner=0 --group=0 -cf "$scratch/hello.tar" hello
image hello "$scratch/hello.tar" '{"Entrypoint": ["/hello"], "User": "33"}'
export_vm hello
boots hello 5
prints 'hello from 33 in /'
boots hello 127 --shell
prints 'stratoscope: /bin/sh: the image has no shell to run'

# The same program on another processor, with the kernel of the other architecture. Its package is not in apt's lists: they are read
# to a place of their own.
arm_apt=(-o APT::Architecture=arm64 -o APT::Architectures=arm64 -o "Dir::State=$scratch/apt" -o "Dir::Cache=$scratch/apt"
    -o "Dir::State::status=$scratch/apt/status")
arm_kernel() { find "$cache" -name 'linux-image-[0-9]*-cloud-arm64_*.deb' | sort | tail -n 1; }
download_arm_kernel() {
    mkdir -p "$scratch/apt/lists/partial" "$scratch/apt/archives/partial"
    touch "$scratch/apt/status"
    apt-get "${arm_apt[@]}" -qq update >/dev/null 2>&1 || return
    local package
    package=$(apt-cache "${arm_apt[@]}" depends linux-image-cloud-arm64 | awk '/Depends:/ { print $2; exit }')
    [ -n "$package" ] && (cd "$cache" && apt-get "${arm_apt[@]}" -qq download "$package" >/dev/null 2>&1)
}
if ! command -v qemu-system-aarch64 >/dev/null || ! command -v aarch64-linux-gnu-gcc >/dev/null; then
    echo "vm.sh: qemu-system-aarch64 or aarch64-linux-gnu-gcc is not installed; arm64 is left out"
elif [ -z "$(arm_kernel)" ] && ! download_arm_kernel; then
    echo "vm.sh: linux-image-cloud-arm64 cannot be downloaded; arm64 is left out"
else
    kernel=$(arm_kernel)
    aarch64-linux-gnu-gcc -static -o "$scratch/hello.root/hello" "$scratch/hello.c"
    tar -C "$scratch/hello.root" --owner=0 --group=0 -cf "$scratch/hello.tar" hello
    image arm "$scratch/hello.tar" '{"Entrypoint": ["/hello"], "User": "33"}' arm64
    export_vm arm
    boots arm 5
    prints 'hello from 33 in /'
    kernel=$(kernel)
fi

# Debian.
debian=$cache/bookworm.tar
if [ ! -e "$debian" ] && [ "$(id -u)" = 0 ] && command -v debootstrap >/dev/null; then
    if debootstrap --variant=minbase bookworm "$scratch/debian" >"$scratch/debootstrap" 2>&1; then
        rm -rf "$scratch"/debian/var/cache/apt/archives/*.deb
        tar -C "$scratch/debian" --numeric-owner --exclude='./dev/*' --exclude='./proc/*' --exclude='./sys/*' -cf "$debian.part" .
        mv "$debian.part" "$debian"
    else
        tail -n 3 "$scratch/debootstrap"
    fi
fi
if [ -e "$debian" ]; then
    image debian "$debian" '{"User": "games", "WorkingDir": "/var/games", "Cmd": ["bash", "-c", "id; pwd; . /etc/os-release; echo $VERSION_CODENAME; perl -e \"exit 9\""]}'
    export_vm debian
    boots debian 9
    prints 'uid=5(games) gid=60(games) groups=60(games)' /var/games bookworm
else
    echo "vm.sh: debootstrap is not installed or needs root; Debian is left out"
fi
echo "vm.sh: done"
