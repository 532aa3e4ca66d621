// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "archive/local_archive.h"
#include "support/disk_tree.h"
#include "support/image_files.h"

namespace stratoscope::test {

using Files = std::map<std::string, std::string>;

/// Opens archives of images that a test has made, each in a folder of its own.
class ArchiveOpener
{
public:
    Result<std::shared_ptr<const LocalArchive>> openTar(const std::string &tar);
    Result<std::shared_ptr<const LocalArchive>> openFolder(const Files &files);

    /// Opens and resolves; an empty platform is none.
    Result<ResolvedImage> resolveTar(const std::string &tar, const QString &name = {}, const QString &platform = {});
    Result<ResolvedImage> resolveFolder(const Files &files, const QString &name = {}, const QString &platform = {});

    /// The message of what went wrong last, with `ARCHIVE` for the path; "no error".
    QString errorOf(const Result<ResolvedImage> &image) const;

private:
    QString newPath();
    std::unique_ptr<TestFolder> m_folder;
    ProgressMeter m_progress;
};

/// The tar of a layer that holds a file `a`.
std::string layerOf(const std::string &content);
/// What is in that file, of each layer.
QStringList contentsOf(const ResolvedImage &image);
/// An image of such layers.
TestImage imageOf(const QString &name, const std::vector<std::string> &contents,
                  const QString &architecture = QStringLiteral("amd64"));

/// An image of one such layer, which holds the content and the architecture.
TestImage imageFor(const QString &architecture, const std::string &content = "x");

/// This machine's, and one that it is not.
QString hostArchitecture();
QString otherArchitecture();

} // namespace stratoscope::test
