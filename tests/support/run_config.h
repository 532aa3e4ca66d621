// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "oci/image_config.h"

namespace stratoscope::test {

/// What tests set of a RunConfig.
struct Given {
    QString user = {};
    QStringList env = {};
    QStringList entrypoint = {};
    QStringList cmd = {};
    QString workingDir = {};

    operator RunConfig() const
    {
        RunConfig config;
        config.user = user;
        config.env = env;
        config.entrypoint = entrypoint;
        config.cmd = cmd;
        config.workingDir = workingDir;
        return config;
    }
};

} // namespace stratoscope::test
