// SPDX-License-Identifier: Apache-2.0
#include "base/parse_text.h"
#include "packages/package_reader.h"
#include "packages/parsers/field_blocks.h"

namespace stratoscope {

namespace {

constexpr std::uint64_t kLargestMetadata = 8 * 1024 * 1024;
constexpr std::uint64_t kLargestRecord = 64 * 1024 * 1024;

/// `requests-2.31.0.dist-info/METADATA`, `six-1.16.0.egg-info` or `…egg-info/PKG-INFO`, `…egg/EGG-INFO/PKG-INFO`.
bool isPythonMetadata(const MergedTree &tree, NodeId file, std::string_view name)
{
    const auto directory = [&] { return tree.name(tree.parent(file)); };
    if (name == "METADATA")
        return directory().ends_with(".dist-info");
    if (name == "PKG-INFO")
        return directory().ends_with(".egg-info") || directory() == "EGG-INFO";
    return name.ends_with(".egg-info");
}

/// The first field of a line of CSV, without its quotes.
std::string firstField(std::string_view line)
{
    if (!line.starts_with('"'))
        return std::string(takeUntil(',', line));
    std::string field;
    line.remove_prefix(1);
    while (!line.empty()) {
        field += takeUntil('"', line);
        if (!line.starts_with('"'))
            break;
        field += '"'; // doubled
        line.remove_prefix(1);
    }
    return field;
}

/// A path in a list of a package's files: relative to `directory` unless it is absolute.
std::string pathFrom(const std::string &directory, const std::string &path)
{
    return path.starts_with('/') ? path : directory + '/' + path;
}

Result<void> addFilesOfPython(PackageCollector &into, Package &package)
{
    const MergedTree &tree = into.tree();
    const NodeId metadata = tree.parent(package.describedBy);
    const auto list = [&](std::string_view name) -> Result<QByteArray> {
        const auto file = tree.child(metadata, name);
        return file && tree.kind(*file) == EntryKind::Regular ? into.read(*file, kLargestRecord) : QByteArray();
    };
    STRATOSCOPE_TRY(const QByteArray record, list("RECORD"));
    const std::string library = tree.path(tree.parent(metadata));
    for (std::string_view rest = asText(record); !rest.empty();) {
        if (const std::string path = firstField(takeUntil('\n', rest)); !path.empty())
            into.addFile(package, pathFrom(library, path));
    }
    STRATOSCOPE_TRY(const QByteArray installed, list("installed-files.txt"));
    const std::string own = tree.path(metadata);
    for (std::string_view rest = asText(installed); !rest.empty();) {
        if (const std::string_view path = takeUntil('\n', rest); !path.empty())
            into.addFile(package, pathFrom(own, std::string(path)));
    }
    return {};
}

/// A licence as an expression or a name, rather than as its whole text, which some put there.
std::string licenseOf(const FieldBlock &fields)
{
    constexpr std::size_t kLongestName = 200;
    const std::string_view expression = fields["License-Expression"];
    const std::string_view license = expression.empty() ? fields["License"] : expression;
    return license.size() > kLongestName || license == "UNKNOWN" ? std::string() : std::string(license);
}

Result<void> readPythonMetadata(PackageCollector &into, NodeId file)
{
    STRATOSCOPE_TRY(const QByteArray text, into.read(file, kLargestMetadata));
    const FieldBlock fields = FieldReader(asText(text)).next();
    const std::string_view maintainer = fields["Maintainer"].empty() ? fields["Author"] : fields["Maintainer"];
    Package package{.type = PackageType::Python,
                    .name = std::string(fields["Name"]),
                    .version = std::string(fields["Version"]),
                    .arch = {},
                    .source = {},
                    .license = licenseOf(fields),
                    .maintainer = maintainer == "UNKNOWN" ? std::string() : std::string(maintainer),
                    .size = {},
                    .files = {},
                    .describedBy = file,
                    .inside = {}};
    if (package.name.empty())
        return fail(ErrorKind::Malformed, {}, QStringLiteral("does not name the package that it describes"));
    if (!into.tree().name(file).ends_with(".egg-info")) {
        if (const auto added = addFilesOfPython(into, package); !added)
            into.note(added.error());
    }
    if (!package.files.empty())
        package.size = into.sizeOfFiles(package);
    else
        package.files.push_back(file);
    into.add(std::move(package));
    return {};
}

} // namespace

const PackageReader kPythonReader{.isCandidate = isPythonMetadata, .read = readPythonMetadata};

} // namespace stratoscope
