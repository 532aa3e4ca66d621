// SPDX-License-Identifier: Apache-2.0
#include "archive/image_name.h"
#include "support/results.h"
#include "support/test_main.h"

#include <QDir>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace stratoscope;

class TestImageName : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void parses_data();
    void parses();
    void refuses_data();
    void refuses();
    void makesPathsAbsolute_data();
    void makesPathsAbsolute();

private:
    QTemporaryDir m_folder;
};

void TestImageName::initTestCase()
{
    QVERIFY(QDir::setCurrent(m_folder.path()));
    for (const QString &name : {u"alpine"_s, u"with:colon.tar"_s, u"plain.tar"_s}) {
        QFile file(name);
        QVERIFY(file.open(QIODevice::WriteOnly));
    }
    QVERIFY(QDir().mkdir(u"some"_s));
}

void TestImageName::parses_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<int>("kind"); // -1: none
    QTest::addColumn<QString>("path");
    QTest::addColumn<QString>("selector");
    QTest::addColumn<QString>("reference");
    const auto none = -1;
    QTest::newRow("reference") << u"debian:12"_s << none << QString() << QString() << u"debian:12"_s;
    QTest::newRow("reference of docker's form")
        << u"docker://debian:12"_s << none << QString() << QString() << u"docker://debian:12"_s;
    QTest::newRow("file that is named like one") << u"alpine"_s << none << u"alpine"_s << QString() << QString();
    QTest::newRow("not a file after docker://") << u"docker://alpine"_s << none << QString() << QString() << u"docker://alpine"_s;
    QTest::newRow("absolute") << u"/nowhere/x.tar"_s << none << u"/nowhere/x.tar"_s << QString() << QString();
    QTest::newRow("relative") << u"../x"_s << none << u"../x"_s << QString() << QString();
    QTest::newRow("this folder") << u"."_s << none << u"."_s << QString() << QString();
    // What was mistyped is not looked up in a registry.
    for (const QString &path :
         {u"none.tar"_s, u"none.tar.gz"_s, u"none.TGZ"_s, u"a/none.tar.zst"_s, u"none.txz"_s, u"a.example.com/none.tar.bz2"_s,
          u"some/none"_s, u"some/none:1"_s, u"my image"_s, u"~/none"_s, u"C:\\none"_s, u"a(1)"_s, u"ä"_s, u"a\tb"_s})
        QTest::newRow(qPrintable(path)) << path << none << path << QString() << QString();
    for (const QString &reference : {u"tar"_s, u"a/tar"_s, u"a.tar/b"_s, u"other/none"_s, u"[::1]:5000/a_b--c.d:A-1"_s,
                                     u"a@sha256:"_s + QString(64, u'0'), u"docker://a/none.tar"_s})
        QTest::newRow(qPrintable(reference)) << reference << none << QString() << QString() << reference;
    const int docker = int(SourceKind::DockerArchive);
    QTest::newRow("docker-archive") << u"docker-archive:plain.tar"_s << docker << u"plain.tar"_s << QString() << QString();
    QTest::newRow("with name and tag") << u"docker-archive:plain.tar:a/b:1"_s << docker << u"plain.tar"_s << u"a/b:1"_s
                                       << QString();
    QTest::newRow("with a registry's port") << u"docker-archive:plain.tar:host:5000/a:1"_s << docker << u"plain.tar"_s
                                            << u"host:5000/a:1"_s << QString();
    QTest::newRow("colon in the path") << u"docker-archive:with:colon.tar:a:1"_s << docker << u"with:colon.tar"_s << u"a:1"_s
                                       << QString();
    QTest::newRow("not there") << u"docker-archive:none.tar:a:1"_s << docker << u"none.tar"_s << u"a:1"_s << QString();
    QTest::newRow("oci") << u"oci:.:latest"_s << int(SourceKind::OciLayout) << u"."_s << u"latest"_s << QString();
    QTest::newRow("oci-archive") << u"oci-archive:plain.tar:v1"_s << int(SourceKind::OciArchive) << u"plain.tar"_s << u"v1"_s
                                 << QString();
    QTest::newRow("prebaked") << u"prebaked:some:where"_s << int(SourceKind::Prebaked) << u"some:where"_s << QString() << QString();
    QTest::newRow("dir") << u"dir:some:where"_s << int(SourceKind::Dir) << u"some:where"_s << QString() << QString();
    QTest::newRow("rootfs") << u"rootfs:some:where.tar"_s << int(SourceKind::Rootfs) << u"some:where.tar"_s << QString()
                            << QString();
    QTest::newRow("standard input") << u"-"_s << none << u"-"_s << QString() << QString();
    QTest::newRow("an archive from standard input") << u"docker-archive:-"_s << docker << u"-"_s << QString() << QString();
    QTest::newRow("one of its images") << u"docker-archive:-:a:1"_s << docker << u"-"_s << u"a:1"_s << QString();
}

void TestImageName::parses()
{
    QFETCH(QString, text);
    const auto name = ImageName::parse(text);
    VERIFY_RESULT(name);
    QTEST(name->kind ? int(*name->kind) : -1, "kind");
    QTEST(name->path, "path");
    QTEST(name->selector, "selector");
    QTEST(name->reference, "reference");
}

void TestImageName::refuses_data()
{
    QTest::addColumn<QString>("text");
    QTest::newRow("nothing") << QString();
    QTest::newRow("no path") << u"oci:"_s;
    QTest::newRow("no reference") << u"docker://"_s;
}

void TestImageName::refuses()
{
    QFETCH(QString, text);
    const auto name = ImageName::parse(text);
    QVERIFY(!name);
    QCOMPARE(name.error().kind, ErrorKind::Invalid);
}

void TestImageName::makesPathsAbsolute_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("absolute"); // %1: the current folder
    QTest::newRow("file") << u"plain.tar"_s << u"%1/plain.tar"_s;
    QTest::newRow("not there") << u"./none.tar"_s << u"%1/none.tar"_s;
    QTest::newRow("absolute") << u"/none.tar"_s << u"/none.tar"_s;
    QTest::newRow("archive") << u"docker-archive:plain.tar:host:5000/a:1"_s << u"docker-archive:%1/plain.tar:host:5000/a:1"_s;
    QTest::newRow("layout") << u"oci:.:latest"_s << u"oci:%1:latest"_s;
    QTest::newRow("prebaked") << u"prebaked:some:where"_s << u"prebaked:%1/some:where"_s;
    QTest::newRow("root file system") << u"rootfs:."_s << u"rootfs:%1"_s;
    QTest::newRow("standard input") << u"-"_s << u"-"_s;
    QTest::newRow("an archive from standard input") << u"oci-archive:-:1"_s << u"oci-archive:-:1"_s;
    QTest::newRow("reference") << u"alpine:3.22"_s << u"alpine:3.22"_s;
    QTest::newRow("nothing") << QString() << QString();
}

void TestImageName::makesPathsAbsolute()
{
    QFETCH(const QString, text);
    QFETCH(const QString, absolute);
    QCOMPARE(absoluteImageName(text), absolute.contains(u"%1"_s) ? absolute.arg(QDir::currentPath()) : absolute);
}

STRATOSCOPE_APPLESS_TEST(TestImageName)
#include "tst_image_name.moc"
