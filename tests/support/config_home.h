// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "support/disk_tree.h"

#include <QByteArray>

namespace stratoscope::test {

/// A home of this process's own, without any settings, for as long as it lives: HOME, the folders of XDG, Docker's and containers'
/// configuration, and a folder in front of PATH for fake programs.
class ConfigHome
{
public:
    ConfigHome();
    ~ConfigHome();
    ConfigHome(const ConfigHome &) = delete;
    ConfigHome &operator=(const ConfigHome &) = delete;

    QString path(const QString &name = {}) const;
    QString dockerConfig() const { return path(QStringLiteral(".docker/config.json")); }
    QString authJson() const { return path(QStringLiteral("runtime/containers/auth.json")); }

    void write(const QString &name, const QByteArray &content) const { writeDisk(path(name), content); }
    QByteArray read(const QString &name) const;
    /// `docker-credential-NAME`, a script of the shell; it appends its action and its input to `calls` in the home.
    void addHelper(const QString &name, const QByteArray &script) const;
    /// A helper that keeps what it is given in a file, as real ones do.
    void addKeepingHelper(const QString &name) const;
    /// A helper that gives no answer.
    void addHangingHelper(const QString &name) const;
    /// Blocks until it was started.
    void waitForHangingHelper() const;
    bool isHelperHanging() const;
    /// The actions and servers that helpers were asked for: `get docker.io`.
    QStringList helperCalls() const;

private:
    TestFolder m_folder;
    QByteArray m_path;
};

} // namespace stratoscope::test
