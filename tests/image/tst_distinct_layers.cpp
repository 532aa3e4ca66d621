// SPDX-License-Identifier: Apache-2.0
#include "image/distinct_layers.h"

#include "base/cancel.h"
#include "support/results.h"
#include "support/test_main.h"

#include <QTest>

#include <algorithm>
#include <mutex>

using namespace Qt::StringLiterals;
using namespace stratoscope;

namespace {

/// Layers of these sizes; those of equal letters are the same.
LayerWork workOn(const std::string &letters, std::vector<std::uint64_t> sizes)
{
    return {.stage = Stage::Index,
            .title = u"app:1"_s,
            .location = u"image.tar"_s,
            .first = firstOccurrence(letters.size(), [&](std::size_t i, std::size_t j) { return letters[i] == letters[j]; }),
            .sizes = std::move(sizes)};
}

} // namespace

class TestDistinctLayers : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void findsTheFirstOccurrence()
    {
        QCOMPARE(workOn("abacb", {}).first, (std::vector<std::size_t>{0, 1, 0, 3, 1}));
        QCOMPARE(workOn("abacb", {}).layers(), (std::vector<std::size_t>{0, 1, 3}));
        QVERIFY(workOn("", {}).layers().empty());
    }

    void processesEachLayerOnce()
    {
        const LayerWork work = workOn("abacb", {5, 7, 5, 20, 7});
        std::vector<Progress> reported;
        ProgressMeter progress([&reported](const Progress &one) { reported.push_back(one); });
        std::mutex mutex;
        std::vector<std::size_t> processed;
        std::vector<QString> values(5);
        VERIFY_RESULT(processLayers(work,
                                    [&](std::size_t layer, const std::stop_token &) -> Result<void> {
                                        const std::scoped_lock lock(mutex);
                                        processed.push_back(layer);
                                        values[layer] = QString::number(layer);
                                        progress.add(qint64(work.sizes[layer]));
                                        return {};
                                    },
                                    progress, {}));
        std::ranges::sort(processed);
        QCOMPARE(processed, (std::vector<std::size_t>{0, 1, 3}));
        QCOMPARE(reported.back().stage, Stage::Index);
        QCOMPARE(reported.back().total, 32);
        QCOMPARE(reported.back().current, 32);
        QCOMPARE(reported.back().blobCount, 3);
        copyToDuplicates(work.first, values);
        QCOMPARE(values, (std::vector<QString>{u"0"_s, u"1"_s, u"0"_s, u"3"_s, u"1"_s}));
    }

    void leavesOutWhatIsNotNeeded()
    {
        LayerWork work = workOn("abc", {1, 1, 1});
        work.needed = {false, false, false};
        bool isCalled = false;
        ProgressMeter progress([&isCalled](const Progress &) { isCalled = true; });
        const auto process = [&isCalled](std::size_t, const std::stop_token &) -> Result<void> {
            isCalled = true;
            return {};
        };
        VERIFY_RESULT(processLayers(work, process, progress, {}));
        QVERIFY(!isCalled);
        work.needed = {false, true, false};
        QCOMPARE(work.layers(), std::vector<std::size_t>{1});
    }

    void errorsNameTheLayer()
    {
        ProgressMeter silent;
        const auto outcome = processLayers(workOn("ab", {1, 2}),
                                           [](std::size_t layer, const std::stop_token &) -> Result<void> {
                                               return layer == 1
                                                   ? Result<void>(fail(ErrorKind::Truncated, u"blob"_s, u"ends early"_s))
                                                   : Result<void>();
                                           },
                                           silent, {});
        QVERIFY(!outcome);
        QCOMPARE(outcome.error().message(), u"image.tar: layer 1: blob: ends early"_s);
    }

    void downloadsTheLowestFirst()
    {
        const LayerWork work = workOn("abac", {5, 7, 5, 20});
        std::vector<Progress> reported;
        ProgressMeter progress([&reported](const Progress &one) { reported.push_back(one); });
        std::vector<std::size_t> processed;
        VERIFY_RESULT(downloadLayers(work, {u"A"_s, u"B"_s, u"A"_s, u"C"_s}, 1,
                                     [&](std::size_t layer, const std::stop_token &) -> Result<void> {
                                         processed.push_back(layer);
                                         return {};
                                     },
                                     progress, {}));
        QCOMPARE(processed, (std::vector<std::size_t>{0, 1, 3}));
        QStringList names;
        for (const BlobProgress &blob : reported.front().blobs)
            names << blob.name;
        QCOMPARE(names, QStringList({u"A"_s, u"B"_s, u"C"_s}));
    }
};

STRATOSCOPE_APPLESS_TEST(TestDistinctLayers)
#include "tst_distinct_layers.moc"
