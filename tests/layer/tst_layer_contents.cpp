// SPDX-License-Identifier: Apache-2.0
#include "layer/layer_contents.h"

#include "support/compress.h"
#include "support/layers.h"
#include "support/results.h"
#include "support/sources.h"
#include "support/test_main.h"

#include <QTest>

using namespace stratoscope;
using namespace stratoscope::test;
using namespace Qt::StringLiterals;

namespace {

/// A layer in its tar, and the contents read from it.
struct Layer {
    explicit Layer(const TarBuilder &tar)
        : index(indexOf(tar))
        , contents(regionOf(tar.finish()))
    {
    }
    Result<std::string> read(RecordId record, std::uint64_t position, std::size_t count) const
    {
        std::string bytes(count, '?');
        STRATOSCOPE_TRY(const std::size_t got, contents.read(*index, record, position, std::as_writable_bytes(std::span(bytes))));
        bytes.resize(got);
        return bytes;
    }

    std::shared_ptr<const LayerIndex> index;
    LayerContents contents;
};

const std::vector<std::pair<const char *, SparseForm>> kForms{
    {"GNU old", SparseForm::Old}, {"PAX 0.0", SparseForm::Pax00}, {"PAX 0.1", SparseForm::Pax01}, {"PAX 1.0", SparseForm::Pax10}};

} // namespace

class TestLayerContents : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsFiles();
    void readsNothingOfWhatHasNoContent();
    void readsSparseFiles_data();
    void readsSparseFiles();
    void readsWhatFollowsASparseFile();
    void failsWhereTheTarIsCutOff();
};

void TestLayerContents::readsFiles()
{
    const std::string content = noise(5000);
    const Layer layer(TarBuilder().file("a", "one").file("b", content).file("c"));
    for (const std::uint64_t position : {0, 1, 511, 512, 4999, 5000, 100000}) {
        for (const std::size_t count : {0, 1, 600, 5000, 10000}) {
            const auto bytes = layer.read(2, position, count);
            VERIFY_RESULT(bytes);
            QCOMPARE(*bytes, position > content.size() ? std::string() : content.substr(position, count));
        }
    }
    QCOMPARE(layer.read(1, 0, 100).value(), "one");
    QCOMPARE(layer.read(3, 0, 100).value(), "");
    QCOMPARE(layer.read(2, std::numeric_limits<std::uint64_t>::max(), 100).value(), "");
}

void TestLayerContents::readsNothingOfWhatHasNoContent()
{
    const Layer layer(TarBuilder().dir("d").symlink("s", "d").hardlink("h", "x").device("c", '3', 1, 3).file(".wh.w", "whiteout"));
    for (RecordId record = 0; record < layer.index->size(); ++record)
        QCOMPARE(layer.read(record, 0, 100).value(), "");
}

void TestLayerContents::readsSparseFiles_data()
{
    QTest::addColumn<int>("form");
    QTest::addColumn<SparseFile>("file");
    const auto rows = [](const char *name, const SparseFile &file) {
        for (const auto &[formName, form] : kForms)
            QTest::addRow("%s, %s", formName, name) << int(form) << file;
    };
    rows("nothing but a hole", {.path = "s", .size = 10000, .parts = {}});
    rows("no hole", {.path = "s", .size = 1000, .parts = {{0, noise(1000)}}});
    rows("hole first", {.path = "s", .size = 5000, .parts = {{4096, noise(904)}}});
    rows("hole last", {.path = "s", .size = 9000, .parts = {{0, noise(512)}}});
    rows("parts of odd sizes", {.path = "s", .size = 3000, .parts = {{1, "x"}, {700, "yy"}, {2999, "z"}}});
    rows("parts side by side", {.path = "s", .size = 1024, .parts = {{0, noise(512, 1)}, {512, noise(512, 2)}}});
    SparseFile many{.path = "s", .size = 100 * 1000, .parts = {}};
    for (unsigned i = 0; i < 100; ++i)
        many.parts.emplace_back(i * 1000, noise(1 + i % 7, i));
    rows("a hundred parts", many);
    rows("a long name", {.path = std::string(150, 'n'), .size = 100, .parts = {{50, "x"}}});
}

void TestLayerContents::readsSparseFiles()
{
    QFETCH(int, form);
    QFETCH(SparseFile, file);
    TarBuilder tar;
    if (SparseForm(form) == SparseForm::Old && file.path.size() > 100)
        tar.gnuLong(file.path, 'L');
    const Layer layer(tar.sparse(file, SparseForm(form)).file("next", "the next file"));
    QCOMPARE(layer.index->path(1), file.path);
    const std::string content = file.expanded();
    QCOMPARE(layer.index->entry(1).size, content.size());
    QCOMPARE(layer.read(1, 0, content.size() + 10).value(), content);
    for (std::size_t position = 0; position <= content.size(); position += 1 + content.size() / 97) {
        for (const std::size_t count : {1, 3, 512, 4097})
            QCOMPARE(layer.read(1, position, count).value(), content.substr(position, count));
    }
    QCOMPARE(layer.read(2, 0, 100).value(), "the next file");
}

void TestLayerContents::readsWhatFollowsASparseFile()
{
    TarBuilder tar;
    for (const auto &[name, form] : kForms) {
        tar.sparse({.path = std::string("sparse ") + name, .size = 2000, .parts = {{0, "a"}, {1000, noise(600)}}}, form);
        tar.file(std::string("plain ") + name, name);
    }
    const Layer layer(tar);
    QCOMPARE(layer.index->size(), 9u);
    for (RecordId record = 2; record < 9; record += 2)
        QCOMPARE("plain " + layer.read(record, 0, 100).value(), layer.index->path(record));
}

void TestLayerContents::failsWhereTheTarIsCutOff()
{
    const std::string tar
        = TarBuilder().file("a", noise(5000)).sparse({.path = "s", .size = 100, .parts = {{50, "x"}}}, SparseForm::Old).finish();
    const LayerContents contents(regionOf(std::string_view(tar).substr(0, 3000)));
    const auto index = indexOf(tar);
    std::vector<std::byte> buffer(100);
    VERIFY_RESULT(contents.read(*index, 1, 0, buffer));
    for (const auto &[record, position] : {std::pair(1u, 2450u), {1u, 4000u}, {2u, 0u}}) {
        const auto bytes = contents.read(*index, record, position, buffer);
        QVERIFY(!bytes);
        QCOMPARE(bytes.error().kind, ErrorKind::Truncated);
        QCOMPARE(bytes.error().message(), u"test.tar: ends within the content of a file"_s);
    }
}

STRATOSCOPE_APPLESS_TEST(TestLayerContents)
#include "tst_layer_contents.moc"
