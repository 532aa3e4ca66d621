// SPDX-License-Identifier: Apache-2.0
#include "support/test_main.h"
#include "ui/json/json_model.h"

#include <QAbstractItemModelTester>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace stratoscope;
using namespace stratoscope::ui;

class TestJsonModel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void shows();

private:
    static void draw(const QAbstractItemModel &model, const QModelIndex &parent, QStringList &lines, int depth = 0);
};

void TestJsonModel::draw(const QAbstractItemModel &model, const QModelIndex &parent, QStringList &lines, int depth)
{
    for (int row = 0; row < model.rowCount(parent); ++row) {
        const QModelIndex name = model.index(row, 0, parent);
        lines += QString(2 * depth, u' ') + name.data().toString() + u": "_s + name.siblingAtColumn(1).data().toString();
        draw(model, name, lines, depth + 1);
    }
}

void TestJsonModel::shows()
{
    JsonModel model;
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setTree(*JsonTree::parse(R"({"name": "line\nbreak", "list": [1, {"x": null}], "none": {}})"_qba, u"x"_s));
    QStringList lines;
    draw(model, {}, lines);
    QCOMPARE(lines.join(u'\n'),
             u"Document: {3}\n  name: line⏎break\n  list: [2]\n    0: 1\n    1: {1}\n      x: null\n  none: {0}"_s);
    model.setTree({});
    QCOMPARE(model.rowCount(), 0);
}

STRATOSCOPE_GUILESS_TEST(TestJsonModel)
#include "tst_json_model.moc"
