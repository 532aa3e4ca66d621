// SPDX-License-Identifier: Apache-2.0
#include "base/parse_text.h"
#include "packages/package_reader.h"

namespace stratoscope {

namespace {

constexpr std::uint64_t kLargestApkDatabase = 256 * 1024 * 1024;
constexpr std::size_t kLongestApkField = 64 * 1024;

/// One line of the database: a letter, a colon and a value (apk's manual, "installed").
void takeApkLine(PackageCollector &into, Package &package, std::string &directory, char key, std::string_view value)
{
    switch (key) {
    case 'P':
        package.name = value;
        break;
    case 'V':
        package.version = value;
        break;
    case 'A':
        package.arch = value;
        break;
    case 'o':
        package.source = value;
        break;
    case 'L':
        package.license = value;
        break;
    case 'm':
        package.maintainer = value;
        break;
    case 'I':
        package.size = parseNumber<std::uint64_t>(value);
        break;
    case 'F':
        directory = std::string("/").append(value);
        break;
    case 'R':
        into.addFile(package, directory + '/' + std::string(value));
        break;
    default:
        break;
    }
}

Result<void> readApkDatabase(PackageCollector &into, NodeId file)
{
    STRATOSCOPE_TRY(const QByteArray text, into.read(file, kLargestApkDatabase));
    const Package empty{.type = PackageType::Apk,
                        .name = {},
                        .version = {},
                        .arch = {},
                        .source = {},
                        .license = {},
                        .maintainer = {},
                        .size = {},
                        .files = {},
                        .describedBy = file,
                        .inside = {}};
    Package package = empty;
    std::string directory = "/";
    for (std::string_view rest = asText(text); !rest.empty();) {
        const std::string_view line = takeUntil('\n', rest);
        if (line.size() > 1 && line[1] == ':')
            takeApkLine(into, package, directory, line[0], line.substr(2, kLongestApkField));
        if (line.empty() || rest.empty()) {
            into.add(std::exchange(package, empty));
            directory = "/";
        }
    }
    return {};
}

} // namespace

const PackageReader kApkReader{.databases = {"/lib/apk/db/installed", "/usr/lib/apk/db/installed"}, .read = readApkDatabase};

} // namespace stratoscope
