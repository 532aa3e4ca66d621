// SPDX-License-Identifier: Apache-2.0
//
// Long texts, read portion by portion.
#include "base/cancel.h"
#include "content/text_stream.h"
#include "support/compress.h"
#include "support/hand_made.h"
#include "support/need.h"
#include "support/test_main.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace stratoscope;
using namespace stratoscope::test;

class TestTextStream : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsInPortions_data();
    void readsInPortions();
    void numbersLinesAcrossPortions();
    void counts_data();
    void counts();
    void countsInWhatIsCompressed();
    void stops();

private:
    static ImageFs fsOf(const QByteArray &content)
    {
        return makeImage({{"file " + std::to_string(content.size())}}, content)->fs();
    }
    static std::uint64_t count(const ImageFs &fs, const TextQuery &query, Compression compression = Compression::None)
    {
        return need(countMatches(ContentReader(fs, *fs.tree->find("file"), compression), TextEncoding::Utf8, query,
                                 [](std::uint64_t) {}, {}));
    }
};

void TestTextStream::readsInPortions_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<QString>("text");
    QTest::newRow("lines") << "one\ntwo\nthree\n"_qba << u"one\ntwo\nthree"_s;
    QTest::newRow("without an end") << "one\ntwo"_qba << u"one\ntwo"_s;
    QTest::newRow("carriage returns") << "a\r\nb\r\n\r\nc\rd"_qba << u"a\nb\n\nc\nd"_s;
    QTest::newRow("characters of several bytes") << "\xc3\xa4\xe2\x82\xac\xf0\x9f\x98\x80\nx"_qba << u"ä€😀\nx"_s;
    QTest::newRow("empty lines") << "\n\n\na\n\n"_qba << u"\n\n\na\n"_s;
    QTest::newRow("nothing") << QByteArray() << QString();
}

void TestTextStream::readsInPortions()
{
    QFETCH(const QByteArray, content);
    QFETCH(const QString, text);
    const ImageFs fs = fsOf(content);
    for (const std::size_t portion : {1, 2, 3, 5, 100}) {
        TextStream stream(fs, *fs.tree->find("file"), Compression::None, TextEncoding::Utf8);
        QStringList pieces;
        while (!stream.isComplete())
            pieces += need(stream.next(portion, {})).pieces;
        QCOMPARE(pieces.join(u'\n'), text);
        QCOMPARE(stream.position(), std::uint64_t(content.size()));
    }
}

void TestTextStream::numbersLinesAcrossPortions()
{
    const QByteArray content = "first\n"_qba + QByteArray(10'000, 'x') + "\nlast\n"_qba;
    const ImageFs fs = fsOf(content);
    const DecodedText whole = decodeText(content, TextEncoding::Utf8);
    QCOMPARE(whole.continued, (QList<int>{2, 3}));
    TextStream stream(fs, *fs.tree->find("file"), Compression::None, TextEncoding::Utf8);
    DecodedText parts;
    while (!stream.isComplete()) {
        const DecodedText part = need(stream.next(4096, {}));
        parts.pieces += part.pieces;
        parts.continued += part.continued;
    }
    // A line that is split anyway may be split where a portion ends, too.
    const QStringList lines = parts.pieces.join(u'\n').split(u'\n');
    QString joined;
    for (qsizetype i = 0; i < lines.size(); ++i)
        joined += (i == 0 || parts.continued.contains(int(i)) ? QString() : u"\n"_s) + lines.at(i);
    QCOMPARE(joined, QString::fromLatin1(content).chopped(1));
}

void TestTextStream::counts_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<QString>("text");
    QTest::addColumn<bool>("matchesCase");
    QTest::addColumn<qulonglong>("count");
    const QByteArray megabyte(1024 * 1024, '.');
    QTest::newRow("none") << "abc"_qba << u"x"_s << false << 0ULL;
    QTest::newRow("any case") << "Two two TWO"_qba << u"two"_s << false << 3ULL;
    QTest::newRow("the case") << "Two two TWO"_qba << u"two"_s << true << 1ULL;
    QTest::newRow("one after another") << "aaaaa"_qba << u"aa"_s << false << 2ULL;
    QTest::newRow("far apart") << "two" + megabyte + "two" + megabyte + megabyte + "two" << u"two"_s << false << 3ULL;
    QTest::newRow("where portions meet") << megabyte.chopped(1) + "two" + megabyte.chopped(4) + "two" << u"two"_s << false << 2ULL;
    QTest::newRow("all of it") << QByteArray(2 * 1024 * 1024 + 2, 'a') << u"aaa"_s << false << 699'051ULL;
}

void TestTextStream::counts()
{
    QFETCH(const QByteArray, content);
    QFETCH(const QString, text);
    QFETCH(const bool, matchesCase);
    QTEST(qulonglong(count(fsOf(content), {text, matchesCase})), "count");
}

void TestTextStream::countsInWhatIsCompressed()
{
    std::string text;
    for (int i = 0; i < 300'000; ++i)
        text += "line " + std::to_string(i) + '\n';
    for (const Compression compression : {Compression::Gzip, Compression::Zstd}) {
        const ImageFs fs = fsOf(QByteArray::fromStdString(compressed(text, compression)));
        QCOMPARE(count(fs, {u"line "_s, true}, compression), 300'000U);
    }
}

void TestTextStream::stops()
{
    const ImageFs fs = fsOf("text"_qba);
    std::stop_source stop;
    stop.request_stop();
    TextStream stream(fs, *fs.tree->find("file"), Compression::None, TextEncoding::Utf8);
    QVERIFY_THROWS_EXCEPTION(Cancelled, (void)stream.next(10, stop.get_token()));
}

STRATOSCOPE_APPLESS_TEST(TestTextStream)
#include "tst_text_stream.moc"
