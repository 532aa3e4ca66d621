// SPDX-License-Identifier: Apache-2.0
#include "base/error.h"
#include "diff/attribute_differences.h"
#include "support/test_main.h"

#include <QTest>

using namespace stratoscope;

class TestAttributeDifferences : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void valuesOfEachAspect()
    {
        Entry before;
        before.kind = EntryKind::CharacterDevice;
        before.mode = 0755;
        before.mtime = {1714564800, 0};
        before.deviceMajor = 1;
        before.deviceMinor = 3;
        before.linkTarget = "a";
        Entry after;
        after.kind = EntryKind::Symlink;
        after.mode = 04755;
        after.uid = 33;
        after.gid = 5;
        after.mtime = {1714564801, 500};
        after.linkTarget = "b|\n";
        const std::vector<AttributeDifference> expected{
            {Aspect::Type, "", "character", "symlink"},
            {Aspect::Mode, "", "0755", "4755"},
            {Aspect::Owner, "", "0:0", "33:5"},
            {Aspect::Time, "", "2024-05-01T12:00:00Z", "2024-05-01T12:00:01.000000500Z"},
            {Aspect::Link, "", "a", "b|\n"},
            {Aspect::Device, "", "1:3", "0:0"},
        };
        QVERIFY(attributeDifferences(before, after, 0xFF) == expected);
        // Only those asked for, and the content has no values.
        QVERIFY(attributeDifferences(before, after, Aspects(Aspect::Content)).empty());
        QVERIFY(attributeDifferences(before, after, Aspects(Aspect::Mode) | Aspects(Aspect::Content)) == std::vector{expected[1]});
    }

    void extendedAttributesOneByOne()
    {
        using namespace std::string_literals;
        // cap_net_bind_service+ep: revision 2, effective
        const std::string capability("\x01\0\0\x02\0\x04\0\0\0\0\0\0\0\0\0\0\0\0\0\0", 20);
        const Xattrs old{{"user.gone", "x"}, {"user.kept", "k"}, {"user.note", "short"}, {"user.bytes", std::string(200, 'x')}};
        const Xattrs now{
            {"security.capability", capability}, {"user.kept", "k"}, {"user.note", "context\0"s}, {"user.bytes", "\x01\x02"}};
        Entry before;
        before.xattrs = &old;
        Entry after;
        after.xattrs = &now;
        const std::vector<AttributeDifference> expected{
            {Aspect::Xattrs, "user.bytes", "200 bytes", "2 bytes"},
            {Aspect::Xattrs, "user.gone", "x", ""},
            {Aspect::Xattrs, "user.note", "short", "context"},
            {Aspect::Xattrs, "security.capability", "", "cap_net_bind_service+ep"},
        };
        QVERIFY(attributeDifferences(before, after, Aspects(Aspect::Xattrs)) == expected);
        before.xattrs = nullptr;
        QCOMPARE(attributeDifferences(before, after, Aspects(Aspect::Xattrs)).size(), now.size());
    }

    void namesOfAspects()
    {
        const std::vector<std::string_view> all{"content", "type", "mode", "owner", "mtime", "link", "xattrs", "device"};
        QVERIFY(aspectNames(0xFF) == all);
        QVERIFY(aspectNames(0).empty());
    }
};

STRATOSCOPE_APPLESS_TEST(TestAttributeDifferences)
#include "tst_attribute_differences.moc"
