// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QString>
#include <QStringList>

/// Where the tools of this machine keep what they know of registries. Read from the environment at each call.
namespace stratoscope::config_paths {

/// `~/.config/containers`, whatever $XDG_CONFIG_HOME says: so do containers' tools for all but auth.json.
QString containersFolder();
/// $DOCKER_CONFIG or ~/.docker, and in it config.json.
QString dockerConfigFile();
/// Where containers' tools look for credentials, in their order: $REGISTRY_AUTH_FILE or the file of the running session, then the
/// one that stays.
QStringList authFiles();
/// Which registries the system's keychain has a login for.
QString loginsFile();

} // namespace stratoscope::config_paths
