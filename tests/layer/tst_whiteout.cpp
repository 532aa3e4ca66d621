// SPDX-License-Identifier: Apache-2.0
#include "layer/whiteout.h"

#include "support/test_main.h"

#include <QTest>

using namespace stratoscope;

class TestWhiteout : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsMarks_data();
    void readsMarks();
    void cleansPaths_data();
    void cleansPaths();
};

void TestWhiteout::readsMarks_data()
{
    QTest::addColumn<QByteArray>("path");
    QTest::addColumn<int>("mark");
    QTest::addColumn<QByteArray>("result");
    const auto row = [](const char *path, Mark mark, const char *result) {
        QTest::newRow(path) << QByteArray(path) << int(mark) << QByteArray(result);
    };
    row("etc/passwd", Mark::None, "etc/passwd");
    row("", Mark::None, "");
    row("/", Mark::None, "/");
    row(".wh.a", Mark::Whiteout, "a");
    row("d/.wh.a", Mark::Whiteout, "d/a");
    row("./d/.wh.a", Mark::Whiteout, "./d/a");
    row("/d/.wh.a", Mark::Whiteout, "/d/a");
    row("d/.wh.a/", Mark::Whiteout, "d/a");
    row("d/.wh.a/.", Mark::Whiteout, "d/a");
    row("d/e/../.wh.a", Mark::Whiteout, "d/a");
    row("d/.wh.a/../b", Mark::None, "d/.wh.a/../b");
    row("d/.wh. ", Mark::Whiteout, "d/ ");
    row("d/.wh..hidden", Mark::Whiteout, "d/.hidden");
    row("d/.wh.....", Mark::Whiteout, "d/....");
    row("d/.wh..wh", Mark::Whiteout, "d/.wh");
    row("d/.wh.wh.a", Mark::Whiteout, "d/wh.a");
    row("d/.wha", Mark::None, "d/.wha");
    row("d/a.wh.b", Mark::None, "d/a.wh.b");
    row("d/wh.a", Mark::None, "d/wh.a");
    row("d.wh./a", Mark::None, "d.wh./a");
    row(".wh.d/a", Mark::None, ".wh.d/a");
    row(".wh..wh..opq", Mark::Opaque, ".wh..wh..opq");
    row("./.wh..wh..opq", Mark::Opaque, "./.wh..wh..opq");
    row("d/.wh..wh..opq", Mark::Opaque, "d/.wh..wh..opq");
    row("d/.wh..wh..opq/", Mark::Opaque, "d/.wh..wh..opq");
    row("d/.wh..wh..opq/./", Mark::Opaque, "d/.wh..wh..opq");
    row("d/.wh..wh..opqx", Mark::Aufs, "d/.wh..wh..opqx");
    row("d/.wh..wh..op", Mark::Aufs, "d/.wh..wh..op");
    row("d/.wh..wh..opq/x", Mark::Aufs, "d/.wh..wh..opq/x");
    row(".wh..wh.aufs", Mark::Aufs, ".wh..wh.aufs");
    row(".wh..wh.plnk/", Mark::Aufs, ".wh..wh.plnk/");
    row(".wh..wh.plnk/5.123", Mark::None, ".wh..wh.plnk/5.123");
    row("./.wh..wh.plnk/5.123", Mark::None, "./.wh..wh.plnk/5.123");
    row("d/.wh..wh.plnk/5.123", Mark::Aufs, "d/.wh..wh.plnk/5.123");
    row(".wh..wh.plnk/d/x", Mark::Aufs, ".wh..wh.plnk/d/x");
    row("./.wh..wh.orph/x/y", Mark::Aufs, "./.wh..wh.orph/x/y");
    row("d/.wh..wh.", Mark::Aufs, "d/.wh..wh.");
    row(".wh.", Mark::Nameless, ".wh.");
    row("d/.wh.", Mark::Nameless, "d/.wh.");
    row("d/.wh./", Mark::Nameless, "d/.wh.");
    row("d/.wh..", Mark::Nameless, "d/.wh..");
    row("d/.wh...", Mark::Nameless, "d/.wh...");
    row("./.wh.", Mark::Nameless, "./.wh.");
    row("d/.wh..wh.plnk/../a", Mark::None, "d/.wh..wh.plnk/../a");
}

void TestWhiteout::readsMarks()
{
    QFETCH(QByteArray, path);
    const MarkedPath marked = readMark(path.toStdString());
    QTEST(int(marked.mark), "mark");
    QTEST(QByteArray::fromStdString(marked.path), "result");
}

void TestWhiteout::cleansPaths_data()
{
    QTest::addColumn<QByteArray>("path");
    QTest::addColumn<QByteArray>("expected");
    const auto row
        = [](const char *path, const char *expected) { QTest::newRow(path) << QByteArray(path) << QByteArray(expected); };
    row("", "");
    row(".", "");
    row("/", "");
    row("./", "");
    row("..", "");
    row("../../..", "");
    row("a", "a");
    row("/a/b/", "a/b");
    row("./a//b/./c", "a/b/c");
    row("a/../b", "b");
    row("a/b/../../c", "c");
    row("a/../../../b", "b");
    row("a/..", "");
    row("a/b/..", "a");
    row("...", "...");
    row("..a/b..", "..a/b..");
    row(" ", " ");
}

void TestWhiteout::cleansPaths()
{
    QFETCH(QByteArray, path);
    QTEST(QByteArray::fromStdString(cleanPath(path.toStdString())), "expected");
    QFETCH(QByteArray, expected);
    QVERIFY(!isCleanPath(path.toStdString()) || path == expected);
}

STRATOSCOPE_APPLESS_TEST(TestWhiteout)
#include "tst_whiteout.moc"
