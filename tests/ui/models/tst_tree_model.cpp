// SPDX-License-Identifier: Apache-2.0
#include "base/cancel.h"
#include "support/hand_made.h"
#include "support/need.h"
#include "support/test_main.h"
#include "ui/tree/tree_model.h"

#include <QAbstractItemModelTester>
#include <QPoint>
#include <QTest>

#include <numeric>

using namespace Qt::StringLiterals;
using namespace stratoscope;
using namespace stratoscope::ui;

namespace {

const std::vector<std::vector<std::string>> kModelLayers = {
    {"etc/", "etc/passwd 120", "etc/File10 3", "etc/file9 50", "etc/ssl/", "etc/ssl/cert.pem 2000", "usr/", "usr/bin/",
     "usr/bin/run.sh 700", "bin -> usr/bin", "old/", "old/thing 1"},
    {"etc/passwd 130", "-old", "usr/bin/again => usr/bin/run.sh", "usr/share/doc/README 90"},
};

QStringList draw(const TreeModel &model, int column, const QModelIndex &parent = {}, int depth = 0)
{
    QStringList lines;
    for (int row = 0; row < model.rowCount(parent); ++row) {
        const auto index = model.index(row, 0, parent);
        QString line = QString(depth * 2, u' ') + index.data().toString();
        if (column > 0)
            line += u" | "_s + index.siblingAtColumn(column).data().toString();
        lines += line;
        lines += draw(model, column, index, depth + 1);
    }
    return lines;
}

std::shared_ptr<const TreeRows> rowsOf(std::shared_ptr<const MergedTree> tree, TreeColumn column = TreeColumn::Name,
                                       Qt::SortOrder order = Qt::AscendingOrder, const std::string &filter = {})
{
    const auto byName = TreeOrder::byName(std::move(tree), {});
    return TreeRows::make(byName->sorted({column, order}, {}), {}, TreeFilter::parse(filter).value(), {});
}

} // namespace

class TestTreeModel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void draws_data();
    void draws();
    void filters_data();
    void filters();
    void tellsOfMarks();
    void keepsIndexesWhenSorted();
    void isEmptyWithoutRows();
    void comparesNames_data();
    void comparesNames();
    void isCancelled();
};

void TestTreeModel::draws_data()
{
    QTest::addColumn<TreeColumn>("column");
    QTest::addColumn<Qt::SortOrder>("order");
    QTest::addColumn<QStringList>("expected");

    QTest::newRow("by name") << TreeColumn::Name << Qt::AscendingOrder
                             << QStringList{u"etc"_s,      u"  ssl"_s,   u"    cert.pem"_s, u"  file9"_s,   u"  File10"_s,
                                            u"  passwd"_s, u"usr"_s,     u"  bin"_s,        u"    again"_s, u"    run.sh"_s,
                                            u"  share"_s,  u"    doc"_s, u"      README"_s, u"bin"_s};
    QTest::newRow("by name, backwards") << TreeColumn::Name << Qt::DescendingOrder
                                        << QStringList{u"usr"_s,     u"  share"_s,      u"    doc"_s,   u"      README"_s,
                                                       u"  bin"_s,   u"    run.sh"_s,   u"    again"_s, u"etc"_s,
                                                       u"  ssl"_s,   u"    cert.pem"_s, u"  passwd"_s,  u"  File10"_s,
                                                       u"  file9"_s, u"bin"_s};
    QTest::newRow("by size") << TreeColumn::Size << Qt::DescendingOrder
                             << QStringList{u"etc | 2.1 KiB"_s,       u"  ssl | 2.0 KiB"_s, u"    cert.pem | 2.0 KiB"_s,
                                            u"  passwd | 130 B"_s,    u"  file9 | 50 B"_s,  u"  File10 | 3 B"_s,
                                            u"usr | 790 B"_s,         u"  bin | 700 B"_s,   u"    again | 700 B"_s,
                                            u"    run.sh | 700 B"_s,  u"  share | 90 B"_s,  u"    doc | 90 B"_s,
                                            u"      README | 90 B"_s, u"bin | "_s};
    QTest::newRow("by layer") << TreeColumn::Layer << Qt::DescendingOrder
                              << QStringList{u"etc | 0"_s, u"  passwd | 1"_s, u"  ssl | 0"_s, u"    cert.pem | 0"_s};
    QTest::newRow("by mode") << TreeColumn::Mode << Qt::AscendingOrder
                             << QStringList{u"etc | drwxr-xr-x"_s, u"  file9 | -rw-r--r--"_s, u"  File10 | -rw-r--r--"_s,
                                            u"  passwd | -rw-r--r--"_s, u"  ssl | drwxr-xr-x"_s};
}

void TestTreeModel::draws()
{
    QFETCH(TreeColumn, column);
    QFETCH(Qt::SortOrder, order);
    QFETCH(QStringList, expected);

    TreeModel model;
    QAbstractItemModelTester tester(&model);
    model.setRows(rowsOf(test::makeTree(kModelLayers), column, order));
    QCOMPARE(draw(model, int(column)).first(expected.size()), expected);
}

void TestTreeModel::filters_data()
{
    QTest::addColumn<QByteArray>("filter");
    QTest::addColumn<int>("matches");
    QTest::addColumn<QStringList>("expected");
    QTest::newRow("a name") << "PASS"_qba << 1 << QStringList{u"etc"_s, u"  passwd"_s};
    QTest::newRow("a directory, without what is inside") << "ssl"_qba << 1 << QStringList{u"etc"_s, u"  ssl"_s};
    QTest::newRow("at several depths") << "re"_qba << 2 << QStringList{u"usr"_s, u"  share"_s, u"    doc"_s, u"      README"_s};
    QTest::newRow("a directory and a match below it") << "bin"_qba << 2 << QStringList{u"usr"_s, u"  bin"_s, u"bin"_s};
    QTest::newRow("a path") << "c/fi"_qba << 2 << QStringList{u"etc"_s, u"  file9"_s, u"  File10"_s};
    QTest::newRow("an absolute path") << "/usr/bin/A"_qba << 1 << QStringList{u"usr"_s, u"  bin"_s, u"    again"_s};
    QTest::newRow("nothing") << "nowhere"_qba << 0 << QStringList{};
}

void TestTreeModel::filters()
{
    QFETCH(QByteArray, filter);
    QFETCH(int, matches);
    QFETCH(QStringList, expected);

    TreeModel model;
    QAbstractItemModelTester tester(&model);
    const auto tree = test::makeTree(kModelLayers);
    model.setRows(rowsOf(tree));
    model.setRows(rowsOf(tree, TreeColumn::Name, Qt::AscendingOrder, filter.toStdString()));
    QCOMPARE(draw(model, 0), expected);
    QCOMPARE(model.rows()->matches().size(), std::size_t(matches));
    const auto depths = model.rows()->shownAtDepth();
    QCOMPARE(std::accumulate(depths.begin(), depths.end(), 0), expected.size());
    for (const NodeId match : model.rows()->matches()) {
        const QPoint found = model.indexOf(match).data(TreeModel::MatchRole).toPoint();
        QVERIFY(found.y() > 0);
        const QString last = QString::fromUtf8(filter).section(u'/', -1);
        QCOMPARE(model.indexOf(match).data().toString().mid(found.x(), found.y()).toLower(), last.toLower());
    }
}

void TestTreeModel::tellsOfMarks()
{
    TreeModel model;
    QAbstractItemModelTester tester(&model);
    model.setRows(rowsOf(MergedTree::ofLayer(test::makeLayer({"-etc/shadow", "!opt", "opt/new 5", "a => b"}), 3)));
    QCOMPARE(draw(model, int(TreeColumn::Layer)),
             QStringList({u"etc | 3"_s, u"  shadow | 3"_s, u"opt | 3"_s, u"  (all contents of the lower layers) | 3"_s,
                          u"  new | 3"_s, u"a | 3"_s}));
    const auto shadow = model.index(0, 0, model.index(0, 0));
    QVERIFY(shadow.data(TreeModel::ChangeRole).toInt() == int(Change::Removed));
    QCOMPARE(shadow.data(Qt::AccessibleTextRole).toString(), u"shadow, removed"_s);
    QVERIFY(shadow.siblingAtColumn(int(TreeColumn::Mode)).data().toString().isEmpty());
}

void TestTreeModel::keepsIndexesWhenSorted()
{
    TreeModel model;
    QAbstractItemModelTester tester(&model);
    const auto tree = test::makeTree(kModelLayers);
    model.setRows(rowsOf(tree));
    const QPersistentModelIndex passwd = model.indexOf(*tree->find("/etc/passwd"), 2);
    QCOMPARE(passwd.row(), 3);
    model.setRows(rowsOf(tree, TreeColumn::Size, Qt::DescendingOrder));
    QCOMPARE(passwd.row(), 1);
    QCOMPARE(passwd.column(), 2);
    QCOMPARE(model.node(passwd), *tree->find("/etc/passwd"));
}

void TestTreeModel::isEmptyWithoutRows()
{
    TreeModel model;
    QAbstractItemModelTester tester(&model);
    QCOMPARE(model.rowCount(), 0);
    QVERIFY(!model.index(0, 0).isValid());
    model.setRows(rowsOf(test::makeTree({{"a"}})));
    model.setRows({});
    QCOMPARE(model.rowCount(), 0);
}

void TestTreeModel::comparesNames_data()
{
    QTest::addColumn<QByteArray>("left");
    QTest::addColumn<QByteArray>("right");
    QTest::addColumn<int>("expected");
    QTest::newRow("numbers by value") << "file9"_qba
                                      << "file10"_qba << -1;
    QTest::newRow("leading zeros") << "a007b"_qba
                                   << "a7c"_qba << -1;
    QTest::newRow("case only") << "README"_qba
                               << "readme"_qba << -1;
    QTest::newRow("either case") << "Zebra"_qba
                                 << "apple"_qba << 1;
    QTest::newRow("shorter first") << "lib"_qba
                                   << "lib64"_qba << -1;
    QTest::newRow("beyond any integer") << "v99999999999999999999999"_qba
                                        << "v100000000000000000000000"_qba << -1;
    QTest::newRow("zeros only") << "0"_qba
                                << "00"_qba << -1;
    QTest::newRow("high bytes last") << "z"_qba
                                     << "\xe9"_qba << -1;
    QTest::newRow("same") << "same"_qba
                          << "same"_qba << 0;
}

void TestTreeModel::comparesNames()
{
    QFETCH(QByteArray, left);
    QFETCH(QByteArray, right);
    QFETCH(int, expected);
    const auto sign = [](int order) { return (order > 0) - (order < 0); };
    QCOMPARE(sign(compareNames(left.toStdString(), right.toStdString())), expected);
    QCOMPARE(sign(compareNames(right.toStdString(), left.toStdString())), -expected);
}

void TestTreeModel::isCancelled()
{
    std::stop_source stop;
    stop.request_stop();
    const auto image = test::makeLargeImage(20'000, 1);
    QVERIFY_THROWS_EXCEPTION(Cancelled, TreeOrder::byName(image->tree, stop.get_token()));
    const auto order = TreeOrder::byName(image->tree, {});
    QVERIFY_THROWS_EXCEPTION(Cancelled, order->sorted({TreeColumn::Size}, stop.get_token()));
    QVERIFY_THROWS_EXCEPTION(Cancelled, TreeRows::make(order, {}, *TreeFilter::parse({}), stop.get_token()));
}

STRATOSCOPE_GUILESS_TEST(TestTreeModel)
#include "tst_tree_model.moc"
