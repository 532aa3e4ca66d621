// SPDX-License-Identifier: Apache-2.0
#include "support/test_main.h"
#include "ui/transfers/transfer_log.h"

#include <QAbstractItemModelTester>
#include <QLocale>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace stratoscope::ui;

class TestTransferLog : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QLocale::setDefault(QLocale::c()); }

    void showsTheLatestFirst()
    {
        TransferLog log;
        QAbstractItemModelTester tester(&log);
        log.add({.ended = QDateTime::currentDateTimeUtc(),
                 .name = u"first"_s,
                 .detail = u"Pulled, 4.0 MiB"_s,
                 .milliseconds = 1234,
                 .bytes = 4 * 1024 * 1024});
        log.add({.ended = QDateTime::currentDateTimeUtc(),
                 .kind = TransferKind::Export,
                 .name = u"second"_s,
                 .result = TransferState::Failed,
                 .detail = u"/x: is full\nfree some room"_s,
                 .milliseconds = 65'000});
        QStringList drawn;
        for (int row = 0; row < log.rowCount(); ++row) {
            QStringList fields;
            for (int column = 1; column < log.columnCount(); ++column)
                fields += log.index(row, column).data().toString();
            drawn += fields.join(u" | "_s);
        }
        QCOMPARE(drawn,
                 QStringList(
                     {u"Export | second | /x: is full | 1 min 5 s | "_s, u"Pull | first | Pulled, 4.0 MiB | 1.2 s | 4.0 MiB"_s}));
        QVERIFY(log.text({0}).endsWith(u"Export\tsecond\t/x: is full free some room\t1 min 5 s\t"_s));
        QCOMPARE(log.text({0, 1}).count(u'\n'), 1);
        log.clear();
        QCOMPARE(log.rowCount(), 0);
    }

    void isBounded()
    {
        TransferLog log;
        QAbstractItemModelTester tester(&log);
        for (int i = 0; i < TransferLog::kMaxEntries + 5; ++i)
            log.add({.name = QString::number(i)});
        QCOMPARE(log.rowCount(), TransferLog::kMaxEntries);
        QCOMPARE(log.entries().front().name, QString::number(TransferLog::kMaxEntries + 4));
        QCOMPARE(log.entries().back().name, u"5"_s);
    }

    void isStoredAsJson()
    {
        TransferLog log;
        log.add({.ended = QDateTime::fromMSecsSinceEpoch(1'700'000'000'123, Qt::UTC),
                 .kind = TransferKind::Push,
                 .name = u"/some/store"_s,
                 .result = TransferState::Failed,
                 .detail = u"disk full"_s,
                 .milliseconds = 12,
                 .bytes = 34});
        log.add({.ended = QDateTime::fromMSecsSinceEpoch(0, Qt::UTC), .name = u"second"_s});
        TransferLog restored;
        QAbstractItemModelTester tester(&restored);
        restored.setJson(log.toJson());
        QCOMPARE(restored.entries(), log.entries());
        for (const QByteArray &wrong : {""_qba, "[1]"_qba, "{}"_qba, "nonsense"_qba, R"([{"kind":99,"how":-7}])"_qba}) {
            restored.setJson(wrong);
            for (const TransferLogEntry &entry : restored.entries())
                QVERIFY(entry.kind <= TransferKind::Push && entry.result <= TransferState::Done);
        }
        restored.setJson('[' + QByteArrayList(500, "{}").join(',') + ']');
        QCOMPARE(restored.rowCount(), TransferLog::kMaxEntries);
    }
};

STRATOSCOPE_GUILESS_TEST(TestTransferLog)
#include "tst_transfer_log.moc"
