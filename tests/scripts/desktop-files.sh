#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# Validates the desktop file and the AppStream data.
set -euo pipefail
cd "$(dirname "$0")/../../resources"

desktop-file-validate ./*.desktop
# The project has no home page of its own.
options=(--no-net)
[[ $(appstreamcli --version) == *" 0."* ]] || options+=(--override=url-homepage-missing=info)
appstreamcli validate "${options[@]}" ./*.metainfo.xml
