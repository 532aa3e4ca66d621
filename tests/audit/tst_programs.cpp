// SPDX-License-Identifier: Apache-2.0
#include "audit/programs.h"

#include "base/error.h"
#include "support/disk_tree.h"
#include "support/layers.h"
#include "support/run_config.h"
#include "support/test_main.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace stratoscope;
using namespace stratoscope::test;

namespace {

QStringList foundIn(const TarBuilder &tar, const RunConfig &config)
{
    const ImageFs fs = fsOf({tar});
    QStringList lines;
    for (const Finding &finding : programFindings(fs, config, true, {}).findings)
        lines << u"%1 %2 %3: %4"_s.arg(printable(findingSeverityName(finding.severity)), printable(findingKindName(finding.kind)),
                                       placeText(finding), finding.text);
    return lines;
}

/// A program of this machine that needs the C library, and nothing else that is in this file.
std::string dynamicProgram()
{
    return readDisk(u"/bin/true"_s).toStdString();
}

TarBuilder withShell()
{
    TarBuilder tar;
    tar.add({.path = "bin/sh", .content = "#!/bin/sh\n", .mode = 0755});
    return tar;
}

RunConfig running(const QString &program)
{
    return Given{.cmd = {program}};
}

} // namespace

class TestPrograms : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void missingInterpreters()
    {
        TarBuilder tar = withShell();
        tar.add({.path = "usr/bin/one", .content = "#!/usr/bin/perl\n", .mode = 0755});
        tar.add({.path = "usr/bin/two", .content = "#!/usr/bin/perl -w\n", .mode = 0755});
        tar.add({.path = "usr/bin/three", .content = "#!/bin/sh\n", .mode = 0755});
        tar.add({.path = "usr/bin/text", .content = "#!/usr/bin/tclsh\n", .mode = 0644});
        tar.add({.path = "opt/elsewhere", .content = "#!/usr/bin/ruby\n", .mode = 0755});
        QCOMPARE(
            foundIn(tar, running(u"sh"_s)),
            QStringList{
                u"medium interpreter /usr/bin/one: the interpreter /usr/bin/perl, which is missing, is needed by /usr/bin/one and 1 other file"_s});
        QCOMPARE(
            foundIn(tar, Given{.env = {u"PATH=/bin:/opt"_s}, .cmd = {u"sh"_s}}),
            QStringList{
                u"medium interpreter /opt/elsewhere: the interpreter /usr/bin/ruby, which is missing, is needed by /opt/elsewhere"_s});
    }

    void brokenEntrypoints()
    {
        TarBuilder tar = withShell();
        tar.file("etc/passwd", "root:x:0:0::/root:/bin/sh\n");
        tar.add({.path = "app/start", .content = "#!/usr/bin/python3\n", .mode = 0755});
        QCOMPARE(foundIn(tar, running(u"nginx"_s)), QStringList{u"high entrypoint config.Cmd: \"nginx\" is not in the image"_s});
        QCOMPARE(
            foundIn(tar, running(u"/app/start"_s)),
            QStringList{u"high interpreter /app/start: /app/start needs the interpreter /usr/bin/python3, which is missing"_s});
        QCOMPARE(foundIn(tar, RunConfig()),
                 QStringList{u"info entrypoint config.Cmd: the image has neither an entrypoint nor a command"_s});
        QCOMPARE(foundIn(tar, Given{.user = u"www"_s, .cmd = {u"sh"_s}}),
                 QStringList{u"high user config.User: user “www”: not found in the image's /etc/passwd"_s});
    }

    void missingLibraries()
    {
        const std::string program = dynamicProgram();
        TarBuilder tar = withShell();
        tar.add({.path = "usr/bin/true", .content = program, .mode = 0755});
        QCOMPARE(foundIn(tar, running(u"sh"_s)).size(), 1); // its loader, without which nothing else counts
        QVERIFY(foundIn(tar, running(u"sh"_s)).front().startsWith(u"medium interpreter /usr/bin/true: the loader /lib"_s));

        const QString loader = foundIn(tar, running(u"sh"_s)).front().section(u' ', 5, 5).chopped(1);
        tar.add({.path = loader.mid(1).toStdString(), .content = "x", .mode = 0755});
        const QString missing
            = u"medium library /usr/bin/true: the library libc.so.6 is needed by /usr/bin/true, and not in the directories that the loader searches"_s;
        QCOMPARE(foundIn(tar, running(u"sh"_s)), QStringList{missing});

        TarBuilder elsewhere = tar;
        elsewhere.file("opt/libs/libc.so.6", "x");
        QCOMPARE(foundIn(elsewhere, running(u"sh"_s)), QStringList{u"info"_s + missing.mid(6) + u", but at /opt/libs/libc.so.6"_s});
        QCOMPARE(foundIn(elsewhere, Given{.env = {u"LD_LIBRARY_PATH=/opt/libs"_s}, .cmd = {u"sh"_s}}), QStringList());

        TarBuilder configured = elsewhere;
        configured.file("etc/ld.so.conf", "include ld.so.conf.d/*.conf\n").file("etc/ld.so.conf.d/opt.conf", "# here\n/opt/libs\n");
        QCOMPARE(foundIn(configured, running(u"sh"_s)), QStringList());

        TarBuilder musl = elsewhere;
        musl.file("etc/ld-musl-x86_64.path", "/lib:/opt/libs\n");
        QCOMPARE(foundIn(musl, running(u"sh"_s)), QStringList());

        TarBuilder usual = tar;
        usual.file("usr/lib/x86_64-linux-gnu/libc.so.6", "x");
        QCOMPARE(foundIn(usual, running(u"sh"_s)), QStringList());
    }
};

STRATOSCOPE_APPLESS_TEST(TestPrograms)
#include "tst_programs.moc"
