// SPDX-License-Identifier: Apache-2.0
#include "base/utf8.h"

#include "base/error.h"
#include "support/test_main.h"

#include <QStringDecoder>
#include <QTest>

using namespace stratoscope;
using namespace Qt::StringLiterals;

class TestUtf8 : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void measuresSequences_data();
    void measuresSequences();
    void agreesWithQt();
    void quotesForMessages_data();
    void quotesForMessages();
    void showsWhatCannotBeSeen_data();
    void showsWhatCannotBeSeen();
    void listsTextsAsTheyAre();
};

void TestUtf8::measuresSequences_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<int>("length");
    QTest::newRow("nothing") << ""_ba << 0;
    QTest::newRow("nul") << QByteArray("\0", 1) << 1;
    QTest::newRow("ascii") << "a\xFF"_ba << 1;
    QTest::newRow("two") << "\xC3\xBC"_ba << 2;
    QTest::newRow("three") << "\xE2\x82\xAC"_ba << 3;
    QTest::newRow("four") << "\xF0\x9F\x93\xA6"_ba << 4;
    QTest::newRow("last code point") << "\xF4\x8F\xBF\xBF"_ba << 4;
    QTest::newRow("continuation first") << "\x80"_ba << 0;
    QTest::newRow("cut two") << "\xC3"_ba << 0;
    QTest::newRow("cut four") << "\xF0\x9F\x93"_ba << 0;
    QTest::newRow("not continued") << "\xE2\x82z"_ba << 0;
    QTest::newRow("overlong") << "\xC1\xBF"_ba << 0;
    QTest::newRow("overlong three") << "\xE0\x9F\xBF"_ba << 0;
    QTest::newRow("overlong four") << "\xF0\x8F\xBF\xBF"_ba << 0;
    QTest::newRow("surrogate") << "\xED\xBF\xBF"_ba << 0;
    QTest::newRow("too high") << "\xF4\x90\x80\x80"_ba << 0;
    QTest::newRow("five") << "\xF8\x88\x80\x80\x80"_ba << 0;
}

void TestUtf8::measuresSequences()
{
    QFETCH(QByteArray, bytes);
    QTEST(int(utf8SequenceLength(bytes.toStdString())), "length");
}

void TestUtf8::agreesWithQt()
{
    for (quint32 code = 0; code < 0x1000000; code += code < 0x20000 ? 1 : 251) {
        const std::array bytes{char(code >> 16), char(code >> 8), char(code)};
        QStringDecoder decoder(QStringDecoder::Utf8, QStringDecoder::Flag::Stateless);
        const QString decoded = decoder.decode(bytes);
        const bool valid = !decoder.hasError() && !decoded.contains(QChar::ReplacementCharacter);
        const bool replacement = code == 0xEFBFBD;
        QCOMPARE(isUtf8({bytes.data(), bytes.size()}), valid || replacement);
    }
}

void TestUtf8::quotesForMessages_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("expected");
    QTest::newRow("empty") << QString() << u"\"\""_s;
    QTest::newRow("plain") << u"etc/passwd"_s << u"\"etc/passwd\""_s;
    QTest::newRow("percent") << u"%1%2"_s << u"\"%1%2\""_s;
    QTest::newRow("control") << u"a\nb"_s << u"\"a\\x0ab\""_s;
    QTest::newRow("just short enough") << QString(80, u'x') << u'"' + QString(80, u'x') + u'"';
    QTest::newRow("long") << QString(81, u'x') << u'"' + QString(80, u'x') + u"…\""_s;
}

void TestUtf8::quotesForMessages()
{
    QFETCH(QString, text);
    QTEST(quoted(text), "expected");
}

void TestUtf8::showsWhatCannotBeSeen_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("shown");
    const auto escaped = [](const char *name, const QByteArray &bytes) {
        QTest::newRow(name) << bytes << u"\\x"_s + QString::fromLatin1(bytes.toHex(' ')).replace(u' ', u"\\x"_s);
    };
    escaped("escape", "\x1b"_ba);
    escaped("C1 control", "\xC2\x9B"_ba);
    escaped("bidirectional override", "\xE2\x80\xAE"_ba);
    escaped("line separator", "\xE2\x80\xA8"_ba);
    escaped("paragraph separator", "\xE2\x80\xA9"_ba);
    escaped("zero width space", "\xE2\x80\x8B"_ba);
    escaped("byte order mark", "\xEF\xBB\xBF"_ba);
    escaped("variation selector", "\xEF\xB8\x8F"_ba);
    escaped("Hangul filler", "\xE3\x85\xA4"_ba);
    escaped("a tag", "\xF3\xA0\x81\x81"_ba);
    escaped("language tag", "\xF3\xA0\x80\x81"_ba);
    escaped("a supplementary variation selector", "\xF3\xA0\x84\x80"_ba);
    escaped("musical format character", "\xF0\x9D\x85\xB3"_ba);
    escaped("shorthand format character", "\xF0\x9B\xB2\xA0"_ba);
    escaped("private", "\xF3\xB0\x80\x80"_ba);
    escaped("unassigned", "\xF0\xBF\xBF\xBF"_ba);
    escaped("not UTF-8", "\xFF"_ba);
    for (const char *const visible : {"a b~", "ü", "\u4F60", "\U0001F600", "e\u0301", "\U0001D400", "\u00A0"})
        QTest::newRow(visible) << QByteArray(visible) << QString::fromUtf8(visible);
}

void TestUtf8::showsWhatCannotBeSeen()
{
    QFETCH(QByteArray, bytes);
    QTEST(printable(bytes.toStdString()), "shown");
    QCOMPARE(printable(("a" + bytes + "b").toStdString()), u'a' + printable(bytes.toStdString()) + u'b');
}

void TestUtf8::listsTextsAsTheyAre()
{
    QCOMPARE(listed({u"x:%2"_s, u"%1"_s, u"c"_s}, 2), u"x:%2, %1 and 1 more"_s);
    QCOMPARE(listed({u"x:%2"_s}, 2), u"x:%2"_s);
}

STRATOSCOPE_APPLESS_TEST(TestUtf8)
#include "tst_utf8.moc"
