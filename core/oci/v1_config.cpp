// SPDX-License-Identifier: Apache-2.0
#include "oci/v1_config.h"

#include "base/json_writer.h"

#include <QStringList>

using namespace Qt::StringLiterals;

namespace stratoscope {

namespace {

/// The command line of a step, as `docker history` shows it.
QString commandOf(const QJsonObject &step)
{
    QStringList words;
    for (const QJsonValue word : step.value("container_config"_L1).toObject().value("Cmd"_L1).toArray())
        words.append(word.toString());
    return words.join(u' ');
}

} // namespace

QJsonObject v1History(const QJsonObject &step)
{
    QJsonObject history;
    const auto copy = [&history](QLatin1StringView key, const QString &text) {
        if (!text.isEmpty())
            history.insert(key, text);
    };
    copy("created"_L1, step.value("created"_L1).toString());
    copy("author"_L1, step.value("author"_L1).toString());
    copy("created_by"_L1, commandOf(step));
    copy("comment"_L1, step.value("comment"_L1).toString());
    return history;
}

QByteArray v1ImageConfig(QJsonObject top, const QJsonArray &history, std::span<const DiffId> diffIds)
{
    for (const auto key : {"id"_L1, "parent"_L1, "Size"_L1, "parent_id"_L1, "layer_id"_L1, "throwaway"_L1})
        top.remove(key);
    QJsonArray digests;
    for (const DiffId &diffId : diffIds)
        digests.append(diffId.toString());
    top.insert("rootfs"_L1, QJsonObject{{u"type"_s, u"layers"_s}, {u"diff_ids"_s, digests}});
    top.insert("history"_L1, history);
    return QByteArray::fromStdString(JsonWriter().value(top).take());
}

} // namespace stratoscope
