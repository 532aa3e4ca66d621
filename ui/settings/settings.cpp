// SPDX-License-Identifier: Apache-2.0
#include "ui/settings/settings.h"

#include <QDir>
#include <QFileInfo>
#include <QLockFile>
#include <QThread>

using namespace Qt::StringLiterals;

namespace stratoscope::ui {

namespace {

QStringList withFirst(QStringList names, const QString &name)
{
    names.removeAll(name);
    names.prepend(name);
    return names;
}

} // namespace

QList<SavedRegistry> defaultRegistries()
{
    return {{.address = u"docker.io"_s}, {.address = u"quay.io"_s}, {.address = u"ghcr.io"_s, .isSearched = false}};
}

Theme SettingFormat<Theme>::read(QSettings &settings, const QString &key, Theme fallback)
{
    const QString name = settings.value(key).toString();
    return name == u"light" ? Theme::Light : name == u"dark" ? Theme::Dark : name == u"system" ? Theme::System : fallback;
}

void SettingFormat<Theme>::write(QSettings &settings, const QString &key, Theme theme)
{
    settings.setValue(key, theme == Theme::Light ? u"light"_s : theme == Theme::Dark ? u"dark"_s : u"system"_s);
}

QString FolderSetting::operator()() const
{
    const QString path = Setting::operator()();
    return !path.isEmpty() && QDir(path).exists() ? path : QDir::homePath();
}

namespace settings {

void addRecentImage(const QString &name)
{
    recentImages.set(withFirst(recentImages(), name).mid(0, kMaxRecentImages));
}

void addPushTarget(const QString &reference)
{
    pushTargets.set(withFirst(pushTargets(), reference).mid(0, kMaxPushTargets));
}

void removeRecentImage(const QString &name)
{
    QStringList names = recentImages();
    names.removeAll(name);
    recentImages.set(names);
}

void removeBrokenLock()
{
    constexpr int kTries = 20;
    constexpr int kPauseMs = 5;
    const QString path = QSettings().fileName() + u".lock"_s;
    const auto isNameless = [&path] {
        qint64 process = 0;
        QString host;
        QString program;
        return QFileInfo::exists(path) && !QLockFile(path).getLockInfo(&process, &host, &program);
    };
    for (int i = 0; isNameless(); ++i) { // a lock that is just being created names its owner a moment later
        if (i == kTries) {
            QFile::remove(path);
            return;
        }
        QThread::msleep(kPauseMs);
    }
}

} // namespace settings

} // namespace stratoscope::ui
