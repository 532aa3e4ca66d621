// SPDX-License-Identifier: Apache-2.0
#include "base/nested_hasher.h"
#include "support/test_main.h"

#include <QRandomGenerator>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace stratoscope;

namespace {

std::vector<std::byte> randomBytes(std::size_t size, quint32 seed)
{
    QRandomGenerator random(seed);
    std::vector<std::byte> bytes(size);
    for (std::byte &byte : bytes)
        byte = std::byte(random.bounded(256));
    return bytes;
}

void updateInPieces(NestedHasher &hasher, Bytes bytes, std::size_t piece)
{
    for (; bytes.size() > piece; bytes = bytes.subspan(piece))
        hasher.update(bytes.first(piece));
    hasher.update(bytes);
}

} // namespace

/// Compared with OpenSSL, whether or not the processor accelerates it.
class TestNestedHasher : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyLength_data()
    {
        QTest::addColumn<int>("piece");
        for (const int piece : {1, 7, 63, 64, 65, 512, 100'000})
            QTest::addRow("pieces of %d", piece) << piece;
    }

    void everyLength()
    {
        QFETCH(int, piece);
        for (std::size_t size = 0; size < 300; ++size) {
            const auto content = randomBytes(size, quint32(size));
            NestedHasher hasher(HashAlgorithm::Sha256);
            hasher.beginPart();
            updateInPieces(hasher, content, std::size_t(piece));
            QCOMPARE(hasher.endPart(), sha256(content));
            const Sha256 whole = sha256(content);
            QCOMPARE(hasher.finish(), std::vector<std::uint8_t>(whole.begin(), whole.end()));
        }
    }

    void partsInAStream_data()
    {
        QTest::addColumn<int>("algorithm");
        QTest::addColumn<int>("piece");
        for (const int piece : {1, 100, 4096, 1 << 20}) {
            QTest::addRow("sha256 in %d", piece) << int(HashAlgorithm::Sha256) << piece;
            QTest::addRow("sha512 in %d", piece) << int(HashAlgorithm::Sha512) << piece;
            QTest::addRow("parts alone in %d", piece) << -1 << piece;
        }
    }

    void partsInAStream()
    {
        QFETCH(int, algorithm);
        QFETCH(int, piece);
        // As in a tar: a header, a file, zeros up to the next block of 512.
        const auto stream = algorithm < 0 ? std::nullopt : std::optional(HashAlgorithm(algorithm));
        NestedHasher hasher(stream);
        Hasher whole(stream.value_or(HashAlgorithm::Sha256));
        const auto pass = [&](Bytes bytes) {
            updateInPieces(hasher, bytes, std::size_t(piece));
            whole.update(bytes);
        };
        for (const std::size_t size : {0, 1, 55, 56, 63, 64, 65, 511, 512, 513, 10'000}) {
            pass(randomBytes(512, 1));
            const auto content = randomBytes(size, quint32(size));
            hasher.beginPart();
            pass(content);
            QCOMPARE(hasher.endPart(), sha256(content));
            pass(std::vector<std::byte>((512 - size % 512) % 512));
        }
        if (stream)
            QCOMPARE(hasher.finish(), whole.finish());
    }
};

STRATOSCOPE_APPLESS_TEST(TestNestedHasher)
#include "tst_nested_hasher.moc"
