#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# The short form of scripts/torture: a few kills, a crowd, some of the hostile images and registries.
set -euo pipefail
exec "$(dirname "$0")/../../scripts/torture" --short
