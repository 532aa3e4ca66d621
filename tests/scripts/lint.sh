#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# The quick part of scripts/lint: spelling, scripts, licences, includes, formatting.
exec "$(dirname "$0")/../../scripts/lint" --quick
