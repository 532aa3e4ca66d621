// SPDX-License-Identifier: Apache-2.0
#include "support/config_home.h"

#include <QFile>

#include <csignal>
#include <thread>

using namespace Qt::StringLiterals;

namespace stratoscope::test {

namespace {

constexpr auto kKeeping = R"(case $1 in
store) printf '%s\n' "$input" >"$kept" ;;
get)
    if [ -e "$kept" ]; then cat "$kept"; else echo "credentials not found in native keychain"; exit 1; fi ;;
erase)
    if [ -e "$kept" ]; then rm "$kept"; else echo "credentials not found in native keychain"; exit 1; fi ;;
esac
)"_L1;

} // namespace

ConfigHome::ConfigHome()
    : m_path(qgetenv("PATH"))
{
    qputenv("HOME", path().toUtf8());
    qputenv("XDG_CONFIG_HOME", path(u".config"_s).toUtf8());
    qputenv("XDG_RUNTIME_DIR", path(u"runtime"_s).toUtf8());
    qputenv("PATH", path(u"bin"_s).toUtf8() + ':' + m_path);
    for (const char *name : {"DOCKER_CONFIG", "REGISTRY_AUTH_FILE", "CONTAINERS_REGISTRIES_CONF", "DBUS_SESSION_BUS_ADDRESS"})
        qunsetenv(name);
}

ConfigHome::~ConfigHome()
{
    qputenv("PATH", m_path);
}

QString ConfigHome::path(const QString &name) const
{
    return name.isEmpty() ? m_folder.path() : m_folder.path() + u'/' + name;
}

QByteArray ConfigHome::read(const QString &name) const
{
    return readDisk(path(name));
}

void ConfigHome::addHelper(const QString &name, const QByteArray &script) const
{
    const QString program = u"bin/docker-credential-"_s + name;
    write(program,
          "#!/bin/sh\ninput=$(cat)\nkept=$0.kept\nprintf '%s\\n' \"$1 $input\" >>\"" + path(u"calls"_s).toUtf8() + "\"\n" + script);
    QFile::setPermissions(path(program), QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
}

void ConfigHome::addKeepingHelper(const QString &name) const
{
    addHelper(name, QByteArray(kKeeping.data(), kKeeping.size()));
}

void ConfigHome::addHangingHelper(const QString &name) const
{
    addHelper(name, "echo $$ >\"" + path(u"hanging"_s).toUtf8() + "\"\nexec sleep 600");
}

void ConfigHome::waitForHangingHelper() const
{
    while (!read(u"hanging"_s).endsWith('\n'))
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
}

bool ConfigHome::isHelperHanging() const
{
    return ::kill(read(u"hanging"_s).trimmed().toInt(), 0) == 0;
}

QStringList ConfigHome::helperCalls() const
{
    return QString::fromUtf8(read(u"calls"_s)).split(u'\n', Qt::SkipEmptyParts);
}

} // namespace stratoscope::test
