// SPDX-License-Identifier: Apache-2.0
#include "store/partial_upload.h"

#include "store/store_cleaner.h"
#include "store/store_files.h"

#include "support/disk_tree.h"
#include "support/need.h"
#include "support/results.h"
#include "support/store.h"
#include "support/test_main.h"

#include <QFile>
#include <QSet>
#include <QTest>

#include <fcntl.h>
#include <sys/stat.h>

using namespace Qt::StringLiterals;
using namespace stratoscope;
using namespace stratoscope::test;

namespace {

const QByteArray kLocation = "https://registry.example.com/v2/team/app/blobs/uploads/1?_state=a%2Fb";

UploadTarget targetOf(std::string_view blob)
{
    return {u"https://registry.example.com"_s, u"team/app"_s, Digest::of(asBytes(blob))};
}

} // namespace

class TestPartialUpload : public StoreTest
{
    Q_OBJECT

private:
    const UploadTarget m_target = targetOf("a blob");

    PartialUpload begin(const UploadTarget &target) const { return *need(PartialUpload::begin(open().paths(), target)); }
    QString directory() const { return open().paths().uploads(); }
    /// The path of a new one.
    QString recordOf(const UploadTarget &target) const
    {
        QStringList names = filesIn(directory());
        const QSet<QString> before(names.begin(), names.end());
        need(begin(target).setPosition({.location = kLocation, .leastChunk = 5 << 20}));
        names = filesIn(directory());
        names.removeIf([&before](const QString &name) { return before.contains(name); });
        return directory() + u'/' + names.value(0);
    }
    static void setAge(const QString &path, std::chrono::seconds age)
    {
        const time_t then = ::time(nullptr) - age.count();
        const timespec times[2] = {{.tv_sec = then, .tv_nsec = 0}, {.tv_sec = then, .tv_nsec = 0}};
        QCOMPARE(::utimensat(AT_FDCWD, QFile::encodeName(path).constData(), times, 0), 0);
    }

private Q_SLOTS:
    void staysForTheNextRun()
    {
        {
            PartialUpload upload = begin(m_target);
            QVERIFY(!upload.position());
            VERIFY_RESULT(upload.setPosition({.location = "https://registry.example.com/older", .leastChunk = 0}));
            VERIFY_RESULT(upload.setPosition({.location = kLocation, .leastChunk = 5 << 20}));
        }
        PartialUpload upload = begin(m_target);
        QVERIFY(upload.position());
        QCOMPARE(upload.position()->location, kLocation);
        QCOMPARE(upload.position()->leastChunk, 5 << 20);
        upload.remove();
        QCOMPARE(filesIn(directory()), QStringList());
        QCOMPARE(temporaries(), QStringList());
    }

    void nothingIsLeftOfNothing()
    {
        begin(m_target);
        QCOMPARE(filesIn(directory()), QStringList());
    }

    void onlyOneOwnsIt()
    {
        std::optional<PartialUpload> first = begin(m_target);
        QVERIFY(!need(PartialUpload::begin(open().paths(), m_target)));
        VERIFY_RESULT(first->setPosition({.location = kLocation})); // another file has the name now
        QVERIFY(!need(PartialUpload::begin(open().paths(), m_target)));
        QVERIFY(!begin(targetOf("another blob")).position());
        first.reset();
        QVERIFY(begin(m_target).position());
    }

    void isForThatUploadOnly()
    {
        const QString record = recordOf(m_target);
        UploadTarget other = m_target;
        other.repository = u"team/other"_s;
        QVERIFY(!begin(other).position());
        other = m_target;
        other.registry = u"http://registry.example.com"_s;
        QVERIFY(!begin(other).position());
        other = targetOf("another blob");
        QVERIFY(!begin(other).position());
        // Under the name of another upload.
        const QByteArray json = readDisk(record);
        const QString name = recordOf(other);
        QVERIFY(QFile::remove(name));
        writeDisk(name, json);
        QVERIFY(!begin(other).position());
        QVERIFY(begin(m_target).position());
    }

    void whatIsDamagedCountsAsNone()
    {
        const QString record = recordOf(m_target);
        QVERIFY(QFile::remove(record));
        writeDisk(record, "{\"registry\": ");
        QVERIFY(!begin(m_target).position());
        QCOMPARE(filesIn(directory()), QStringList());
    }

    void onlyItsUserReadsIt()
    {
        const mode_t before = ::umask(0);
        const QString record = recordOf(m_target);
        ::umask(before);
        struct stat status;
        QCOMPARE(::stat(QFile::encodeName(record).constData(), &status), 0);
        QCOMPARE(status.st_mode & 0377, 0U);
        QCOMPARE(::stat(QFile::encodeName(directory()).constData(), &status), 0);
        QCOMPARE(status.st_mode & 077, 0U);
    }

    void continuesAsAUser()
    {
        giveToUser(m_dir->path());
        const QString outcome = asUser([this]() -> QString {
            const Store store = need(Store::open(m_dir->path() + u"/own"_s));
            if (const auto set = need(PartialUpload::begin(store.paths(), m_target))->setPosition({.location = kLocation}); !set)
                return set.error().message();
            return QString::fromLatin1(need(PartialUpload::begin(store.paths(), m_target))->position()->location);
        });
        QCOMPARE(outcome, QString::fromLatin1(kLocation));
    }

    void expires()
    {
        const QString record = recordOf(m_target);
        std::uint64_t freed = 0;
        setAge(record, std::chrono::hours(23));
        VERIFY_RESULT(PartialUpload::removeExpired(open().paths(), freed));
        QCOMPARE(freed, 0U);
        QVERIFY(QFile::exists(record));
        need(StoreCleaner(open()).prune());
        QVERIFY(QFile::exists(record));
        QVERIFY(need(StoreCleaner(open()).usage()).others > 0);

        setAge(record, std::chrono::hours(25));
        VERIFY_RESULT(PartialUpload::removeExpired(open().paths(), freed));
        QVERIFY(freed > 0);
        QVERIFY(!QFile::exists(record));
        QCOMPARE(need(StoreCleaner(open()).usage()), StoreUsage());
    }

    /// One that has expired while it is in use does not take the record of the next.
    void doesNotRemoveThatOfAnother()
    {
        std::optional<PartialUpload> first = begin(m_target);
        VERIFY_RESULT(first->setPosition({.location = kLocation}));
        QVERIFY(QFile::remove(directory() + u'/' + filesIn(directory()).value(0)));
        VERIFY_RESULT(begin(m_target).setPosition({.location = kLocation}));
        first->remove();
        QVERIFY(begin(m_target).position());
    }
};

STRATOSCOPE_APPLESS_TEST(TestPartialUpload)
#include "tst_partial_upload.moc"
