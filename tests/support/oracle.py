#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Holds what the program says of an image against what other programs unpack.

    oracle.py make FOLDER WORK              an OCI image layout of every case that other unpackers take
    oracle.py check ROOTFS ENTRIES LAYOUT   ENTRIES, of `ls -R --json`, against an unpacked image: every field of every path
    oracle.py same ROOTFS OTHER LAYOUT      two unpacked images against each other, hard links too
    oracle.py apply DIR ROOTFS              unpacks the layers of skopeo's `dir:` by GNU tar, whiteouts by hand

LAYOUT is where the image's layers are: directories that none of them names (they stand only in others' paths) have no time, and
unpackers leave a new time on the directories that they make those in. Without root the owners and devices are not compared.
The exit code is 1 where something differs; what does is printed.
"""

import base64
import datetime
import gzip
import hashlib
import io
import json
import os
import re
import shutil
import stat
import subprocess
import sys
import tarfile

ROOT = os.geteuid() == 0
KINDS = {stat.S_IFREG: "regular", stat.S_IFDIR: "directory", stat.S_IFLNK: "symlink", stat.S_IFCHR: "character", stat.S_IFBLK: "block",
         stat.S_IFIFO: "fifo", stat.S_IFSOCK: "socket"}


def sha256(path):
    digest = hashlib.sha256()
    with open(path, "rb") as file:
        while piece := file.read(1 << 20):
            digest.update(piece)
    return digest.hexdigest()


def xattrs_of(path):
    return {os.fsdecode(name): os.getxattr(path, name, follow_symlinks=False) for name in os.listxattr(path, follow_symlinks=False)
            if name != "security.selinux"}


def facts_of_disk(rootfs):
    """Each path below the root, in bytes and from `/`: what is there."""
    rootfs = os.fsencode(rootfs)
    facts = {}
    pending = [b"/"]
    while pending:
        path = pending.pop()
        place = rootfs + path
        status = os.lstat(place)
        kind = KINDS[stat.S_IFMT(status.st_mode)]
        fact = {"type": kind, "mode": stat.S_IMODE(status.st_mode), "mtime": status.st_mtime_ns, "xattrs": xattrs_of(place),
                "inode": (status.st_dev, status.st_ino)}
        if ROOT:
            fact.update(uid=status.st_uid, gid=status.st_gid)
        if kind == "regular":
            fact.update(size=status.st_size, sha256=sha256(place))
        elif kind == "symlink":
            fact.update(linkTarget=os.readlink(place))
        elif kind in ("character", "block"):
            fact.update(device=f"{os.major(status.st_rdev)}:{os.minor(status.st_rdev)}")
        elif kind == "directory":
            pending += [path.rstrip(b"/") + b"/" + name for name in os.listdir(place)]
        facts[path] = fact
    return facts


def nanoseconds(text):
    """RFC 3339 in UTC."""
    match = re.fullmatch(r"(-?\d+-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?Z", text)
    if not match:
        raise ValueError(f"not a time: {text}")
    moment = datetime.datetime.fromisoformat(match[1]).replace(tzinfo=datetime.timezone.utc)
    seconds = (moment - datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc)) // datetime.timedelta(seconds=1)
    return seconds * 1_000_000_000 + int((match[2] or "").ljust(9, "0"))


def raw(entry, key):
    if key + "Base64" in entry:
        return base64.b64decode(entry[key + "Base64"])
    return entry[key].encode()


def facts_of_entries(path):
    """The same of the program's own list, and which path each hard link is a link to."""
    facts, links, order = {}, {}, []
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            entry = json.loads(line)
            name = raw(entry, "path")
            kind = entry["type"]
            fact = {"type": kind, "mode": int(entry["mode"], 8), "mtime": nanoseconds(entry["mtime"]),
                    "xattrs": {key: base64.b64decode(value) for key, value in entry.get("xattrs", {}).items()}}
            if ROOT:
                fact.update(uid=entry["uid"], gid=entry["gid"])
            if kind == "regular":
                fact.update(size=entry["size"], sha256=entry["sha256"])
                if "linkTarget" in entry:
                    links[name] = raw(entry, "linkTarget")
            elif kind == "symlink":
                fact.update(linkTarget=raw(entry, "linkTarget"))
            elif kind in ("character", "block"):
                fact.update(device=entry["device"])
            facts[name] = fact
            order.append(name)
    if order != sorted(order, key=lambda name: name.replace(b"/", b"\0")):
        print("the list is not sorted by path")
        sys.exit(1)
    return facts, links


def layers_of(layout):
    """The layers' tars, of an OCI layout or of skopeo's `dir:`."""
    manifest = os.path.join(layout, "manifest.json")
    is_dir = os.path.exists(manifest)

    def blob(digest):
        return os.path.join(layout, "" if is_dir else "blobs/sha256", digest.split(":")[1])

    if not is_dir:
        with open(os.path.join(layout, "index.json"), encoding="utf-8") as index:
            manifest = blob(json.load(index)["manifests"][0]["digest"])
    with open(manifest, encoding="utf-8") as document:
        for layer in json.load(document)["layers"]:
            with open(blob(layer["digest"]), "rb") as file:
                data = file.read()
            yield gzip.decompress(data) if data.startswith(b"\x1f\x8b") else data


def members_of(tar):
    with tarfile.open(fileobj=io.BytesIO(tar), mode="r:", errorlevel=2, encoding="utf-8", errors="surrogateescape") as archive:
        for member in archive:
            yield os.fsencode(os.path.normpath("/" + member.name).replace("//", "/")), member


def without_time(rootfs, layout):
    """The directories that no layer names, and those that they lie in."""
    rootfs = os.fsencode(rootfs)
    named = set()
    for tar in layers_of(layout):
        for path, member in members_of(tar):
            if member.isdir():
                parent = os.path.realpath(rootfs + os.path.dirname(path))
                named.add(os.path.join(parent, os.path.basename(path)).rstrip(b"/") or b"/")
    excepted = set()
    for folder, _, _ in os.walk(rootfs):
        if os.path.realpath(folder) not in named and folder != rootfs:
            path = folder[len(rootfs):]
            excepted.update((path, os.path.dirname(path)))
    return excepted


def differences(expected, found, excepted):
    for path in sorted(expected.keys() | found.keys()):
        if path not in found:
            yield path, "is missing"
        elif path not in expected:
            yield path, f"should not be there: {found[path]}"
        else:
            for key in expected[path].keys() - {"inode"}:
                if expected[path][key] != found[path].get(key) and not (key == "mtime" and path in excepted):
                    yield path, f"{key} should be {expected[path][key]!r}, not {found[path].get(key)!r}"


def report(what, count, lines):
    lines = list(lines)
    for path, line in lines[:50]:
        print(f"{os.fsdecode(path)!r}: {line}")
    print(f"{what}: {count} paths, {len(lines)} differences" + ("" if ROOT else "; without root owners and devices were not compared"))
    if lines or count < 2:
        sys.exit(1)


def check(rootfs, entries, layout):
    expected = facts_of_disk(rootfs)
    found, links = facts_of_entries(entries)
    if b"/" not in found:
        del expected[b"/"]
    lines = list(differences(expected, found, without_time(rootfs, layout)))
    for path, target in links.items():
        # The target may have been replaced since; then it is another file.
        if path in expected and found.get(target, {}).get("sha256") == found[path]["sha256"] \
                and expected[target]["inode"] != expected[path]["inode"]:
            lines.append((path, f"should be no hard link to {target!r}"))
    names = {}
    for path, fact in expected.items():
        if fact["type"] == "regular":
            names.setdefault(fact["inode"], []).append(path)
    for paths in names.values():
        if len(paths) > 1 and sum(path in links for path in paths) < len(paths) - 1:
            lines.append((paths[0], f"should be one file with {paths[1:]}"))
    report("ls", len(expected), lines)


def same(rootfs, other, layout):
    expected, found = facts_of_disk(rootfs), facts_of_disk(other)
    if not ROOT:  # setuid and setgid are the owner's, who cannot be set
        for fact in (*expected.values(), *found.values()):
            fact["mode"] &= ~(stat.S_ISUID | stat.S_ISGID)
    lines = list(differences(expected, found, without_time(rootfs, layout)))
    twin = {}
    for path in expected.keys() & found.keys():
        if expected[path]["type"] != "directory" and twin.setdefault(expected[path]["inode"], found[path]["inode"]) != found[path]["inode"]:
            lines.append((path, "is no hard link to what it should be one to"))
    if len(set(twin.values())) != len(twin):
        lines.append((b"/", "there are hard links where there should be none"))
    report("the unpacked image", len(expected), lines)


def remove(place):
    if os.path.isdir(place) and not os.path.islink(place):
        shutil.rmtree(place)
    elif os.path.lexists(place):
        os.unlink(place)


def apply(layout, rootfs):
    rootfs = os.fsencode(rootfs)
    os.makedirs(rootfs)
    for tar in layers_of(layout):
        before = {folder: os.stat(folder) for folder, _, _ in os.walk(rootfs)}
        members = list(members_of(tar))
        for path, member in members:
            folder, name = os.path.split(rootfs + path)
            if name == b".wh..wh..opq":
                for child in os.listdir(folder) if os.path.isdir(folder) else []:
                    remove(os.path.join(folder, child))
            elif name.startswith(b".wh."):
                remove(os.path.join(folder, name[4:]))
            elif member.isdir() != (os.path.isdir(rootfs + path) and not os.path.islink(rootfs + path)):
                remove(rootfs + path)
        subprocess.run(["tar", "-x", "-p", "--numeric-owner", "--delay-directory-restore", "--xattrs", "--xattrs-include=*", "--exclude=.wh.*", "-C", rootfs],
                       input=tar, check=True)
        named = {rootfs + path for path, member in members if member.isdir()}
        for folder, status in before.items():
            if folder not in named and os.path.isdir(folder):
                os.utime(folder, ns=(status.st_atime_ns, status.st_mtime_ns))


def make(folder, work):
    import image_maker
    image_maker.make_nasty(folder, work)


if __name__ == "__main__":
    try:
        {"make": make, "check": check, "same": same, "apply": apply}[sys.argv[1]](*sys.argv[2:])
    except (KeyError, IndexError, TypeError) as error:
        if len(sys.argv) > 1 and sys.argv[1] in ("make", "check", "same", "apply"):
            raise
        sys.exit(__doc__)
