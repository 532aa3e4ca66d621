#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# Validates the desktop file and the AppStream data.
set -euo pipefail
cd "$(dirname "$0")/../../resources"

desktop-file-validate ./*.desktop
appstreamcli validate --no-net ./*.metainfo.xml
