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

} // namespace

QByteArray windowGeometry()
{
    return value(u"window/geometry"_s).toByteArray();
}

void setWindowGeometry(const QByteArray &geometry)
{
    setValue(u"window/geometry"_s, geometry);
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

} // namespace stratoscope::ui::settings
