// SPDX-License-Identifier: Apache-2.0
#include "base/cancel.h"
#include "support/layers.h"
#include "support/need.h"
#include "support/test_main.h"
#include "tree/path_history.h"

#include <QTest>

using namespace stratoscope;
using namespace stratoscope::test;
using namespace Qt::StringLiterals;

/// What stood at a path, layer by layer.
class TestPathHistory : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void tells_data();
    void tells();
    void stops();
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

void TestPathHistory::tells_data()
{
    QTest::addColumn<QByteArray>("path");
    QTest::addColumn<QStringList>("expected");
    QTest::newRow("a file that comes and goes")
        << "/d/a"_qba << QStringList{u"0: 1 byte"_s, u"1: 2 byte"_s, u"3: gone"_s, u"4: 3 byte"_s, u"5: 4 byte"_s, u"6: gone"_s};
    QTest::newRow("a hard link stands as what it is linked to") << "h"_qba << QStringList{u"1: 1 byte"_s};
    QTest::newRow("a link is not followed") << "/l"_qba << QStringList{u"0: 0 byte"_s};
    QTest::newRow("nothing") << "/no/where"_qba << QStringList{};
}

void TestPathHistory::tells()
{
    QFETCH(const QByteArray, path);
    const auto all = layers();
    QStringList steps;
    for (const PathStep &step : need(pathHistory(all, path.toStdString(), {}))) {
        const QString found
            = step.origin ? u"%1 byte"_s.arg(all[std::size_t(step.origin->layer)]->entry(step.origin->record).size) : u"gone"_s;
        steps += u"%1: %2"_s.arg(step.layer).arg(found);
    }
    QTEST(steps, "expected");
}

void TestPathHistory::stops()
{
    std::stop_source stop;
    stop.request_stop();
    QVERIFY_THROWS_EXCEPTION(Cancelled, (void)pathHistory(layers(), "a", stop.get_token()));
}

STRATOSCOPE_APPLESS_TEST(TestPathHistory)

#include "tst_path_history.moc"
