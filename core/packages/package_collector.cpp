// SPDX-License-Identifier: Apache-2.0
#include "packages/package_collector.h"

#include "base/cancel.h"

#include <algorithm>
#include <tuple>

using namespace Qt::StringLiterals;

namespace stratoscope {

namespace {

constexpr std::uint64_t kMostBytesRead = std::uint64_t(2) << 30;
constexpr std::size_t kMostPackages = 500'000;
constexpr std::size_t kMostOwnedFiles = 20'000'000;
constexpr std::size_t kMostNotes = 100;
constexpr std::size_t kMostDirectories = 200'000;

auto placeOf(const Package &package)
{
    return std::tie(package.type, package.name, package.version, package.arch, package.describedBy, package.inside);
}

/// The layer that most of the files are from; of several, the lowest.
int layerOfMost(const MergedTree &tree, std::span<const NodeId> files)
{
    std::map<int, std::size_t> counts;
    for (const NodeId file : files)
        ++counts[tree.layer(file)];
    return std::ranges::max_element(counts, {}, &std::pair<const int, std::size_t>::second)->first;
}

} // namespace

PackageCollector::PackageCollector(ImageFs fs, std::stop_token stop)
    : m_fs(std::move(fs))
    , m_stop(std::move(stop))
    , m_bytesLeft(kMostBytesRead)
    , m_filesLeft(kMostOwnedFiles)
{
}

Result<QByteArray> PackageCollector::read(NodeId file, std::uint64_t limit)
{
    throwIfStopped(m_stop);
    const std::uint64_t size = tree().entry(file).size;
    if (size <= limit)
        STRATOSCOPE_CHECK(charge(size, pathOf(file)));
    return m_fs.readAll(file, limit);
}

Result<void> PackageCollector::charge(std::uint64_t bytes, const QString &subject)
{
    throwIfStopped(m_stop);
    if (bytes > m_bytesLeft)
        return fail(ErrorKind::TooLarge, subject,
                    u"is not read, since the image has more than %1 GiB of descriptions of packages"_s.arg(kMostBytesRead >> 30));
    m_bytesLeft -= bytes;
    return {};
}

std::optional<NodeId> PackageCollector::directory(std::string_view path)
{
    if (const auto known = m_directories.find(path); known != m_directories.end())
        return known->second;
    throwIfStopped(m_stop);
    std::optional<NodeId> found = tree().find(path);
    if (!found || !tree().isDirectory(*found)) {
        const auto resolved = tree().resolve(path);
        found = resolved && tree().isDirectory(*resolved) ? std::optional(*resolved) : std::nullopt;
    }
    if (m_directories.size() < kMostDirectories)
        m_directories.emplace(path, found);
    return found;
}

void PackageCollector::addFile(Package &package, std::string_view path)
{
    const std::size_t slash = path.rfind('/');
    const auto in = directory(slash == std::string_view::npos ? std::string_view() : path.substr(0, slash));
    const auto file = in ? tree().child(*in, path.substr(slash + 1)) : std::nullopt;
    if (file && !tree().isDirectory(*file) && m_filesLeft > 0) {
        package.files.push_back(*file);
        --m_filesLeft;
    }
}

std::uint64_t PackageCollector::sizeOfFiles(const Package &package) const
{
    std::uint64_t size = 0;
    for (const NodeId file : package.files)
        size += tree().entry(file).size;
    return size;
}

void PackageCollector::add(Package package)
{
    if (package.name.empty())
        return;
    if (m_list.packages.size() == kMostPackages) {
        if (!std::exchange(m_isFull, true))
            note({ErrorKind::TooLarge,
                  {},
                  u"the image has more than %1 packages, of which the rest is left out"_s.arg(kMostPackages)});
        return;
    }
    std::ranges::sort(package.files);
    package.files.erase(std::unique(package.files.begin(), package.files.end()), package.files.end());
    package.files.shrink_to_fit();
    package.layer = package.files.empty() ? tree().layer(package.describedBy) : layerOfMost(tree(), package.files);
    m_list.packages.push_back(std::move(package));
}

void PackageCollector::note(Error error)
{
    if (m_list.notes.size() < kMostNotes)
        m_list.notes.push_back(std::move(error));
    else
        ++m_furtherNotes;
}

PackageList PackageCollector::finish()
{
    auto &packages = m_list.packages;
    std::ranges::sort(packages, {}, placeOf);
    std::size_t kept = 0;
    for (std::size_t i = 0; i < packages.size(); ++i) {
        Package *const last = kept > 0 ? &packages[kept - 1] : nullptr;
        if (last && packages[i].type == PackageType::Go && last->type == PackageType::Go && last->name == packages[i].name
            && last->version == packages[i].version)
            last->files.insert(last->files.end(), packages[i].files.begin(), packages[i].files.end());
        else if (kept++ != i)
            packages[kept - 1] = std::move(packages[i]);
    }
    packages.resize(kept);
    for (Package &package : packages) {
        if (package.type == PackageType::Go)
            std::ranges::sort(package.files);
    }
    if (m_furtherNotes > 0)
        m_list.notes.push_back({ErrorKind::TooLarge, {}, u"%1 further files cannot be read"_s.arg(m_furtherNotes)});
    return std::move(m_list);
}

} // namespace stratoscope
