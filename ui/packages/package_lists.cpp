// SPDX-License-Identifier: Apache-2.0
#include "ui/packages/package_lists.h"

#include "packages/read_packages.h"

#include <algorithm>

namespace stratoscope::ui {

namespace {

constexpr std::size_t kListsKept = 6; ///< of both sides of three trees

} // namespace

std::shared_ptr<const PackageList> PackageLists::of(const ImageFs &fs, const std::stop_token &stop)
{
    std::unique_lock lock(m_mutex);
    if (const auto known = std::ranges::find(m_recent, fs.tree, &Read::tree); known != m_recent.end()) {
        std::rotate(m_recent.begin(), known, std::next(known));
        return m_recent.front().list;
    }
    lock.unlock(); // a task that is cancelled must not hold up the next one
    auto list = std::make_shared<const PackageList>(readPackages(fs, stop));
    lock.lock();
    m_recent.insert(m_recent.begin(), {fs.tree, list});
    if (m_recent.size() > kListsKept)
        m_recent.pop_back();
    return list;
}

} // namespace stratoscope::ui
