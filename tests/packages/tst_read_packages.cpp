// SPDX-License-Identifier: Apache-2.0
#include "base/cancel.h"
#include "packages/read_packages.h"
#include "support/layers.h"
#include "support/package_text.h"
#include "support/test_main.h"
#include "support/zip.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace stratoscope;
using namespace stratoscope::test;

namespace {

constexpr auto kStatus = "Package: libc6\nStatus: install ok installed\nInstalled-Size: 13\nMaintainer: GNU Libc "
                         "Maintainers <libc@example.test>\nArchitecture: amd64\nMulti-Arch: same\nSource: glibc (2.36-9)\nVersion: "
                         "2.36-9+b1\nDescription: first line\n second line\n Version: 9\n\n"
                         "Package: gone\nStatus: deinstall ok config-files\nArchitecture: all\nVersion: 1\n\n"
                         "Package: adduser\nStatus: install ok installed\nArchitecture: all\nVersion: 3.134\n";

QStringList packagesOf(const std::vector<TarBuilder> &layers)
{
    const ImageFs fs = fsOf(layers);
    const PackageList list = readPackages(fs, {});
    return packageLines(fs, list) + noteLines(list);
}

} // namespace

class TestReadPackages : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsDpkg()
    {
        TarBuilder base;
        base.dir("usr/")
            .dir("usr/lib/")
            .symlink("lib", "usr/lib")
            .file("usr/lib/libc.so.6", "elf")
            .file("usr/sbin/adduser", "perl");
        base.file("var/lib/dpkg/status", kStatus)
            .file("var/lib/dpkg/info/libc6:amd64.list", "/.\n/lib\n/lib/libc.so.6\n/lib/missing\n");
        base.file("var/lib/dpkg/info/adduser.list", "/.\n/usr\n/usr/sbin\n/usr/sbin/adduser\n/usr/sbin/adduser\n");
        TarBuilder upper;
        upper.file("usr/sbin/adduser", "new").file("var/lib/dpkg/status", kStatus);
        QCOMPARE(packagesOf({base, upper}),
                 (QStringList{u"deb adduser:all 3.134 <- adduser [/usr/sbin/adduser] L1"_s,
                              u"deb libc6:amd64 2.36-9+b1 <- glibc [/usr/lib/libc.so.6] 13312 L0"_s}));
    }

    void readsDistroless()
    {
        TarBuilder tar;
        tar.file("etc/ssl/cert.pem", "x").file("etc/os-release", "NAME=x\nID=debian\nVERSION_ID=\"12\"\n");
        tar.file("var/lib/dpkg/status.d/certs", "Package: ca-certificates\nVersion: 2023\nArchitecture: all\n");
        tar.file("var/lib/dpkg/status.d/certs.md5sums", "0123456789abcdef0123456789abcdef  etc/ssl/cert.pem\n");
        tar.file("var/lib/dpkg/status.d/tzdata", "Package: tzdata\nVersion: 2024a\nArchitecture: all\n");
        const ImageFs fs = fsOf({tar});
        const PackageList list = readPackages(fs, {});
        QCOMPARE(packageLines(fs, list),
                 (QStringList{u"deb ca-certificates:all 2023 <- ca-certificates [/etc/ssl/cert.pem] L0"_s,
                              u"deb tzdata:all 2024a <- tzdata [] L0"_s}));
        QCOMPARE(list.distribution, (Distribution{.id = "debian", .version = "12"}));
    }

    void readsApk()
    {
        TarBuilder tar;
        tar.dir("usr/")
            .dir("usr/lib/")
            .symlink("lib", "usr/lib")
            .file("bin/busybox", "x")
            .file("etc/securetty", "x")
            .file("top", "x");
        tar.file(
            "usr/lib/apk/db/installed",
            "C:Q1abc=\nP:busybox\nV:1.36.1-r5\nA:x86_64\nS:1\nI:962560\nL:GPL-2.0-only\no:bb\nm:Some One "
            "<one@example.test>\nF:bin\nR:busybox\na:0:0:755\nF:etc\nR:securetty\nF:\nR:top\n\nP:musl\nV:1.2.4-r2\nA:x86_64\n");
        const ImageFs fs = fsOf({tar});
        const PackageList list = readPackages(fs, {});
        QCOMPARE(packageLines(fs, list),
                 (QStringList{u"apk busybox:x86_64 1.36.1-r5 <- bb [/bin/busybox /etc/securetty /top] 962560 L0"_s,
                              u"apk musl:x86_64 1.2.4-r2 [] L0"_s}));
        QCOMPARE(list.packages[0].license, std::string("GPL-2.0-only"));
        QCOMPARE(list.packages[0].maintainer, std::string("Some One <one@example.test>"));
    }

    void readsPython()
    {
        const std::string lib = "usr/lib/python3/site-packages/";
        TarBuilder tar;
        tar.file("usr/bin/tool", "12345").file(lib + "tool/__init__.py", "123").file(lib + "tool/a \"b\".py", "1");
        tar.file(lib + "tool-1.0.dist-info/METADATA",
                 "Metadata-Version: 2.1\nName: Tool\nVersion: 1.0\nLicense: MIT\nAuthor: A. Uthor\n\nName: body\n");
        tar.file(lib + "tool-1.0.dist-info/RECORD",
                 "tool/__init__.py,sha256=x,3\r\n\"tool/a \"\"b\"\".py\",,\n../../../bin/tool,,\n/nowhere,,\n");
        tar.file(lib + "old-2.egg-info/PKG-INFO", "Name: old\nVersion: 2\n").file(lib + "old.py", "1234");
        tar.file(lib + "old-2.egg-info/installed-files.txt", "../old.py\n");
        tar.file(lib + "single-3.egg-info", "Name: single\nVersion: 3\nLicense: UNKNOWN\n");
        tar.file("opt/x.egg/EGG-INFO/PKG-INFO", "Name: egg\nVersion: 4\n").file("METADATA", "Name: none\n");
        const ImageFs fs = fsOf({tar});
        const PackageList list = readPackages(fs, {});
        QCOMPARE(packageLines(fs, list),
                 (QStringList{
                     u"python Tool 1.0 [/usr/bin/tool /usr/lib/python3/site-packages/tool/__init__.py "
                     "/usr/lib/python3/site-packages/tool/a \"b\".py] 9 L0"_s,
                     u"python egg 4 [/opt/x.egg/EGG-INFO/PKG-INFO] L0"_s,
                     u"python old 2 [/usr/lib/python3/site-packages/old.py] 4 L0"_s,
                     u"python single 3 [/usr/lib/python3/site-packages/single-3.egg-info] L0"_s,
                 }));
        QCOMPARE(list.packages[0].license, std::string("MIT"));
        QCOMPARE(list.packages[0].maintainer, std::string("A. Uthor"));
        QCOMPARE(list.packages[3].license, std::string());
    }

    void readsNpm()
    {
        TarBuilder tar;
        tar.file("app/package.json", R"({"name":"app","version":"0"})"); // not installed, but the program itself
        tar.file("app/node_modules/a/package.json", R"({"name":"a","version":"1.0.0","license":"MIT","author":{"name":"Au"}})");
        tar.file("app/node_modules/a/lib/index.js", "12345");
        tar.file("app/node_modules/a/lib/package.json", R"({"type":"module"})");
        tar.file("app/node_modules/a/node_modules/b/package.json", R"({"name":"b","version":"2.0.0"})");
        tar.file("app/node_modules/@s/c/package.json", R"({"name":"@s/c","version":"3.0.0","license":{"type":"ISC"}})");
        tar.file("app/node_modules/d/package.json", R"({"name":)").file("app/node_modules/e/package.json", R"({"type":"module"})");
        const ImageFs fs = fsOf({tar});
        const PackageList list = readPackages(fs, {});
        QCOMPARE(packageLines(fs, list),
                 (QStringList{u"npm @s/c 3.0.0 [/app/node_modules/@s/c/package.json] 58 L0"_s,
                              u"npm a 1.0.0 [/app/node_modules/a/lib/index.js /app/node_modules/a/lib/package.json "
                              "/app/node_modules/a/package.json] 91 L0"_s,
                              u"npm b 2.0.0 [/app/node_modules/a/node_modules/b/package.json] 30 L0"_s}));
        QCOMPARE(list.packages[0].license, std::string("ISC"));
        QCOMPARE(list.packages[1].maintainer, std::string("Au"));
        QCOMPARE(list.notes.size(), 1);
        QVERIFY(list.notes[0].message().startsWith(u"/app/node_modules/d/package.json: "_s));
    }

    void readsJars()
    {
        const std::string inner
            = zipOf({{u"META-INF/MANIFEST.MF"_s, "Manifest-Version: 1.0\r\nImplementation-Version: 9\r\nX: a\r\n b\r\n"}});
        const std::string shaded = zipOf({
            {u"META-INF/MANIFEST.MF"_s, "Manifest-Version: 1.0\nImplementation-Version: 0\n"},
            {u"META-INF/maven/org.x/one/pom.properties"_s, "#Made\r\nversion=1.0\r\ngroupId=org.x\r\nartifactId=one\r\n"},
            {u"META-INF/maven/org.x/two/pom.properties"_s, "version=2.0\ngroupId=org.x\nartifactId=two\n"},
        });
        const QByteArray war = QByteArray::fromStdString(zipOf({
            {u"META-INF/MANIFEST.MF"_s, "Manifest-Version: 1.0\nImplementation-Title: app\n"},
            {u"WEB-INF/lib/inner-1.2.3.jar"_s, QByteArray::fromStdString(inner)},
            {u"WEB-INF/lib/broken.jar"_s, "no archive"},
        }));
        TarBuilder tar;
        tar.file("opt/shaded.jar", shaded).file("opt/app.war", "#!/bin/sh\nexec java -jar $0\n" + war.toStdString());
        tar.file("opt/text.jar", "no archive").file("opt/empty.jar", zipOf({{u"a"_s, "b"}}));
        const auto size = [](const auto &text) { return QString::number(text.size()); };
        QCOMPARE(packagesOf({tar}),
                 (QStringList{
                     u"jar app  [/opt/app.war] "_s + QString::number(war.size() + 28) + u" L0"_s,
                     u"jar inner 1.2.3 [/opt/app.war] "_s + size(inner) + u" in WEB-INF/lib/inner-1.2.3.jar L0"_s,
                     u"jar org.x:one 1.0 [/opt/shaded.jar] "_s + size(shaded) + u" L0"_s,
                     u"jar org.x:two 2.0 [/opt/shaded.jar] "_s + size(shaded) + u" L0"_s,
                     u"/opt/app.war!WEB-INF/lib/broken.jar: is a damaged archive"_s,
                     u"/opt/text.jar: is a damaged archive"_s,
                 }));
    }

    void namesFormerRpmDatabases()
    {
        QCOMPARE(packagesOf({TarBuilder().file("var/lib/rpm/Packages", "x")}),
                 QStringList{
                     u"/var/lib/rpm/Packages: is a package database in rpm's former format Berkeley DB, which cannot be read"_s});
        QCOMPARE(
            packagesOf({TarBuilder().file("usr/lib/sysimage/rpm/Packages.db", "x")}),
            QStringList{
                u"/usr/lib/sysimage/rpm/Packages.db: is a package database in rpm's former format ndb, which cannot be read"_s});
    }

    void takesDamagedDatabasesForNotes_data()
    {
        QTest::addColumn<QString>("path");
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QString>("note");
        QTest::newRow("no database") << u"var/lib/rpm/rpmdb.sqlite"_s << QByteArray("text")
                                     << u"/var/lib/rpm/rpmdb.sqlite: is not a database of SQLite"_s;
        QTest::newRow("cut off") << u"var/lib/rpm/rpmdb.sqlite"_s
                                 << QByteArray("SQLite format 3\0\x10\0\1\1\0\x40\x20\x20", 24).leftJustified(4096, '\0')
                                 << u"/var/lib/rpm/rpmdb.sqlite: is a damaged database: "_s;
        QTest::newRow("python") << u"a-1.dist-info/METADATA"_s << QByteArray("\xFF\0\n", 3)
                                << u"/a-1.dist-info/METADATA: does not name the package that it describes"_s;
    }

    void takesDamagedDatabasesForNotes()
    {
        QFETCH(QString, path);
        QFETCH(QByteArray, bytes);
        QFETCH(QString, note);
        const auto found = packagesOf({TarBuilder().file(path.toStdString(), bytes.toStdString())});
        QCOMPARE(found.size(), 1);
        QVERIFY2(found[0].startsWith(note), qPrintable(found[0]));
    }

    void staysInsideOfTheImage()
    {
        TarBuilder tar;
        tar.symlink("var", "../../../v").dir("v/").symlink("v/lib", "/l").symlink("l", "v/lib2").dir("v/lib2/");
        tar.file("v/lib2/dpkg/status", "Package: a\nVersion: 1\nArchitecture: all\n").symlink("loop", "loop").file("v/f", "x");
        tar.file("v/lib2/dpkg/info/a.list", "/../../v/f\n/loop/x\n/var/f\n\n/\n//\n");
        QCOMPARE(packagesOf({tar}), QStringList{u"deb a:all 1 <- a [/v/f] L0"_s});
    }

    void keepsOddNames()
    {
        TarBuilder tar;
        tar.file("var/lib/dpkg/status", std::string("Package: a\x1b[31m\xFF\0b\nVersion: 1\nArchitecture: all\n", 47));
        QCOMPARE(packagesOf({tar}), QStringList{u"deb a\\x1b[31m\\xff\\x00b:all 1 <- a\\x1b[31m\\xff\\x00b [] L0"_s});
    }

    void canBeStopped()
    {
        std::stop_source stop;
        stop.request_stop();
        QVERIFY_THROWS_EXCEPTION(Cancelled, readPackages(fsOf({TarBuilder().file("a", "b")}), stop.get_token()));
    }
};

STRATOSCOPE_GUILESS_TEST(TestReadPackages)
#include "tst_read_packages.moc"
