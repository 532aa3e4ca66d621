// SPDX-License-Identifier: Apache-2.0
#include "base/cancel.h"
#include "support/layers.h"
#include "support/need.h"
#include "support/test_main.h"
#include "tree/tree_history.h"

#include <QTest>

using namespace stratoscope;
using namespace stratoscope::test;
using namespace Qt::StringLiterals;

/// The versions of a path, layer by layer.
class TestTreeHistory : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void listsVersions_data();
    void listsVersions();
    void listsVersionsOfTheRoot();
};

namespace {

MergedTree::Layers layers()
{
    MergedTree::Layers layers;
    for (const TarBuilder &tar : {
             TarBuilder().dir("d").file("d/a", "1").symlink("l", "d").file("f", "1"),
             TarBuilder().file("d/a", "22").hardlink("h", "f"),
             TarBuilder().file("other"),
             TarBuilder().file(".wh.d"),
             TarBuilder().file("l/a", "333"),
             TarBuilder().dir("d").file("d/a", "4444"),
             TarBuilder().file("d/.wh..wh..opq"),
         })
        layers.push_back(indexOf(tar));
    return layers;
}

} // namespace

void TestTreeHistory::listsVersions_data()
{
    QTest::addColumn<QByteArray>("path");
    QTest::addColumn<QStringList>("expected");
    QTest::newRow("a file that is added and removed")
        << "/d/a"_qba << QStringList{u"0: 1 byte"_s, u"1: 2 byte"_s, u"3: gone"_s, u"4: 3 byte"_s, u"5: 4 byte"_s, u"6: gone"_s};
    QTest::newRow("a hard link has the content of its target") << "h"_qba << QStringList{u"1: 1 byte"_s};
    QTest::newRow("links are not followed") << "/l"_qba << QStringList{u"0: 0 byte"_s};
    QTest::newRow("nothing") << "/no/where"_qba << QStringList{};
}

void TestTreeHistory::listsVersions()
{
    QFETCH(const QByteArray, path);
    const auto all = layers();
    const auto history = need(TreeHistory::make(need(MergedTree::merge(all)), {}));
    QStringList versions;
    for (const PathVersion &version : history->versions(path.toStdString())) {
        const QString found = version.origin
            ? u"%1 byte"_s.arg(all[std::size_t(version.origin->layer)]->entry(version.origin->record).size)
            : u"gone"_s;
        versions += u"%1: %2"_s.arg(version.layer).arg(found);
    }
    QTEST(versions, "expected");
}

void TestTreeHistory::listsVersionsOfTheRoot()
{
    const auto versions
        = [](const std::vector<TarBuilder> &layers) { return need(TreeHistory::make(merged(layers), {}))->versions("/"); };
    const TarBuilder unnamed = TarBuilder().file("a");
    const TarBuilder named = TarBuilder().dir("./");
    QCOMPARE(versions({unnamed}), (std::vector<PathVersion>{{0, MergedTree::Origin{0, kNoRecord}}}));
    QCOMPARE(versions({unnamed, named}),
             (std::vector<PathVersion>{{0, MergedTree::Origin{0, kNoRecord}}, {1, MergedTree::Origin{1, 0}}}));
    QCOMPARE(versions({named, unnamed}), (std::vector<PathVersion>{{0, MergedTree::Origin{0, 0}}}));
    QVERIFY(versions({}).empty());
}

STRATOSCOPE_APPLESS_TEST(TestTreeHistory)

#include "tst_tree_history.moc"
