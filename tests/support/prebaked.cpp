// SPDX-License-Identifier: Apache-2.0
#include "support/prebaked.h"

#include "support/disk_tree.h"
#include "support/sources.h"

#include <QJsonDocument>
#include <QProcess>

using namespace Qt::StringLiterals;

namespace stratoscope::test {

Result<WrittenLayer> writePrebaked(std::string_view tar, const QString &directory, const QString &hex)
{
    const QString base = directory + u'/' + hex;
    STRATOSCOPE_TRY(File idx, File::create(base + u".idx"_s));
    STRATOSCOPE_TRY(File contents, File::create(base + u".contents"_s));
    PrebakedLayerWriter writer(idx, &contents);
    MemorySource source{std::string(tar)};
    ProgressMeter progress;
    WrittenLayer layer;
    STRATOSCOPE_TRY(layer.facts, ingestLayer(source, writer, {}, progress, {}));
    STRATOSCOPE_TRY(layer.summary, writer.finish());
    if (!layer.summary.sidecar.empty())
        writeDisk(base + u".ext.json"_s, QByteArray::fromStdString(layer.summary.sidecar));
    return layer;
}

Result<std::vector<QJsonObject>> readByOther(const QString &directory, const QString &hex)
{
    QStringList arguments{QStringLiteral(STRATOSCOPE_TEST_SUPPORT_DIR "/read_prebaked.py"), directory};
    if (!hex.isEmpty())
        arguments << hex;
    QProcess reader;
    reader.start(u"python3"_s, arguments);
    reader.waitForFinished(-1);
    if (reader.exitStatus() != QProcess::NormalExit || reader.exitCode() != 0)
        return fail(ErrorKind::Malformed, u"read_prebaked.py"_s, QString::fromUtf8(reader.readAllStandardError()).trimmed());
    std::vector<QJsonObject> objects;
    for (const QByteArray &line : reader.readAllStandardOutput().split('\n')) {
        if (!line.isEmpty())
            objects.push_back(QJsonDocument::fromJson(line).object());
    }
    return objects;
}

} // namespace stratoscope::test
