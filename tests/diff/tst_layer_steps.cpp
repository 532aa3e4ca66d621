// SPDX-License-Identifier: Apache-2.0
//
// What a history of the layers tells, compared with merging the layers anew and walking the trees side by side.
#include "base/cancel.h"
#include "diff/layer_steps.h"
#include "support/hand_made.h"
#include "support/need.h"
#include "support/test_main.h"

#include <QTest>

#include <random>

using namespace stratoscope;
using namespace stratoscope::test;
using namespace Qt::StringLiterals;

namespace {

/// Files, folders, links of both kinds, whiteouts and opaque folders under few names, so that they meet each other all the time.
class Chance
{
public:
    explicit Chance(unsigned seed)
        : m_random(seed)
    {
    }

    unsigned below(unsigned end) { return unsigned(m_random() % end); }

    std::vector<std::string> layer()
    {
        std::vector<std::string> lines;
        for (unsigned i = 3 + below(12); i > 0; --i)
            lines.push_back(entry());
        return lines;
    }

private:
    std::string path()
    {
        static const std::array<std::string, 6> kNames{"a", "b", "c", "d.sh", "e", "f"};
        std::string path = kNames[below(6)];
        for (unsigned depth = below(3); depth > 0; --depth)
            path.append("/").append(kNames[below(6)]);
        return path;
    }

    std::string entry()
    {
        switch (below(10)) {
        case 0:
        case 1:
            return path().append("/");
        case 2:
            return path().append(" -> ").append(path());
        case 3:
            return path().append(" => ").append(path());
        case 4:
        case 5:
            return std::string("-").append(path());
        case 6:
            return std::string("!").append(path());
        default:
            return path().append(" ").append(std::to_string(below(3)));
        }
    }

    std::mt19937 m_random;
};

/// All that there is to know of a node.
QString nodeText(const MergedTree &tree, NodeId node)
{
    const MergedTree::Origin origin = tree.origin(node);
    return u"%1 in %2, %3, layer %4, from %5:%6, %7 bytes, %8 entries"_s.arg(QString::fromStdString(tree.path(node)))
               .arg(tree.parent(node))
               .arg(int(tree.kind(node)))
               .arg(tree.layer(node))
               .arg(origin.layer)
               .arg(origin.record)
               .arg(tree.totalSize(node))
               .arg(tree.totalEntries(node))
        + QString::fromStdString(std::string(" = ").append(tree.hardlinkTarget(node).value_or(std::string())));
}

QStringList lines(const MergedTree &tree, const std::vector<Change> &changes)
{
    QStringList lines;
    for (NodeId node = 0; node < tree.size(); ++node)
        lines += u"%1 "_s.arg(int(changes[node])) + nodeText(tree, node);
    return lines;
}

bool sameContent(const MergedTree::Origin &before, const MergedTree::Origin &after)
{
    return (before.record + after.record) % 3 != 0;
}

} // namespace

class TestLayerSteps : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void tellsWhatComparingTells_data();
    void tellsWhatComparingTells();
    void stops();
};

void TestLayerSteps::tellsWhatComparingTells_data()
{
    QTest::addColumn<unsigned>("seed");
    for (unsigned seed = 0; seed < 40; ++seed)
        QTest::addRow("seed %u", seed) << seed;
}

void TestLayerSteps::tellsWhatComparingTells()
{
    QFETCH(const unsigned, seed);
    Chance chance(seed);
    MergedTree::Layers layers;
    std::vector<std::shared_ptr<const MergedTree>> trees{need(MergedTree::merge({}))}; // through the layers below the number
    for (unsigned wanted = 2 + chance.below(5); layers.size() < wanted;) {
        layers.push_back(makeLayer(chance.layer()));
        if (auto tree = MergedTree::merge(layers))
            trees.push_back(*std::move(tree));
        else // a hard link to nothing
            layers.pop_back();
    }
    const auto history = need(TreeHistory::make(trees.back(), {}));
    const auto counts = countSteps(*history, sameContent, {});
    QCOMPARE(counts.size(), layers.size());
    for (int last = 0; last < int(layers.size()); ++last) {
        const auto &tree = trees[std::size_t(last) + 1];
        for (int first = 0; first <= last; ++first) {
            const TreeDiff diff
                = need(diffTrees(trees[std::size_t(first)], tree, {.keepFromLayer = first, .sameContent = sameContent}, {}));
            const MarkedTree changes = changesOf(*history, first, last, sameContent, {});
            QCOMPARE(lines(*changes.part.tree, changes.changes), lines(*diff.tree, diff.changes));
            for (NodeId node = 0; node < diff.tree->size(); ++node)
                QCOMPARE(history->spots()->path(changes.part.spots[node]), diff.tree->path(node));
            if (first < last)
                continue;
            const MarkedTree through = treeThrough(*history, last, sameContent, {});
            QCOMPARE(lines(*through.part.tree, through.changes), lines(*tree, diff.after));
            for (NodeId node = 0; node < tree->size(); ++node)
                QCOMPARE(history->spots()->path(through.part.spots[node]), tree->path(node));
            QCOMPARE(counts[std::size_t(last)], diff.counts);
        }
    }
}

void TestLayerSteps::stops()
{
    const auto history = need(TreeHistory::make(makeTree({{"a 1"}, {"-a"}}), {}));
    std::stop_source stop;
    stop.request_stop();
    QVERIFY_THROWS_EXCEPTION(Cancelled, (void)TreeHistory::make(makeTree({{"a 1"}}), stop.get_token()));
    QVERIFY_THROWS_EXCEPTION(Cancelled, (void)changesOf(*history, 0, 1, sameContent, stop.get_token()));
    QVERIFY_THROWS_EXCEPTION(Cancelled, (void)treeThrough(*history, 0, sameContent, stop.get_token()));
    QVERIFY_THROWS_EXCEPTION(Cancelled, (void)countSteps(*history, sameContent, stop.get_token()));
}

STRATOSCOPE_APPLESS_TEST(TestLayerSteps)
#include "tst_layer_steps.moc"
