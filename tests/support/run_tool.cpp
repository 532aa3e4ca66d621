// SPDX-License-Identifier: Apache-2.0
#include "support/run_tool.h"

#include <QProcess>

using namespace Qt::StringLiterals;

namespace stratoscope::test {

QByteArray runTool(const QString &program, const QStringList &arguments, const QString &home, const QByteArray &input)
{
    constexpr int kPatience = 120'000; // milliseconds; only ever waited for where something hangs
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    for (const QString &name : {u"HOME"_s, u"XDG_CONFIG_HOME"_s, u"XDG_RUNTIME_DIR"_s, u"DOCKER_CONFIG"_s})
        environment.insert(name, home);
    environment.insert(u"REGISTRY_AUTH_FILE"_s, home + u"/auth.json"_s);
    for (const QString &name :
         {u"http_proxy"_s, u"https_proxy"_s, u"HTTP_PROXY"_s, u"HTTPS_PROXY"_s, u"all_proxy"_s, u"ALL_PROXY"_s})
        environment.remove(name);
    QProcess process;
    process.setProcessEnvironment(environment);
    process.start(program, arguments);
    process.write(input);
    process.closeWriteChannel();
    if (!process.waitForFinished(kPatience) || process.exitStatus() != QProcess::NormalExit || process.exitCode() != 0)
        qFatal("%s %s: %s: %s", qPrintable(program), qPrintable(arguments.join(u' ')), qPrintable(process.errorString()),
               process.readAllStandardError().constData());
    return process.readAllStandardOutput();
}

} // namespace stratoscope::test
