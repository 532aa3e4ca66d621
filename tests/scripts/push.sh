#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# Pushes images to Debian's docker-registry: what arrives (skopeo compares), what is not uploaded again, what a registry takes from
# another repository of its own, pushing with a login, and an upload whose connection is cut off.
set -euo pipefail

cli=$STRATOSCOPE_BIN_DIR/stratoscope-cli
for tool in docker-registry skopeo python3 htpasswd; do
    if ! command -v "$tool" >/dev/null; then
        echo "push.sh: $tool is not installed; nothing is pushed"
        exit 0
    fi
done
scratch=$(mktemp -d)
processes=()
cleanup() {
    if [ ${#processes[@]} -gt 0 ]; then kill "${processes[@]}" 2>/dev/null || true; fi
    rm -rf "$scratch"
}
trap cleanup EXIT
export HOME=$scratch XDG_CONFIG_HOME=$scratch/config XDG_RUNTIME_DIR=$scratch DOCKER_CONFIG=$scratch/docker

failed() {
    echo "push.sh: $*"
    exit 1
}
store() { "$cli" --store "$scratch/store" --quiet "$@"; }
field() { python3 -c 'import json, sys; print(json.load(sys.stdin)[sys.argv[1]])' "$1"; }

# registry NAME EXTRA: starts a registry; its port is in $port.
registry() {
    port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
    mkdir -p "$scratch/$1.data"
    printf 'version: 0.1\nlog: {level: error}\nstorage: {filesystem: {rootdirectory: "%s"}}\nhttp: {addr: "127.0.0.1:%s"}\n%s\n' \
        "$scratch/$1.data" "$port" "$2" >"$scratch/$1.yml"
    OTEL_TRACES_EXPORTER=none docker-registry serve "$scratch/$1.yml" >"$scratch/$1.log" 2>&1 &
    processes+=($!)
    for _ in $(seq 100); do
        if (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then return; fi
        sleep 0.1
    done
    failed "docker-registry does not start: $(cat "$scratch/$1.log")"
}
digest() { skopeo inspect --raw --tls-verify=false "docker://$1" | sha256sum | awk '{ print "sha256:" $1 }'; }

# Two images that have a layer in common, the larger one of 12 MB, which takes several chunks.
python3 - "$scratch" <<'EOF'
import gzip, hashlib, io, json, os, random, sys, tarfile
random.seed(1)
def layer(files):
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as tar:
        for name, data in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            tar.addfile(info, io.BytesIO(data))
    return out.getvalue()
def write(folder, layers, architecture="amd64", more=()):
    os.makedirs(folder + "/blobs/sha256", exist_ok=True)
    def blob(data, kind):
        digest = hashlib.sha256(data).hexdigest()
        with open(f"{folder}/blobs/sha256/{digest}", "wb") as file:
            file.write(data)
        return {"mediaType": "application/vnd.oci.image." + kind, "digest": "sha256:" + digest, "size": len(data)}
    packed = [blob(gzip.compress(tar, 1, mtime=0), "layer.v1.tar+gzip") for tar in layers]
    config = blob(json.dumps({"architecture": architecture, "os": "linux", "config": {}, "rootfs": {"type": "layers",
        "diff_ids": ["sha256:" + hashlib.sha256(tar).hexdigest() for tar in layers]}}).encode(), "config.v1+json")
    manifest = blob(json.dumps({"schemaVersion": 2, "mediaType": "application/vnd.oci.image.manifest.v1+json", "config": config,
        "layers": packed}, indent=1).encode(), "manifest.v1+json")
    top = manifest
    if more:
        manifests = [dict(entry, platform={"os": "linux", "architecture": name})
                     for entry, name in [(manifest, architecture)] + [(write(folder, *one), one[1]) for one in more]]
        top = blob(json.dumps({"schemaVersion": 2, "mediaType": "application/vnd.oci.image.index.v1+json", "manifests": manifests},
                              indent=1).encode(), "index.v1+json")
    with open(folder + "/index.json", "w") as file:
        json.dump({"schemaVersion": 2, "manifests": [dict(top, annotations={"org.opencontainers.image.ref.name": "latest"})]}, file)
    with open(folder + "/oci-layout", "w") as file:
        file.write('{"imageLayoutVersion": "1.0.0"}')
    return manifest
base = layer({"data": random.randbytes(12_000_000)})
write(sys.argv[1] + "/app", [base])
write(sys.argv[1] + "/child", [base, layer({"more": b"more\n"})])
write(sys.argv[1] + "/several", [layer({"one": b"1"})], "amd64", [([layer({"two": b"2"})], "arm64")])
EOF
digest_of() { python3 -c 'import json, sys; print(json.load(open(sys.argv[1] + "/index.json"))["manifests"][0]["digest"])' "$scratch/$1"; }

registry open ''
host=localhost:$port
said=$(store push "oci:$scratch/app" "$host/team/app:1.0" --json)
[ "$(field digest <<<"$said")" = "$(digest_of app)" ] || failed "another digest: $said"
[ "$(field reference <<<"$said")" = "$host/team/app:1.0" ] || failed "another reference: $said"
[ "$(field reusedBytes <<<"$said")" = 0 ] || failed "nothing was there before: $said"
[ "$(digest "$host/team/app:1.0")" = "$(digest_of app)" ] || failed "skopeo finds another manifest"
skopeo copy -q --insecure-policy --src-tls-verify=false "docker://$host/team/app:1.0" "oci:$scratch/copied:1.0"
diff -r "$scratch/app/blobs" "$scratch/copied/blobs" || failed "skopeo gets other blobs"

said=$(store push "oci:$scratch/app" "$host/team/app:again" --json)
total=$(field bytes <<<"$said")
[ "$(field reusedBytes <<<"$said")" -gt $((total - 2000)) ] || failed "it is uploaded again: $said"
store push "oci:$scratch/app" "$host/team/app@$(digest_of app)" >/dev/null
if store push "oci:$scratch/app" "$host/team/app@sha256:$(printf '0%.0s' $(seq 64))" 2>"$scratch/err"; then failed "a digest that it does not have"; fi
grep -q "is not what would be pushed, which has the digest $(digest_of app)" "$scratch/err" || failed "$(cat "$scratch/err")"

# What was pulled from a repository of the same registry is mounted into another one.
store pull "$host/team/app:1.0" >/dev/null
said=$(store push "$host/team/app:1.0" "$host/other/app:1.0" --json)
[ "$(field reusedBytes <<<"$said")" -gt 11000000 ] || failed "the layer is not mounted: $said"
[ "$(digest "$host/other/app:1.0")" = "$(digest_of app)" ] || failed "the mounted image is another one"

said=$(store push "oci:$scratch/child" "$host/team/app:child" --json)
[ "$(field reusedBytes <<<"$said")" -gt 11000000 ] || failed "the common layer is uploaded again: $said"

# An index as a whole, and one of its platforms.
store push "oci:$scratch/several" "$host/team/several:all" >/dev/null
[ "$(digest "$host/team/several:all")" = "$(digest_of several)" ] || failed "the index is another one"
skopeo copy -q --all --insecure-policy --src-tls-verify=false "docker://$host/team/several:all" "oci:$scratch/all:1"
store push "oci:$scratch/several" "$host/team/several:arm" --platform linux/arm64 >/dev/null
skopeo inspect --tls-verify=false --raw "docker://$host/team/several:arm" | grep -q config || failed "one platform is not a manifest"

# An archive that has no manifest gets one; its layers are compressed.
skopeo copy -q --insecure-policy "oci:$scratch/app" "docker-archive:$scratch/app.tar:app:1"
store push "$scratch/app.tar" "$host/team/archive:1" >/dev/null
skopeo inspect --tls-verify=false --raw "docker://$host/team/archive:1" | grep -q 'tar+gzip' || failed "an archive's layers are not compressed"
skopeo inspect --tls-verify=false "docker://$host/team/archive:1" >/dev/null

# With a login.
mkdir -p "$scratch/docker"
htpasswd -Bbn me secret >"$scratch/users"
registry closed "auth: {htpasswd: {realm: here, path: \"$scratch/users\"}}"
closed=localhost:$port
if store push "oci:$scratch/child" "$closed/a:1" 2>"$scratch/err"; then failed "it is pushed without a login"; fi
[ "$(wc -l <"$scratch/err")" = 1 ] || failed "more than one line: $(cat "$scratch/err")"
grep -q "$closed: a login is required" "$scratch/err" || failed "it does not say who refuses: $(cat "$scratch/err")"
if store push "oci:$scratch/child" "$closed/a:1" --creds me:wrong 2>"$scratch/err"; then failed "it is pushed with a wrong password"; fi
store push "oci:$scratch/child" "$closed/a:1" --creds me:secret >/dev/null

# A connection that is cut off every 3 MB: the upload continues where it was.
cat >"$scratch/cutting.py" <<'EOF'
import socket, sys, threading
target, most = int(sys.argv[1]), 3_000_000
cuts = 3
server = socket.create_server(("127.0.0.1", 0))
print(server.getsockname()[1], flush=True)
def pump(source, sink, limited, both):
    global cuts
    passed = 0
    while True:
        try:
            data = source.recv(65536)
            if not data:
                break
            sink.sendall(data)
        except OSError:
            break
        passed += len(data)
        if limited and passed > most and cuts > 0:
            cuts -= 1
            print("cut", flush=True)
            break
    for end in both:
        try:
            end.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass
while True:
    client, _ = server.accept()
    upstream = socket.create_connection(("127.0.0.1", target))
    both = (client, upstream)
    threading.Thread(target=pump, args=(client, upstream, True, both), daemon=True).start()
    threading.Thread(target=pump, args=(upstream, client, False, both), daemon=True).start()
EOF
registry cut ''
python3 "$scratch/cutting.py" "$port" >"$scratch/cuts" &
processes+=($!)
until [ -s "$scratch/cuts" ]; do sleep 0.1; done
store push "oci:$scratch/app" "localhost:$(head -n 1 "$scratch/cuts")/a:1" >/dev/null
[ "$(grep -c cut "$scratch/cuts")" -gt 1 ] || failed "the connection was not cut off"
[ "$(digest "localhost:$port/a:1")" = "$(digest_of app)" ] || failed "after being cut off, it is another image"

# One that is interrupted leaves no tag; the next one finishes it, wherever it was interrupted.
for signal in INT KILL; do
    for after in 0.1 0.2 0.3 0.5; do
        image=localhost:$port/$(tr '[:upper:]' '[:lower:]' <<<"$signal")$after:1
        (timeout --signal=$signal $after "$cli" --store "$scratch/store" push "oci:$scratch/child" "$image" || true) >/dev/null 2>&1
        store push "oci:$scratch/child" "$image" >/dev/null
        [ "$(digest "$image")" = "$(digest_of child)" ] || failed "interrupted by $signal after $after s, it is another image"
    done
done
[ -z "$(ls "$scratch/store/uploads")" ] || failed "uploads are kept that are done: $(ls "$scratch/store/uploads")"

# What is refused says who refused it.
for wrong in "localhost:1/a:1" "UPPER/a:1" "$host/Team/a:1"; do
    status=0
    store push "oci:$scratch/app" "$wrong" >/dev/null 2>"$scratch/err" || status=$?
    [ "$status" = 1 ] || failed "$wrong: status $status"
    [ "$(wc -l <"$scratch/err")" = 1 ] || failed "$wrong: more than one line: $(cat "$scratch/err")"
done
echo "push.sh: done"
