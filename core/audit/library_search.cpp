// SPDX-License-Identifier: Apache-2.0
#include "audit/library_search.h"

#include "base/parse_text.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace stratoscope {

namespace {

constexpr std::uint64_t kLargestConfiguration = 64 * 1024;
constexpr std::size_t kMostLibraryDirectories = 1000;
constexpr int kMostIncluded = 4; ///< configurations that include configurations
constexpr int kMostOwnDirectories = 64; ///< of an RPATH

std::string_view withoutBlanks(std::string_view text)
{
    const std::size_t first = text.find_first_not_of(" \t\r");
    return first == std::string_view::npos ? std::string_view() : text.substr(first, text.find_last_not_of(" \t\r") + 1 - first);
}

/// Whether a name matches a glob that has at most one `*`, as those of ld.so.conf do.
bool matchesGlob(std::string_view name, std::string_view glob)
{
    const std::size_t star = glob.find('*');
    if (star == std::string_view::npos)
        return name == glob;
    return name.size() + 1 >= glob.size() && name.starts_with(glob.substr(0, star)) && name.ends_with(glob.substr(star + 1));
}

} // namespace

LibrarySearch::LibrarySearch(ImageFs fs, const QStringList &variables)
    : m_fs(std::move(fs))
{
    const MergedTree &tree = *m_fs.tree;
    for (const QString &variable : variables) {
        if (variable.startsWith("LD_LIBRARY_PATH="_L1)) {
            for (const QString &directory : variable.sliced(16).split(u':', Qt::SkipEmptyParts))
                addDirectory(directory.toStdString());
        }
    }
    readConfiguration("/etc/ld.so.conf", 0);
    if (const auto etc = tree.resolve("/etc")) {
        for (const NodeId file : tree.children(*etc)) {
            const std::string_view name = tree.name(file);
            if (name.starts_with("ld-musl-") && name.ends_with(".path"))
                readConfiguration(tree.path(file), kMostIncluded);
        }
    }
    for (const char *const root : {"/lib", "/usr/lib"}) {
        const auto directory = tree.resolve(root);
        if (!directory)
            continue;
        for (const NodeId child : tree.children(*directory)) {
            if (tree.name(child).find("-linux-") != std::string_view::npos)
                addDirectory(tree.path(child));
        }
    }
    for (const char *const directory :
         {"/lib64", "/usr/lib64", "/lib", "/usr/lib", "/usr/local/lib", "/lib32", "/usr/lib32", "/libx32", "/usr/libx32"})
        addDirectory(directory);
}

void LibrarySearch::addDirectory(const std::string &path)
{
    const auto node = m_fs.tree->resolve(path);
    if (node && m_fs.tree->isDirectory(*node) && m_directories.size() < kMostLibraryDirectories
        && std::ranges::find(m_directories, *node) == m_directories.end())
        m_directories.push_back(*node);
}

void LibrarySearch::readConfiguration(const std::string &path, int depth)
{
    const auto file = m_fs.tree->resolve(path);
    if (!file || m_fs.tree->kind(*file) != EntryKind::Regular)
        return;
    const auto content = m_fs.readAll(*file, kLargestConfiguration);
    if (!content)
        return;
    std::string_view rest = asText(*content);
    while (!rest.empty()) {
        std::string_view line = takeUntil('\n', rest);
        line = withoutBlanks(line.substr(0, line.find('#')));
        constexpr std::string_view kInclude = "include ";
        if (!line.starts_with(kInclude)) {
            while (!line.empty()) // a musl path may use colons
                addDirectory(std::string(withoutBlanks(takeUntil(':', line))));
            continue;
        }
        if (depth >= kMostIncluded)
            continue;
        std::string pattern(withoutBlanks(line.substr(kInclude.size())));
        if (!pattern.starts_with('/'))
            pattern.insert(0, "/etc/");
        const std::size_t slash = pattern.rfind('/');
        const auto directory = m_fs.tree->resolve(pattern.substr(0, slash));
        if (!directory || !m_fs.tree->isDirectory(*directory))
            continue;
        for (const NodeId child : m_fs.tree->children(*directory)) {
            if (matchesGlob(m_fs.tree->name(child), std::string_view(pattern).substr(slash + 1)))
                readConfiguration(m_fs.tree->path(child), depth + 1);
        }
    }
}

std::optional<NodeId> LibrarySearch::find(const std::string &name, NodeId file, const ElfFacts &facts,
                                          const QStringList &inherited) const
{
    const MergedTree &tree = *m_fs.tree;
    const auto fileAt = [&tree](const std::string &path) -> std::optional<NodeId> {
        const auto node = tree.resolve(path);
        return node && !tree.isDirectory(*node) ? std::optional(*node) : std::nullopt;
    };
    if (name.find('/') != std::string::npos)
        return fileAt(name);
    const QString origin = QString::fromStdString(tree.path(tree.parent(file)));
    const QString &own = facts.runpath.isEmpty() ? facts.rpath : facts.runpath;
    for (const QString &directory : own.split(u':', Qt::SkipEmptyParts).mid(0, kMostOwnDirectories) + inherited) {
        QString path = directory;
        path.replace("${ORIGIN}"_L1, origin).replace("$ORIGIN"_L1, origin).replace("$LIB"_L1, "lib"_L1);
        if (const auto found = fileAt(path.toStdString() + '/' + name))
            return found;
    }
    for (const NodeId directory : m_directories) {
        const auto child = tree.child(directory, name);
        if (!child)
            continue;
        if (tree.kind(*child) == EntryKind::Regular)
            return child;
        if (const auto found = fileAt(tree.path(*child)))
            return found;
    }
    return std::nullopt;
}

} // namespace stratoscope
