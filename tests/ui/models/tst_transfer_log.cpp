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
                 .how = TransferState::Failed,
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
        for (int i = 0; i < TransferLog::kMostEntries + 5; ++i)
            log.add({.name = QString::number(i)});
        QCOMPARE(log.rowCount(), TransferLog::kMostEntries);
        QCOMPARE(log.entries().front().name, QString::number(TransferLog::kMostEntries + 4));
        QCOMPARE(log.entries().back().name, u"5"_s);
        log.set(QList<TransferLogEntry>(500));
        QCOMPARE(log.rowCount(), TransferLog::kMostEntries);
    }
};

STRATOSCOPE_GUILESS_TEST(TestTransferLog)
#include "tst_transfer_log.moc"
