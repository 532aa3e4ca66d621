// SPDX-License-Identifier: Apache-2.0
#include "vm/boot_check.h"

#include "support/layers.h"
#include "support/need.h"
#include "support/run_config.h"
#include "support/test_main.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace stratoscope;
using namespace stratoscope::test;

namespace {

/// The header of a static program (System V ABI, "ELF Header").
std::string program()
{
    std::string header = "\x7f"
                         "ELF\2\1\1";
    header.resize(64);
    header[16] = 2; // executable
    header[18] = 62; // x86_64
    header[20] = 1;
    header[52] = 64;
    return header;
}

TarBuilder files()
{
    TarBuilder tar;
    tar.add({.path = "bin/sh", .content = "#!/bin/busybox sh\n", .mode = 0755});
    tar.add({.path = "bin/busybox", .content = program(), .mode = 0755});
    tar.add({.path = "bin/plain", .content = "text", .mode = 0755});
    tar.add({.path = "bin/not-executable", .content = "#!/bin/sh\n"});
    tar.add({.path = "usr/bin/not-executable", .content = "#!/bin/sh\n", .mode = 0755});
    tar.add({.path = "bin/script", .content = "#!/bin/sh\n", .mode = 0755});
    tar.add({.path = "bin/python-script", .content = "#!/usr/bin/env python3\n", .mode = 0755});
    tar.add({.path = "usr/bin/env", .content = "#!/bin/sh\n", .mode = 0755});
    tar.add({.path = "bin/perl-script", .content = "#!/usr/bin/perl -w\n", .mode = 0755});
    tar.add({.path = "srv/tool", .content = "#!/bin/sh\n", .mode = 0755});
    tar.file("etc/passwd", "root:x:0:0::/root:/bin/sh\n");
    return tar;
}

} // namespace

Q_DECLARE_METATYPE(RunConfig)

class TestBootCheck : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void finds_data()
    {
        QTest::addColumn<RunConfig>("config");
        QTest::addColumn<QStringList>("texts"); // "!" before what is fatal
        QTest::addColumn<QString>("path"); // of the first one's file
        const auto command = [](const QStringList &args) { return RunConfig(Given{.cmd = args}); };
        QTest::addRow("a script") << command({u"script"_s}) << QStringList() << QString();
        QTest::addRow("a path") << command({u"/bin/script"_s}) << QStringList() << QString();
        QTest::addRow("relative to the working directory")
            << RunConfig(Given{.cmd = {u"./tool"_s}, .workingDir = u"/srv"_s}) << QStringList() << QString();
        QTest::addRow("the entrypoint counts")
            << RunConfig(Given{.entrypoint = {u"script"_s}, .cmd = {u"missing"_s}}) << QStringList() << QString();
        QTest::addRow("a directory of PATH") << RunConfig(Given{.env = {u"PATH=/opt:/srv"_s}, .cmd = {u"tool"_s}}) << QStringList()
                                             << QString();
        QTest::addRow("executable further on in PATH")
            << RunConfig(Given{.env = {u"PATH=/bin:/usr/bin"_s}, .cmd = {u"not-executable"_s}}) << QStringList() << QString();
        QTest::addRow("no command") << RunConfig()
                                    << QStringList{u"the image has neither an entrypoint nor a command, so that a shell is run"_s}
                                    << QString();
        QTest::addRow("missing") << command({u"nginx"_s}) << QStringList{u"!\"nginx\" is not in the image"_s} << QString();
        QTest::addRow("not executable") << command({u"/bin/not-executable"_s})
                                        << QStringList{u"!/bin/not-executable is not an executable file"_s}
                                        << u"/bin/not-executable"_s;
        QTest::addRow("text") << command({u"plain"_s})
                              << QStringList{u"!/bin/plain is neither a program nor a script with an interpreter"_s}
                              << u"/bin/plain"_s;
        QTest::addRow("interpreter") << command({u"perl-script"_s})
                                     << QStringList{u"!/bin/perl-script needs the interpreter /usr/bin/perl, which is missing"_s}
                                     << u"/bin/perl-script"_s;
        QTest::addRow("what env runs") << command({u"python-script"_s})
                                       << QStringList{u"!/bin/python-script needs python3, which is missing"_s}
                                       << u"/bin/python-script"_s;
        QTest::addRow("user") << RunConfig(Given{.user = u"www"_s, .cmd = {u"script"_s}})
                              << QStringList{u"!user “www”: not found in the image's /etc/passwd"_s} << QString();
        QTest::addRow("working directory") << RunConfig(Given{.cmd = {u"/bin/script"_s}, .workingDir = u"/bin/sh"_s})
                                           << QStringList{u"!the working directory \"/bin/sh\" is not a directory"_s}
                                           << u"/bin/sh"_s;
        QTest::addRow("a missing working directory is made")
            << RunConfig(Given{.cmd = {u"/bin/script"_s}, .workingDir = u"/data"_s}) << QStringList() << QString();
    }
    void finds()
    {
        QFETCH(const RunConfig, config);
        QFETCH(const QString, path);
        const ImageFs fs = fsOf({files()});
        const auto findings = need(checkBoot(fs, config));
        QStringList texts;
        for (const BootFinding &finding : findings)
            texts << (finding.isFatal ? u"!"_s : QString()) + finding.text;
        QTEST(texts, "texts");
        const bool hasFile = !findings.empty() && findings.front().node;
        QCOMPARE(hasFile ? printable(fs.tree->path(*findings.front().node)) : QString(), path);
    }
};

STRATOSCOPE_APPLESS_TEST(TestBootCheck)
#include "tst_boot_check.moc"
