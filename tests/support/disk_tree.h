// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QDir>
#include <QString>
#include <QStringList>

#include <functional>

/// What stands on the disk, to be compared line by line; and work done as another user.
namespace stratoscope::test {

enum class DiskColumns {
    Names, ///< name, kind, link target, and a file's content as far as it is short
    All, ///< those and mode, owner, time
};

/// One line an entry below `root`, sorted by path: `etc/`, `etc/passwd "root"`, `bin -> usr/bin`, `null c1:3`, `sda b8:0`, `pipe
/// |`, `socket %`; then, with all columns, ` 0644 0:0 1714564800+500`. A file with several names has ` x2`.
QStringList diskTree(const QString &root, DiskColumns columns = DiskColumns::Names);

/// Makes a file with this content, and the folders that it is in.
void writeDisk(const QString &path, const QByteArray &content = {});
/// Empty where there is no such file.
QByteArray readDisk(const QString &path);

/// A place for folders in memory where there is room, for those who force thousands of files to the disk; else the usual one.
QString memoryPath();

/// A new folder that is removed in the end, whatever names and modes are in it: QTemporaryDir leaves what is not UTF-8.
class TestFolder
{
public:
    explicit TestFolder(const QString &parent = QDir::tempPath());
    ~TestFolder();
    TestFolder(const TestFolder &) = delete;
    TestFolder &operator=(const TestFolder &) = delete;

    const QString &path() const { return m_path; }

private:
    QString m_path;
};

bool isRoot();
/// In a process of its own, as a user who is not root: runs `work` and returns its text. Where this process is not root already, it
/// stays its own user.
QString asUser(const std::function<QString()> &work);
/// Lets that user write into this folder.
void giveToUser(const QString &path);

} // namespace stratoscope::test
