// SPDX-License-Identifier: Apache-2.0
#include "ui/library/engine_rows.h"

#include "support/need.h"
#include "support/test_main.h"
#include "ui/library/library_model.h"

#include <QAbstractItemModelTester>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace stratoscope;
using namespace stratoscope::test;
using namespace stratoscope::ui;

namespace {

EngineState running(EngineKind kind, const QString &name, std::vector<EngineImage> images)
{
    const Engine engine{.kind = kind, .name = name, .address = {.text = u"/run/"_s + name, .socket = u"/run/"_s + name}};
    return {.status = {.engine = engine, .version = u"1.0"_s, .error = {}}, .images = std::move(images)};
}

EngineImage image(const QStringList &names, std::uint64_t size, bool isInUse = false)
{
    return {.id = u"75ae28b8ebf89b203319069ddcbecdf5"_s,
            .names = names,
            .size = size,
            .created = QDateTime(QDate(2024, 5, 1), QTime(12, 0), Qt::UTC),
            .platform = need(Platform::parse(u"linux/amd64")),
            .isInUse = isInUse};
}

QStringList shown(const QAbstractItemModel &model)
{
    QStringList labels;
    for (int row = 0; row < model.rowCount(); ++row)
        labels << model.index(row, 0).data().toString();
    return labels;
}

} // namespace

/// The library's rows of engines and their images.
class TestEngineRows : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void describesImages()
    {
        const auto rows = rowsOf(running(EngineKind::Docker, u"docker"_s,
                                         {image({u"alpine:3.22"_s, u"example.test:5000/app"_s}, 2048, true), image({}, 1)}),
                                 1, true);
        QCOMPARE(rows.size(), 4U);
        QCOMPARE(rows[0].label(), u"Docker"_s);
        QVERIFY(!rows[0].isImage());
        QCOMPARE(librarySummary(rows[0]), u"2 images"_s);
        QCOMPARE(rows[1].label(), u"alpine:3.22"_s);
        QCOMPARE(rows[1].title, u"alpine"_s);
        QCOMPARE(rows[1].name, u"docker-daemon:alpine:3.22"_s);
        QVERIFY2(librarySummary(rows[1]).startsWith(u"linux/amd64 · 2.0 KiB · "_s), qPrintable(librarySummary(rows[1])));
        QVERIFY(librarySummary(rows[1]).endsWith(u" · in use"_s));
        QCOMPARE(rows[2].title, u"example.test:5000/app"_s);
        QCOMPARE(rows[2].tag, QString());
        QCOMPARE(rows[3].label(), u"75ae28b8ebf8"_s);
        QCOMPARE(rows[3].name, u"docker-daemon:75ae28b8ebf89b203319069ddcbecdf5"_s);
        QVERIFY(!librarySummary(rows[3]).contains(u"in use"_s));
        for (const LibraryRow &row : rows)
            QCOMPARE(row.group, 1);
    }

    void namesOtherEngines()
    {
        const auto rows = rowsOf(running(EngineKind::Podman, u"podman-system"_s, {image({u"app:1"_s}, 1)}), 3, false);
        QCOMPARE(rows[0].label(), u"Podman podman-system"_s);
        QCOMPARE(rows[1].name, u"podman:@podman-system/app:1"_s);
        const auto containerd
            = rowsOf(running(EngineKind::Containerd, u"containerd"_s, {image({u"docker.io/library/app:1"_s}, 0)}), 4, true);
        QCOMPARE(containerd[0].label(), u"containerd"_s);
        QCOMPARE(containerd[1].name, u"containerd:docker.io/library/app:1"_s);
        QVERIFY(!containerd[1].size); // not known
    }

    void saysWhyThereIsNothing_data()
    {
        QTest::addColumn<int>("kind");
        QTest::addColumn<QString>("note");
        QTest::newRow("missing") << int(ErrorKind::NotFound) << u"Not running"_s;
        QTest::newRow("forbidden") << int(ErrorKind::Denied) << u"Permission denied"_s;
        QTest::newRow("another version") << int(ErrorKind::Unsupported) << u"Not supported"_s;
        QTest::newRow("hanging") << int(ErrorKind::Network) << u"Does not respond"_s;
    }
    void saysWhyThereIsNothing()
    {
        QFETCH(int, kind);
        QFETCH(QString, note);
        EngineState state = running(EngineKind::Docker, u"docker"_s, {});
        state.status.error = Error{ErrorKind(kind), u"/run/docker"_s, u"what to do"_s};
        const auto rows = rowsOf(state, 1, true);
        QCOMPARE(rows.size(), 1U);
        QCOMPARE(librarySummary(rows[0]), note);
        LibraryModel model;
        model.setRows(rows);
        QVERIFY(model.index(0, 0).data(Qt::ToolTipRole).toString().contains(u"what to do"_s));
        QVERIFY(!model.flags(model.index(0, 0)).testFlag(Qt::ItemIsDragEnabled));
    }

    void groupsSortsAndFilters()
    {
        LibraryModel model;
        const QAbstractItemModelTester tester(&model);
        LibraryOrder order(&model);
        std::vector<LibraryRow> rows{rowOf(u"/images/zz.tar"_s)};
        for (LibraryRow &row :
             rowsOf(running(EngineKind::Docker, u"docker"_s, {image({u"b:1"_s}, 1), image({u"a:1"_s}, 9)}), 1, true))
            rows.push_back(std::move(row));
        for (LibraryRow &row : rowsOf(running(EngineKind::Podman, u"podman"_s, {image({u"localhost/a:2"_s}, 5)}), 2, true))
            rows.push_back(std::move(row));
        model.setRows(rows);
        QCOMPARE(shown(order), QStringList({u"zz.tar"_s, u"Docker"_s, u"a:1"_s, u"b:1"_s, u"Podman"_s, u"localhost/a:2"_s}));
        order.setSort(LibrarySort::Name, Qt::DescendingOrder);
        QCOMPARE(shown(order), QStringList({u"zz.tar"_s, u"Docker"_s, u"b:1"_s, u"a:1"_s, u"Podman"_s, u"localhost/a:2"_s}));
        order.setSort(LibrarySort::Size, Qt::AscendingOrder);
        QCOMPARE(shown(order), QStringList({u"zz.tar"_s, u"Docker"_s, u"b:1"_s, u"a:1"_s, u"Podman"_s, u"localhost/a:2"_s}));
        // A heading is there for what is below it.
        order.setFilter(u"local"_s);
        QCOMPARE(shown(order), QStringList({u"Podman"_s, u"localhost/a:2"_s}));
        order.setFilter(u"zz"_s);
        QCOMPARE(shown(order), QStringList{u"zz.tar"_s});
        order.setFilter(u"podman"_s);
        QCOMPARE(shown(order), QStringList({u"Podman"_s, u"localhost/a:2"_s}));
    }
};

STRATOSCOPE_GUILESS_TEST(TestEngineRows)
#include "tst_engine_rows.moc"
