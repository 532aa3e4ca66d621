# SPDX-License-Identifier: Apache-2.0
"""Images for the comparison with other unpackers: tars byte for byte, put into an OCI image layout."""

import gzip
import hashlib
import io
import json
import os
import struct
import subprocess
import tarfile

TIME = 1714564800
BLOCK = 512


class Layer:
    """A layer's tar, member by member."""

    def __init__(self):
        self.bytes = io.BytesIO()

    def add(self, name, kind=tarfile.REGTYPE, content=b"", link="", mode=None, uid=0, gid=0, mtime=TIME, device=(0, 0), pax=None,
            format=tarfile.PAX_FORMAT):
        """`mtime` may be text, with a fraction: it is then a pax record."""
        member = tarfile.TarInfo(name)
        member.type = kind
        member.size = len(content)
        member.linkname = link
        member.mode = mode if mode is not None else 0o755 if kind == tarfile.DIRTYPE else 0o777 if kind == tarfile.SYMTYPE else 0o644
        member.uid, member.gid = uid, gid
        member.devmajor, member.devminor = device
        member.pax_headers = dict(pax or {})
        if isinstance(mtime, str):
            member.pax_headers["mtime"] = mtime
        else:
            member.mtime = mtime
        self.bytes.write(member.tobuf(format, "utf-8", "surrogateescape"))
        self.bytes.write(content + bytes(-len(content) % BLOCK))
        return self

    def file(self, name, content=b"", **more):
        return self.add(name, content=content, **more)

    def dir(self, name, mode=0o755, **more):
        return self.add(name, tarfile.DIRTYPE, mode=mode, **more)

    def symlink(self, name, target, **more):
        return self.add(name, tarfile.SYMTYPE, link=target, **more)

    def hardlink(self, name, target, **more):
        return self.add(name, tarfile.LNKTYPE, link=target, **more)

    def finish(self, end=bytes(2 * BLOCK)):
        return self.bytes.getvalue() + end


def surrogates(raw):
    return raw.decode("utf-8", "surrogateescape")


def capability():
    """security.capability, version 2: cap_net_bind_service, effective."""
    return surrogates(struct.pack("<IIIII", 0x02000001, 1 << 10, 0, 0, 0))


def xattrs(**values):
    return {"SCHILY.xattr." + name.replace("__", "."): value for name, value in values.items()}


def base_layer():
    layer = Layer().dir("./", 0o751, mtime="1600000000.5")
    layer.dir("etc").dir("usr").dir("./usr/lib", mtime="1500000000.123456789").dir("/opt/", 0o1777)
    layer.symlink("lib", "usr/lib", mtime="1400000000.000000001").symlink("abs", "/usr/lib").symlink("dangling", "../no/where")
    layer.symlink("toroot", "/").symlink("chain", "lib").symlink("usr/lib/up", "../../etc")
    layer.file("etc/passwd", b"root:x:0:0::/:/bin/sh\napp:x:1000:2000::/:\n").file("etc/group", b"root:x:0:\n")
    layer.file("empty").file("big", b"0123456789abcdef" * 70_000).file("etc/old", mtime="-1.5").file("etc/ancient", mtime=-1_000_000_000)
    layer.file("etc/ids", uid=3_000_000, gid=4_294_967_290).file("etc/ids256", uid=3_000_000, gid=2_097_152, format=tarfile.GNU_FORMAT)
    layer.file("setuid", b"#!", mode=0o4755).file("setgid", b"#!", mode=0o2711, uid=5, gid=6).dir("sticky", 0o1777)
    layer.file("capable", b"#!", mode=0o755, pax=xattrs(security__capability=capability()))
    layer.file("attributes", b"x", pax=xattrs(user__binary=surrogates(b"\x01\xff\n=\x00z"), user__text="value", trusted__t="1"))
    layer.dir("attributed", pax=xattrs(user__dir="yes"))
    layer.add("null", tarfile.CHRTYPE, mode=0o666, device=(1, 3)).add("disk", tarfile.BLKTYPE, mode=0o660, gid=6, device=(259, 70_000))
    layer.add("pipe", tarfile.FIFOTYPE, mode=0o600)
    layer.file("hard-1", b"one file").hardlink("hard-2", "hard-1").hardlink("etc/hard-3", "./hard-2").hardlink("hard-symlink", "/dangling")
    for name in (b"latin-\xe9", b"tab\there", b"new\nline", b"\xf0\x9f\x93\xa6", b" ", b"back\\slash", b"*?[x]"):
        layer.file(surrogates(b"names/" + name), name)
    layer.symlink(surrogates(b"names/link-\xe9"), surrogates(b"latin-\xe9"))
    deep = "deep/" + "/".join("d" * 200 for _ in range(3))
    layer.file(deep + "/" + "f" * 255, b"deep").file("gnu/" + "n" * 200, b"gnu", format=tarfile.GNU_FORMAT)
    layer.symlink("long-link", "t/" * 300, format=tarfile.GNU_FORMAT)
    layer.file("implied/by/others", b"x").file("../../outside", b"in").file("etc/../inside", b"in").file("etc//./twice", b"1")
    layer.file("etc/twice", b"22").file("became", b"file").symlink("became", "etc").dir("flip").file("flip/x").file("flip", b"file")
    layer.dir("keep", 0o700).file("keep/a", b"a").file("keep/b", b"b").dir("gone").file("gone/a").dir("gone/sub").file("gone/sub/b")
    layer.dir("opaque").file("opaque/a").file("opaque/b").dir("opaque/sub").file("opaque/sub/c").file("file-to-dir").dir("dir-to-file")
    layer.file("dir-to-file/x").dir("dir-to-link").file("dir-to-link/x").symlink("link-to-dir", "keep").file("usr/lib/hidden")
    return layer.finish()


def changes_layer():
    layer = Layer()
    layer.file(".wh.empty").file("etc/.wh.old").file(".wh.nothing").file("no/such/.wh.thing").file(".wh.gone").file("keep/.wh.a")
    layer.file("lib/.wh.hidden").file("opaque/before", b"1").dir("opaque/sub", 0o700).file("opaque/.wh..wh..opq").file("opaque/sub/after", b"2")
    layer.dir("opaque/sub", 0o700)  # again: umoci leaves a new time on it where it takes something away below it
    layer.file("opaque/a", b"own").file(".wh..wh.aufs").file("etc/.wh.twice").file("etc/twice", b"anew")
    layer.file("keep/b", b"own").file("keep/.wh.b")  # a whiteout does not reach its own layer
    layer.file("lib/below-link", b"x").file("abs/below-absolute", b"x").file("chain/below-chain", b"x").file("lib/up/through", b"x")
    layer.file("toroot/from-root", b"x").dir("lib/made").hardlink("lib/linked", "usr/lib/below-link").hardlink("by-link", "lib/below-link")
    layer.dir("file-to-dir").file("file-to-dir/x").file("dir-to-file", b"file").symlink("dir-to-link", "keep")
    layer.dir("link-to-dir", 0o711).file("link-to-dir/own")
    layer.dir("keep", 0o2755, uid=7, mtime="1234567890.987654321").hardlink("hard-4", "hard-1").file("hard-2", b"other content")
    layer.file("implied/by/more", b"y").dir("attributed", 0o700)
    return layer.finish(b"")  # as `umoci insert` leaves it


def last_layer():
    layer = Layer().file("hard-1", b"replaced").file(".wh.hard-symlink").dir("gone").file("gone/new").file("usr/lib/.wh.below-link")
    layer.hardlink("etc/passwd-link", "etc/passwd").file("etc/passwd", b"root:x:0:0::/root:\napp:x:1001:2001::/:\n", mtime="1700000000.25")
    return layer.finish() + bytes(7000) + b"garbage after the end"


def sparse_layers(folder):
    """One layer by GNU tar of each form of sparse files that umoci knows."""
    path = os.path.join(folder, "sparse")
    with open(path, "wb") as file:
        file.truncate(3_000_000)
        for offset in (4096, 1_048_577, 2_000_000):
            os.pwrite(file.fileno(), b"data", offset)
    for version in ("0.0", "0.1", "1.0"):
        yield subprocess.run(["tar", "--format=pax", "--sparse", f"--sparse-version={version}", "--owner=0", "--group=0",
                              f"--transform=s/^sparse$/sparse-{version}/", "-C", folder, "-c", "sparse"], check=True,
                             stdout=subprocess.PIPE).stdout
    os.unlink(path)


def write_image(folder, tars, history=None):
    """An OCI image layout with the tag `latest`. The layers are plain, gzip, and gzip of several members, by turns. `history`: the
    instruction of each layer."""
    blobs = os.path.join(folder, "blobs", "sha256")
    os.makedirs(blobs)

    def put(data, media_type):
        digest = hashlib.sha256(data).hexdigest()
        with open(os.path.join(blobs, digest), "wb") as file:
            file.write(data)
        return {"mediaType": media_type, "digest": "sha256:" + digest, "size": len(data)}

    def document(value, media_type):
        return put(json.dumps(value).encode(), media_type)

    layer_type = "application/vnd.oci.image.layer.v1.tar"
    layers = []
    for number, tar in enumerate(tars):
        if number % 3 == 0:
            layers.append(put(gzip.compress(tar, 1, mtime=0), layer_type + "+gzip"))
        elif number % 3 == 1:
            pieces = [tar[:1000], tar[1000:len(tar) // 2], b"", tar[len(tar) // 2:]]
            layers.append(put(b"".join(gzip.compress(piece, mtime=0) for piece in pieces), layer_type + "+gzip"))
        else:
            layers.append(put(tar, layer_type))
    config = document({"architecture": "amd64", "os": "linux", "config": {"User": "app"},
                       "rootfs": {"type": "layers", "diff_ids": ["sha256:" + hashlib.sha256(tar).hexdigest() for tar in tars]},
                       "history": [{"created_by": history[number] if history else f"layer {number}"} for number in range(len(tars))]},
                      "application/vnd.oci.image.config.v1+json")
    manifest = document({"schemaVersion": 2, "mediaType": "application/vnd.oci.image.manifest.v1+json", "config": config, "layers": layers},
                        "application/vnd.oci.image.manifest.v1+json")
    manifest["annotations"] = {"org.opencontainers.image.ref.name": "latest"}
    with open(os.path.join(folder, "index.json"), "w") as file:
        json.dump({"schemaVersion": 2, "manifests": [manifest]}, file)
    with open(os.path.join(folder, "oci-layout"), "w") as file:
        json.dump({"imageLayoutVersion": "1.0.0"}, file)


def make_nasty(folder, work):
    """Every case that other unpackers take, too."""
    write_image(folder, [base_layer(), changes_layer(), last_layer(), *sparse_layers(work)])
