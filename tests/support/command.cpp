// SPDX-License-Identifier: Apache-2.0
#include "support/command.h"

#include "export/export_image.h"

#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace stratoscope::test {

QString cliProgram()
{
    // Set by ctest.
    const QString directory = qEnvironmentVariable("STRATOSCOPE_BIN_DIR");
    if (directory.isEmpty())
        qFatal("STRATOSCOPE_BIN_DIR has to be set to the folder of the programs");
    return directory + u"/stratoscope-cli"_s;
}

QByteArray formatNames(char separator)
{
    QByteArrayList names;
    for (const ExportFormatTraits &format : exportFormats())
        names << QByteArray(format.name.data(), format.name.size());
    return names.join(separator);
}

namespace {

constexpr int kPatience = 120'000; // milliseconds; only ever waited for where something hangs

} // namespace

QJsonObject Ran::json() const
{
    return out.count('\n') == 1 ? QJsonDocument::fromJson(out).object() : QJsonObject();
}

QList<QJsonObject> Ran::lines() const
{
    QList<QJsonObject> objects;
    for (const QByteArray &line : out.split('\n')) {
        if (!line.isEmpty())
            objects << QJsonDocument::fromJson(line).object();
    }
    return objects;
}

QStringList Command::withStore(const QStringList &arguments) const
{
    return QStringList{u"--store"_s, storePath()} + arguments;
}

std::unique_ptr<QProcess> Command::process() const
{
    auto process = std::make_unique<QProcess>();
    process->setWorkingDirectory(folder());
    process->setStandardInputFile(QProcess::nullDevice());
    return process;
}

std::unique_ptr<QProcess> Command::start(const QStringList &arguments) const
{
    auto started = process();
    started->start(cliProgram(), withStore(arguments));
    return started;
}

bool Command::waitForStage(QProcess &process, const QByteArray &stage)
{
    process.setReadChannel(QProcess::StandardError);
    QByteArray progress;
    while (!progress.contains(QByteArray("\"stage\":\"" + stage + '"'))) {
        if (!process.waitForReadyRead(kPatience))
            return false;
        progress += process.readAllStandardError();
    }
    return true;
}

Ran Command::finish(QProcess &process)
{
    Ran ran;
    process.waitForFinished(kPatience);
    ran.code = process.exitStatus() == QProcess::NormalExit ? process.exitCode() : 128 + process.exitCode();
    ran.out = process.readAllStandardOutput();
    ran.err = process.readAllStandardError();
    return ran;
}

Ran Command::run(const QStringList &arguments) const
{
    const auto started = start(arguments);
    return finish(*started);
}

Ran Command::shell(const QString &line) const
{
    const auto started = process();
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(u"program"_s, cliProgram());
    environment.insert(u"STRATOSCOPE_STORE"_s, storePath());
    started->setProcessEnvironment(environment);
    started->start(u"bash"_s, {u"-c"_s, u"cli=$program; "_s + line});
    return finish(*started);
}

} // namespace stratoscope::test
