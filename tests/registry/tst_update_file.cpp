// SPDX-License-Identifier: Apache-2.0
#include "registry/auth/update_file.h"

#include "support/disk_tree.h"
#include "support/results.h"
#include "support/test_main.h"

#include <QFile>

using namespace Qt::StringLiterals;
using namespace stratoscope;
using namespace stratoscope::test;

class TestUpdateFile : public QObject
{
    Q_OBJECT

private:
    const TestFolder m_folder;
    const QString m_path = m_folder.path() + u"/new/file"_s;

private Q_SLOTS:
    void makesIt()
    {
        VERIFY_RESULT(updateFile(m_path, [](const QByteArray &) -> Result<std::optional<QByteArray>> { return std::nullopt; }));
        QCOMPARE(diskTree(m_folder.path()), QStringList()); // there was nothing to write
        VERIFY_RESULT(updateFile(m_path, [](const QByteArray &before) { return std::optional("a" + before); }));
        QCOMPARE(readDisk(m_path), "a"_ba);
        QCOMPARE(diskTree(m_folder.path()).size(), 2); // no lock, no temporary file
        const auto ofOthers = QFile::ReadGroup | QFile::WriteGroup | QFile::ReadOther | QFile::WriteOther;
        QCOMPARE(QFile::permissions(m_path) & ofOthers, QFile::Permissions());
    }

    /// By a program that takes no part in the locking.
    void whatAnotherProgramWritesMeanwhileIsKept()
    {
        writeDisk(m_path, "1");
        QByteArrayList seen;
        VERIFY_RESULT(updateFile(m_path, [&](const QByteArray &before) {
            seen << before;
            if (seen.size() < 3)
                writeDisk(m_path, before + "2");
            return std::optional(before + "own");
        }));
        QCOMPARE(seen, (QByteArrayList{"1", "12", "122"}));
        QCOMPARE(readDisk(m_path), "122own"_ba);
    }

    void anErrorChangesNothing()
    {
        writeDisk(m_path, "1");
        const auto updated = updateFile(m_path, [](const QByteArray &) -> Result<std::optional<QByteArray>> {
            return fail(ErrorKind::Configuration, u"x"_s, u"y"_s);
        });
        QCOMPARE(updated.error().kind, ErrorKind::Configuration);
        QCOMPARE(readDisk(m_path), "1"_ba);
        QCOMPARE(diskTree(m_folder.path()).size(), 2);
    }
};

STRATOSCOPE_APPLESS_TEST(TestUpdateFile)
#include "tst_update_file.moc"
