// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QString>
#include <QStringList>

/// Where container tools keep their registry configuration. The environment is read at each call.
namespace stratoscope::config_paths {

/// `~/.config/containers`. Like skopeo and podman, ignores $XDG_CONFIG_HOME for everything but auth.json.
QString containersDirectory();
/// `config.json` in $DOCKER_CONFIG or ~/.docker.
QString dockerConfigFile();
/// The auth.json files of skopeo and podman, in order: $REGISTRY_AUTH_FILE or the one of the login session, then the persistent
/// one.
QStringList authFiles();
/// The list of registries with a login in the system's keychain.
QString loginsFile();

} // namespace stratoscope::config_paths
