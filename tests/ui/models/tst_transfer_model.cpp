// SPDX-License-Identifier: Apache-2.0
#include "support/test_main.h"
#include "ui/transfers/transfer_model.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace stratoscope;
using namespace stratoscope::ui;

namespace {

constexpr qint64 kMiB = 1024 * 1024;

BlobProgress blob(const QString &name, BlobState state, qint64 current, qint64 total, const QString &note = {})
{
    return {.name = name, .state = state, .current = current, .total = total, .note = note};
}

Progress downloading(std::vector<BlobProgress> blobs)
{
    return {.stage = Stage::Download, .bytesPerSecond = 2.0 * kMiB, .eta = 3, .blobs = std::move(blobs)};
}

/// A line for each row, blobs indented.
QStringList drawn(const TransferModel &model)
{
    QStringList lines;
    for (int row = 0; row < model.rowCount(); ++row) {
        const auto top = model.index(row, 0);
        lines += u"%1 | %2 | %3"_s.arg(top.data().toString(), top.data(TransferModel::PermilleRole).toString(),
                                       top.data(TransferModel::StatusRole).toString());
        for (int child = 0; child < model.rowCount(top); ++child) {
            const auto one = model.index(child, 0, top);
            lines += u"  %1 | %2 | %3"_s.arg(one.data().toString(), one.data(TransferModel::PermilleRole).toString(),
                                             one.data(TransferModel::StatusRole).toString());
        }
    }
    return lines;
}

} // namespace

class TestTransferModel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void showsABlobInEachState();
    void neverGoesBack();
    void saysHowItEnded();
    void followsOthers();
    void knowsWhatCanBeDone_data();
    void knowsWhatCanBeDone();
    void isContinuedUnlessItFailedForGood();
    void toldOfNobody();
};

void TestTransferModel::showsABlobInEachState()
{
    TransferModel model;
    QAbstractItemModelTester tester(&model);
    const int id = model.add({.name = u"docker.io/library/alpine:3.22"_s, .platform = {}});
    QCOMPARE(drawn(model), QStringList{u"alpine:3.22 | -1 | Waiting for other pulls"_s});
    model.setState(id, TransferState::Running);
    model.setProgress(id, {.stage = Stage::Resolve});
    QCOMPARE(drawn(model), QStringList{u"alpine:3.22 | -1 | Contacting the registry"_s});

    Progress progress = downloading(
        {blob(u"sha256:0123456789abcdef"_s, BlobState::Running, kMiB, 4 * kMiB), blob(u"sha256:1"_s, BlobState::Waiting, 0, kMiB),
         blob(u"sha256:2"_s, BlobState::Retrying, kMiB, 2 * kMiB, u"cut off; new try in 2 s"_s),
         blob(u"sha256:3"_s, BlobState::Present, 0, kMiB), blob(u"sha256:4"_s, BlobState::Done, kMiB, kMiB),
         blob(u"sha256:5"_s, BlobState::Failed, 0, kMiB, u"wrong digest"_s)});
    progress.blobs[0].bytesPerSecond = double(kMiB);
    progress.blobs[0].eta = 3;
    model.setProgress(id, progress);
    QCOMPARE(
        drawn(model),
        QStringList({u"alpine:3.22 | 300 | 3.0 MiB of 10.0 MiB  ·  2.0 MiB/s  ·  3 s left"_s,
                     u"  0123456789ab | 250 | 1.0 MiB of 4.0 MiB  ·  1.0 MiB/s  ·  3 s left"_s, u"  1 | 0 | Waiting, 1.0 MiB"_s,
                     u"  2 | 500 | cut off; new try in 2 s"_s, u"  3 | 1000 | Already present, 1.0 MiB"_s,
                     u"  4 | 1000 | Verified, 1.0 MiB"_s, u"  5 | 0 | wrong digest"_s}));
    const auto top = model.indexOf(id);
    QCOMPARE(model.index(2, 0, top).data(TransferModel::ProblemRole).toString(), u"cut off; new try in 2 s"_s);
    QCOMPARE(model.index(2, 0, top).data(TransferModel::IdRole).toInt(), id);
    QVERIFY(model.index(2, 0, top).data(TransferModel::IsBlobRole).toBool());
}

void TestTransferModel::neverGoesBack()
{
    TransferModel model;
    QAbstractItemModelTester tester(&model);
    const int id = model.add({.name = u"docker.io/library/alpine:3.22"_s, .platform = {}});
    model.setState(id, TransferState::Running);
    model.setProgress(
        id, downloading({blob(u"a"_s, BlobState::Running, 3 * kMiB, 4 * kMiB), blob(u"b"_s, BlobState::Running, 0, 4 * kMiB)}));
    model.setState(id, TransferState::Paused);
    QCOMPARE(drawn(model).front(), u"alpine:3.22 | 375 | Paused at 3.0 MiB of 8.0 MiB"_s);
    QCOMPARE(drawn(model).at(1), u"  a | 750 | Waiting at 3.0 MiB of 4.0 MiB"_s);

    // It goes on: the registry is asked, then everything is told from the beginning, in another order even.
    model.setState(id, TransferState::Running);
    model.setProgress(id, {.stage = Stage::Resolve});
    QCOMPARE(model.indexOf(id).data(TransferModel::PermilleRole).toInt(), 375);
    QCOMPARE(model.rowCount(model.indexOf(id)), 2);
    model.setProgress(id,
                      downloading({blob(u"b"_s, BlobState::Waiting, 0, 4 * kMiB), blob(u"a"_s, BlobState::Waiting, 0, 4 * kMiB)}));
    QCOMPARE(model.indexOf(id).data(TransferModel::PermilleRole).toInt(), 375);
    model.setProgress(id, downloading({blob(u"a"_s, BlobState::Running, 4 * kMiB, 4 * kMiB)}));
    QCOMPARE(drawn(model).at(1), u"  a | 1000 | 4.0 MiB of 4.0 MiB"_s);
    QCOMPARE(model.rowCount(model.indexOf(id)), 1);
}

void TestTransferModel::saysHowItEnded()
{
    TransferModel model;
    QAbstractItemModelTester tester(&model);
    const int fresh = model.add({.name = u"docker.io/library/a:1"_s, .platform = {}});
    const int partly = model.add({.name = u"docker.io/library/b:1"_s, .platform = {}});
    const int old = model.add({.name = u"docker.io/library/c:1"_s, .platform = {}});
    const int broken = model.add({.name = u"docker.io/library/d:1"_s, .platform = {}});
    const auto end = [&](int id, qint64 reused, const QStringList &warnings = {}) {
        model.setResult(id, 4 * kMiB, reused, warnings);
        model.setState(id, TransferState::Done);
    };
    end(fresh, 0, {u"The registry errs."_s});
    end(partly, kMiB);
    end(old, 4 * kMiB);
    model.setState(broken, TransferState::Failed, Error{ErrorKind::Network, u"d"_s, u"no answer"_s});
    QCOMPARE(drawn(model),
             QStringList({u"a:1 | 1000 | Pulled, 4.0 MiB\nThe registry errs."_s,
                          u"b:1 | 1000 | Pulled, 4.0 MiB (1.0 MiB already present)"_s,
                          u"c:1 | 1000 | Already up to date (4.0 MiB)"_s, u"d:1 | -1 | d: no answer"_s}));
    QCOMPARE(model.indexOf(broken).data(TransferModel::ProblemRole).toString(), u"d: no answer"_s);
    model.setState(broken, TransferState::Waiting);
    QVERIFY(model.indexOf(broken).data(TransferModel::ProblemRole).toString().isEmpty());
}

void TestTransferModel::followsOthers()
{
    TransferModel model;
    QAbstractItemModelTester tester(&model);
    const int first = model.add({.name = u"docker.io/library/a:1"_s, .platform = {}});
    const int second = model.add({.name = u"docker.io/library/b:1"_s, .platform = {}});
    model.setProgress(second, downloading({blob(u"x"_s, BlobState::Running, 0, kMiB)}));
    const QPersistentModelIndex child = model.index(0, 0, model.indexOf(second));
    QSignalSpy removed(&model, &QAbstractItemModel::rowsRemoved);
    model.remove(first);
    QCOMPARE(removed.count(), 1);
    QVERIFY(child.isValid());
    QCOMPARE(QModelIndex(child).parent(), model.indexOf(second));
    QCOMPARE(model.indexOf(second).row(), 0);
}

void TestTransferModel::knowsWhatCanBeDone_data()
{
    QTest::addColumn<int>("state");
    QTest::addColumn<QString>("can");
    QTest::newRow("waiting") << int(TransferState::Waiting) << u"active pause"_s;
    QTest::newRow("running") << int(TransferState::Running) << u"active pause"_s;
    QTest::newRow("stopping") << int(TransferState::Stopping) << u"active"_s;
    QTest::newRow("paused") << int(TransferState::Paused) << u"resume"_s;
    QTest::newRow("cancelled") << int(TransferState::Cancelled) << u"over resume"_s;
    QTest::newRow("failed") << int(TransferState::Failed) << u"over resume"_s;
    QTest::newRow("done") << int(TransferState::Done) << u"over open"_s;
}

void TestTransferModel::knowsWhatCanBeDone()
{
    QFETCH(const int, state);
    const Transfer transfer{.name = u"a"_s, .platform = {}, .state = TransferState(state)};
    QStringList can;
    const auto note = [&can](bool is, const QString &what) {
        if (is)
            can += what;
    };
    note(transfer.isActive(), u"active"_s);
    note(transfer.isOver(), u"over"_s);
    note(transfer.canPause(), u"pause"_s);
    note(transfer.canResume(), u"resume"_s);
    note(transfer.canOpen(), u"open"_s);
    QTEST(can.join(u' '), "can");
}

void TestTransferModel::isContinuedUnlessItFailedForGood()
{
    const auto isContinued = [](TransferState state, std::optional<ErrorKind> kind = {}) {
        Transfer transfer{.name = u"a"_s, .platform = {}, .state = state};
        if (kind)
            transfer.error = Error{*kind, u"a"_s, u"failed"_s};
        return transfer.isUnfinished();
    };
    for (const TransferState state :
         {TransferState::Waiting, TransferState::Running, TransferState::Stopping, TransferState::Paused})
        QVERIFY(isContinued(state));
    QVERIFY(!isContinued(TransferState::Done));
    QVERIFY(!isContinued(TransferState::Cancelled));
    for (const ErrorKind kind : {ErrorKind::Network, ErrorKind::UnknownHost, ErrorKind::RateLimited, ErrorKind::NoSpace})
        QVERIFY(isContinued(TransferState::Failed, kind));
    for (const ErrorKind kind : {ErrorKind::NotFound, ErrorKind::Unauthorized, ErrorKind::Malformed, ErrorKind::Mismatch,
                                 ErrorKind::WrongPlatform, ErrorKind::Unsupported, ErrorKind::TooLarge})
        QVERIFY(!isContinued(TransferState::Failed, kind));
}

void TestTransferModel::toldOfNobody()
{
    TransferModel model;
    QAbstractItemModelTester tester(&model);
    model.setState(7, TransferState::Done);
    model.setProgress(7, {});
    model.setLayers(7, 1, 2);
    model.remove(7);
    QVERIFY(!model.find(7) && !model.indexOf(7).isValid());
    QCOMPARE(model.rowCount(), 0);
}

STRATOSCOPE_GUILESS_TEST(TestTransferModel)
#include "tst_transfer_model.moc"
