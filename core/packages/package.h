// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tree/merged_tree.h"

#include <compare>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace stratoscope {

/// What installed a package, or what it is for.
enum class PackageType : std::uint8_t { Deb, Apk, Rpm, Python, Npm, Go, Jar };
/// "deb", "apk", …: the names that the command line prints.
std::string_view packageTypeName(PackageType type);

/// A package that is installed in an image, as the image describes it. Texts are bytes of the image, of at most 64 KiB; those
/// that it does not give are empty.
struct Package {
    PackageType type = PackageType::Deb;
    std::string name; ///< with its scope (npm) or its group, `org.example:app` (jar)
    std::string version; ///< with the epoch and the release or revision
    std::string arch; ///< as the package manager calls it: amd64, x86_64, noarch
    std::string source; ///< what it was built from: the source package (deb, apk) or the file of it (rpm)
    std::string license; ///< in whatever notation
    std::string maintainer; ///< a name, often followed by an address in angle brackets; a vendor (rpm)
    std::optional<std::uint64_t> size; ///< bytes when installed, according to the database, or of its files
    std::vector<NodeId> files; ///< that belong to it and exist, other than directories; sorted
    NodeId describedBy = kNoNode; ///< the file that says all of this: a database, a METADATA, a program
    std::string inside; ///< the path of a jar in the jars of `describedBy`: `BOOT-INF/lib/a.jar`
    int layer = 0; ///< that most of its files come from, or else `describedBy`

    bool operator==(const Package &) const = default;
};

/// The distribution that an image is of (os-release(5)); empty where the image does not say so.
struct Distribution {
    std::string id; ///< `debian`
    std::string version; ///< `12`
    bool operator==(const Distribution &) const = default;
};

/// The packages of an image. A value.
struct PackageList {
    std::vector<Package> packages; ///< sorted by type, name, version and place
    Distribution distribution;
    std::vector<Error> notes; ///< databases and files that cannot be read, or only in part
};

/// Orders versions by the rules of the package manager; nothing where these do not say which one is newer.
std::optional<std::strong_ordering> compareVersions(PackageType type, std::string_view a, std::string_view b);

} // namespace stratoscope
