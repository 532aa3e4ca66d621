// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "support/disk_tree.h"

#include <QByteArray>
#include <QJsonObject>
#include <QList>
#include <QProcess>

#include <memory>

namespace stratoscope::test {

/// What a run of the command line gave.
struct Ran {
    int code = -1; ///< 128 + the signal for a process that was killed
    QByteArray out;
    QByteArray err;

    /// The only object that was printed; empty where there is none.
    QJsonObject json() const;
    /// An object a line.
    QList<QJsonObject> lines() const;
};

/// Where stratoscope-cli is.
QString cliProgram();

/// Runs stratoscope-cli, with a folder and a store of its own.
class Command
{
public:
    QString path(const QString &name) const { return m_folder.path() + u'/' + name; }
    QString storePath() const { return path(QStringLiteral("store")); }
    const QString &folder() const { return m_folder.path(); }

    Ran run(const QStringList &arguments) const;
    /// A line of the shell, in which `$cli` is the program with its store.
    Ran shell(const QString &line) const;
    /// Left running.
    std::unique_ptr<QProcess> start(const QStringList &arguments) const;
    /// Reads the progress of a process that was started with `--progress=json` until it tells of this stage; false where it ends
    /// before.
    static bool waitForStage(QProcess &process, const QByteArray &stage);
    static Ran finish(QProcess &process);

private:
    QStringList withStore(const QStringList &arguments) const;
    std::unique_ptr<QProcess> process() const;

    TestFolder m_folder;
};

} // namespace stratoscope::test
