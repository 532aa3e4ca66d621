#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# The rules of docs/architecture.md that a compiler does not check: which house may include which, who may use what of Qt, and that
# the project leans on nothing outside itself. Prints each breach; the exit code is 1 where there is one.
set -uo pipefail
cd "$(dirname "$0")/../.." || exit 1

failed=0
breach() {
    failed=1
    printf '%s\n' "$1"
    sed 's/^/    /'
}

# none MESSAGE COMMAND...: what the command prints are breaches.
none() {
    local found
    found=$("${@:2}")
    [ -z "$found" ] || breach "$1" <<<"$found"
}

sources() {
    find "$@" -type f \( -name '*.h' -o -name '*.cpp' \)
}

search() { # PATTERN FOLDERS...
    grep -rnE --include='*.h' --include='*.cpp' -e "$1" "${@:2}"
}

# Bottom up: a folder may include itself and the ones before it.
folders=$(tr '\n' ' ' <<'EOF'
base init oci stream layer tree prebaked store archive content
registry/http registry/auth registry/config registry/client
engine
image
packages
query
diff
analysis
formats
grep
mount
vm
export
audit
push
report
session
api
ui/settings ui/style ui/common ui/transfers ui/tree ui/layers ui/details ui/export ui/mount ui/json ui/preview
ui/diff
ui/packages
ui/size
ui/grep
ui/audit
ui/search
ui/image
ui/push
ui/preferences ui/library ui/application ui/window ui app
EOF
)
directions() {
    sources core init ui app | xargs awk -v folders="$folders" '
        function folder_of(path,    parts, nested) {
            sub(/^core\//, "", path)
            nested = split(path, parts, "/") > 2 && parts[1] ~ /^(ui|registry)$/
            return nested ? parts[1] "/" parts[2] : parts[1]
        }
        BEGIN {
            count = split(folders, list)
            for (i = 1; i <= count; ++i)
                rank[list[i]] = i
        }
        /^[ \t]*#[ \t]*include[ \t]*"[^"]*\// {
            split($0, quoted, "\"")
            from = folder_of(FILENAME)
            to = folder_of(quoted[2])
            if (!(from in rank) || !(to in rank) || rank[to] > rank[from] || (from == "export" && to ~ /^registry/))
                print FILENAME ":" FNR ": " from " includes " quoted[2]
        }'
}
none "These includes go against the order of the folders:" directions

gui='#[ \t]*include[ \t]*<(Qt(Gui|Widgets|Svg)\b|Q(Application|GuiApplication|Widget|Dialog|Image|Pixmap|Icon|Color|Font|Painter|Palette|Svg))'
none 'core may know no window system:' search "$gui" core
none 'Only core/registry may speak to the network:' \
    grep -rlE --include='*.h' --include='*.cpp' --exclude-dir=registry 'QNetworkAccessManager|QNetworkRequest' core ui app
none 'Only core/engine may use libcurl and libnghttp2:' \
    grep -rlE --include='*.h' --include='*.cpp' --exclude-dir=engine --exclude-dir=version 'curl/curl\.h|nghttp2/nghttp2\.h' core ui app
# What was made for one machine only: this folder's own place, or one beside it.
leaning() {
    grep -rnIE --exclude-dir=build --exclude-dir=.git --exclude-dir=.cache -e '[.]{2}/shared|[/]work/' .
    [[ $PWD != /*/* ]] || grep -rnIE --exclude-dir=build --exclude-dir=.git --exclude-dir=.cache -e "(^|[^[:alnum:]_./}~-])${PWD//./[.]}/" .
}
none 'These lean on something outside the project:' leaning

unlicensed() {
    find . \( -name build -o -name .git -o -name .cache \) -prune -o -type f \
        \( -name '*.h' -o -name '*.cpp' -o -name '*.cmake' -o -name CMakeLists.txt -o -name '*.sh' -o -name '*.py' -o -path './scripts/*' ! -name '*.txt' \) \
        -exec sh -c 'for file; do head -n 3 "$file" | grep -q "SPDX-License-Identifier: Apache-2.0" || echo "$file"; done' - {} +
}
none 'These files do not begin with their licence (SPDX-License-Identifier: Apache-2.0):' unlicensed

exit $failed
