// SPDX-License-Identifier: Apache-2.0
#include "packages/package.h"
#include "support/disk_tree.h"
#include "support/run_tool.h"
#include "support/test_main.h"

#include <QProcess>
#include <QTest>

#include <random>

using namespace Qt::StringLiterals;
using namespace stratoscope;

namespace {

/// "<", "=", ">", or "?" where the rules do not decide.
QString orderText(PackageType type, const std::string &a, const std::string &b)
{
    const auto order = compareVersions(type, a, b);
    return !order ? u"?"_s : *order == 0 ? u"="_s : *order < 0 ? u"<"_s : u">"_s;
}

/// Versions of parts that the rules treat differently.
std::vector<std::string> someVersions(const std::vector<std::string> &parts, std::size_t count)
{
    std::mt19937 random(20241124);
    std::vector<std::string> versions;
    while (versions.size() < count) {
        std::string version = "1";
        for (auto left = random() % 5; left > 0; --left)
            version += parts[random() % parts.size()];
        versions.push_back(version);
    }
    return versions;
}

} // namespace

class TestVersionOrders : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void ordersVersions_data()
    {
        QTest::addColumn<PackageType>("type");
        QTest::addColumn<QStringList>("ascending"); // with "=" between those that are equal
        QTest::newRow("deb") << PackageType::Deb
                             << u"1.0~rc1-1 1.0-0 1.0-1 1.0-1a 1.0-1+b1 1.0a-1 1.0+dfsg-1 1.2-1 1.10-1 1:0.1-1"_s.split(u' ');
        QTest::newRow("rpm") << PackageType::Rpm << u"1.0~rc1-1 1.0-1 1.0^git1-1 1.0a-1 1.0.1-1 1.2-1 1.10-1 1:0.1-1"_s.split(u' ');
        QTest::newRow("apk")
            << PackageType::Apk
            << u"1.0_alpha 1.0_alpha2 1.0_beta1 1.0_pre1 1.0_rc1 1.0 1.0-r1 1.0-r10 1.0_p1 1.0a 1.0.1 1.05 1.1 1.10 2"_s.split(
                   u' ');
        QTest::newRow("python")
            << PackageType::Python
            << u"1.0.dev1 1.0a1.dev1 1.0a1 1.0b2 1.0rc1 1.0 1.0+local.1 1.0+local.10 1.0.post1.dev1 1.0.post1 1.0.1 1.10 1!0.1"_s
                   .split(u' ');
        QTest::newRow("npm")
            << PackageType::Npm
            << u"1.0.0-1 1.0.0-alpha 1.0.0-alpha.1 1.0.0-alpha.beta 1.0.0-beta.2 1.0.0-beta.11 1.0.0-rc.1 1.0.0 1.0.1 1.2.0 1.10.0"_s
                   .split(u' ');
        QTest::newRow("go") << PackageType::Go
                            << u"v0.0.0-20230101000000-abcdef012345 v1.2.3-rc.1 v1.2.3 v1.10.0 v2.0.0+incompatible"_s.split(u' ');
        QTest::newRow("Go itself") << PackageType::Go << u"1.19.8 1.20rc2 1.20rc10 1.20 1.20.1 1.21.0"_s.split(u' ');
        QTest::newRow("jar") << PackageType::Jar << u"1.2 1.2.1 1.10 4.1.100 4.1.118.1"_s.split(u' ');
    }

    void ordersVersions()
    {
        QFETCH(PackageType, type);
        QFETCH(QStringList, ascending);
        for (qsizetype i = 0; i < ascending.size(); ++i) {
            for (qsizetype j = 0; j < ascending.size(); ++j) {
                const QString expected = i < j ? u"<"_s : i > j ? u">"_s : u"="_s;
                const QString pair = ascending[i] + u' ' + ascending[j];
                QCOMPARE(pair + orderText(type, ascending[i].toStdString(), ascending[j].toStdString()), pair + expected);
            }
        }
    }

    void knowsEqualVersions_data()
    {
        QTest::addColumn<PackageType>("type");
        QTest::addColumn<QString>("a");
        QTest::addColumn<QString>("b");
        QTest::addColumn<QString>("order");
        QTest::newRow("deb epoch") << PackageType::Deb << u"0:1.0-1"_s << u"1.0-1"_s << u"="_s;
        QTest::newRow("deb zeros") << PackageType::Deb << u"1.01"_s << u"1.1"_s << u"="_s;
        QTest::newRow("rpm separators") << PackageType::Rpm << u"1.0-1"_s << u"1_0-1"_s << u"="_s;
        QTest::newRow("python zeros") << PackageType::Python << u"v1.0"_s << u"1.0.0"_s << u"="_s;
        QTest::newRow("python spellings") << PackageType::Python << u"1.0-RC_1"_s << u"1.0c1"_s << u"="_s;
        QTest::newRow("python implicit post") << PackageType::Python << u"1.0-2"_s << u"1.0.post2"_s << u"="_s;
        QTest::newRow("python other") << PackageType::Python << u"1.0"_s << u"unknown"_s << u"?"_s;
        QTest::newRow("npm build") << PackageType::Npm << u"1.0.0+a"_s << u"1.0.0+b"_s << u"="_s;
        QTest::newRow("npm four numbers") << PackageType::Npm << u"1.0.0.1"_s << u"1.0.0.2"_s << u"?"_s;
        QTest::newRow("npm letters") << PackageType::Npm << u"1.0.0"_s << u"latest"_s << u"?"_s;
        QTest::newRow("go devel") << PackageType::Go << u"(devel)"_s << u"v1.0.0"_s << u"?"_s;
        QTest::newRow("apk other") << PackageType::Apk << u"1.0"_s << u"1.0_foo"_s << u"?"_s;
        QTest::newRow("jar other") << PackageType::Jar << u"1.0.Final"_s << u"1.1"_s << u"?"_s;
        QTest::newRow("long numbers") << PackageType::Deb << u"1.99999999999999999999"_s << u"1.100000000000000000000"_s << u"<"_s;
    }

    void knowsEqualVersions()
    {
        QFETCH(PackageType, type);
        QFETCH(QString, a);
        QFETCH(QString, b);
        QTEST(orderText(type, a.toStdString(), b.toStdString()), "order");
    }

    void agreesWithDpkg()
    {
        const auto versions = someVersions({".0", ".1", ".10", "~rc1", "~", "+b1", "-1", "-2", "a", "Z", "01"}, 150);
        for (std::size_t i = 0; i + 1 < versions.size(); ++i) {
            const QString a = QString::fromStdString(versions[i]);
            const QString b = QString::fromStdString(versions[i + 1]);
            const auto holds = [&](const QString &relation) {
                return QProcess::execute(u"dpkg"_s, {u"--compare-versions"_s, a, relation, b}) == 0;
            };
            const QString expected = holds(u"lt"_s) ? u"<"_s : holds(u"gt"_s) ? u">"_s : u"="_s;
            QCOMPARE(a + u' ' + b + orderText(PackageType::Deb, versions[i], versions[i + 1]), a + u' ' + b + expected);
        }
    }

    void agreesWithRpm()
    {
        const test::TestFolder home;
        const auto versions = someVersions({".0", ".1", ".10", "~rc1", "~", "^git1", "^", "_", "a", "Z", "01"}, 400);
        QString script = u"%{lua:"_s;
        for (std::size_t i = 0; i + 1 < versions.size(); ++i)
            script += u"print(rpm.vercmp('%1','%2') .. '\\n') "_s.arg(QString::fromStdString(versions[i]),
                                                                      QString::fromStdString(versions[i + 1]));
        const QByteArrayList orders = test::runTool(u"rpm"_s, {u"--eval"_s, script + u'}'}, home.path()).trimmed().split('\n');
        QCOMPARE(orders.size(), qsizetype(versions.size()) - 1);
        for (std::size_t i = 0; i + 1 < versions.size(); ++i) {
            const int order = orders[qsizetype(i)].toInt();
            const QString pair = QString::fromStdString(versions[i] + ' ' + versions[i + 1]);
            QCOMPARE(pair + orderText(PackageType::Rpm, versions[i], versions[i + 1]),
                     pair
                         + (order < 0       ? u'<'
                                : order > 0 ? u'>'
                                            : u'='));
        }
    }
};

STRATOSCOPE_GUILESS_TEST(TestVersionOrders)
#include "tst_version_orders.moc"
