// SPDX-License-Identifier: Apache-2.0
#include "base/config_paths.h"

#include <QDir>

#include <unistd.h>

using namespace Qt::StringLiterals;

namespace stratoscope::config_paths {

namespace {

QString configHome()
{
    const QString home = qEnvironmentVariable("XDG_CONFIG_HOME");
    return home.isEmpty() ? QDir::homePath() + u"/.config"_s : home;
}

} // namespace

QString containersDirectory()
{
    return QDir::homePath() + u"/.config/containers"_s;
}

QString dockerConfigFile()
{
    const QString directory = qEnvironmentVariable("DOCKER_CONFIG");
    return (directory.isEmpty() ? QDir::homePath() + u"/.docker"_s : directory) + u"/config.json"_s;
}

QStringList authFiles()
{
    QString first = qEnvironmentVariable("REGISTRY_AUTH_FILE");
    const QString runtime = qEnvironmentVariable("XDG_RUNTIME_DIR");
    if (first.isEmpty() && !runtime.isEmpty())
        first = runtime + u"/containers/auth.json"_s;
    if (first.isEmpty())
        first = u"/run/containers/%1/auth.json"_s.arg(::getuid());
    return {first, configHome() + u"/containers/auth.json"_s};
}

QString loginsFile()
{
    return configHome() + u"/stratoscope/logins.json"_s;
}

} // namespace stratoscope::config_paths
