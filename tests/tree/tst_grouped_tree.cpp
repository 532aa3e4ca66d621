// SPDX-License-Identifier: Apache-2.0
#include "support/hand_made.h"
#include "support/test_main.h"
#include "tree/grouped_tree.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace stratoscope;

namespace {

/// One line a node, in their order: "/group/path size".
QStringList lines(const MergedTree &tree)
{
    QStringList lines;
    for (NodeId node = 1; node < tree.size(); ++node)
        lines += QString::fromStdString(tree.path(node)) + u' ' + QString::number(tree.totalSize(node));
    return lines;
}

} // namespace

class TestGroupedTree : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_whole = test::makeTree({{"a/", "a/x 10", "a/y 5", "b/", "b/e/", "c 3", "d/", "d/x => a/x", "d/z 7"}});
        std::vector<std::uint32_t> groups(m_whole->size(), kRest);
        for (const std::string path : {"/a/x", "/d/x"})
            groups[*m_whole->find(path)] = kZeta;
        groups[*m_whole->find("/a/y")] = kAlpha;
        const std::vector<std::string> names{"zeta", "nothing", "alpha", "rest"};
        m_grouped = GroupedTree::make(m_whole, names, groups, {});
    }

    /// Sorted by name; a file counts once in each folder, whatever its names; groups without entries are left out.
    void arrangesEntriesBelowTheirGroups()
    {
        QCOMPARE(lines(*m_grouped->tree),
                 (QStringList{u"/alpha 5"_s, u"/rest 10"_s, u"/zeta 10"_s, u"/alpha/a 5"_s, u"/alpha/a/y 5"_s, u"/rest/b 0"_s,
                              u"/rest/c 3"_s, u"/rest/d 7"_s, u"/rest/b/e 0"_s, u"/rest/d/z 7"_s, u"/zeta/a 10"_s, u"/zeta/d 10"_s,
                              u"/zeta/a/x 10"_s, u"/zeta/d/x 10"_s}));
        QCOMPARE(m_grouped->groups, (std::vector<std::uint32_t>{kAlpha, kRest, kZeta}));
        QCOMPARE(m_grouped->tree->totalSize(kRootNode), m_whole->totalSize(kRootNode));
    }

    void saysWhereEntriesComeFrom()
    {
        const MergedTree &tree = *m_grouped->tree;
        for (NodeId node = 1; node < tree.size(); ++node) {
            const bool isGroup = tree.parent(node) == kRootNode;
            QCOMPARE(m_grouped->isGroup(node), isGroup);
            if (isGroup)
                continue;
            const std::string path = tree.path(node);
            QCOMPARE(m_whole->path(m_grouped->nodes[node]), path.substr(path.find('/', 1)));
            QCOMPARE(tree.origin(node), m_whole->origin(m_grouped->nodes[node]));
            QCOMPARE(tree.isHardlink(node), m_whole->isHardlink(m_grouped->nodes[node]));
        }
        QCOMPARE(tree.path(m_grouped->place(*m_whole->find("/d/z"))), "/rest/d/z");
        QCOMPARE(m_grouped->groupOf(*tree.find("/zeta/d/x")), kZeta);
        const NodeRange below = m_grouped->contents(*tree.find("/alpha"));
        QCOMPARE(below.size(), 2u);
        for (const NodeId node : below)
            QCOMPARE(m_grouped->groupOf(node), kAlpha);
    }

    void groupsAnEmptyTree()
    {
        const auto empty = test::makeTree({{}});
        const std::vector<std::uint32_t> groups(empty->size(), 0);
        const auto grouped = GroupedTree::make(empty, std::vector<std::string>{"rest"}, groups, {});
        QCOMPARE(grouped->tree->size(), 1u);
        QVERIFY(!grouped->isGroup(kRootNode));
    }

private:
    static constexpr std::uint32_t kZeta = 0;
    static constexpr std::uint32_t kAlpha = 2;
    static constexpr std::uint32_t kRest = 3;
    std::shared_ptr<const MergedTree> m_whole;
    std::shared_ptr<const GroupedTree> m_grouped;
};

STRATOSCOPE_APPLESS_TEST(TestGroupedTree)
#include "tst_grouped_tree.moc"
