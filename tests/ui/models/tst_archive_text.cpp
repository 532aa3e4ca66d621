// SPDX-License-Identifier: Apache-2.0
#include "support/test_main.h"
#include "ui/preview/content_text.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace stratoscope;
using namespace stratoscope::ui;

class TestArchiveText : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void describes();
};

void TestArchiveText::describes()
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

STRATOSCOPE_GUILESS_TEST(TestArchiveText)
#include "tst_archive_text.moc"
