// SPDX-License-Identifier: Apache-2.0
#include "packages/read_packages.h"

#include "base/cancel.h"
#include "packages/package_reader.h"
#include "packages/parsers/os_release.h"

#include <algorithm>
#include <array>

namespace stratoscope {

namespace {

constexpr std::array kReaders{&kDpkgReader, &kApkReader, &kRpmReader, &kPythonReader, &kNpmReader, &kGoReader, &kJarReader};

void readOne(PackageCollector &into, const PackageReader &reader, NodeId file)
{
    auto read = reader.read(into, file);
    if (read)
        return;
    Error error = std::move(read).error();
    if (error.subject.isEmpty())
        error.subject = into.pathOf(file);
    into.note(std::move(error));
}

void readDatabases(PackageCollector &into, const PackageReader &reader)
{
    const MergedTree &tree = into.tree();
    std::vector<NodeId> done; // several paths may lead to the same file
    for (const std::string_view path : reader.databases) {
        const auto found = tree.resolve(path);
        if (!found || std::ranges::find(done, *found) != done.end())
            continue;
        done.push_back(*found);
        for (const NodeId child : tree.children(*found)) {
            if (tree.kind(child) == EntryKind::Regular)
                readOne(into, reader, child);
        }
        if (tree.kind(*found) == EntryKind::Regular)
            readOne(into, reader, *found);
    }
}

Distribution distributionOf(const ImageFs &fs)
{
    constexpr std::uint64_t kLargestOsRelease = 64 * 1024;
    for (const std::string_view path : {"/etc/os-release", "/usr/lib/os-release"}) {
        const auto file = fs.tree->resolve(path);
        if (!file || fs.tree->kind(*file) != EntryKind::Regular)
            continue;
        if (const auto text = fs.readAll(*file, kLargestOsRelease))
            return {.id = osReleaseValue(asText(*text), "ID"), .version = osReleaseValue(asText(*text), "VERSION_ID")};
    }
    return {};
}

} // namespace

PackageList readPackages(const ImageFs &fs, const std::stop_token &stop)
{
    PackageCollector collector(fs, stop);
    for (const PackageReader *const reader : kReaders)
        readDatabases(collector, *reader);

    const MergedTree &tree = *fs.tree;
    for (NodeId node = 0; node < tree.size(); ++node) {
        constexpr NodeId kBetweenChecks = 4096;
        if (node % kBetweenChecks == 0)
            throwIfStopped(stop);
        if (tree.kind(node) != EntryKind::Regular)
            continue;
        const std::string_view name = tree.name(node);
        for (const PackageReader *const reader : kReaders) {
            if (reader->isCandidate && reader->isCandidate(tree, node, name))
                readOne(collector, *reader, node);
        }
    }
    PackageList list = collector.finish();
    list.distribution = distributionOf(fs);
    return list;
}

} // namespace stratoscope
