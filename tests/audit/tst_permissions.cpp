// SPDX-License-Identifier: Apache-2.0
#include "audit/permissions.h"

#include "base/error.h"
#include "support/disk_tree.h"
#include "support/layers.h"
#include "support/run_tool.h"
#include "support/test_main.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace stratoscope;
using namespace stratoscope::test;

namespace {

/// `vfs_cap_data` of revision 2: these capabilities, effective and permitted.
std::string capabilities(std::uint32_t bits)
{
    std::string value(20, '\0');
    value[0] = 1;
    value[3] = 2;
    for (std::size_t i = 0; i < 4; ++i)
        value[4 + i] = char(bits >> (8 * i));
    return value;
}

TarBuilder riskyFiles()
{
    TarBuilder tar;
    tar.dir("bin");
    tar.add({.path = "bin/su", .content = "x", .mode = 04755});
    tar.add({.path = "bin/wall", .content = "x", .mode = 02755, .gid = 5});
    tar.add({.path = "bin/replaceable", .content = "x", .mode = 04775});
    tar.add({.path = "bin/ordinary", .content = "x", .mode = 0755});
    tar.add({.path = "bin/no-program", .content = "x", .mode = 04644});
    tar.hardlink("bin/su-too", "bin/su");
    tar.dir("tmp", 01777).dir("cache", 0777).dir("cache/a", 0777).dir("group", 02775);
    tar.add({.path = "cache/a/file", .content = "x", .mode = 0666});
    tar.dir("cache/closed", 0755);
    tar.add({.path = "cache/closed/open", .content = "x", .mode = 0666});
    tar.add({.path = "open", .content = "x", .mode = 0666});
    tar.symlink("link", "open").fifo("pipe").device("null", '3', 1, 3);
    return tar;
}

QStringList shownFindings(const std::vector<Finding> &findings)
{
    QStringList lines;
    for (const Finding &finding : findings)
        lines << u"%1 %2 %3: %4"_s.arg(printable(findingSeverityName(finding.severity)), printable(findingKindName(finding.kind)),
                                       placeText(finding), finding.text);
    lines.sort();
    return lines;
}

} // namespace

class TestPermissions : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void findsModes()
    {
        QCOMPARE(
            shownFindings(permissionFindings(*merged({riskyFiles()}), {})),
            (QStringList{
                u"high setuid /bin/replaceable: set-user-ID program, runs as user 0 (mode 4775)"_s,
                u"low setgid /bin/wall: set-group-ID program, runs as group 5 (mode 2755)"_s,
                u"low setuid /bin/su: set-user-ID program, runs as user 0 (mode 4755)"_s,
                u"medium world-writable /cache/closed/open: file writable by everybody (mode 0666)"_s,
                u"medium world-writable /cache: directory writable by everybody, without the sticky bit (mode 0777), and 2 entries below it"_s,
                u"medium world-writable /open: file writable by everybody (mode 0666)"_s}));
    }

    void findsCapabilities()
    {
        constexpr std::uint32_t kNetRaw = 1 << 13;
        constexpr std::uint32_t kSysAdmin = 1 << 21;
        TarBuilder tar;
        tar.add(
            {.path = "ping", .content = "x", .mode = 0755, .pax = {{"SCHILY.xattr.security.capability", capabilities(kNetRaw)}}});
        tar.add({.path = "mount",
                 .content = "x",
                 .mode = 0755,
                 .pax = {{"SCHILY.xattr.security.capability", capabilities(kSysAdmin)}}});
        tar.add({.path = "none", .content = "x", .mode = 0755, .pax = {{"SCHILY.xattr.user.comment", "x"}}});
        QCOMPARE(shownFindings(permissionFindings(*merged({tar}), {})),
                 (QStringList{u"low capability /ping: has the capabilities cap_net_raw+ep"_s,
                              u"medium capability /mount: has the capabilities cap_sys_admin+ep"_s}));
    }

    void findsWhatFindFinds()
    {
        const TestFolder folder;
        const QString tar = folder.path() + u"/files.tar"_s;
        writeDisk(tar, QByteArray::fromStdString(riskyFiles().finish()));
        QVERIFY(QDir().mkpath(folder.path() + u"/root"_s));
        runTool(u"tar"_s, {u"-xpf"_s, tar, u"-C"_s, folder.path() + u"/root"_s, u"--exclude=null"_s, u"--no-same-owner"_s},
                folder.path());
        const QByteArray listed = runTool(u"find"_s,
                                          {folder.path() + u"/root"_s, u"-type"_s, u"f"_s, u"-perm"_s, u"/6000"_s, u"-perm"_s,
                                           u"/0111"_s, u"-printf"_s, u"/%P\\n"_s},
                                          folder.path());
        QStringList expected = QString::fromUtf8(listed).split(u'\n', Qt::SkipEmptyParts);
        expected.removeAll(u"/bin/su-too"_s); // another name of a file counts once
        expected.sort();
        QStringList found;
        for (const Finding &finding : permissionFindings(*merged({riskyFiles()}), {})) {
            if (finding.kind == FindingKind::SetUid || finding.kind == FindingKind::SetGid)
                found << printable(finding.path);
        }
        found.sort();
        QCOMPARE(found, expected);
    }
};

STRATOSCOPE_APPLESS_TEST(TestPermissions)
#include "tst_permissions.moc"
