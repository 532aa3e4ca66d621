// SPDX-License-Identifier: Apache-2.0
#include "ui/settings/settings.h"

#include <QDir>
#include <QFileInfo>
#include <QGuiApplication>
#include <QLockFile>
#include <QSettings>
#include <QThread>

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

/// Docks are not mirrored with the rest of a window when they are restored.
QString windowStateKey()
{
    return QGuiApplication::isRightToLeft() ? u"window/stateRightToLeft"_s : u"window/state"_s;
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
    return value(windowStateKey()).toByteArray();
}

void setWindowState(const QByteArray &state)
{
    setValue(windowStateKey(), state);
}

QByteArray layout(const QString &name)
{
    return value(u"layout/"_s + name).toByteArray();
}

void setLayout(const QString &name, const QByteArray &state)
{
    setValue(u"layout/"_s + name, state);
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

void dropBrokenLock()
{
    constexpr int kTries = 20;
    constexpr int kPauseMs = 5;
    const QString path = QSettings().fileName() + u".lock"_s;
    const auto saysNothing = [&path] {
        qint64 process = 0;
        QString host;
        QString program;
        return QFileInfo::exists(path) && !QLockFile(path).getLockInfo(&process, &host, &program);
    };
    for (int i = 0; saysNothing(); ++i) { // one that is just being made will say something in a moment
        if (i == kTries) {
            QFile::remove(path);
            return;
        }
        QThread::msleep(kPauseMs);
    }
}

} // namespace stratoscope::ui::settings
