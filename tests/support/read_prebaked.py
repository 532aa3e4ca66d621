#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Reads a prebaked image directory and prints what it holds, one JSON object a line.

Written from docs/prebaked.md alone, with nothing of this program in it: what it makes of a directory is what any other reader
would. It is strict: whatever is not as the format says ends it with a message and the exit code 1.

    read_prebaked.py DIR            the config, then the entries of every layer in config.json's order
    read_prebaked.py DIR HEX        the entries of one layer; no config.json is needed

An entry: layer (digest's digits), record, kind, mode (Go's bits), uid, gid, mtime, size, offset, sha256, name and link (base64 of the
raw bytes), content (SHA-256 of the bytes that .contents holds), and mtimeNsec and xattrs where the sidecar has them.
"""

import base64
import hashlib
import json
import os
import sys

MAGIC = b"ARCHIVE0\n"
PAGE = 4096
KINDS = {1: "regular", 2: "directory", 3: "symlink", 4: "hardlink", 5: "extended", 6: "deleted"}
EMPTY = hashlib.sha256(b"").hexdigest()
CONFIG_KEYS = ["layers", "env", "entrypoint", "cmd", "workingDir", "user", "uid", "gid", "labels", "architecture"]


class Wrong(Exception):
    pass


def need(condition, message):
    if not condition:
        raise Wrong(message)


def hexadecimal(field, width):
    need(len(field) == width and all(c in b"0123456789abcdef" for c in field), f"not {width} hexadecimal digits: {field!r}")
    return int(field, 16)


def signed(number):
    return number - (1 << 64) if number >> 63 else number


def read_config(directory):
    raw = open(os.path.join(directory, "config.json"), "rb").read()
    need(raw.endswith(b"\n"), "config.json does not end in a newline")
    config = json.loads(raw.decode("utf-8"))
    known = [key for key in CONFIG_KEYS if key in config]
    need(list(config) == known, f"keys of config.json in the wrong order, or unknown: {list(config)}")
    for key, value in config.items():
        need(key in ("layers", "uid", "gid") or value, f"config.json: {key} is empty and still there")
    need(raw.decode() == json.dumps(config, indent=2, ensure_ascii=False) + "\n" or any(c in raw for c in b"\x7f\\"),
         "config.json is not indented by two spaces")
    return config


def read_sidecar(path):
    if not os.path.exists(path):
        return {}
    sidecar = json.load(open(path, encoding="utf-8"))
    need(sidecar["version"] == 1, "sidecar of another version")
    return {int(number): entry for number, entry in sidecar["entries"].items()}


def read_layer(directory, digits):
    base = os.path.join(directory, digits)
    data = open(base + ".idx", "rb").read()
    contents = open(base + ".contents", "rb")
    contents_size = os.fstat(contents.fileno()).st_size
    need(contents_size % PAGE == 0, "the contents are no whole number of pages")
    sidecar = read_sidecar(base + ".ext.json")
    need(data.startswith(MAGIC), "no magic")

    at, record, end = len(MAGIC), 0, 0
    while at < len(data):
        length = hexadecimal(data[at:at + 4], 4)
        need(length <= 10240, "record too long")
        body = data[at + 4:at + 4 + length]
        need(len(body) == length and body.endswith(b"\n"), "record cut off")
        at += 4 + length
        need(body[0:1] == b" " and body[3:4] == b" " and body[12:13] == b" " and body[21:22] == b":" and body[30:31] == b" "
             and body[47:48] == b" " and body[64:65] == b" " and body[81:82] == b" " and body[146:147] == b" ", "separators")
        kind = KINDS[hexadecimal(body[1:3], 2)]
        entry = {
            "layer": digits,
            "record": record,
            "kind": kind,
            "mode": hexadecimal(body[4:12], 8),
            "uid": hexadecimal(body[13:21], 8),
            "gid": hexadecimal(body[22:30], 8),
            "mtime": signed(hexadecimal(body[31:47], 16)),
            "size": hexadecimal(body[48:64], 16),
            "offset": hexadecimal(body[65:81], 16),
            "sha256": body[82:146].decode(),
        }
        name, tab, link = body[147:-1].partition(b"\t")
        need(tab and b"\t" not in link and b"\n" not in name + link, "tab")
        need(length == 149 + len(name) + len(link), "length")
        more = sidecar.pop(record, {})
        entry["name"] = more.get("name", base64.b64encode(name).decode())
        entry["link"] = more.get("link", base64.b64encode(link).decode())
        entry.update({key: more[key] for key in ("mtimeNsec", "xattrs") if key in more})

        if entry["size"] == 0:
            need(entry["offset"] == 0 and entry["sha256"] == EMPTY, "content of an entry without content")
        else:
            # In the order of the records, each from the first page after the one before.
            need(kind == "regular", "content of what is no file")
            need(entry["offset"] == end, f"content at {entry['offset']}, not at {end}")
            pages = (entry["size"] + PAGE - 1) // PAGE * PAGE
            end += pages
            contents.seek(entry["offset"])
            digest, left = hashlib.sha256(), entry["size"]
            while left:
                piece = contents.read(min(left, 1 << 20))
                need(piece, "contents cut off")
                digest.update(piece)
                left -= len(piece)
            need(not contents.read(pages - entry["size"]).strip(b"\0"), "padding is not zero")
            entry["content"] = digest.hexdigest()
            need(entry["content"] == entry["sha256"], "content of another digest")
        yield entry
        record += 1
    need(end == contents_size, "bytes after the last content")
    need(not sidecar, f"sidecar of records that are not there: {sorted(sidecar)}")


def main(arguments):
    directory = arguments[0]
    layers = arguments[1:]
    try:
        if not layers:
            config = read_config(directory)
            print(json.dumps({"config": config}))
            layers = [digest.removeprefix("sha256:") for digest in config["layers"]]
        for digits in dict.fromkeys(layers):
            for entry in read_layer(directory, digits):
                print(json.dumps(entry))
    except (Wrong, OSError, KeyError, ValueError) as error:
        print(f"read_prebaked.py: {directory}: {error!r}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
