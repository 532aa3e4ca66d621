// SPDX-License-Identifier: Apache-2.0
#include "ui/settings.h"

#include <QDir>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSettings>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace stratoscope::ui::settings {

namespace {

constexpr int kRecentImages = 10;

QVariant value(const QString &key, const QVariant &otherwise = {})
{
    return QSettings().value(key, otherwise);
}

void setValue(const QString &key, const QVariant &value)
{
    QSettings().setValue(key, value);
}

QString directory(const QString &key)
{
    const QString path = value(key).toString();
    return !path.isEmpty() && QDir(path).exists() ? path : QDir::homePath();
}

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

QByteArray windowGeometry()
{
    return value(u"window/geometry"_s).toByteArray();
}

void setWindowGeometry(const QByteArray &geometry)
{
    setValue(u"window/geometry"_s, geometry);
}

QByteArray windowState()
{
    return value(u"window/state"_s).toByteArray();
}

void setWindowState(const QByteArray &state)
{
    setValue(u"window/state"_s, state);
}

QByteArray layout(const QString &name)
{
    return value(u"layout/"_s + name).toByteArray();
}

void setLayout(const QString &name, const QByteArray &state)
{
    setValue(u"layout/"_s + name, state);
}

KeptTabs openTabs()
{
    KeptTabs kept;
    kept.tabs = readList<KeptTab>(u"tabs"_s, [](const QSettings &settings) {
        return KeptTab{.name = settings.value(u"name"_s).toString(), .platform = settings.value(u"platform"_s).toString()};
    });
    kept.current = value(u"window/currentTab"_s).toInt();
    return kept;
}

void setOpenTabs(const KeptTabs &tabs)
{
    writeList(u"tabs"_s, tabs.tabs, [](QSettings &settings, const KeptTab &tab) {
        settings.setValue(u"name"_s, tab.name);
        settings.setValue(u"platform"_s, tab.platform);
    });
    setValue(u"window/currentTab"_s, tabs.current);
}

bool restoresTabs()
{
    return value(u"window/restoresTabs"_s, true).toBool();
}

void setRestoresTabs(bool on)
{
    setValue(u"window/restoresTabs"_s, on);
}

bool isPaneShown(const QString &pane)
{
    return value(u"panes/"_s + pane, true).toBool();
}

void setPaneShown(const QString &pane, bool on)
{
    setValue(u"panes/"_s + pane, on);
}

QList<int> hiddenColumns()
{
    QList<int> columns;
    for (const QString &column : value(u"view/hiddenColumns"_s).toStringList())
        columns += column.toInt();
    return columns;
}

void setHiddenColumns(const QList<int> &columns)
{
    QStringList texts;
    for (const int column : columns)
        texts += QString::number(column);
    setValue(u"view/hiddenColumns"_s, texts);
}

int previewFontSize()
{
    return value(u"view/previewFontSize"_s, 0).toInt();
}

void setPreviewFontSize(int points)
{
    setValue(u"view/previewFontSize"_s, points);
}

QString language()
{
    return value(u"window/language"_s).toString();
}

void setLanguage(const QString &code)
{
    setValue(u"window/language"_s, code);
}

bool notifies()
{
    return value(u"window/notifies"_s, true).toBool();
}

void setNotifies(bool on)
{
    setValue(u"window/notifies"_s, on);
}

QString storeDirectory()
{
    return value(u"store/directory"_s).toString();
}

void setStoreDirectory(const QString &directory)
{
    setValue(u"store/directory"_s, directory);
}

quint64 storeLimit()
{
    return value(u"store/limit"_s, 0).toULongLong();
}

void setStoreLimit(quint64 bytes)
{
    setValue(u"store/limit"_s, bytes);
}

int parallelBlobs()
{
    return std::clamp(value(u"pulling/parallel"_s, 3).toInt(), 1, kMostParallelBlobs);
}

void setParallelBlobs(int count)
{
    setValue(u"pulling/parallel"_s, count);
}

int pullRetries()
{
    return std::clamp(value(u"pulling/retries"_s, 5).toInt(), 0, kMostRetries);
}

void setPullRetries(int count)
{
    setValue(u"pulling/retries"_s, count);
}

QString pullPlatform()
{
    return value(u"pulling/platform"_s).toString();
}

void setPullPlatform(const QString &platform)
{
    setValue(u"pulling/platform"_s, platform);
}

Theme theme()
{
    const QString name = value(u"window/theme"_s).toString();
    return name == u"light" ? Theme::Light : name == u"dark" ? Theme::Dark : Theme::System;
}

void setTheme(Theme theme)
{
    setValue(u"window/theme"_s, theme == Theme::Light ? u"light"_s : theme == Theme::Dark ? u"dark"_s : u"system"_s);
}

QStringList recentImages()
{
    return value(u"recent/images"_s).toStringList();
}

void addRecentImage(const QString &name)
{
    QStringList names = recentImages();
    names.removeAll(name);
    names.prepend(name);
    setValue(u"recent/images"_s, names.mid(0, kRecentImages));
}

void removeRecentImage(const QString &name)
{
    QStringList names = recentImages();
    names.removeAll(name);
    setValue(u"recent/images"_s, names);
}

void clearRecentImages()
{
    QSettings().remove(u"recent/images"_s);
}

QStringList pinnedImages()
{
    return value(u"library/pinned"_s).toStringList();
}

void setPinnedImages(const QStringList &names)
{
    setValue(u"library/pinned"_s, names);
}

int librarySort()
{
    return value(u"library/sort"_s).toInt();
}

bool isLibraryReversed()
{
    return value(u"library/reversed"_s).toBool();
}

void setLibrarySort(int sort, bool isReversed)
{
    setValue(u"library/sort"_s, sort);
    setValue(u"library/reversed"_s, isReversed);
}

bool isLibraryKnown()
{
    return value(u"library/known"_s).toBool();
}

void setLibraryKnown()
{
    setValue(u"library/known"_s, true);
}

QString openDirectory()
{
    return directory(u"recent/openDirectory"_s);
}

void setOpenDirectory(const QString &directory)
{
    setValue(u"recent/openDirectory"_s, directory);
}

QString exportDirectory()
{
    return directory(u"recent/exportDirectory"_s);
}

void setExportDirectory(const QString &directory)
{
    setValue(u"recent/exportDirectory"_s, directory);
}

QString openWithProgram()
{
    return value(u"files/openWith"_s).toString();
}

void setOpenWithProgram(const QString &program)
{
    setValue(u"files/openWith"_s, program);
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
    const QJsonArray kept = QJsonDocument::fromJson(value(u"transferLog"_s).toByteArray()).array();
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
    setValue(u"transferLog"_s, QJsonDocument(kept).toJson(QJsonDocument::Compact));
}

} // namespace stratoscope::ui::settings
