// SPDX-License-Identifier: Apache-2.0
//
// Settings that are lists.
#include "ui/settings/settings.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSettings>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace stratoscope::ui::settings {

namespace {

/// A list of structs: `write` puts one into the group of its number, `read` takes it from there.
template <typename T, typename Write>
void writeList(const QString &name, const QList<T> &list, Write write)
{
    QSettings settings;
    settings.remove(name);
    settings.beginWriteArray(name, int(list.size()));
    for (qsizetype i = 0; i < list.size(); ++i) {
        settings.setArrayIndex(int(i));
        write(settings, list[i]);
    }
    settings.endArray();
}

template <typename T, typename Read>
QList<T> readList(const QString &name, Read read)
{
    QSettings settings;
    QList<T> list;
    const int size = settings.beginReadArray(name);
    for (int i = 0; i < size; ++i) {
        settings.setArrayIndex(i);
        list.append(read(settings));
    }
    settings.endArray();
    return list;
}

} // namespace

KeptTabs openTabs()
{
    KeptTabs kept;
    kept.tabs = readList<KeptTab>(u"tabs"_s, [](const QSettings &settings) {
        return KeptTab{.name = settings.value(u"name"_s).toString(), .platform = settings.value(u"platform"_s).toString()};
    });
    kept.current = QSettings().value(u"window/currentTab"_s).toInt();
    return kept;
}

void setOpenTabs(const KeptTabs &tabs)
{
    writeList(u"tabs"_s, tabs.tabs, [](QSettings &settings, const KeptTab &tab) {
        settings.setValue(u"name"_s, tab.name);
        settings.setValue(u"platform"_s, tab.platform);
    });
    QSettings().setValue(u"window/currentTab"_s, tabs.current);
}

QList<RegistryChoice> registries()
{
    if (!QSettings().contains(u"registries/size"_s)) {
        // GitHub's registry has nothing to search it by.
        return {{.address = u"docker.io"_s}, {.address = u"quay.io"_s}, {.address = u"ghcr.io"_s, .isSearched = false}};
    }
    return readList<RegistryChoice>(u"registries"_s, [](const QSettings &settings) {
        return RegistryChoice{.address = settings.value(u"address"_s).toString(),
                              .isSearched = settings.value(u"searched"_s, true).toBool(),
                              .plainHttp = settings.value(u"plainHttp"_s).toBool(),
                              .insecure = settings.value(u"insecure"_s).toBool(),
                              .certDir = settings.value(u"certDir"_s).toString()};
    });
}

void setRegistries(const QList<RegistryChoice> &registries)
{
    writeList(u"registries"_s, registries, [](QSettings &settings, const RegistryChoice &registry) {
        settings.setValue(u"address"_s, registry.address);
        settings.setValue(u"searched"_s, registry.isSearched);
        settings.setValue(u"plainHttp"_s, registry.plainHttp);
        settings.setValue(u"insecure"_s, registry.insecure);
        settings.setValue(u"certDir"_s, registry.certDir);
    });
}

QList<KeptTransfer> transfers()
{
    return readList<KeptTransfer>(u"transfers"_s, [](const QSettings &settings) {
        return KeptTransfer{.reference = settings.value(u"reference"_s).toString(),
                            .platform = settings.value(u"platform"_s).toString(),
                            .current = settings.value(u"current"_s).toLongLong(),
                            .total = settings.value(u"total"_s, -1).toLongLong()};
    });
}

void setTransfers(const QList<KeptTransfer> &transfers)
{
    writeList(u"transfers"_s, transfers, [](QSettings &settings, const KeptTransfer &transfer) {
        settings.setValue(u"reference"_s, transfer.reference);
        settings.setValue(u"platform"_s, transfer.platform);
        settings.setValue(u"current"_s, transfer.current);
        settings.setValue(u"total"_s, transfer.total);
    });
}

/// One value: written often, it must not cost a line for each field.
QList<TransferLogEntry> transferLog()
{
    QList<TransferLogEntry> entries;
    const QJsonArray kept = QJsonDocument::fromJson(QSettings().value(u"transferLog"_s).toByteArray()).array();
    for (const QJsonValue &value : kept) {
        const QJsonObject one = value.toObject();
        entries.append({.ended = QDateTime::fromMSecsSinceEpoch(one["ended"_L1].toInteger(), Qt::UTC),
                        .kind = TransferKind(std::clamp(one["kind"_L1].toInt(), 0, int(TransferKind::Save))),
                        .name = one["name"_L1].toString(),
                        .how = TransferState(std::clamp(one["how"_L1].toInt(), 0, int(TransferState::Done))),
                        .detail = one["detail"_L1].toString(),
                        .milliseconds = one["milliseconds"_L1].toInteger(),
                        .bytes = one["bytes"_L1].toInteger()});
    }
    return entries;
}

void setTransferLog(const QList<TransferLogEntry> &entries)
{
    QJsonArray kept;
    for (const TransferLogEntry &entry : entries)
        kept.append(QJsonObject{{u"ended"_s, entry.ended.toMSecsSinceEpoch()},
                                {u"kind"_s, int(entry.kind)},
                                {u"name"_s, entry.name},
                                {u"how"_s, int(entry.how)},
                                {u"detail"_s, entry.detail},
                                {u"milliseconds"_s, entry.milliseconds},
                                {u"bytes"_s, entry.bytes}});
    QSettings().setValue(u"transferLog"_s, QJsonDocument(kept).toJson(QJsonDocument::Compact));
}

} // namespace stratoscope::ui::settings
