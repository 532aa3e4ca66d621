// SPDX-License-Identifier: Apache-2.0
#include "analysis/package_caches.h"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

using namespace Qt::StringLiterals;

namespace stratoscope {

namespace {

/// By kind.
constexpr std::array kCaches{
    CacheTraits{CacheKind::None, {}, {}, {}, {}},
    CacheTraits{CacheKind::AptLists, "aptLists"_L1, "package lists of apt"_L1, "/var/lib/apt/lists"_L1,
                "rm -rf /var/lib/apt/lists/*"_L1},
    CacheTraits{CacheKind::AptArchives, "apt"_L1, "cache of apt"_L1, "/var/cache/apt"_L1, "apt-get clean"_L1},
    CacheTraits{CacheKind::Apk, "apk"_L1, "cache of apk"_L1, "/var/cache/apk"_L1, "apk add --no-cache"_L1},
    CacheTraits{CacheKind::Dnf, "dnf"_L1, "cache of dnf"_L1, "/var/cache/dnf"_L1, "dnf clean all"_L1},
    CacheTraits{CacheKind::Yum, "yum"_L1, "cache of yum"_L1, "/var/cache/yum"_L1, "yum clean all"_L1},
    CacheTraits{CacheKind::Zypper, "zypper"_L1, "cache of zypper"_L1, "/var/cache/zypp"_L1, "zypper clean --all"_L1},
    CacheTraits{CacheKind::Pacman, "pacman"_L1, "cache of pacman"_L1, "/var/cache/pacman/pkg"_L1,
                "rm -f /var/cache/pacman/pkg/*"_L1},
    CacheTraits{CacheKind::Pip, "pip"_L1, "cache of pip"_L1, "/root/.cache/pip"_L1, "pip install --no-cache-dir"_L1},
    CacheTraits{CacheKind::Uv, "uv"_L1, "cache of uv"_L1, "/root/.cache/uv"_L1, "uv cache clean"_L1},
    CacheTraits{CacheKind::Npm, "npm"_L1, "cache of npm"_L1, "/root/.npm"_L1, "npm cache clean --force"_L1},
    CacheTraits{CacheKind::Yarn, "yarn"_L1, "cache of yarn"_L1, "/usr/local/share/.cache/yarn"_L1, "yarn cache clean"_L1},
    CacheTraits{CacheKind::GoBuild, "goBuild"_L1, "build cache of Go"_L1, "/root/.cache/go-build"_L1, "go clean -cache"_L1},
    CacheTraits{CacheKind::GoModules, "goModules"_L1, "downloaded modules of Go"_L1, "/go/pkg/mod"_L1, "go clean -modcache"_L1},
    CacheTraits{CacheKind::Cargo, "cargo"_L1, "downloaded crates of Cargo"_L1, "/usr/local/cargo/registry"_L1,
                "rm -rf /usr/local/cargo/registry"_L1},
    CacheTraits{CacheKind::Composer, "composer"_L1, "cache of Composer"_L1, "/root/.cache/composer"_L1, "composer clear-cache"_L1},
    CacheTraits{CacheKind::RubyGems, "rubyGems"_L1, "downloaded gems of Ruby"_L1, "/usr/local/bundle/cache"_L1,
                "rm -rf /usr/local/bundle/cache"_L1},
    CacheTraits{CacheKind::Conda, "conda"_L1, "packages that conda unpacked"_L1, "/opt/conda/pkgs"_L1,
                "conda clean --all --yes"_L1},
};

constexpr bool areInOrder()
{
    for (std::size_t i = 0; i < kCaches.size(); ++i) {
        if (kCaches[i].kind != CacheKind(i))
            return false;
    }
    return kCaches.back().kind == CacheKind::Conda;
}
static_assert(areInOrder());

using CachePath = std::pair<std::string_view, CacheKind>;

/// A `*` stands for any one name.
constexpr std::array kPaths{
    CachePath{"var/lib/apt/lists", CacheKind::AptLists},
    CachePath{"var/cache/apt", CacheKind::AptArchives},
    CachePath{"var/cache/apk", CacheKind::Apk},
    CachePath{"var/cache/dnf", CacheKind::Dnf},
    CachePath{"var/cache/libdnf5", CacheKind::Dnf},
    CachePath{"var/cache/yum", CacheKind::Yum},
    CachePath{"var/cache/zypp", CacheKind::Zypper},
    CachePath{"var/cache/pacman/pkg", CacheKind::Pacman},
    CachePath{"usr/local/share/.cache/yarn", CacheKind::Yarn},
    CachePath{"go/pkg/mod", CacheKind::GoModules},
    CachePath{"usr/local/cargo/registry", CacheKind::Cargo},
    CachePath{"usr/local/bundle/cache", CacheKind::RubyGems},
    CachePath{"usr/local/lib/ruby/gems/*/cache", CacheKind::RubyGems},
    CachePath{"var/lib/gems/*/cache", CacheKind::RubyGems},
    CachePath{"opt/conda/pkgs", CacheKind::Conda},
};

/// In home directories.
constexpr std::array kHomePaths{
    CachePath{".cache/pip", CacheKind::Pip},           CachePath{".cache/uv", CacheKind::Uv},
    CachePath{".npm/_cacache", CacheKind::Npm},        CachePath{".cache/yarn", CacheKind::Yarn},
    CachePath{".cache/go-build", CacheKind::GoBuild},  CachePath{"go/pkg/mod", CacheKind::GoModules},
    CachePath{".cargo/registry", CacheKind::Cargo},    CachePath{".cache/composer", CacheKind::Composer},
    CachePath{".composer/cache", CacheKind::Composer},
};

class CacheMarker
{
public:
    explicit CacheMarker(const MergedTree &tree)
        : m_tree(tree)
    {
    }

    void mark(NodeId at, std::string_view path, CacheKind kind)
    {
        while (!path.empty()) {
            const std::string_view name = path.substr(0, path.find('/'));
            path.remove_prefix(std::min(name.size() + 1, path.size()));
            if (name == "*") {
                for (const NodeId child : m_tree.children(at))
                    mark(child, path, kind);
                return;
            }
            const auto next = m_tree.isDirectory(at) ? m_tree.child(at, name) : std::nullopt;
            if (!next)
                return;
            at = *next;
        }
        m_kinds.resize(m_tree.size(), CacheKind::None);
        m_kinds[at] = kind;
    }

    std::vector<CacheKind> finish()
    {
        for (NodeId node = 1; node < m_kinds.size(); ++node) { // parents come before their children
            if (m_kinds[node] == CacheKind::None)
                m_kinds[node] = m_kinds[m_tree.parent(node)];
        }
        return std::move(m_kinds);
    }

private:
    const MergedTree &m_tree;
    std::vector<CacheKind> m_kinds;
};

} // namespace

const CacheTraits &traitsOf(CacheKind kind)
{
    return kCaches[std::size_t(kind)];
}

std::vector<CacheKind> findPackageCaches(const MergedTree &tree)
{
    CacheMarker marker(tree);
    for (const auto &[path, kind] : kPaths)
        marker.mark(kRootNode, path, kind);
    std::vector<NodeId> homes{kRootNode}; // HOME is / for a user without an entry in /etc/passwd
    if (const auto root = tree.find("/root"))
        homes.push_back(*root);
    if (const auto parent = tree.find("/home")) {
        for (const NodeId home : tree.children(*parent))
            homes.push_back(home);
    }
    for (const NodeId home : homes) {
        for (const auto &[path, kind] : kHomePaths)
            marker.mark(home, path, kind);
    }
    return marker.finish();
}

} // namespace stratoscope
