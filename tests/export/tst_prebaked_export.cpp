// SPDX-License-Identifier: Apache-2.0
#include "base/cancel.h"
#include "export/prebaked_export.h"

#include "support/disk_tree.h"
#include "support/results.h"
#include "support/test_main.h"

#include <QFile>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace stratoscope;
using namespace stratoscope::test;

namespace {

const Digest kOne(sha256(asBytes("one")));
const Digest kTwo(sha256(asBytes("two")));

} // namespace

class TestPrebakedExport : public QObject
{
    Q_OBJECT

private:
    QString out() const { return m_dir->path() + u"/out"_s; }
    QString layersDirectory() const { return m_dir->path() + u"/layers"_s; }
    std::vector<PrebakedFiles> layers() const
    {
        return {{kOne, layersDirectory()}, {kTwo, layersDirectory()}, {kOne, layersDirectory()}};
    }
    Result<ExportReport> exportAll(bool force, std::stop_token stop = {})
    {
        return exportPrebaked(layers(), "{}\n", out(), force, m_progress, stop);
    }
    static QStringList wholeTree()
    {
        QStringList tree{kOne.hex() + u".contents \"contents of a\""_s,
                         kOne.hex() + u".idx \"idx of a\""_s,
                         kTwo.hex() + u".contents \"\""_s,
                         kTwo.hex() + u".ext.json \"{}\""_s,
                         kTwo.hex() + u".idx \"idx of b\""_s,
                         u"config.json \"{}\\x0a\""_s};
        tree.sort();
        return tree;
    }
    /// Without link counts: the files may be hard links.
    QStringList outTree() const { return diskTree(out()).replaceInStrings(u" x2"_s, QString()); }

    std::unique_ptr<TestFolder> m_dir;
    Progress m_last;
    ProgressMeter m_progress{[this](const Progress &now) { m_last = now; }};

private Q_SLOTS:
    void init()
    {
        m_dir = std::make_unique<TestFolder>();
        writeDisk(layersDirectory() + u'/' + kOne.hex() + u".idx"_s, "idx of a");
        writeDisk(layersDirectory() + u'/' + kOne.hex() + u".contents"_s, "contents of a");
        writeDisk(layersDirectory() + u'/' + kTwo.hex() + u".idx"_s, "idx of b");
        writeDisk(layersDirectory() + u'/' + kTwo.hex() + u".contents"_s);
        writeDisk(layersDirectory() + u'/' + kTwo.hex() + u".ext.json"_s, "{}");
    }

    void filesOfALayerThatIsThereTwiceStandOnce()
    {
        const auto report = exportAll(false);
        VERIFY_RESULT(report);
        QCOMPARE(outTree(), wholeTree());
        QCOMPARE(report->bytes, std::uint64_t(8 + 13 + 8 + 2 + 3));
        const bool isShared = !diskTree(out()).filter(u" x2"_s).isEmpty();
        QCOMPARE(report->warnings,
                 isShared ? QStringList(u"the layers' files are read-only and shared with the image store, as hard links"_s)
                          : QStringList());
        QCOMPARE(m_last.stage, Stage::Export);
        QCOMPARE(m_last.current, qint64(report->bytes));
        QCOMPARE(m_last.total, qint64(report->bytes));
        QCOMPARE(diskTree(layersDirectory()).size(), 5);
    }

    void anotherImageInTheFolderStays()
    {
        writeDisk(out() + u"/other.idx"_s, "other");
        writeDisk(out() + u"/config.json"_s, "old");
        const auto refused = exportAll(false);
        QVERIFY(!refused);
        QCOMPARE(refused.error().kind, ErrorKind::Exists);
        VERIFY_RESULT(exportAll(true));
        QStringList expected = wholeTree() << u"other.idx \"other\""_s;
        expected.sort();
        QCOMPARE(outTree(), expected);
    }

    void aMissingFileIsNamedAndNothingIsMade_data()
    {
        QTest::addColumn<QString>("name");
        QTest::newRow("idx") << QString(kTwo.hex() + u".idx"_s);
        QTest::newRow("contents") << QString(kTwo.hex() + u".contents"_s);
    }
    void aMissingFileIsNamedAndNothingIsMade()
    {
        QFETCH(QString, name);
        QFile::remove(layersDirectory() + u'/' + name);
        const auto bytes = exportAll(false);
        QVERIFY(!bytes);
        QCOMPARE(bytes.error().kind, ErrorKind::NotFound);
        QCOMPARE(bytes.error().subject, layersDirectory() + u'/' + name);
        QVERIFY(!QFile::exists(out()));
        QCOMPARE(diskTree(m_dir->path()).filter(u"partial"_s), QStringList());
    }

    void cancelLeavesNothing()
    {
        std::stop_source stop;
        stop.request_stop();
        QVERIFY_THROWS_EXCEPTION(Cancelled, (void)exportAll(false, stop.get_token()));
        QCOMPARE(diskTree(m_dir->path()).size(), 6);
    }
};

STRATOSCOPE_APPLESS_TEST(TestPrebakedExport)
#include "tst_prebaked_export.moc"
