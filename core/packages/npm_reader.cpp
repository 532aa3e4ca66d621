// SPDX-License-Identifier: Apache-2.0
#include "base/json_reader.h"
#include "packages/package_reader.h"

using namespace Qt::StringLiterals;

namespace stratoscope {

namespace {

constexpr std::uint64_t kLargestPackageJson = 4 * 1024 * 1024;
constexpr std::string_view kModules = "node_modules";

/// `node_modules/NAME/package.json` or `node_modules/@SCOPE/NAME/package.json`.
bool isPackageJson(const MergedTree &tree, NodeId file, std::string_view name)
{
    if (name != "package.json")
        return false;
    const NodeId above = tree.parent(tree.parent(file));
    return tree.name(above) == kModules || (tree.name(above).starts_with('@') && tree.name(tree.parent(above)) == kModules);
}

/// Everything below the package's directory except for the packages that it has for itself.
void addFilesOfNpm(PackageCollector &into, Package &package)
{
    const MergedTree &tree = into.tree();
    std::vector<NodeId> open{tree.parent(package.describedBy)};
    while (!open.empty()) {
        const NodeId directory = open.back();
        open.pop_back();
        for (const NodeId child : tree.children(directory)) {
            if (!tree.isDirectory(child))
                package.files.push_back(child);
            else if (tree.name(child) != kModules)
                open.push_back(child);
        }
    }
}

/// A text, or the member of an object: `"MIT"`, `{"type": "MIT"}`.
std::string textOrMember(const QJsonValue &value, const QString &member)
{
    return (value.isObject() ? value.toObject().value(member) : value).toString().left(1000).toStdString();
}

Result<void> readPackageJson(PackageCollector &into, NodeId file)
{
    STRATOSCOPE_TRY(const QByteArray text, into.read(file, kLargestPackageJson));
    STRATOSCOPE_TRY(const QJsonObject json, parseJsonObject(text, into.pathOf(file)));
    Package package{.type = PackageType::Npm,
                    .name = json[u"name"_s].toString().left(1000).toStdString(),
                    .version = json[u"version"_s].toString().left(1000).toStdString(),
                    .arch = {},
                    .source = {},
                    .license = textOrMember(json[u"license"_s], u"type"_s),
                    .maintainer = textOrMember(json[u"author"_s], u"name"_s),
                    .size = {},
                    .files = {},
                    .describedBy = file,
                    .inside = {}};
    if (package.name.empty())
        return {}; // such as one that only says how the files next to it are to be read
    addFilesOfNpm(into, package);
    package.size = into.sizeOfFiles(package);
    into.add(std::move(package));
    return {};
}

} // namespace

const PackageReader kNpmReader{.isCandidate = isPackageJson, .read = readPackageJson};

} // namespace stratoscope
