// SPDX-License-Identifier: Apache-2.0
#include "packages/package_groups.h"
#include "support/hand_made.h"
#include "support/test_main.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace stratoscope;

namespace {

class Lists
{
public:
    explicit Lists(const std::vector<std::string> &entries)
        : m_tree(test::makeTree({entries}))
    {
    }
    Package &add(PackageType type, const std::string &name, const std::string &version, const std::vector<std::string> &files)
    {
        Package &package = m_list.packages.emplace_back();
        package.type = type;
        package.name = name;
        package.version = version;
        package.arch = "amd64";
        for (const std::string &file : files)
            package.files.push_back(*m_tree->find(file));
        return package;
    }
    PackageGroups::Side side() const { return {std::make_shared<const PackageList>(m_list), m_tree}; }

private:
    std::shared_ptr<const MergedTree> m_tree;
    PackageList m_list;
};

/// "path: label", of what belongs to a package.
QStringList owners(const PackageGroups &groups, const PackageGroups::Side &side, const std::vector<std::uint32_t> &ofNodes)
{
    const std::vector<std::string> labels = groups.labels();
    QStringList lines;
    for (NodeId node = 0; node < side.tree->size(); ++node) {
        if (ofNodes[node] < labels.size())
            lines += QString::fromStdString(side.tree->path(node) + ": " + labels[ofNodes[node]]);
    }
    return lines;
}

} // namespace

class TestPackageGroups : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    /// To whatever installed it.
    void givesEachFileToOnePackage()
    {
        Lists lists({"app.jar 9", "py/", "py/m.py 1", "server 9", "tool 9", "own 1"});
        lists.add(PackageType::Deb, "python3-m", "1", {"py/m.py"});
        lists.add(PackageType::Deb, "tool", "1", {"tool"});
        lists.add(PackageType::Python, "m", "1", {"py/m.py"});
        lists.add(PackageType::Go, "example.test/dep", "v1", {"server", "tool"});
        lists.add(PackageType::Go, "example.test/server", "v1", {"server"}).size = 9;
        lists.add(PackageType::Jar, "inner", "1", {"app.jar"}).inside = "lib/inner.jar";
        lists.add(PackageType::Jar, "outer", "1", {"app.jar"});
        const auto groups = PackageGroups::make({}, lists.side());
        QCOMPARE(
            owners(*groups, groups->after, groups->ofAfter),
            (QStringList{u"/app.jar: outer"_s, u"/server: example.test/server"_s, u"/tool: tool"_s, u"/py/m.py: python3-m"_s}));
        QVERIFY(groups->ofBefore.empty());
    }

    void putsBothSidesTogether()
    {
        Lists before({"a 1", "b 1", "k 1"});
        before.add(PackageType::Deb, "a", "1", {"a"});
        before.add(PackageType::Deb, "gone", "1", {"b"});
        before.add(PackageType::Deb, "kernel", "5.10", {"k"});
        Lists after({"a 1", "c 1", "k 1"});
        after.add(PackageType::Deb, "a", "2", {"a"});
        after.add(PackageType::Deb, "kernel", "5.10", {"k"});
        after.add(PackageType::Deb, "kernel", "6.1", {"c"});
        const auto groups = PackageGroups::make(before.side(), after.side());
        QStringList lines;
        for (const PackageGroup &group : groups->groups)
            lines += QString::fromStdString(group.name + ' ' + PackageGroup::versions(group.before) + " > "
                                            + PackageGroup::versions(group.after));
        QCOMPARE(lines, (QStringList{u"a 1 > 2"_s, u"gone 1 > "_s, u"kernel 5.10 > 5.10, 6.1"_s}));
        QCOMPARE(owners(*groups, groups->before, groups->ofBefore), (QStringList{u"/a: a"_s, u"/b: gone"_s, u"/k: kernel"_s}));
        QCOMPARE(owners(*groups, groups->after, groups->ofAfter), (QStringList{u"/a: a"_s, u"/c: kernel"_s, u"/k: kernel"_s}));
    }

    void tellsEqualNamesApart()
    {
        Lists lists({"x 1"});
        lists.add(PackageType::Deb, "same", "1", {}).arch = "i386";
        lists.add(PackageType::Deb, "same", "1", {});
        lists.add(PackageType::Npm, "same", "1", {}).arch.clear();
        lists.add(PackageType::Npm, "other", "1", {});
        const auto groups = PackageGroups::make({}, lists.side());
        QCOMPARE(groups->labels(), (std::vector<std::string>{"same (deb, amd64)", "same (deb, i386)", "other", "same (npm)"}));
    }
};

STRATOSCOPE_APPLESS_TEST(TestPackageGroups)
#include "tst_package_groups.moc"
