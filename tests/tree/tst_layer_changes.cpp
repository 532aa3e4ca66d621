// SPDX-License-Identifier: Apache-2.0
#include "base/cancel.h"
#include "support/hand_made.h"
#include "support/layers.h"
#include "support/need.h"
#include "support/test_main.h"
#include "tree/layer_changes.h"

#include <QTest>

#include <random>
#include <set>

using namespace stratoscope;
using namespace stratoscope::test;
using namespace Qt::StringLiterals;

using Layers = std::vector<TarBuilder>;

/// What layers change, and how two images differ.
class TestLayerChanges : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void ofLayers_data();
    void ofLayers();
    void ofImages();
    void ofAnImageWithoutLayers();
    void keepsWhatALayerRepeats();
    void comparesContents();
    void marksTheTreeAfterALayer();
    void countsBytes();
    void countsHardLinksOnce();
    void agreesWithComparingTrees_data();
    void agreesWithComparingTrees();
    void stops();
};

namespace {

/// `+ /a`, `- /b`, `~ /c content mode` and `= /d`, in the order of the tree; unchanged entries only with `all`.
QStringList lines(const ChangedTree &changed, bool all = false)
{
    static constexpr std::array kSigns{'=', '+', '-', '~'};
    static constexpr std::array kNames{"content", "type", "mode", "owner", "time", "link", "xattrs", "device"};
    const MergedTree &tree = *changed.part.tree;
    QStringList lines;
    std::vector<NodeId> stack{kRootNode};
    while (!stack.empty()) {
        const NodeId node = stack.back();
        stack.pop_back();
        const NodeRange children = tree.children(node);
        for (std::uint32_t i = children.size(); i-- > 0;)
            stack.push_back(*children.begin() + i);
        const Change change = changed.changes[node];
        if (change == Change::None && !all)
            continue;
        QString line = QChar::fromLatin1(kSigns[std::size_t(change)]) + u" "_s + QString::fromStdString(tree.path(node));
        for (std::size_t i = 0; i < kNames.size(); ++i) {
            if (changed.aspects[node] & (1 << i))
                line += u" "_s + QLatin1StringView(kNames[i]);
        }
        lines += line;
    }
    return lines;
}

/// Whether files have the same time, for lack of digests.
SameContent sameTime(const TreeHistory &history)
{
    return [&history](const MergedTree::Origin &before, const MergedTree::Origin &after) {
        const auto time = [&](const MergedTree::Origin &origin) {
            return history.layers()[std::size_t(origin.layer)]->entry(origin.record).mtime;
        };
        return time(before) == time(after);
    };
}

/// What the layers from `first` on change.
ChangedTree changesFrom(const TreeHistory &history, std::size_t first)
{
    return changesOf(history, int(first), int(history.layers().size()) - 1, sameTime(history), {});
}

std::shared_ptr<const TreeHistory> historyOf(const Layers &layers)
{
    return need(TreeHistory::make(merged(layers), {}));
}

ChangedTree lastStep(const Layers &layers)
{
    return changesFrom(*historyOf(layers), layers.size() - 1);
}

TarBuilder entry(const TarEntry &entry)
{
    return TarBuilder().add(entry);
}

/// Random layers of files, directories, links, whiteouts and opaque whiteouts with few names, so that they often collide.
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

/// All properties of a node.
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

bool sameContent(const MergedTree::Origin &before, const MergedTree::Origin &after)
{
    return (before.record + after.record) % 3 != 0;
}

/// Compares two trees entry by entry, as a reference.
class TreeComparison
{
public:
    /// `offset`: the number of `after`'s first layer. Unchanged entries from layer `keepFrom` on are listed, too.
    TreeComparison(const MergedTree &before, const MergedTree &after, int offset, int keepFrom)
        : m_before(before)
        , m_after(after)
        , m_offset(offset)
        , m_keepFrom(keepFrom)
    {
        compare(kRootNode, kRootNode);
        lines.sort();
        counts.bytesAdded = bytesOf(m_added, filesOf(before, 0));
        counts.bytesRemoved = bytesOf(m_removed, filesOf(after, offset));
    }

    QStringList lines; ///< a line per entry, sorted
    std::map<NodeId, Change> after; ///< by node of the second tree, without None
    ChangeCounts counts;

    static QString line(Change change, const MergedTree &tree, NodeId node, int offset)
    {
        const MergedTree::Origin origin = tree.origin(node);
        return u"%1 %2 %3 layer %4 from %5:%6"_s.arg(int(change))
            .arg(QString::fromStdString(tree.path(node)))
            .arg(int(tree.kind(node)))
            .arg(tree.layer(node) + offset)
            .arg(origin.layer + offset)
            .arg(origin.record);
    }

private:
    bool compare(std::optional<NodeId> before, std::optional<NodeId> after)
    {
        Change change = !before ? Change::Added : !after ? Change::Removed : Change::None;
        if (before && after && isDifferent(*before, *after))
            change = Change::Modified;
        bool isKept = change != Change::None || m_after.layer(*after) + m_offset >= m_keepFrom || *after == kRootNode;
        std::set<std::string_view> names;
        for (const NodeId child : before ? m_before.children(*before) : NodeRange(0, 0))
            names.insert(m_before.name(child));
        for (const NodeId child : after ? m_after.children(*after) : NodeRange(0, 0))
            names.insert(m_after.name(child));
        for (const std::string_view name : names) {
            const auto left = before ? m_before.child(*before, name) : std::nullopt;
            const auto right = after ? m_after.child(*after, name) : std::nullopt;
            if (left && right && m_before.isDirectory(*left) == m_after.isDirectory(*right)) {
                isKept |= compare(left, right);
                continue;
            }
            isKept |= right && compare(std::nullopt, right);
            isKept |= left && compare(left, std::nullopt);
        }
        if (isKept)
            lines += after ? line(change, m_after, *after, m_offset) : line(change, m_before, *before, 0);
        count(change, before, after);
        return isKept;
    }

    bool isDifferent(NodeId before, NodeId after) const
    {
        const MergedTree::Origin from = m_before.origin(before);
        MergedTree::Origin to = m_after.origin(after);
        to.layer += m_offset;
        if ((from == to && from.record != kNoRecord) || (after == kRootNode && from.record == kNoRecord))
            return false;
        const auto same = [&] { return sameContent(from, to); };
        return isModified(compareEntries(m_before.entry(before), m_after.entry(after), same), m_after.isDirectory(after));
    }

    void count(Change change, std::optional<NodeId> before, std::optional<NodeId> after)
    {
        if (change == Change::None)
            return;
        ++(change == Change::Added ? counts.added : change == Change::Removed ? counts.removed : counts.modified);
        if (before && !m_before.isDirectory(*before))
            m_removed[keyOf(m_before, *before, 0)] = m_before.totalSize(*before);
        if (after && !m_after.isDirectory(*after))
            m_added[keyOf(m_after, *after, m_offset)] = m_after.totalSize(*after);
        if (after)
            this->after[*after] = change;
    }

    /// The files behind the names, by origin.
    using Files = std::map<std::pair<int, RecordId>, std::uint64_t>;
    static Files::key_type keyOf(const MergedTree &tree, NodeId node, int offset)
    {
        return {tree.origin(node).layer + offset, tree.origin(node).record};
    }
    static Files filesOf(const MergedTree &tree, int offset)
    {
        Files files;
        for (NodeId node = 0; node < tree.size(); ++node) {
            if (!tree.isDirectory(node))
                files[keyOf(tree, node, offset)] = tree.totalSize(node);
        }
        return files;
    }
    static std::uint64_t bytesOf(const Files &files, const Files &elsewhere)
    {
        std::uint64_t bytes = 0;
        for (const auto &[file, size] : files)
            bytes += elsewhere.contains(file) ? 0 : size;
        return bytes;
    }

    const MergedTree &m_before;
    const MergedTree &m_after;
    const int m_offset;
    const int m_keepFrom;
    Files m_added;
    Files m_removed;
};

QStringList sortedLines(const ChangedTree &changed)
{
    QStringList lines;
    for (NodeId node = 0; node < changed.part.tree->size(); ++node)
        lines += TreeComparison::line(changed.changes[node], *changed.part.tree, node, 0);
    lines.sort();
    return lines;
}

/// Whether the tree is well-formed: children sorted by name, totals correct, and the nodes at the paths of their slots.
bool isValid(const ChangedTree &changed, const MergedTree &pathSlots)
{
    const MergedTree &tree = *changed.part.tree;
    std::map<std::pair<int, RecordId>, std::uint64_t> files;
    for (NodeId node = 0; node < tree.size(); ++node) {
        if (!tree.isDirectory(node))
            files[{tree.origin(node).layer, tree.origin(node).record}] = tree.totalSize(node);
        const NodeRange children = tree.children(node);
        const bool isSorted = std::ranges::is_sorted(std::vector<NodeId>(children.begin(), children.end()), {},
                                                     [&](NodeId child) { return tree.name(child); });
        if (!isSorted || tree.path(node) != pathSlots.path(changed.part.pathSlots[node]))
            return false;
    }
    std::uint64_t bytes = 0;
    for (const auto &[file, size] : files)
        bytes += size;
    return tree.totalEntries(kRootNode) == tree.size() - 1 && tree.totalSize(kRootNode) == bytes;
}

/// Layers that can be merged, and the trees that they result in, from the empty tree on.
struct RandomImage {
    explicit RandomImage(Chance &chance)
    {
        for (unsigned wanted = 2 + chance.below(5); layers.size() < wanted;) {
            layers.push_back(makeLayer(chance.layer()));
            if (auto tree = MergedTree::merge(layers))
                trees.push_back(*std::move(tree));
            else // a hard link to a missing file
                layers.pop_back();
        }
    }

    MergedTree::Layers layers;
    std::vector<std::shared_ptr<const MergedTree>> trees{need(MergedTree::merge({}))};
};

} // namespace

void TestLayerChanges::ofLayers_data()
{
    QTest::addColumn<Layers>("layers");
    QTest::addColumn<QStringList>("expected");
    const auto row
        = [](const char *name, const Layers &layers, const QStringList &expected) { QTest::newRow(name) << layers << expected; };
    const TarBuilder base
        = TarBuilder().dir("d").file("d/a", "1").file("d/b").dir("d/e").file("d/e/x").file("f", "1").symlink("l", "f");

    row("the first layer", {base}, {u"+ /d"_s, u"+ /d/a"_s, u"+ /d/b"_s, u"+ /d/e"_s, u"+ /d/e/x"_s, u"+ /f"_s, u"+ /l"_s});
    row("an empty layer", {base, TarBuilder()}, {});
    row("the same again", {base, base}, {});
    row("a new file", {base, TarBuilder().dir("d").file("d/c")}, {u"+ /d/c"_s});
    row("a new directory", {base, TarBuilder().file("n/o/p")}, {u"+ /n"_s, u"+ /n/o"_s, u"+ /n/o/p"_s});
    row("a whiteout", {base, TarBuilder().file("d/.wh.a")}, {u"- /d/a"_s});
    row("a whiteout of a directory", {base, TarBuilder().file(".wh.d")},
        {u"- /d"_s, u"- /d/a"_s, u"- /d/b"_s, u"- /d/e"_s, u"- /d/e/x"_s});
    row("opaque", {base, TarBuilder().file("d/.wh..wh..opq").file("d/b")}, {u"- /d/a"_s, u"- /d/e"_s, u"- /d/e/x"_s});
    row("another size", {base, TarBuilder().file("f", "22")}, {u"~ /f content"_s});
    row("the same size and time", {base, TarBuilder().file("f", "2")}, {});
    row("mode", {base, entry({.path = "f", .content = "1", .mode = 04755})}, {u"~ /f mode"_s});
    row("owner", {base, entry({.path = "f", .content = "1", .uid = 5})}, {u"~ /f owner"_s});
    row("group", {base, entry({.path = "f", .content = "1", .gid = 5})}, {u"~ /f owner"_s});
    row("time, and so possibly content", {base, entry({.path = "f", .content = "1", .mtime = kTestTime + 1})},
        {u"~ /f content time"_s});
    row("time of a directory alone", {base, entry({.path = "d/", .type = '5', .mode = 0755, .mtime = kTestTime + 1})}, {});
    row("mode of a directory", {base, TarBuilder().dir("d", 0700)}, {u"~ /d mode"_s});
    row("the target of a link", {base, TarBuilder().symlink("l", "d")}, {u"~ /l link"_s});
    row("a link in place of a file", {base, TarBuilder().symlink("f", "d")}, {u"~ /f type mode"_s});
    row("a file in place of a directory", {base, TarBuilder().file("d")},
        {u"+ /d"_s, u"- /d"_s, u"- /d/a"_s, u"- /d/b"_s, u"- /d/e"_s, u"- /d/e/x"_s});
    row("a directory in place of a file", {base, TarBuilder().dir("f").file("f/n")}, {u"+ /f"_s, u"+ /f/n"_s, u"- /f"_s});
    row("extended attributes", {base, entry({.path = "f", .content = "1", .pax = {{"SCHILY.xattr.user.a", "1"}}})},
        {u"~ /f xattrs"_s});
    row("a device", {TarBuilder().device("n", '3', 1, 3), TarBuilder().device("n", '3', 1, 5)}, {u"~ /n device"_s});
    row("a hard link of the same", {TarBuilder().file("a", "1").file("b", "1"), TarBuilder().hardlink("b", "a")}, {});
    row("a hard link in place of another", {TarBuilder().file("a", "1").file("b", "22"), TarBuilder().hardlink("b", "a")},
        {u"~ /b content"_s});
}

void TestLayerChanges::ofLayers()
{
    QFETCH(const Layers, layers);
    QFETCH(const QStringList, expected);
    QCOMPARE(lines(lastStep(layers)), expected);
}

void TestLayerChanges::ofImages()
{
    const auto before = merged({TarBuilder().file("a", "1").file("gone").dir("d").file("d/x")});
    const auto after = merged({TarBuilder().file("a", "22"), TarBuilder().dir("d").file("d/x").file("new")});
    const auto history = need(TreeHistory::make(*before, *after, {}));
    const ChangedTree changed = changesFrom(*history, 1);
    QCOMPARE(lines(changed), QStringList({u"~ /a content"_s, u"- /gone"_s, u"+ /new"_s}));
    // With the layers of both images.
    const MergedTree &tree = *changed.part.tree;
    QCOMPARE(tree.layers().size(), 3U);
    QCOMPARE(tree.layer(*tree.find("gone")), 0);
    QCOMPARE(tree.layer(*tree.find("a")), 1);
    QCOMPARE(tree.layer(*tree.find("new")), 2);
    const auto backwards = need(TreeHistory::make(*after, *before, {}));
    QCOMPARE(lines(changesFrom(*backwards, 2)), QStringList({u"~ /a content"_s, u"+ /gone"_s, u"- /new"_s}));
}

void TestLayerChanges::ofAnImageWithoutLayers()
{
    const auto none = need(MergedTree::merge({}));
    const auto some = merged({TarBuilder().file("a")});
    QCOMPARE(lines(changesFrom(*need(TreeHistory::make(*some, *none, {})), 1)), QStringList(u"- /a"_s));
    QCOMPARE(lines(changesFrom(*need(TreeHistory::make(*none, *some, {})), 0)), QStringList(u"+ /a"_s));
}

void TestLayerChanges::keepsWhatALayerRepeats()
{
    const TarBuilder base = TarBuilder().file("a").file("b").dir("d").file("d/x");
    QCOMPARE(lines(lastStep({base, TarBuilder().file("b").file("d/.wh.x")}), true),
             QStringList({u"= /"_s, u"= /b"_s, u"= /d"_s, u"- /d/x"_s}));
    QCOMPARE(lines(lastStep({base, TarBuilder()}), true), QStringList({u"= /"_s}));
}

void TestLayerChanges::comparesContents()
{
    const auto history = historyOf({TarBuilder().file("a", "1").file("b", "1"), TarBuilder().file("a", "2").file("b", "2")});
    int asked = 0;
    const auto same = [&](const MergedTree::Origin &before, const MergedTree::Origin &after) {
        ++asked;
        return before.layer == 0 && after.layer == 1 && after.record == 2;
    };
    QCOMPARE(lines(changesOf(*history, 1, 1, same, {})), QStringList({u"~ /a content"_s}));
    QCOMPARE(asked, 2);
}

void TestLayerChanges::marksTheTreeAfterALayer()
{
    const auto history = historyOf(
        {TarBuilder().file("a", "1").file("gone"), TarBuilder().file("a", "22").file("new").dir("d").file("d/n").file(".wh.gone")});
    const ChangedTree changed = treeThrough(*history, 1, sameTime(*history), {});
    QCOMPARE(lines(changed), QStringList({u"~ /a content"_s, u"+ /d"_s, u"+ /d/n"_s, u"+ /new"_s}));
    QVERIFY(!changed.part.tree->find("gone"));
}

void TestLayerChanges::countsBytes()
{
    const auto history = historyOf({TarBuilder().file("a", "12345").file("b", "123").dir("d").file("d/x", "1"),
                                    TarBuilder().file("a", "1234567").file(".wh.b").file(".wh.d").file("n", "12")});
    QCOMPARE(countChanges(*history, sameTime(*history), {})[1],
             (ChangeCounts{.added = 1, .removed = 3, .modified = 1, .bytesAdded = 9, .bytesRemoved = 9}));
}

void TestLayerChanges::countsHardLinksOnce()
{
    const auto history = historyOf({TarBuilder().file("a", "12345").hardlink("d/b", "a").hardlink("d/c", "a").file("d/x", "1"),
                                    TarBuilder().file("d/.wh.b"), TarBuilder().hardlink("e", "a"),
                                    TarBuilder().file(".wh.a").file(".wh.e").file("d/.wh.c").file("f", "12").hardlink("g", "f")});
    const auto counts = countChanges(*history, sameTime(*history), {});
    QCOMPARE(counts[0], (ChangeCounts{.added = 5, .bytesAdded = 6}));
    QCOMPARE(counts[1], (ChangeCounts{.removed = 1})); // the file is still there
    QCOMPARE(counts[2], (ChangeCounts{.added = 1})); // it was there before
    QCOMPARE(counts[3], (ChangeCounts{.added = 2, .removed = 3, .bytesAdded = 2, .bytesRemoved = 5}));
}

void TestLayerChanges::agreesWithComparingTrees_data()
{
    QTest::addColumn<unsigned>("seed");
    for (unsigned seed = 0; seed < 40; ++seed)
        QTest::addRow("seed %u", seed) << seed;
}

void TestLayerChanges::agreesWithComparingTrees()
{
    QFETCH(const unsigned, seed);
    Chance chance(seed);
    const RandomImage image(chance);
    const auto &trees = image.trees;
    const auto history = need(TreeHistory::make(trees.back(), {}));
    const auto counts = countChanges(*history, sameContent, {});
    QCOMPARE(counts.size(), image.layers.size());
    for (int last = 0; last < int(image.layers.size()); ++last) {
        const MergedTree &tree = *trees[std::size_t(last) + 1];
        for (int first = 0; first <= last; ++first) {
            const ChangedTree changes = changesOf(*history, first, last, sameContent, {});
            const TreeComparison expected(*trees[std::size_t(first)], tree, 0, first);
            QCOMPARE(sortedLines(changes), expected.lines);
            QVERIFY(isValid(changes, *history->pathSlots()));
        }
        const TreeComparison step(*trees[std::size_t(last)], tree, 0, last);
        QCOMPARE(counts[std::size_t(last)], step.counts);
        const ChangedTree through = treeThrough(*history, last, sameContent, {});
        QVERIFY(isValid(through, *history->pathSlots()));
        QCOMPARE(through.part.tree->size(), tree.size());
        for (NodeId node = 0; node < tree.size(); ++node) {
            QCOMPARE(nodeText(*through.part.tree, node), nodeText(tree, node));
            const auto expected = step.after.find(node);
            QCOMPARE(through.changes[node], expected == step.after.end() ? Change::None : expected->second);
        }
    }

    const RandomImage other(chance);
    const int offset = int(image.layers.size());
    const auto both = need(TreeHistory::make(*trees.back(), *other.trees.back(), {}));
    const ChangedTree differences = changesOf(*both, offset, int(both->layers().size()) - 1, sameContent, {});
    QCOMPARE(sortedLines(differences), TreeComparison(*trees.back(), *other.trees.back(), offset, offset).lines);
    QVERIFY(isValid(differences, *both->pathSlots()));
}

void TestLayerChanges::stops()
{
    const auto history = need(TreeHistory::make(makeTree({{"a 1"}, {"-a"}}), {}));
    std::stop_source stop;
    stop.request_stop();
    QVERIFY_THROWS_EXCEPTION(Cancelled, (void)TreeHistory::make(makeTree({{"a 1"}}), stop.get_token()));
    QVERIFY_THROWS_EXCEPTION(Cancelled, (void)changesOf(*history, 0, 1, sameContent, stop.get_token()));
    QVERIFY_THROWS_EXCEPTION(Cancelled, (void)treeThrough(*history, 0, sameContent, stop.get_token()));
    QVERIFY_THROWS_EXCEPTION(Cancelled, (void)countChanges(*history, sameContent, stop.get_token()));
}

STRATOSCOPE_APPLESS_TEST(TestLayerChanges)
#include "tst_layer_changes.moc"
