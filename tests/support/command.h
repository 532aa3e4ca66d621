// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "support/disk_tree.h"

#include <QByteArray>
#include <QJsonObject>
#include <QList>
#include <QProcess>

#include <memory>

namespace stratoscope::test {

/// The result of a run of the command line.
struct Ran {
    int code = -1; ///< 128 + the signal for a process that was killed
    QByteArray out;
    QByteArray err;

    /// The only object that was printed; empty if there is none.
    QJsonObject json() const;
    /// One object per line.
    QList<QJsonObject> lines() const;
};

/// The path of stratoscope-cli.
QString cliProgram();

/// The names of all export formats.
QByteArray formatNames(char separator);

/// Runs stratoscope-cli with a folder and a store of its own.
class Command
{
public:
    QString path(const QString &name) const { return m_folder.path() + u'/' + name; }
    QString storePath() const { return path(QStringLiteral("store")); }
    const QString &folder() const { return m_folder.path(); }

    Ran run(const QStringList &arguments) const;
    /// Runs a line of Bash, in which `$cli` is the program; the store is set in the environment.
    Ran shell(const QString &line) const;
    /// Starts the program without waiting for it.
    std::unique_ptr<QProcess> start(const QStringList &arguments) const;
    /// Reads the progress of a process that was started with `--progress=json` until it reaches this stage; false if it ends
    /// first.
    static bool waitForStage(QProcess &process, const QByteArray &stage);
    static Ran finish(QProcess &process);

private:
    QStringList withStore(const QStringList &arguments) const;
    std::unique_ptr<QProcess> process() const;

    TestFolder m_folder;
};

} // namespace stratoscope::test
