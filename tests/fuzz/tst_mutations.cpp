// SPDX-License-Identifier: Apache-2.0
#include "support/compress.h"
#include "support/hostile.h"
#include "support/tar_builder.h"
#include "support/test_main.h"

#include <QTest>

#include <random>

using namespace stratoscope;
using namespace stratoscope::test;

namespace {

std::string goodTar()
{
    const SparseFile sparse{.path = "sparse", .size = 9000, .parts = {{0, "one"}, {4096, "two"}, {8000, "three"}}};
    return TarBuilder()
        .dir("./")
        .add({.path = "d/a", .content = std::string(700, 'x'), .pax = {{"mtime", "1.5"}, {"SCHILY.xattr.user.a", "b"}}})
        .add({.path = std::string(120, 'n'), .type = '2', .link = std::string(150, 'l'), .format = TarFormat::Gnu})
        .file("d/.wh.gone")
        .file("d/.wh..wh..opq")
        .symlink("l", "d")
        .file("l/below")
        .hardlink("h", "d/a")
        .device("c", '3', 1, 3)
        .add({.path = "big", .uid = 3'000'000, .base256 = true})
        .sparse(sparse, SparseForm::Old)
        .sparse(sparse, SparseForm::Pax00)
        .sparse(sparse, SparseForm::Pax01)
        .sparse(sparse, SparseForm::Pax10)
        .finish();
}

std::string goodPax()
{
    return paxText({{"path", "a/b"},
                    {"size", "123"},
                    {"mtime", "-1.5"},
                    {"GNU.sparse.map", "0,50,100,50"},
                    {"GNU.sparse.size", "200"},
                    {"SCHILY.xattr.user.x", std::string("\0\1\2", 3)},
                    {"LIBARCHIVE.xattr.user.y", "aGk"}});
}

/// Changes, removes or repeats some bytes.
std::string mutated(std::string bytes, std::mt19937 &random)
{
    const auto below = [&random](std::size_t limit) { return limit == 0 ? 0 : random() % limit; };
    for (std::size_t count = 1 + below(4); count > 0; --count) {
        const std::size_t at = below(bytes.size());
        const std::size_t length = std::min(bytes.size() - at, below(2) ? 1 + below(8) : 512 * (1 + below(3)));
        switch (below(7)) {
        case 0:
            bytes[at] = char(bytes[at] ^ 1 << below(8));
            break;
        case 1:
            bytes[at] = char(random());
            break;
        case 2:
            bytes.resize(at + 1);
            break;
        case 3:
            bytes.erase(at, length);
            break;
        case 4:
            bytes.insert(below(bytes.size()), bytes.substr(at, length));
            break;
        case 5:
            std::fill_n(bytes.begin() + std::ptrdiff_t(at), length, below(2) ? '\0' : '\xFF');
            break;
        default: // digits, to change numbers
            bytes[at] = "0123456789"[below(10)];
            break;
        }
        if (bytes.empty())
            return bytes;
    }
    return bytes;
}

/// Otherwise nearly every tar would be rejected at its first header.
std::string withChecksums(std::string tar)
{
    for (std::size_t at = 0; at + 512 <= tar.size(); at += 512) {
        if (tar[at + 148] == '0' && tar[at + 154] == '\0')
            tar.replace(at, 512, withChecksum(tar.substr(at, 512)));
    }
    return tar;
}

} // namespace

/// Valid input with small damage, thousands of times and reproducibly: leads to an error or a result, but not to a crash or to
/// memory allocated by a claimed size. Also to be run with sanitizers.
class TestMutations : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void tars();
    void compressed_data();
    void compressed();
    void paxRecords();
    void trees();
};

void TestMutations::tars()
{
    std::mt19937 random(1);
    const std::string good = goodTar();
    tryTar(good);
    for (int i = 0; i < 4000; ++i) {
        const std::string bad = mutated(good, random);
        tryTar(i % 8 == 0 ? bad : withChecksums(bad));
    }
}

void TestMutations::compressed_data()
{
    QTest::addColumn<int>("compression");
    QTest::newRow("gzip") << int(Compression::Gzip);
    QTest::newRow("zstd") << int(Compression::Zstd);
}

void TestMutations::compressed()
{
    QFETCH(int, compression);
    std::mt19937 random(2);
    const std::string good
        = test::compressed(goodTar(), Compression(compression)) + test::compressed("more", Compression(compression));
    tryDecoder(good);
    for (int i = 0; i < 4000; ++i)
        tryDecoder(mutated(good, random));
}

void TestMutations::paxRecords()
{
    std::mt19937 random(3);
    const std::string good = goodPax();
    tryPax(good);
    for (int i = 0; i < 20'000; ++i)
        tryPax(mutated(good, random));
}

void TestMutations::trees()
{
    for (unsigned seed = 0; seed < 30'000; ++seed)
        tryTree(noise(20 + seed % 200, seed));
}

STRATOSCOPE_APPLESS_TEST(TestMutations)
#include "tst_mutations.moc"
