#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# The translations of resources/translations hold every text of the window, translated, with the source's placeholders, tags and
# accelerator keys. Prints each breach; the exit code is 1 where there is one.
set -uo pipefail
cd "$(dirname "$0")/../.." || exit 1

failed=0
breach() {
    failed=1
    printf '%s\n' "$1"
    sed 's/^/    /'
}

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
cp resources/translations/*.ts "$scratch" || exit 1

# What lupdate complains of is put where the program does not look for it.
said=$(scripts/translations "$scratch" 2>&1) || failed=1
[ -z "$said" ] || breach 'scripts/translations complains:' <<<"$said"

unseen=$(grep -rnE '::translate\([^,]*, *[^" ]' ui app/gui)
[ -z "$unseen" ] || breach 'lupdate does not see these texts (use Q_DECLARE_TR_FUNCTIONS):' <<<"$unseen"

found=$(python3 - "$scratch" <<'PYTHON'
import pathlib, re, sys, xml.etree.ElementTree as xml


def messages(path):
    for context in xml.parse(path).getroot().iter("context"):
        for message in context.iter("message"):
            name = (context.findtext("name"), message.findtext("source"), message.findtext("comment") or "")
            yield name, message


def places(text):
    return set(re.findall(r"%L?(?:\d{1,2}|n)", text))


def keys(text):
    return len(re.findall(r"&(?=%?\w)", text.replace("&&", "")))


def wrong(source, text, counted, is_first_form):
    """What is wrong with a translation of the source; empty where nothing is."""
    if not text.strip():
        return "is not translated"
    lacking, added = places(source) - places(text), places(text) - places(source)
    if counted and is_first_form:  # one of them may be said without a figure
        lacking -= {"%n", "%Ln"}
    if lacking or added:
        return "has other placeholders: " + text
    if keys(source) != keys(text):
        return "has another number of accelerator keys: " + text
    if re.findall(r"</?\w+>", source) != re.findall(r"</?\w+>", text):
        return "has other tags: " + text
    if ("…" in source) != ("…" in text):
        return "has no … or one too many: " + text
    return ""


for path in sorted(pathlib.Path("resources/translations").glob("*.ts")):
    there = dict(messages(path))
    wanted = dict(messages(pathlib.Path(sys.argv[1], path.name)))
    for name in sorted(wanted.keys() - there.keys()):
        print(f"{path.name}: {name[0]}: {name[1]!r} is not there: run scripts/translations and translate it")
    for name in sorted(there.keys() - wanted.keys()):
        print(f"{path.name}: {name[0]}: {name[1]!r} is in no source any more: run scripts/translations")
    for name, message in there.items():
        translation = message.find("translation")
        forms = [form.text or "" for form in translation.iter("numerusform")]
        problem = "is unfinished" if translation.get("type") == "unfinished" else ""
        for at, text in enumerate(forms or [translation.text or ""]):
            problem = problem or wrong(name[1], text, bool(forms), at == 0 and len(forms) > 1)
        if problem:
            print(f"{path.name}: {name[0]}: {name[1]!r} {problem}")
PYTHON
) || failed=1
[ -z "$found" ] || breach 'The translations fall short:' <<<"$found"

exit $failed
