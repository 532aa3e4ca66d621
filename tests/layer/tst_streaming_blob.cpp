// SPDX-License-Identifier: Apache-2.0
#include "layer/streaming_blob.h"

#include "base/cancel.h"
#include "support/disk_tree.h"
#include "support/need.h"
#include "support/results.h"
#include "support/test_main.h"

#include <QTest>

#include <thread>

using namespace Qt::StringLiterals;
using namespace stratoscope;
using namespace stratoscope::test;

namespace {

std::string readUp(StreamingBlob &blob)
{
    std::string text;
    std::array<std::byte, 7> piece;
    while (const std::size_t count = need(blob.read(piece)))
        text.append(reinterpret_cast<const char *>(piece.data()), count);
    return text;
}

} // namespace

class TestStreamingBlob : public QObject
{
    Q_OBJECT

private:
    TestFolder m_folder;
    std::shared_ptr<File> m_file = std::make_shared<File>(need(File::temporary(m_folder.path())));

private Q_SLOTS:
    void readsWaitForWhatIsToCome()
    {
        std::string all;
        StreamingBlob blob(m_file, 0, {});
        const std::jthread writer([&] {
            for (int i = 0; i < 1000; ++i) {
                const std::string piece = std::to_string(i) + ' ';
                [[maybe_unused]] const auto written = m_file->writeAt(all.size(), asBytes(piece));
                all.append(piece);
                blob.reach(all.size());
            }
            blob.end();
        });
        const std::string read = readUp(blob);
        QCOMPARE(read.size(), 3890u);
        QVERIFY(read.starts_with("0 1 2 3 "));
        QVERIFY(read.ends_with(" 998 999 "));
    }

    void whatIsThereAlreadyComesFirst()
    {
        VERIFY_RESULT(m_file->writeAt(0, asBytes("half")));
        StreamingBlob blob(m_file, 4, {});
        blob.end();
        QCOMPARE(readUp(blob), std::string("half"));
    }

    void anErrorComesAfterWhatArrived()
    {
        VERIFY_RESULT(m_file->writeAt(0, asBytes("half")));
        StreamingBlob blob(m_file, 4, {});
        blob.end(Error{ErrorKind::Network, u"host"_s, u"was cut off"_s});
        std::array<std::byte, 10> piece;
        QCOMPARE(need(blob.read(piece)), 4u);
        QCOMPARE(blob.read(piece).error().kind, ErrorKind::Network);
    }

    void aStopEndsTheWaiting()
    {
        std::stop_source source;
        StreamingBlob blob(m_file, 0, source.get_token());
        const std::jthread stopper([&] { source.request_stop(); });
        std::array<std::byte, 10> piece;
        QVERIFY_THROWS_EXCEPTION(Cancelled, (void)blob.read(piece));
    }
};

STRATOSCOPE_APPLESS_TEST(TestStreamingBlob)
#include "tst_streaming_blob.moc"
