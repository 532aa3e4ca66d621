// SPDX-License-Identifier: Apache-2.0
#include "ui/settings.h"

#include <QDir>
#include <QSettings>

using namespace Qt::StringLiterals;

namespace stratoscope::ui::settings {

namespace {

constexpr int kRecentImages = 10;

QVariant value(const QString &key)
{
    return QSettings().value(key);
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

} // namespace stratoscope::ui::settings
