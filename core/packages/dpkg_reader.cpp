// SPDX-License-Identifier: Apache-2.0
#include "base/parse_text.h"
#include "packages/package_reader.h"
#include "packages/parsers/field_blocks.h"

namespace stratoscope {

namespace {

constexpr std::uint64_t kLargestStatus = 256 * 1024 * 1024;
constexpr std::uint64_t kLargestFileList = 64 * 1024 * 1024;
constexpr std::string_view kInfoDirectory = "/var/lib/dpkg/info";
constexpr std::string_view kChecksums = ".md5sums";

/// Whether a status such as `install ok installed` means that the package's files are there.
bool hasFiles(std::string_view status)
{
    const std::string_view state = status.substr(status.rfind(' ') + 1);
    return state != "not-installed" && state != "config-files";
}

/// Each line of a list is a path. Directories are followed by what they contain: such a path may be a symlink by now, like /lib,
/// which is another package's.
void addListed(PackageCollector &into, Package &package, std::string_view list)
{
    while (!list.empty()) {
        const std::string_view path = takeUntil('\n', list);
        const bool isDirectory = list.starts_with(path) && list.substr(path.size()).starts_with('/');
        if (!isDirectory)
            into.addFile(package, path);
    }
}

/// Each line is a checksum, two characters, and a path without a leading slash.
void addWithChecksums(PackageCollector &into, Package &package, std::string_view list)
{
    while (!list.empty()) {
        std::string_view line = takeUntil('\n', list);
        takeUntil(' ', line);
        if (!line.empty())
            into.addFile(package, std::string("/").append(line.substr(1)));
    }
}

/// A file of a directory by one of these names.
std::optional<NodeId> fileNamed(const MergedTree &tree, NodeId directory, std::initializer_list<std::string> names)
{
    for (const std::string &name : names) {
        const auto file = tree.child(directory, name);
        if (file && tree.kind(*file) == EntryKind::Regular)
            return file;
    }
    return std::nullopt;
}

/// The files of a package are listed in `NAME.list` or `NAME:ARCH.list`; distroless images have just the checksums, next to the
/// status.
Result<void> addFilesOfDeb(PackageCollector &into, Package &package)
{
    const MergedTree &tree = into.tree();
    const std::string withArch = package.name + ':' + package.arch;
    if (const auto info = tree.resolve(kInfoDirectory); info && tree.isDirectory(*info)) {
        if (const auto list = fileNamed(tree, *info, {package.name + ".list", withArch + ".list"})) {
            STRATOSCOPE_TRY(const QByteArray text, into.read(*list, kLargestFileList));
            addListed(into, package, asText(text));
            return {};
        }
    }
    const NodeId beside = tree.parent(package.describedBy);
    const std::string own = std::string(tree.name(package.describedBy)).append(kChecksums);
    if (const auto sums = fileNamed(tree, beside, {own, package.name + ".md5sums"})) {
        STRATOSCOPE_TRY(const QByteArray text, into.read(*sums, kLargestFileList));
        addWithChecksums(into, package, asText(text));
    }
    return {};
}

Result<void> readDpkgStatus(PackageCollector &into, NodeId file)
{
    if (into.tree().name(file).ends_with(kChecksums))
        return {};
    STRATOSCOPE_TRY(const QByteArray text, into.read(file, kLargestStatus));
    FieldReader reader(asText(text));
    while (!reader.atEnd()) {
        const FieldBlock fields = reader.next();
        if (!hasFiles(fields["Status"]))
            continue;
        Package package{.type = PackageType::Deb,
                        .name = std::string(fields["Package"]),
                        .version = std::string(fields["Version"]),
                        .arch = std::string(fields["Architecture"]),
                        .source = std::string(fields["Source"].substr(0, fields["Source"].find(' '))),
                        .license = {},
                        .maintainer = std::string(fields["Maintainer"]),
                        .size = {},
                        .files = {},
                        .describedBy = file,
                        .inside = {}};
        if (package.source.empty())
            package.source = package.name;
        if (const auto kibibytes = parseNumber<std::uint32_t>(fields["Installed-Size"]))
            package.size = std::uint64_t(*kibibytes) * 1024;
        if (!package.name.empty()) {
            if (const auto found = addFilesOfDeb(into, package); !found)
                into.note(found.error());
        }
        into.add(std::move(package));
    }
    return {};
}

} // namespace

const PackageReader kDpkgReader{.databases = {"/var/lib/dpkg/status", "/var/lib/dpkg/status.d"}, .read = readDpkgStatus};

} // namespace stratoscope
