// SPDX-License-Identifier: Apache-2.0
#include "packages/compare_packages.h"
#include "support/test_main.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace stratoscope;

namespace {

/// "deb libc6 2.36 amd64": type, name, version and architecture.
PackageList listOf(const QStringList &lines)
{
    PackageList list;
    for (const QString &line : lines) {
        const QStringList fields = line.split(u' ');
        Package package;
        while (QString::fromStdString(std::string(packageTypeName(package.type))) != fields[0])
            package.type = PackageType(int(package.type) + 1);
        package.name = fields[1].toStdString();
        package.version = fields[2].toStdString();
        package.arch = fields.value(3).toStdString();
        list.packages.push_back(package);
    }
    return list;
}

QStringList changes(const QStringList &before, const QStringList &after)
{
    QStringList lines;
    for (const PackageChange &change : comparePackages(listOf(before), listOf(after))) {
        const std::string line = std::string(packageDifferenceName(change.difference)) + ' '
            + std::string(packageTypeName(change.type)) + ' ' + change.name + ' ' + change.before + '>' + change.after
            + (change.arch.empty() ? "" : ' ' + change.arch);
        lines += QString::fromStdString(line);
    }
    return lines;
}

} // namespace

class TestComparePackages : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void comparesPackages_data()
    {
        QTest::addColumn<QStringList>("before");
        QTest::addColumn<QStringList>("after");
        QTest::addColumn<QStringList>("expected");
        QTest::newRow("nothing") << QStringList{u"deb a 1 amd64"_s} << QStringList{u"deb a 1 amd64"_s} << QStringList();
        QTest::newRow("each way") << QStringList{u"deb down 2"_s, u"deb gone 1"_s, u"deb same 1"_s, u"deb up 1.9"_s,
                                                 u"jar odd 1.0.Final"_s}
                                  << QStringList{u"deb down 1"_s, u"deb new 1"_s, u"deb same 1"_s, u"deb up 1.10"_s,
                                                 u"jar odd 1.1.Final"_s}
                                  << QStringList{u"downgraded deb down 2>1"_s, u"removed deb gone 1>"_s, u"added deb new >1"_s,
                                                 u"upgraded deb up 1.9>1.10"_s, u"changed jar odd 1.0.Final>1.1.Final"_s};
        QTest::newRow("equal but different") << QStringList{u"python a 1.0"_s} << QStringList{u"python a 1.0.0"_s}
                                             << QStringList{u"changed python a 1.0>1.0.0"_s};
        QTest::newRow("types and architectures are kept apart")
            << QStringList{u"deb a 1 amd64"_s, u"deb a 1 i386"_s, u"python a 1"_s}
            << QStringList{u"deb a 2 amd64"_s, u"deb a 1 i386"_s, u"npm a 1"_s}
            << QStringList{u"upgraded deb a 1>2 amd64"_s, u"removed python a 1>"_s, u"added npm a >1"_s};
        QTest::newRow("side by side: the oldest goes, a new one comes")
            << QStringList{u"rpm kernel 5.9-1"_s, u"rpm kernel 5.10-1"_s}
            << QStringList{u"rpm kernel 5.10-1"_s, u"rpm kernel 5.11-1"_s} << QStringList{u"upgraded rpm kernel 5.9-1>5.11-1"_s};
        QTest::newRow("side by side: all of them")
            << QStringList{u"npm a 10.0.0"_s, u"npm a 9.0.0"_s} << QStringList{u"npm a 10.1.0"_s, u"npm a 9.1.0"_s}
            << QStringList{u"upgraded npm a 9.0.0>9.1.0"_s, u"upgraded npm a 10.0.0>10.1.0"_s};
        QTest::newRow("side by side: one more") << QStringList{u"npm a 1.0.0"_s} << QStringList{u"npm a 1.0.0"_s, u"npm a 2.0.0"_s}
                                                << QStringList{u"added npm a >2.0.0"_s};
        QTest::newRow("side by side: another number of them")
            << QStringList{u"npm a 1.0.0"_s} << QStringList{u"npm a 1.1.0"_s, u"npm a 2.0.0"_s}
            << QStringList{u"removed npm a 1.0.0>"_s, u"added npm a >1.1.0"_s, u"added npm a >2.0.0"_s};
        QTest::newRow("the same version twice")
            << QStringList{u"npm a 1.0.0"_s, u"npm a 1.0.0"_s} << QStringList{u"npm a 1.0.0"_s} << QStringList();
        QTest::newRow("from nothing") << QStringList() << QStringList{u"apk a 1"_s} << QStringList{u"added apk a >1"_s};
    }

    void comparesPackages()
    {
        QFETCH(QStringList, before);
        QFETCH(QStringList, after);
        QTEST(changes(before, after), "expected");
    }
};

STRATOSCOPE_APPLESS_TEST(TestComparePackages)
#include "tst_compare_packages.moc"
