// SPDX-License-Identifier: Apache-2.0
#include "ui/tree/desktop_applications.h"

#include "ui/common/terminal.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QLocale>
#include <QMap>
#include <QMimeDatabase>
#include <QProcess>
#include <QStandardPaths>

#include <optional>

using namespace Qt::StringLiterals;

namespace stratoscope::ui {

namespace {

using KeyFile = QMap<QString, QMap<QString, QString>>; // by group and key

KeyFile readKeyFile(const QString &path)
{
    constexpr qint64 kLargest = 16 * 1024 * 1024;
    KeyFile groups;
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly) || file.size() > kLargest)
        return groups;
    QString group;
    for (const QByteArray &bytes : file.readAll().split('\n')) {
        const QString line = QString::fromUtf8(bytes).trimmed();
        if (line.startsWith(u'[') && line.endsWith(u']'))
            group = line.mid(1, line.size() - 2);
        else if (const qsizetype equals = line.indexOf(u'='); equals > 0 && !line.startsWith(u'#'))
            groups[group].insert(line.left(equals).trimmed(), line.mid(equals + 1).trimmed());
    }
    return groups;
}

/// A string of a desktop entry, in the user's language if it has that.
QString localized(const QMap<QString, QString> &entry, const QString &key)
{
    const QString language = QLocale().name();
    for (const QString &suffix : {language, language.section(u'_', 0, 0)}) {
        if (const auto value = entry.find(u"%1[%2]"_s.arg(key, suffix)); value != entry.end())
            return *value;
    }
    return entry.value(key);
}

std::optional<DesktopApplication> readApplication(const QString &id)
{
    const QString path = QStandardPaths::locate(QStandardPaths::ApplicationsLocation, id);
    // In a subfolder, its separators are dashes.
    const QString file
        = path.isEmpty() ? QStandardPaths::locate(QStandardPaths::ApplicationsLocation, QString(id).replace(u'-', u'/')) : path;
    const auto entry = file.isEmpty() ? QMap<QString, QString>() : readKeyFile(file).value(u"Desktop Entry"_s);
    if (entry.value(u"Type"_s) != u"Application" || entry.value(u"Hidden"_s) == u"true")
        return std::nullopt;
    const QString needed = entry.value(u"TryExec"_s);
    if (!needed.isEmpty() && QStandardPaths::findExecutable(needed).isEmpty())
        return std::nullopt;
    DesktopApplication application{id, localized(entry, u"Name"_s), entry.value(u"Icon"_s), entry.value(u"Exec"_s),
                                   entry.value(u"Terminal"_s) == u"true"};
    const QStringList command = application.command(u"file"_s);
    if (application.name.isEmpty() || command.isEmpty() || QStandardPaths::findExecutable(command.front()).isEmpty())
        return std::nullopt;
    if (application.isInTerminal && inTerminal(command).isEmpty())
        return std::nullopt;
    return application;
}

/// The associations of the user, then of the system.
QStringList associationFiles()
{
    QStringList files;
    for (const QString &folder : QStandardPaths::standardLocations(QStandardPaths::GenericConfigLocation))
        files += folder + u"/mimeapps.list"_s;
    for (const QString &folder : QStandardPaths::standardLocations(QStandardPaths::ApplicationsLocation))
        files += QStringList{folder + u"/mimeapps.list"_s, folder + u"/mimeinfo.cache"_s};
    return files;
}

} // namespace

QStringList DesktopApplication::command(const QString &file) const
{
    QStringList words;
    for (const QString &word : QProcess::splitCommand(exec)) {
        if (word == u"%f" || word == u"%F" || word == u"%u" || word == u"%U") {
            words += file;
        } else if (word == u"%c") {
            words += name;
        } else if (!word.startsWith(u'%') || word.startsWith(u"%%"_s)) { // other codes stand for nothing
            words += QString(word).replace(u"%%"_s, u"%"_s);
        }
    }
    return words;
}

QList<DesktopApplication> applicationsFor(const QString &mimeType)
{
    QStringList types{mimeType};
    types += QMimeDatabase().mimeTypeForName(mimeType).allAncestors();
    types.removeAll(u"application/octet-stream"_s); // what opens any file says nothing about this one
    QList<KeyFile> files;
    for (const QString &path : associationFiles())
        files += readKeyFile(path);
    QStringList ids;
    QStringList removed;
    const auto add = [&ids](const QString &list) { ids += list.split(u';', Qt::SkipEmptyParts); };
    for (const QString &type : types) {
        for (const KeyFile &file : files)
            add(file.value(u"Default Applications"_s).value(type));
        for (const KeyFile &file : files) {
            add(file.value(u"Added Associations"_s).value(type));
            add(file.value(u"MIME Cache"_s).value(type));
            removed += file.value(u"Removed Associations"_s).value(type).split(u';', Qt::SkipEmptyParts);
        }
    }
    ids.removeDuplicates();
    QList<DesktopApplication> applications;
    for (const QString &id : ids) {
        if (const auto application = removed.contains(id) ? std::nullopt : readApplication(id))
            applications += *application;
    }
    return applications;
}

} // namespace stratoscope::ui
