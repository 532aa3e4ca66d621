#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# What desktops and software centres read of us is valid.
set -euo pipefail
cd "$(dirname "$0")/../../resources"

desktop-file-validate ./*.desktop
appstreamcli validate --no-net ./*.metainfo.xml
