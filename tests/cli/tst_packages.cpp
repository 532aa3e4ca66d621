// SPDX-License-Identifier: Apache-2.0
#include "support/command.h"
#include "support/image_files.h"
#include "support/test_main.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QProcess>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace stratoscope::test;

namespace {

std::string statusOf(const char *version)
{
    return std::string("Package: libc6\nStatus: install ok installed\nInstalled-Size: 13\nMaintainer: GNU Libc Maintainers "
                       "<libc@example.test>\nArchitecture: amd64\nSource: glibc\nVersion: ")
        + version + "\n\nPackage: odd\x1b[31m\nStatus: install ok installed\nArchitecture: all\nVersion: 1\n";
}

/// What check_sbom.py complains about in a document, of which something is replaced.
QByteArray problemsOf(const QString &path, const QByteArray &from = {}, const QByteArray &to = {})
{
    if (!from.isEmpty()) {
        const QByteArray document = readDisk(path);
        if (!document.contains(from))
            qFatal("not in the document: %s", from.constData());
        writeDisk(path, QByteArray(document).replace(from, to));
    }
    QProcess checker;
    checker.start(u"python3"_s, {QStringLiteral(STRATOSCOPE_TEST_SUPPORT_DIR "/check_sbom.py"), path});
    if (!checker.waitForFinished(60'000))
        qFatal("check_sbom.py does not run");
    return checker.readAllStandardError() + checker.readAllStandardOutput().replace(QFile::encodeName(path) + ": ", "");
}

TestImage imageWithPackages()
{
    TarBuilder one;
    one.file("etc/os-release", "ID=debian\nVERSION_ID=12\n").file("lib/libc.so.6", "x");
    one.file("var/lib/dpkg/status", statusOf("2.36-9")).file("var/lib/dpkg/info/libc6.list", "/.\n/lib\n/lib/libc.so.6\n");
    TarBuilder two;
    two.file("lib/libc.so.6", "y").file("var/lib/dpkg/status", statusOf("2.36-10"));
    two.file("app/node_modules/@s/c/package.json", R"x({"name":"@s/c","version":"3.0.0+b","license":"(MIT OR Apache-2.0)"})x");
    two.file("lib/py/a_b-1.dist-info/METADATA", "Name: A_b\nVersion: 1\nLicense: GPLv2+ and more\nAuthor: Some One\n");
    two.file("app/node_modules/broken/package.json", "{");
    return {.layers = {one.finish(), two.finish()}};
}

} // namespace

class TestPackagesCommand : public QObject
{
    Q_OBJECT

private:
    Command m_cli;

    Ran packages(const QStringList &more = {}) const
    {
        return m_cli.run(QStringList{u"packages"_s, m_cli.path(u"image.tar"_s)} + more);
    }
    QJsonObject documentAt(const QString &name) const { return QJsonDocument::fromJson(readDisk(m_cli.path(name))).object(); }

private Q_SLOTS:
    void initTestCase()
    {
        const std::string tar = tarOf(dockerArchive({imageWithPackages()}, DockerLayout::Skopeo));
        writeDisk(m_cli.path(u"image.tar"_s), QByteArray::fromStdString(tar));
    }

    void listsPackages()
    {
        const Ran ran = packages();
        QCOMPARE(ran.out,
                 QByteArray("libc6        2.36-10  deb     amd64  13.0 KiB\n"
                            "odd\\x1b[31m  1        deb     all\n"
                            "A_b          1        python\n"
                            "@s/c         3.0.0+b  npm            67 bytes\n"));
        QVERIFY(ran.err.contains("image.tar: /app/node_modules/broken/package.json: "));
        QCOMPARE(ran.err.count('\n'), 1);
        QCOMPARE(ran.code, 0);
        QVERIFY(packages({u"--upto"_s, u"0"_s}).out.startsWith("libc6        2.36-9  deb"));
        QCOMPARE(packages({u"--upto"_s, u"2"_s}).code, 1);
    }

    void fieldsOfAPackage()
    {
        const QList<QJsonObject> lines = packages({u"--json"_s}).lines();
        QCOMPARE(lines.size(), 4);
        const QJsonObject libc{{u"name"_s, u"libc6"_s},
                               {u"version"_s, u"2.36-10"_s},
                               {u"type"_s, u"deb"_s},
                               {u"arch"_s, u"amd64"_s},
                               {u"source"_s, u"glibc"_s},
                               {u"license"_s, QJsonValue()},
                               {u"maintainer"_s, u"GNU Libc Maintainers <libc@example.test>"_s},
                               {u"files"_s, 1},
                               {u"size"_s, 13312},
                               {u"layer"_s, 1},
                               {u"path"_s, u"/var/lib/dpkg/status"_s},
                               {u"inside"_s, QJsonValue()},
                               {u"purl"_s, u"pkg:deb/debian/libc6@2.36-10?arch=amd64&distro=debian-12&upstream=glibc"_s}};
        QCOMPARE(lines[0], libc);
        QCOMPARE(lines[1][u"purl"_s].toString(), u"pkg:deb/debian/odd%1B%5B31m@1?arch=all&distro=debian-12"_s);
        QCOMPARE(lines[2][u"purl"_s].toString(), u"pkg:pypi/a-b@1"_s);
        QCOMPARE(lines[2][u"size"_s], QJsonValue());
        QCOMPARE(lines[3][u"purl"_s].toString(), u"pkg:npm/%40s/c@3.0.0%2Bb"_s);
    }

    void writesSpdx()
    {
        const Ran ran = packages({u"--spdx"_s, m_cli.path(u"a.spdx.json"_s)});
        QCOMPARE(ran.out, (m_cli.path(u"a.spdx.json"_s) + u": SPDX 2.3, 4 packages\n"_s).toUtf8());
        QCOMPARE(ran.code, 0);
        const QJsonObject document = documentAt(u"a.spdx.json"_s);
        QCOMPARE(document[u"spdxVersion"_s].toString(), u"SPDX-2.3"_s);
        QCOMPARE(document[u"dataLicense"_s].toString(), u"CC0-1.0"_s);
        QCOMPARE(document[u"SPDXID"_s].toString(), u"SPDXRef-DOCUMENT"_s);
        QVERIFY(document[u"documentNamespace"_s].toString().startsWith(u"https://spdx.org/spdxdocs/example.test-app-1-"_s));
        QVERIFY(!document[u"creationInfo"_s][u"created"_s].toString().isEmpty());
        const QJsonArray found = document[u"packages"_s].toArray();
        QCOMPARE(found.size(), 5);
        QCOMPARE(found[0][u"name"_s].toString(), u"example.test/app:1"_s);
        QCOMPARE(found[0][u"primaryPackagePurpose"_s].toString(), u"CONTAINER"_s);
        const QJsonObject libc = found[1].toObject();
        QCOMPARE(libc[u"SPDXID"_s].toString(), u"SPDXRef-Package-deb-libc6-2.36-10"_s);
        QCOMPARE(libc[u"supplier"_s].toString(), u"Person: GNU Libc Maintainers (libc@example.test)"_s);
        QCOMPARE(libc[u"licenseDeclared"_s].toString(), u"NOASSERTION"_s);
        QCOMPARE(libc[u"externalRefs"_s][0][u"referenceLocator"_s].toString(),
                 u"pkg:deb/debian/libc6@2.36-10?arch=amd64&distro=debian-12&upstream=glibc"_s);
        QCOMPARE(found[3][u"licenseDeclared"_s].toString(), u"LicenseRef-1"_s);
        QCOMPARE(found[3][u"supplier"_s].toString(), u"Organization: Some One"_s);
        QCOMPARE(found[4][u"licenseDeclared"_s].toString(), u"(MIT OR Apache-2.0)"_s);
        const QJsonArray quoted{QJsonObject{{u"licenseId"_s, u"LicenseRef-1"_s}, {u"extractedText"_s, u"GPLv2+ and more"_s}}};
        QCOMPARE(document[u"hasExtractedLicensingInfos"_s].toArray(), quoted);
        QCOMPARE(document[u"relationships"_s].toArray().size(), 5);
    }

    void writesCycloneDx()
    {
        QCOMPARE(packages({u"--cyclonedx"_s, m_cli.path(u"a.cdx.json"_s)}).code, 0);
        const QJsonObject document = documentAt(u"a.cdx.json"_s);
        QCOMPARE(document[u"bomFormat"_s].toString(), u"CycloneDX"_s);
        QCOMPARE(document[u"specVersion"_s].toString(), u"1.5"_s);
        QVERIFY(document[u"serialNumber"_s].toString().startsWith(u"urn:uuid:"_s));
        QCOMPARE(document[u"metadata"_s][u"component"_s][u"type"_s].toString(), u"container"_s);
        const QJsonArray components = document[u"components"_s].toArray();
        QCOMPARE(components.size(), 5);
        const QJsonObject distribution{{u"type"_s, u"operating-system"_s},
                                       {u"bom-ref"_s, u"distribution"_s},
                                       {u"name"_s, u"debian"_s},
                                       {u"version"_s, u"12"_s}};
        QCOMPARE(components[0].toObject(), distribution);
        const QString url = u"pkg:npm/%40s/c@3.0.0%2Bb"_s;
        const QJsonObject npm{
            {u"type"_s, u"library"_s},
            {u"bom-ref"_s, url},
            {u"group"_s, u"@s"_s},
            {u"name"_s, u"c"_s},
            {u"version"_s, u"3.0.0+b"_s},
            {u"licenses"_s, QJsonArray{QJsonObject{{u"expression"_s, u"(MIT OR Apache-2.0)"_s}}}},
            {u"purl"_s, url},
            {u"evidence"_s,
             QJsonObject{{u"occurrences"_s, QJsonArray{QJsonObject{{u"location"_s, u"/app/node_modules/@s/c/package.json"_s}}}}}}};
        QCOMPARE(components[4].toObject(), npm);
    }

    void documentsFollowTheirSpecifications()
    {
        TestImage image = imageWithPackages();
        TarBuilder again; // the same package twice, and one whose license is quoted as well
        again.file("other/node_modules/@s/c/package.json", R"x({"name":"@s/c","version":"3.0.0+b","license":"odd one"})x");
        image.layers.push_back(again.finish());
        const QStringList names{u"image.tar"_s, u"again.tar"_s, u"none.tar"_s};
        writeDisk(m_cli.path(names[1]), QByteArray::fromStdString(tarOf(dockerArchive({image}, DockerLayout::Skopeo))));
        const TestImage none{.layers = {TarBuilder().file("a", "1").finish()}};
        writeDisk(m_cli.path(names[2]), QByteArray::fromStdString(tarOf(dockerArchive({none}, DockerLayout::Skopeo))));
        const QString spdx = m_cli.path(u"checked.spdx.json"_s);
        const QString cycloneDx = m_cli.path(u"checked.cdx.json"_s);
        const auto write = [&](const QString &name) {
            return m_cli.run({u"packages"_s, m_cli.path(name), u"--spdx"_s, spdx, u"--cyclonedx"_s, cycloneDx, u"--force"_s}).code;
        };
        for (const QString &name : names) {
            QCOMPARE(write(name), 0);
            QCOMPARE(problemsOf(spdx), "");
            QCOMPARE(problemsOf(cycloneDx), "");
        }
        // What is checked, is found.
        QCOMPARE(write(names[1]), 0);
        QCOMPARE(problemsOf(cycloneDx, "c@3.0.0%2Bb#2\"", "c@3.0.0%2Bb\""), "pkg:npm/%40s/c@3.0.0%2Bb: is not unique\n");
        QVERIFY(
            problemsOf(cycloneDx, "\"operating-system\"", "\"system\"").startsWith("$.components[0].type: 'system' is not one of"));
        QVERIFY(problemsOf(spdx, "SPDXRef-Package-npm--s-c-3.0.0-b-2\",\n", "SPDXRef-Package-npm--s-c-3.0.0-b\",\n")
                    .startsWith("SPDXRef-Package-npm--s-c-3.0.0-b: is not unique\n"));
        QVERIFY(problemsOf(spdx, "\"downloadLocation\"", "\"download\"").contains("'downloadLocation' is a required property"));
    }

    void documentsAreReproducible()
    {
        const QStringList first{u"--spdx"_s, m_cli.path(u"b.spdx.json"_s), u"--cyclonedx"_s, m_cli.path(u"b.cdx.json"_s)};
        const QStringList second{u"--spdx"_s, m_cli.path(u"c.spdx.json"_s), u"--cyclonedx"_s, m_cli.path(u"c.cdx.json"_s)};
        QCOMPARE(packages(first).code, 0);
        QCOMPARE(packages(second).code, 0);
        QCOMPARE(readDisk(m_cli.path(u"b.spdx.json"_s)), readDisk(m_cli.path(u"c.spdx.json"_s)));
        QCOMPARE(readDisk(m_cli.path(u"b.cdx.json"_s)), readDisk(m_cli.path(u"c.cdx.json"_s)));
        QCOMPARE(packages({u"--cyclonedx"_s, u"-"_s}).out, readDisk(m_cli.path(u"b.cdx.json"_s)));
        // A lower state is another document.
        const Ran lower = packages({u"--cyclonedx"_s, u"-"_s, u"--upto"_s, u"0"_s});
        QVERIFY(QJsonDocument::fromJson(lower.out)[u"serialNumber"_s] != documentAt(u"b.cdx.json"_s)[u"serialNumber"_s]);
    }

    void replacesFilesOnlyWithForce()
    {
        const QString file = m_cli.path(u"taken.json"_s);
        const QString other = m_cli.path(u"other.json"_s);
        writeDisk(file, "mine");
        const QStringList options{u"--spdx"_s, other, u"--cyclonedx"_s, file};
        const Ran refused = packages(options);
        QCOMPARE(refused.code, 1);
        QVERIFY2(refused.err.endsWith(file.toUtf8() + ": exists; use --force to replace it\n"), refused.err.constData());
        QCOMPARE(readDisk(file), QByteArray("mine"));
        QVERIFY(!QFile::exists(other));
        QCOMPARE(packages(options + QStringList{u"--force"_s}).code, 0);
        QVERIFY(QFile::exists(other));
        QCOMPARE(documentAt(u"taken.json"_s)[u"bomFormat"_s].toString(), u"CycloneDX"_s);
        QCOMPARE(packages({u"--spdx"_s, m_cli.path(u"no/such/folder"_s)}).code, 1);
    }

    void wrongUsage()
    {
        QCOMPARE(packages({u"--force"_s}).code, 2);
        QCOMPARE(packages({u"--spdx"_s, u"a"_s, u"--cyclonedx"_s, u"a"_s}).code, 2);
    }
};

STRATOSCOPE_GUILESS_TEST(TestPackagesCommand)
#include "tst_packages.moc"
