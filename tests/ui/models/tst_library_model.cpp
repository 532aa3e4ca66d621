// SPDX-License-Identifier: Apache-2.0
#include "support/test_main.h"
#include "ui/library/library_model.h"

#include "support/disk_tree.h"
#include "support/need.h"
#include "support/results.h"
#include "support/store.h"

#include <QAbstractItemModelTester>
#include <QDir>
#include <QFile>
#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace stratoscope;
using namespace stratoscope::test;
using namespace stratoscope::ui;

namespace {

/// A line for each row: whether it is pinned, its name, its platform.
QStringList drawn(const QAbstractItemModel &model)
{
    static const QStringList kinds{u"store"_s, u"file"_s, u"folder"_s, u"registry"_s};
    QStringList lines;
    for (int row = 0; row < model.rowCount(); ++row) {
        const QModelIndex index = model.index(row, 0);
        const QString pin = index.data(LibraryModel::PinnedRole).toBool() ? u"* "_s : QString();
        const QString missing = index.data(LibraryModel::MissingRole).toBool() ? u", missing"_s : QString();
        lines += u"%1%2 (%3%4)"_s.arg(pin, index.data().toString(), kinds.at(index.data(LibraryModel::KindRole).toInt()), missing);
    }
    return lines;
}

LibraryRow file(const QString &name, std::uint64_t size, int day)
{
    LibraryRow row = rowOf(u"/images/"_s + name);
    row.size = size;
    row.date = QDateTime(QDate(2024, 5, day), QTime(12, 0));
    return row;
}

} // namespace

class TestLibraryModel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsTheStoreAndTheFiles();
    void tellsWhichPlatformANameMeans();
    void namesImages_data();
    void namesImages();
    void takesWhatChanged();
    void sortsAndFilters();
    void showsTheVerification();
    void saysWhatCannotBeRead();
};

void TestLibraryModel::readsTheStoreAndTheFiles()
{
    const TestFolder folder;
    const Store store = need(Store::open(folder.path() + u"/store"_s));
    const StoredImage app = need(putImage(store, u"quay.io/team/app:1"_s, {seededTar(1)}));
    need(putImage(store, u"docker.io/library/alpine:3.22"_s, {seededTar(2)}));
    VERIFY_RESULT(store.images().setPinned(app, true));
    const QString tar = folder.path() + u"/image.tar"_s;
    writeDisk(tar, QByteArray(5'000, 'x'));
    const QString layout = folder.path() + u"/layout"_s;
    QVERIFY(QDir().mkpath(layout));
    const QString gone = folder.path() + u"/gone.tar"_s;

    const QStringList recent{gone, u"alpine:3.22"_s, tar, u"busybox"_s};
    const LibraryContents contents = readLibrary(store, recent, {layout});
    QVERIFY(contents.problems.isEmpty());
    LibraryModel model;
    const QAbstractItemModelTester tester(&model);
    LibraryOrder order(&model);
    const QAbstractItemModelTester orderTester(&order);
    model.setRows(contents.rows);
    QCOMPARE(drawn(order),
             (QStringList{u"* layout (folder)"_s, u"* team/app:1 (store)"_s, u"alpine:3.22 (store)"_s,
                          u"gone.tar (file, missing)"_s, u"image.tar (file)"_s}));
    QCOMPARE(order.row(order.index(4, 0)).size, std::optional<std::uint64_t>(5'000));
    QCOMPARE(order.row(order.index(4, 0)).location, folder.path());

    LibraryModel latest;
    const QAbstractItemModelTester latestTester(&latest);
    latest.setRows(contents.recent);
    QStringList names;
    for (const LibraryRow &row : contents.recent)
        names += row.name;
    QCOMPARE(names, recent);
    QCOMPARE(contents.recent[1].kind, LibraryKind::Stored);
    QCOMPARE(contents.recent[3].kind, LibraryKind::Remote);
}

void TestLibraryModel::tellsWhichPlatformANameMeans()
{
    const TestFolder folder;
    const Store store = need(Store::open(folder.path() + u"/store"_s));
    const QString host = Platform::host().toString();
    need(putImage(store, u"docker.io/library/app:1"_s, {seededTar(1)}, u"linux/s390x"_s));
    need(putImage(store, u"docker.io/library/app:1"_s, {seededTar(1)}, host));
    need(putImage(store, u"docker.io/library/solo:1"_s, {seededTar(1)}, u"linux/s390x"_s));
    QStringList wanted;
    for (const LibraryRow &row : readLibrary(store, {}, {}).rows)
        wanted += row.label() + u' ' + row.platform->toString() + (row.wantedPlatform() ? u" by platform"_s : u" by name"_s);
    wanted.sort();
    QStringList expected{u"app:1 linux/s390x by platform"_s, u"app:1 %1 by name"_s.arg(host), u"solo:1 linux/s390x by name"_s};
    expected.sort();
    QCOMPARE(wanted, expected);
}

void TestLibraryModel::namesImages_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("label");
    QTest::addColumn<QString>("location");
    QTest::addRow("file") << u"/images/app.tar"_s << u"app.tar"_s << u"/images"_s;
    QTest::addRow("one of an archive") << u"docker-archive:/images/app.tar:app:1"_s << u"app.tar:app:1"_s << u"/images"_s;
    QTest::addRow("layout") << u"oci:/images/layout"_s << u"layout"_s << u"/images"_s;
    QTest::addRow("reference") << u"quay.io/team/app:1"_s << u"quay.io/team/app:1"_s << u"quay.io"_s;
    QTest::addRow("short reference") << u"alpine"_s << u"alpine:latest"_s << u"docker.io"_s;
}

void TestLibraryModel::namesImages()
{
    QFETCH(QString, name);
    const LibraryRow row = rowOf(name);
    QTEST(row.label(), "label");
    QTEST(row.location, "location");
}

void TestLibraryModel::takesWhatChanged()
{
    LibraryModel model;
    const QAbstractItemModelTester tester(&model);
    model.setRows({file(u"b.tar"_s, 1, 1), file(u"d.tar"_s, 1, 1), file(u"a.tar"_s, 1, 1)});
    const QPersistentModelIndex kept = model.indexOf(file(u"b.tar"_s, 1, 1).key());
    QSignalSpy reset(&model, &QAbstractItemModel::modelReset);
    QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
    LibraryRow grown = file(u"d.tar"_s, 2, 1);
    model.setRows({grown, file(u"c.tar"_s, 1, 1), file(u"b.tar"_s, 1, 1)});
    QCOMPARE(drawn(model), (QStringList{u"b.tar (file)"_s, u"c.tar (file)"_s, u"d.tar (file)"_s}));
    QCOMPARE(kept.row(), 0);
    QCOMPARE(kept.data().toString(), u"b.tar"_s);
    QCOMPARE(reset.count(), 0);
    QCOMPARE(changed.count(), 1);
    model.setRows({});
    QCOMPARE(model.rowCount(), 0);
    QVERIFY(!kept.isValid());
}

void TestLibraryModel::sortsAndFilters()
{
    LibraryModel model;
    LibraryOrder order(&model);
    const QAbstractItemModelTester tester(&order);
    LibraryRow pinned = file(u"pinned.tar"_s, 2, 2);
    pinned.isPinned = true;
    model.setRows({file(u"one.tar"_s, 3, 1), file(u"two.tar"_s, 1, 3), pinned});
    const auto names = [&order] {
        QStringList names;
        for (int row = 0; row < order.rowCount(); ++row)
            names += order.index(row, 0).data().toString().section(u'.', 0, 0);
        return names.join(u' ');
    };
    QCOMPARE(names(), u"pinned one two"_s);
    order.setSort(LibrarySort::Name, Qt::DescendingOrder);
    QCOMPARE(names(), u"pinned two one"_s);
    order.setSort(LibrarySort::Date, Qt::DescendingOrder);
    QCOMPARE(names(), u"pinned two one"_s);
    order.setSort(LibrarySort::Size, Qt::DescendingOrder);
    QCOMPARE(names(), u"pinned one two"_s);
    order.setFilter(u"TWO images"_s);
    QCOMPARE(names(), u"two"_s);
    order.setFilter(u"nothing"_s);
    QCOMPARE(names(), QString());
    order.setFilter({});
    pinned.isPinned = false;
    model.setRows({file(u"one.tar"_s, 3, 1), file(u"two.tar"_s, 1, 3), pinned});
    QCOMPARE(names(), u"one pinned two"_s);
}

void TestLibraryModel::showsTheVerification()
{
    LibraryModel model;
    const QAbstractItemModelTester tester(&model);
    const LibraryRow row = file(u"a.tar"_s, 1, 1);
    model.setRows({row});
    const QModelIndex index = model.index(0);
    const QString figures = index.data(LibraryModel::SummaryRole).toString();
    model.setVerification(row.key(), {.state = LibraryVerification::Running, .permille = 420});
    QCOMPARE(index.data(LibraryModel::SummaryRole).toString(), u"Verifying… 42%"_s);
    model.setVerification(row.key(), {.state = LibraryVerification::Corrupt, .problem = u"layer 2: digest mismatch"_s});
    QCOMPARE(index.data(LibraryModel::SummaryRole).toString(), u"Corrupt"_s);
    QVERIFY(index.data(Qt::ToolTipRole).toString().contains(u"layer 2"_s));
    QVERIFY(index.data(Qt::AccessibleTextRole).toString().contains(u"Corrupt"_s));
    model.setVerification(row.key(), {.state = LibraryVerification::Verified});
    QCOMPARE(index.data(LibraryModel::SummaryRole).toString(), figures);
}

void TestLibraryModel::saysWhatCannotBeRead()
{
    const TestFolder folder;
    const Store store = need(Store::open(folder.path() + u"/store"_s));
    need(putImage(store, u"docker.io/library/app:1"_s, {seededTar(1)}));
    writeDisk(store.directory() + u"/images/broken.json"_s, "{");
    const LibraryContents contents = readLibrary(store, {}, {});
    QCOMPARE(contents.rows.size(), std::size_t(1));
    QCOMPARE(contents.problems.size(), 1);
}

STRATOSCOPE_APPLESS_TEST(TestLibraryModel)
#include "tst_library_model.moc"
