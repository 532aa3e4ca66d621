// SPDX-License-Identifier: Apache-2.0
#include "content/text_encoding.h"
#include "support/test_main.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace stratoscope;

class TestTextEncoding : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void guesses_data();
    void guesses();
    void decodes_data();
    void decodes();
    void cutsIntoPieces();
};

void TestTextEncoding::guesses_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<bool>("isComplete");
    QTest::addColumn<TextEncoding>("expected");
    QTest::newRow("ascii") << "hello\n"_qba << true << TextEncoding::Utf8;
    QTest::newRow("utf-8") << "Gr\xc3\xbc\xc3\x9f"_qba << true << TextEncoding::Utf8;
    QTest::newRow("utf-8 with a byte order mark") << "\xef\xbb\xbfx"_qba << true << TextEncoding::Utf8;
    QTest::newRow("cut inside a character") << "Gr\xc3\xbc\xc3"_qba << false << TextEncoding::Utf8;
    QTest::newRow("not all of it UTF-8") << "Gr\xc3\xbc and more text to be sure \xe9"_qba << true << TextEncoding::Latin1;
    QTest::newRow("GB18030") << "\xc4\xe3\xba\xc3,\xca\xc0\xbd\xe7\n\xd5\xe2\xca\xc7\xd2\xbb\xb6\xce\xd6\xd0\xce\xc4\xa1\xa3"_qba
                             << true << TextEncoding::Gb18030;
    QTest::newRow("GB18030 among much ASCII")
        << "# \xc5\xe4\xd6\xc3\xce\xc4\xbc\xfe\nport = 8080 # where it listens\n"_qba << true << TextEncoding::Gb18030;
    QTest::newRow("GB18030, cut in a character") << "\xd6\xd0\xce\xc4\xce\xc4\xd7"_qba << false << TextEncoding::Gb18030;
    QTest::newRow("Korean") << "\xbe\xc8\xb3\xe7\xc7\xcf\xbc\xbc\xbf\xe4 \xbc\xbc\xb0\xe8"_qba << true << TextEncoding::None;
    QTest::newRow("Japanese") << "\x82\xb1\x82\xf1\x82\xc9\x82\xbf\x82\xcd\x90\xa2\x8a"
                                 "E"_qba
                              << true << TextEncoding::None;
    QTest::newRow("accents side by side") << "des id\xe9"
                                             "es cr\xe9\xe9"
                                             "es \xe0 c\xf4t\xe9\n"_qba
                                          << true << TextEncoding::Latin1;
    QTest::newRow("latin-1") << "caf\xe9 au lait\n"_qba << true << TextEncoding::Latin1;
    QTest::newRow("utf-16 with a byte order mark") << QByteArray("\xff\xfeh\0", 4) << true << TextEncoding::Utf16LittleEndian;
    QTest::newRow("utf-16, big-endian") << QByteArray("\xfe\xff\0h", 4) << true << TextEncoding::Utf16BigEndian;
    QTest::newRow("utf-16 without a byte order mark")
        << QByteArray("h\0e\0l\0l\0o\0", 10) << true << TextEncoding::Utf16LittleEndian;
    QTest::newRow("utf-32") << QByteArray("\xff\xfe\0\0h\0\0\0", 8) << true << TextEncoding::Utf32LittleEndian;
    QTest::newRow("program") << QByteArray("\x7f"
                                           "ELF\2\1\1\0\0\0\0\0",
                                           12)
                             << true << TextEncoding::None;
    QTest::newRow("terminal colours") << "\x1b[31mred\x1b[0m\n"_qba << true << TextEncoding::Utf8;
    QTest::newRow("compressed") << "\x1f\x8b\x08\xff\x91\x02\x81\x03\x99"_qba << false << TextEncoding::None;
}

void TestTextEncoding::guesses()
{
    QFETCH(QByteArray, bytes);
    QFETCH(bool, isComplete);
    QTEST(guessEncoding(bytes, isComplete), "expected");
}

void TestTextEncoding::decodes_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<TextEncoding>("encoding");
    QTest::addColumn<QString>("expected");
    QTest::newRow("lines") << "a\nb\n"_qba << TextEncoding::Utf8 << u"a\nb"_s;
    QTest::newRow("DOS lines") << "a\r\nb"_qba << TextEncoding::Utf8 << u"a\nb"_s;
    QTest::newRow("empty lines") << "\n\na"_qba << TextEncoding::Utf8 << u"\n\na"_s;
    QTest::newRow("GB18030") << "\xc4\xe3\xba\xc3"_qba << TextEncoding::Gb18030 << u"你好"_s;
    QTest::newRow("latin-1") << "\xe9"_qba << TextEncoding::Latin1 << u"é"_s;
    QTest::newRow("utf-32") << QByteArray("\xff\xfe\0\0\xe9\0\0\0", 8) << TextEncoding::Utf32LittleEndian << u"é"_s;
    QTest::newRow("old Mac lines") << "a\rb"_qba << TextEncoding::Utf8 << u"a\nb"_s;
    QTest::newRow("utf-16") << QByteArray("\xff\xfe\xe9\0", 4) << TextEncoding::Utf16LittleEndian << u"é"_s;
}

void TestTextEncoding::decodes()
{
    QFETCH(QByteArray, bytes);
    QFETCH(TextEncoding, encoding);
    QTEST(decodeText(bytes, encoding).pieces.join(u'\n'), "expected");
}

void TestTextEncoding::cutsIntoPieces()
{
    QByteArray bytes;
    for (int line = 0; line < 20'000; ++line)
        bytes += "line " + QByteArray::number(line) + '\n';
    const QStringList pieces = decodeText(bytes, TextEncoding::Utf8).pieces;
    QVERIFY(pieces.size() > 3);
    QCOMPARE(pieces.join(u'\n') + u'\n', QString::fromUtf8(bytes));

    const DecodedText decoded = decodeText("first\n"_qba + QByteArray(10'000, 'x') + "\nlast"_qba, TextEncoding::Utf8);
    QCOMPARE(decoded.continued, (QList<int>{2, 3}));
    QCOMPARE(decoded.pieces.join(u'\n').count(u'\n'), 4);
    const QString longLine = decodeText(QByteArray(100'000, 'x'), TextEncoding::Utf8).pieces.join(u'\n');
    for (const QString &line : longLine.split(u'\n'))
        QVERIFY(line.size() <= 4000);
    QCOMPARE(longLine.count(u'x'), 100'000);
}

STRATOSCOPE_APPLESS_TEST(TestTextEncoding)
#include "tst_text_encoding.moc"
