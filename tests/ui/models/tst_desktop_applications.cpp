// SPDX-License-Identifier: Apache-2.0
#include "support/test_main.h"
#include "ui/common/terminal.h"
#include "ui/tree/desktop_applications.h"

#include <QDir>
#include <QFile>
#include <QLocale>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace stratoscope::ui;

class TestDesktopApplications : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void lists_data();
    void lists();
    void startsThem_data();
    void startsThem();
    void runsInATerminal();

private:
    void write(const QString &path, const QByteArray &content) const;
    QTemporaryDir m_home;
};

void TestDesktopApplications::write(const QString &path, const QByteArray &content) const
{
    QVERIFY(QDir().mkpath(m_home.filePath(path).section(u'/', 0, -2)));
    QFile file(m_home.filePath(path));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(content);
}

void TestDesktopApplications::initTestCase()
{
    QLocale::setDefault(QLocale(QLocale::German, QLocale::Germany));
    qputenv("XDG_DATA_HOME", m_home.filePath(u"data"_s).toUtf8());
    qputenv("XDG_CONFIG_HOME", m_home.filePath(u"config"_s).toUtf8());
    qputenv("XDG_DATA_DIRS", m_home.filePath(u"system"_s).toUtf8());
    qputenv("XDG_CONFIG_DIRS", m_home.filePath(u"none"_s).toUtf8());
    const auto application = [this](const QString &path, const QByteArray &name, const QByteArray &more = {}) {
        write(path, "[Desktop Entry]\nType=Application\nName=" + name + "\nExec=sh %f\nIcon=some\n" + more + "[Other]\nName=no\n");
    };
    application(u"system/applications/editor.desktop"_s, "Editor", "Name[de]=Texteditor\n");
    application(u"system/applications/sub/viewer.desktop"_s, "Viewer");
    application(u"system/applications/hidden.desktop"_s, "Hidden", "Hidden=true\n");
    application(u"system/applications/vim.desktop"_s, "Vim", "Terminal=true\n");
    application(u"system/applications/gone.desktop"_s, "Gone", "TryExec=/no/such/program\n");
    application(u"data/applications/mine.desktop"_s, "Mine");
    // The only programs: a shell and a terminal emulator.
    QVERIFY(QDir().mkpath(m_home.filePath(u"bin"_s)));
    QVERIFY(QFile::link(u"/bin/sh"_s, m_home.filePath(u"bin/sh"_s)));
    QVERIFY(QFile::link(u"/bin/sh"_s, m_home.filePath(u"bin/x-terminal-emulator"_s)));
    qputenv("PATH", m_home.filePath(u"bin"_s).toUtf8());
    qunsetenv("TERMINAL");
    write(u"system/mime/packages/freedesktop.org.xml"_s,
          "<?xml version='1.0'?><mime-info xmlns='http://www.freedesktop.org/standards/shared-mime-info'>"
          "<mime-type type='text/plain'/><mime-type type='image/png'/>"
          "<mime-type type='text/x-csrc'><sub-class-of type='text/plain'/></mime-type></mime-info>");
    write(u"system/applications/mimeinfo.cache"_s,
          "[MIME Cache]\ntext/plain=editor.desktop;hidden.desktop;vim.desktop;gone.desktop;none.desktop;\n"
          "image/png=sub-viewer.desktop;editor.desktop;\n");
    write(u"config/mimeapps.list"_s,
          "[Default Applications]\ntext/x-csrc=mine.desktop\n[Removed Associations]\nimage/png=editor.desktop;\n");
}

void TestDesktopApplications::lists_data()
{
    QTest::addColumn<QString>("type");
    QTest::addColumn<QStringList>("names");
    QTest::newRow("a type") << u"text/plain"_s << QStringList{u"Texteditor"_s, u"Vim"_s};
    QTest::newRow("the user's choice, and those for text") << u"text/x-csrc"_s << QStringList{u"Mine"_s, u"Texteditor"_s, u"Vim"_s};
    QTest::newRow("in a subfolder, and without what was removed") << u"image/png"_s << QStringList{u"Viewer"_s};
    QTest::newRow("none") << u"application/octet-stream"_s << QStringList();
}

void TestDesktopApplications::lists()
{
    QFETCH(const QString, type);
    QStringList found;
    for (const DesktopApplication &application : applicationsFor(type))
        found += application.name;
    QTEST(found, "names");
}

void TestDesktopApplications::startsThem_data()
{
    QTest::addColumn<QString>("exec");
    QTest::addColumn<QStringList>("command");
    QTest::newRow("a file") << u"edit %f"_s << QStringList{u"edit"_s, u"/a b"_s};
    QTest::newRow("addresses") << u"view --new %U"_s << QStringList{u"view"_s, u"--new"_s, u"/a b"_s};
    QTest::newRow("in quotes") << u"\"/opt/my app\" -n %F"_s << QStringList{u"/opt/my app"_s, u"-n"_s, u"/a b"_s};
    QTest::newRow("other codes") << u"x %i %c %k 100%% %f"_s << QStringList{u"x"_s, u"Name"_s, u"100%"_s, u"/a b"_s};
    QTest::newRow("nothing") << QString() << QStringList();
}

void TestDesktopApplications::startsThem()
{
    QFETCH(const QString, exec);
    const DesktopApplication application{u"x.desktop"_s, u"Name"_s, {}, exec};
    QTEST(application.command(u"/a b"_s), "command");
}

void TestDesktopApplications::runsInATerminal()
{
    const QStringList vim{u"vim"_s, u"/a b"_s};
    QCOMPARE(inTerminal(vim), (QStringList{u"x-terminal-emulator"_s, u"-e"_s} + vim));
    qputenv("TERMINAL", "no-such-terminal");
    QCOMPARE(inTerminal(vim), (QStringList{u"x-terminal-emulator"_s, u"-e"_s} + vim));
    QVERIFY(QFile::link(u"/bin/sh"_s, m_home.filePath(u"bin/mine"_s)));
    qputenv("TERMINAL", "mine --new");
    QCOMPARE(inTerminal(vim), (QStringList{u"mine"_s, u"--new"_s, u"-e"_s} + vim));
    QVERIFY(QFile::link(u"/bin/sh"_s, m_home.filePath(u"bin/xdg-terminal-exec"_s)));
    QCOMPARE(inTerminal(vim), (QStringList{u"xdg-terminal-exec"_s} + vim));

    qunsetenv("TERMINAL");
    QVERIFY(QFile::remove(m_home.filePath(u"bin/xdg-terminal-exec"_s)));
    QVERIFY(QFile::remove(m_home.filePath(u"bin/x-terminal-emulator"_s)));
    QCOMPARE(inTerminal(vim), QStringList());
    const auto names = applicationsFor(u"text/plain"_s);
    QCOMPARE(names.size(), 1); // Vim has nowhere to run
    QCOMPARE(names.front().name, u"Texteditor"_s);
}

STRATOSCOPE_GUILESS_TEST(TestDesktopApplications)
#include "tst_desktop_applications.moc"
