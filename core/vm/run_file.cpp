// SPDX-License-Identifier: Apache-2.0
#include "vm/run_file.h"

#include <QDir>
#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace stratoscope {

namespace {

constexpr char kRunFileHead[] = "stratoscope-run 1";

class RunFileWriter
{
public:
    RunFileWriter() { m_bytes.append(kRunFileHead).append('\0'); }

    void add(const char *key, const QString &value)
    {
        if (value.contains(QChar::Null))
            m_invalid = QString::fromLatin1(key);
        m_bytes.append(key).append('=').append(value.toUtf8()).append('\0');
    }
    void add(const char *key, const QStringList &values)
    {
        for (const QString &value : values)
            add(key, value);
    }
    const QString &invalid() const { return m_invalid; }
    const QByteArray &bytes() const { return m_bytes; }

private:
    QByteArray m_bytes;
    QString m_invalid;
};

} // namespace

QStringList vmCommand(const RunConfig &config)
{
    const QStringList command = config.entrypoint + config.cmd;
    return command.isEmpty() ? QStringList{u"/bin/sh"_s} : command;
}

QString vmDirectory(const RunConfig &config)
{
    return QDir::cleanPath(u'/' + config.workingDir);
}

Result<QByteArray> runFile(const RunConfig &config, const QString &hostName, const QStringList &modules)
{
    RunFileWriter file;
    file.add("hostname", hostName);
    file.add("user", config.user);
    file.add("directory", vmDirectory(config));
    file.add("env", config.env);
    file.add("arg", vmCommand(config));
    file.add("module", modules);
    if (!file.invalid().isEmpty())
        return fail(ErrorKind::Invalid, u"the image's config"_s, u"has a zero byte in what becomes “%1”"_s.arg(file.invalid()));
    return file.bytes();
}

QByteArray runFileOfModules(const QStringList &modules)
{
    RunFileWriter file;
    file.add("module", modules);
    return file.bytes();
}

QString hostNameOf(const QString &imageName)
{
    static const QRegularExpression kOther(u"[^A-Za-z0-9]+"_s);
    QString name = imageName.section(u'@', 0, 0).section(u'/', -1).section(u':', 0, 0);
    name = name.replace(kOther, u"-"_s).left(63);
    while (name.startsWith(u'-'))
        name.remove(0, 1);
    while (name.endsWith(u'-'))
        name.chop(1);
    return name.isEmpty() ? u"stratoscope"_s : name;
}

} // namespace stratoscope
