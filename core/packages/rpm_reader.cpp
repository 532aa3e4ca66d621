// SPDX-License-Identifier: Apache-2.0
#include "packages/package_reader.h"
#include "packages/parsers/rpm_header.h"
#include "packages/parsers/sqlite_column.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace stratoscope {

namespace {

constexpr std::uint64_t kLargestRpmDatabase = 512 * 1024 * 1024;

std::string versionOf(const RpmHeader &header)
{
    std::string version(header.text(RpmTag::Version));
    if (const auto release = header.text(RpmTag::Release); !release.empty())
        version.append("-").append(release);
    const std::uint64_t epoch = header.number(RpmTag::Epoch).value_or(0);
    return epoch == 0 ? version : std::to_string(epoch) + ':' + version;
}

void addFilesOfRpm(PackageCollector &into, Package &package, const RpmHeader &header)
{
    const auto directories = header.texts(RpmTag::DirectoryNames);
    const auto names = header.texts(RpmTag::BaseNames);
    const auto indexes = header.numbers(RpmTag::DirectoryIndexes);
    for (std::size_t i = 0; i < std::min(names.size(), indexes.size()); ++i) {
        if (indexes[i] < directories.size())
            into.addFile(package, std::string(directories[indexes[i]]).append(names[i]));
    }
    for (const std::string_view path : header.texts(RpmTag::OldFileNames))
        into.addFile(package, path);
}

Result<void> readRpm(PackageCollector &into, NodeId file, Bytes blob)
{
    STRATOSCOPE_TRY(const RpmHeader header, RpmHeader::parse(blob, into.pathOf(file)));
    const auto text = [&header](RpmTag tag) { return std::string(header.text(tag).substr(0, 64 * 1024)); };
    Package package{.type = PackageType::Rpm,
                    .name = text(RpmTag::Name),
                    .version = versionOf(header),
                    .arch = text(RpmTag::Architecture),
                    .source = text(RpmTag::SourceRpm),
                    .license = text(RpmTag::License),
                    .maintainer = text(RpmTag::Vendor),
                    .size = header.number(RpmTag::LongSize),
                    .files = {},
                    .describedBy = file,
                    .inside = {}};
    if (package.name == "gpg-pubkey")
        return {}; // a key, which rpm stores like a package
    if (package.maintainer.empty())
        package.maintainer = text(RpmTag::Packager);
    if (!package.size)
        package.size = header.number(RpmTag::Size);
    addFilesOfRpm(into, package, header);
    into.add(std::move(package));
    return {};
}

/// What rpm wrote before it used SQLite.
QString otherFormat(std::string_view name)
{
    if (name == "Packages")
        return u"Berkeley DB"_s;
    return name == "Packages.db" ? u"ndb"_s : QString();
}

Result<void> readRpmDatabase(PackageCollector &into, NodeId file)
{
    const MergedTree &tree = into.tree();
    if (const QString format = otherFormat(tree.name(file)); !format.isEmpty()) {
        if (tree.child(tree.parent(file), "rpmdb.sqlite"))
            return {}; // a leftover
        return fail(ErrorKind::Unsupported, {},
                    u"is a package database in rpm's former format %1, which cannot be read"_s.arg(format));
    }
    const auto log = tree.child(tree.parent(file), "rpmdb.sqlite-wal");
    if (log && tree.entry(*log).size > 0)
        into.note({ErrorKind::Unsupported, into.pathOf(*log),
                   u"has changes that are not in the package database yet, and which are not read"_s});
    STRATOSCOPE_TRY(QByteArray database, into.read(file, kLargestRpmDatabase));
    const auto readRow = [&into, file](Bytes blob) -> Result<void> {
        if (const auto read = readRpm(into, file, blob); !read)
            into.note(read.error());
        return {};
    };
    return forEachInColumn(std::move(database), "SELECT blob FROM Packages", into.pathOf(file), readRow, into.stop());
}

} // namespace

const PackageReader kRpmReader{
    .databases = {"/var/lib/rpm/rpmdb.sqlite", "/usr/lib/sysimage/rpm/rpmdb.sqlite", "/var/lib/rpm/Packages",
                  "/usr/lib/sysimage/rpm/Packages", "/var/lib/rpm/Packages.db", "/usr/lib/sysimage/rpm/Packages.db"},
    .read = readRpmDatabase,
};

} // namespace stratoscope
