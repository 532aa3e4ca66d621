// SPDX-License-Identifier: Apache-2.0
#include <QTest> // first: moc of Qt 6.4 cannot read the standard headers otherwise

#include "prebaked/go_mode.h"
#include "support/test_main.h"

using namespace stratoscope;

class TestGoMode : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void convertsBothWays_data()
    {
        QTest::addColumn<EntryKind>("kind");
        QTest::addColumn<uint>("mode");
        QTest::addColumn<uint>("goMode");
        // As Go's os.Lstat prints them with %o of the mode.
        QTest::addRow("file") << EntryKind::Regular << 0644u << 0644u;
        QTest::addRow("program") << EntryKind::Regular << 0755u << 0755u;
        QTest::addRow("setuid") << EntryKind::Regular << 04755u << (0755u | 1u << 23);
        QTest::addRow("setgid") << EntryKind::Regular << 02755u << (0755u | 1u << 22);
        QTest::addRow("all bits") << EntryKind::Regular << 07777u << (0777u | 1u << 23 | 1u << 22 | 1u << 20);
        QTest::addRow("hardlink") << EntryKind::Hardlink << 0640u << 0640u;
        QTest::addRow("directory") << EntryKind::Directory << 0700u << (0700u | 1u << 31);
        QTest::addRow("sticky directory") << EntryKind::Directory << 01777u << (0777u | 1u << 31 | 1u << 20);
        QTest::addRow("symlink") << EntryKind::Symlink << 0777u << (0777u | 1u << 27);
        QTest::addRow("character device") << EntryKind::CharacterDevice << 0666u << (0666u | 1u << 26 | 1u << 21);
        QTest::addRow("block device") << EntryKind::BlockDevice << 0660u << (0660u | 1u << 26);
        QTest::addRow("pipe") << EntryKind::Fifo << 0600u << (0600u | 1u << 25);
        QTest::addRow("socket") << EntryKind::Socket << 0755u << (0755u | 1u << 24);
    }

    void convertsBothWays()
    {
        QFETCH(EntryKind, kind);
        QFETCH(uint, mode);
        QFETCH(uint, goMode);
        QCOMPARE(toGoMode(kind, std::uint16_t(mode)), goMode);
        QCOMPARE(uint(permissionsOfGoMode(goMode)), mode);
        const bool isSpecial = kind == EntryKind::CharacterDevice || kind == EntryKind::BlockDevice || kind == EntryKind::Fifo
            || kind == EntryKind::Socket;
        QCOMPARE(specialKindOfGoMode(goMode), isSpecial ? std::optional(kind) : std::nullopt);
    }

    void marksHaveTheModeOfAFile()
    {
        QCOMPARE(toGoMode(EntryKind::Whiteout, 0600), 0600u);
        QCOMPARE(toGoMode(EntryKind::Opaque, 0644), 0644u);
    }

    void unknownBitsAreLeftAside()
    {
        QCOMPARE(uint(permissionsOfGoMode(1u << 30 | 1u << 29 | 0123u)), 0123u);
        QCOMPARE(specialKindOfGoMode(1u << 30), std::nullopt);
    }
};

STRATOSCOPE_APPLESS_TEST(TestGoMode)
#include "tst_go_mode.moc"
