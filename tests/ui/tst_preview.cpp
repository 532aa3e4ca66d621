// SPDX-License-Identifier: Apache-2.0
#include "support/hand_made.h"
#include "support/test_main.h"
#include "ui/preview/preview.h"
#include "ui/preview/svg_picture.h"
#include "ui/tree/save_file.h"

#include <QBuffer>
#include <QImage>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace stratoscope;
using namespace stratoscope::ui;

class TestPreview : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void shows_data();
    void shows();
    void showsTheBeginningOfALongText();
    void refusesHugePictures();
    void followsLinks();
    void drawsSvg();
    void drawsNothingFromOutside_data();
    void drawsNothingFromOutside();
    void keepsTheTreeOfALargeDocument();
    void savesAFile();

private:
    /// An image of one file, of this content.
    static ImageFs fsOf(const QByteArray &content);
    static Preview previewOf(const ImageFs &fs, std::string_view path = "file");
    static QByteArray picture(int width, int height);
};

ImageFs TestPreview::fsOf(const QByteArray &content)
{
    return test::makeImage({{"file " + std::to_string(content.size()), "dir/", "link -> file", "lost -> nowhere"}}, content)->fs();
}

Preview TestPreview::previewOf(const ImageFs &fs, std::string_view path)
{
    const auto preview = readPreview(fs, *fs.tree->find(path), {});
    if (preview)
        return *preview;
    Preview failed;
    failed.message = preview.error().message();
    return failed;
}

QByteArray TestPreview::picture(int width, int height)
{
    QImage image(width, height, QImage::Format_RGB32);
    image.fill(Qt::red);
    QBuffer buffer;
    buffer.open(QIODevice::WriteOnly);
    image.save(&buffer, "PNG");
    return buffer.data();
}

void TestPreview::shows_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<int>("kind");
    QTest::addColumn<QString>("caption");
    QTest::newRow("text") << "hello\n"_qba << int(Preview::Text) << u"6 B, UTF-8 text"_s;
    QTest::newRow("bytes") << QByteArray("\x7f"
                                         "ELF\0\1\2",
                                         7)
                           << int(Preview::Bytes) << u"7 B"_s;
    QTest::newRow("picture") << picture(3, 2) << int(Preview::Picture) << u"%1 B, PNG picture, 3 × 2"_s.arg(picture(3, 2).size());
    QTest::newRow("broken picture") << QByteArray("\x89PNG\r\n\x1a\n\0\0\0", 11) << int(Preview::Bytes) << u"11 B"_s;
    QTest::newRow("SVG is text") << "<svg xmlns=\"http://www.w3.org/2000/svg\"/>"_qba << int(Preview::Text)
                                 << u"41 B, UTF-8 text"_s;
    QTest::newRow("empty") << QByteArray() << int(Preview::Message) << u"0 B"_s;
}

void TestPreview::shows()
{
    QFETCH(QByteArray, content);
    const Preview preview = previewOf(fsOf(content));
    QTEST(int(preview.kind), "kind");
    QTEST(preview.caption, "caption");
    QCOMPARE(preview.size, std::uint64_t(content.size()));
}

void TestPreview::showsTheBeginningOfALongText()
{
    const Preview preview = previewOf(fsOf(QByteArray(3 * 1024 * 1024, 'a')));
    QCOMPARE(preview.kind, Preview::Text);
    QVERIFY(!preview.note.isEmpty());
    QCOMPARE(preview.text.pieces.join(QString()).count(u'a'), 1024 * 1024);
}

void TestPreview::refusesHugePictures()
{
    QByteArray bytes = picture(3, 2);
    // The header claims 100,000 by 100,000 pixels.
    const QByteArray huge("\0\1\x86\xa0\0\1\x86\xa0", 8);
    bytes.replace(16, 8, huge);
    QCOMPARE(previewOf(fsOf(bytes)).kind, Preview::Bytes);
}

void TestPreview::followsLinks()
{
    const ImageFs fs = fsOf("hello"_qba);
    const Preview linked = previewOf(fs, "link");
    QCOMPARE(linked.kind, Preview::Text);
    QCOMPARE(linked.file, *fs.tree->find("file"));
    QCOMPARE(linked.caption, u"/file: 5 B, UTF-8 text"_s);
    QCOMPARE(previewOf(fs, "lost").message, u"Broken link: /nowhere does not exist"_s);
    QCOMPARE(previewOf(fs, "dir").message, u"Empty folder"_s);
}

void TestPreview::drawsSvg()
{
    const Preview preview
        = previewOf(fsOf("<?xml version=\"1.0\"?>\n<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"20\" height=\"10\">"
                         "<rect width=\"10\" height=\"10\" fill=\"#ff0000\"/></svg>"_qba));
    QCOMPARE(preview.kind, Preview::Text);
    QVERIFY(preview.caption.endsWith(u"SVG picture, 20 × 10"_s));
    const QImage &picture = preview.picture;
    QCOMPARE(picture.width(), 2 * picture.height());
    QCOMPARE(picture.pixelColor(picture.width() / 4, picture.height() / 2), QColor(Qt::red));
    QCOMPARE(picture.pixelColor(picture.width() * 3 / 4, picture.height() / 2).alpha(), 0);
    QVERIFY(previewOf(fsOf("<svg width=\"1\"><rect></svg>"_qba)).picture.isNull());
    QVERIFY(previewOf(fsOf("about <svg>"_qba)).picture.isNull());
}

void TestPreview::drawsNothingFromOutside_data()
{
    QTest::addColumn<QByteArray>("element");
    QTest::addColumn<QByteArray>("kept");
    QTest::newRow("a script") << "<script>x()</script><g/>"_qba
                              << "<g"_qba;
    QTest::newRow("an event") << "<g onclick=\"x()\" id=\"a\"/>"_qba
                              << "<g id=\"a\""_qba;
    QTest::newRow("a file") << "<image xlink:href=\"file:///etc/passwd\" width=\"1\"/>"_qba
                            << "<image width=\"1\""_qba;
    QTest::newRow("a relative file") << "<image href=\"secret.png\"/>"_qba
                                     << "<image/>"_qba;
    QTest::newRow("an address") << "<use href=\"https://example.org/x.svg#a\"/>"_qba
                                << "<use/>"_qba;
    QTest::newRow("a paint from outside") << "<g fill=\"url(https://example.org/#a)\"/>"_qba
                                          << "<g/>"_qba;
    QTest::newRow("a style from outside") << "<style>@import url(x.css);</style><g/>"_qba
                                          << "<style/>"_qba;
    QTest::newRow("what is in it") << "<g fill=\"url(#a)\"/>"_qba
                                   << "<g fill=\"url(#a)\""_qba;
    QTest::newRow("a picture in it") << "<image href=\"data:image/png;base64,AA==\"/>"_qba
                                     << "data:image/png"_qba;
    QTest::newRow("uses of uses") << "<g id=\"a\"><use href=\"#b\"/></g><g id=\"b\"/><use href=\"#a\"/>"_qba
                                  << "<use href=\"#b\""_qba;
}

void TestPreview::drawsNothingFromOutside()
{
    QFETCH(const QByteArray, element);
    QFETCH(const QByteArray, kept);
    const QByteArray document
        = "<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\">" + element + "</svg>";
    const QByteArray harmless = harmlessSvg(document);
    QVERIFY2(harmless.contains(kept), harmless.constData());
    for (const char *const foreign : {"script", "onclick", "passwd", "secret", "example.org", "@import", "href=\"#a\""})
        QVERIFY2(!harmless.contains(foreign), harmless.constData());
}

void TestPreview::keepsTheTreeOfALargeDocument()
{
    QByteArray document = "[";
    while (document.size() < 3 * 1024 * 1024)
        document += "{\"name\": \"value\"},\n";
    document += "0]";
    const Preview preview = previewOf(fsOf(document));
    QCOMPARE(preview.kind, Preview::Text);
    QVERIFY(preview.json);
    QVERIFY(preview.json->childCount(JsonTree::kRoot) > 100'000);
    QVERIFY(preview.rest);
}

void TestPreview::savesAFile()
{
    QTemporaryDir directory;
    const QByteArray content(2'500'000, 'z');
    const ImageFs fs = fsOf(content);
    ProgressMeter progress;
    const QString path = directory.filePath(u"saved"_s);
    QVERIFY(saveFile(fs, *fs.tree->find("file"), path, progress, {}));
    QFile saved(path);
    QVERIFY(saved.open(QIODevice::ReadOnly));
    QCOMPARE(saved.readAll(), content);
    const auto failed = saveFile(fs, *fs.tree->find("file"), directory.filePath(u"none/saved"_s), progress, {});
    QVERIFY(!failed);
    QVERIFY(failed.error().message().contains(u"none/saved"_s));
}

STRATOSCOPE_GUILESS_TEST(TestPreview)
#include "tst_preview.moc"
