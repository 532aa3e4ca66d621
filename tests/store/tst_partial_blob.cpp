// SPDX-License-Identifier: Apache-2.0
#include "store/partial_blob.h"

#include "store/store_cleaner.h"
#include "store/store_files.h"

#include "support/disk_tree.h"
#include "support/need.h"
#include "support/results.h"
#include "support/store.h"
#include "support/test_main.h"

#include <QFile>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace stratoscope;
using namespace stratoscope::test;

namespace {

constexpr std::string_view kContent = "a blob in two pieces";

} // namespace

class TestPartialBlob : public QObject
{
    Q_OBJECT

private:
    const Digest m_digest = Digest::of(asBytes(kContent));
    std::unique_ptr<TestFolder> m_folder;
    std::optional<Store> m_store;

    PartialBlob begin() { return *need(PartialBlob::begin(*m_store, m_digest)); }

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<TestFolder>();
        m_store = need(Store::open(m_folder->path() + u"/store"_s));
    }

    void piecesStayUntilTheNextTry()
    {
        {
            PartialBlob partial = begin();
            QCOMPARE(partial.size(), 0u);
            VERIFY_RESULT(partial.append(asBytes(kContent.substr(0, 6))));
        }
        // Opening a store removes leftovers, but not partial downloads.
        m_store = need(Store::open(m_store->directory()));
        PartialBlob partial = begin();
        QCOMPARE(partial.size(), 6u);
        QVERIFY(!m_store->blobs().find(m_digest));
        VERIFY_RESULT(partial.append(asBytes(kContent.substr(6))));
        VERIFY_RESULT(partial.publish());
        const QByteArray blob = need(readAll(need(m_store->blobs().find(m_digest)), 1000));
        QCOMPARE(blob.toStdString(), std::string(kContent));
        QVERIFY(filesIn(m_store->directory() + u"/downloads"_s).isEmpty());
    }

    void onlyOneOwnsIt()
    {
        std::optional<PartialBlob> first = begin();
        QVERIFY(!need(PartialBlob::begin(*m_store, m_digest)));
        first.reset();
        QVERIFY(need(PartialBlob::begin(*m_store, m_digest)));
    }

    void nothingIsLeftOfNothing()
    {
        begin();
        QVERIFY(filesIn(m_store->directory() + u"/downloads"_s).isEmpty());
        PartialBlob partial = begin();
        VERIFY_RESULT(partial.append(asBytes(kContent)));
        VERIFY_RESULT(partial.discard());
        QCOMPARE(partial.size(), 0u);
    }

    /// What a process leaves that is killed between the two steps of publishing.
    void isContinuedThoughReadOnly()
    {
        giveToUser(m_folder->path());
        const QString outcome = asUser([this]() -> QString {
            const Store store = need(Store::open(m_folder->path() + u"/own"_s));
            if (const auto added = need(PartialBlob::begin(store, m_digest))->append(asBytes(kContent)); !added)
                return added.error().message();
            const QString name = store.paths().downloads() + u'/' + filesIn(store.paths().downloads()).value(0);
            if (!QFile::setPermissions(name, QFile::ReadOwner))
                return u"cannot change the mode"_s;
            const auto partial = PartialBlob::begin(store, m_digest);
            return partial ? QString::number((*partial)->size()) : partial.error().message();
        });
        QCOMPARE(outcome, QString::number(kContent.size()));
    }

    void pruneTakesItOut()
    {
        {
            const StoreLease lease = need(m_store->lease());
            VERIFY_RESULT(begin().append(asBytes(kContent)));
            QCOMPARE(StoreCleaner(*m_store).prune().error().kind, ErrorKind::Busy);
        }
        QVERIFY(need(StoreCleaner(*m_store).prune()) > 0);
        QCOMPARE(begin().size(), 0u);
    }
};

STRATOSCOPE_APPLESS_TEST(TestPartialBlob)
#include "tst_partial_blob.moc"
