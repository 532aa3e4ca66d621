// SPDX-License-Identifier: Apache-2.0
#include "support/hand_made.h"
#include "support/test_main.h"
#include "ui/preview/archive_model.h"
#include "ui/preview/archive_text.h"

#include <QAbstractItemModelTester>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace stratoscope;
using namespace stratoscope::ui;

class TestArchiveModel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void shows();
    void describes();
};

void TestArchiveModel::shows()
{
    ArchiveModel model;
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setTree(test::makeTree({{"a 1", "bin/", "bin/sh 700", "bin/ash -> sh"}}));
    QCOMPARE(model.rowCount(), 2);
    const QModelIndex bin = model.index(1, 0);
    QCOMPARE(bin.data().toString(), u"bin"_s);
    QCOMPARE(model.rowCount(bin), 2);
    const QModelIndex shell = model.index(1, 0, bin);
    QCOMPARE(shell.data().toString(), u"sh"_s);
    QCOMPARE(shell.siblingAtColumn(ArchiveModel::Size).data().toString(), u"700 B"_s);
    QCOMPARE(shell.parent(), bin);
    QCOMPARE(model.index(0, 0, bin).data().toString(), u"ash → sh"_s);
}

void TestArchiveModel::describes()
{
    ArchiveListing listing{.format = ArchiveListing::Format::Tar, .compression = Compression::Gzip, .tree = {}, .problem = {}};
    QCOMPARE(archiveFormatText(listing), u"tar, gzip"_s);
    QCOMPARE(archiveMissingText(listing), QString());
    listing.compression = Compression::None;
    listing.missing = ArchiveListing::Missing::Rest;
    listing.problem = u"the tar ends early"_s;
    QCOMPARE(archiveFormatText(listing), u"tar"_s);
    QCOMPARE(archiveMissingText(listing), u"The archive could not be read completely: the tar ends early."_s);
    listing.format = ArchiveListing::Format::DebianPackage;
    listing.missing = ArchiveListing::Missing::FurtherEntries;
    QCOMPARE(archiveFormatText(listing), u"Debian package"_s);
    QCOMPARE(archiveMissingText(listing), u"Only the first 200,000 entries are shown."_s);
}

STRATOSCOPE_GUILESS_TEST(TestArchiveModel)
#include "tst_archive_model.moc"
