// SPDX-License-Identifier: Apache-2.0
#include "export/directory_export.h"

#include "base/cancel.h"
#include "base/reversed.h"
#include "export/attribute_setter.h"
#include "export/content_writer.h"
#include "export/directory_ops.h"
#include "export/staged_directory.h"
#include "formats/selection.h"

#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <limits>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>
#include <unordered_map>

using namespace Qt::StringLiterals;

namespace stratoscope {

namespace {

constexpr mode_t kDirectoryMode = 0700; // until its entries are complete

/// Opens the exported directories of a tree, each by its name in its parent, and keeps the most recently used ones open, so that
/// their number and depth are unlimited. For one thread.
class DirectoryCache
{
public:
    /// `root`: the exported root, which outlives the cache.
    DirectoryCache(const MergedTree &tree, int root)
        : m_tree(tree)
        , m_root(root)
    {
    }

    /// Errors have an empty subject.
    Result<std::shared_ptr<const File>> open(NodeId directory)
    {
        if (directory == m_last)
            return m_lastFile;
        std::vector<NodeId> path; // from the directory up to the nearest open one
        std::shared_ptr<const File> file;
        for (NodeId at = directory; !(file = find(at)); at = m_tree.parent(at)) {
            path.push_back(at);
            if (at == kRootNode)
                break;
        }
        for (; !path.empty(); path.pop_back()) {
            const NodeId node = path.back();
            File opened = file ? directory::open(file->descriptor(), m_tree.name(node).data())
                               : File(::openat(m_root, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC), {});
            if (!opened.isOpen())
                return failErrno({}, u"open this directory", errno);
            file = std::make_shared<const File>(std::move(opened));
            add(node, file);
        }
        m_last = directory;
        m_lastFile = file;
        return file;
    }

private:
    struct Slot {
        std::shared_ptr<const File> file;
        std::uint64_t used = 0;
    };
    std::shared_ptr<const File> find(NodeId directory)
    {
        const auto slot = m_slots.find(directory);
        if (slot == m_slots.end())
            return nullptr;
        slot->second.used = ++m_uses;
        return slot->second.file;
    }

    void add(NodeId directory, std::shared_ptr<const File> file)
    {
        constexpr std::size_t kMostOpen = 128;
        if (m_slots.size() >= kMostOpen)
            m_slots.erase(std::ranges::min_element(m_slots, {}, [](const auto &slot) { return slot.second.used; }));
        m_slots[directory] = {std::move(file), ++m_uses};
    }

    const MergedTree &m_tree;
    const int m_root;
    std::unordered_map<NodeId, Slot> m_slots;
    std::uint64_t m_uses = 0;
    NodeId m_last = kNoNode;
    std::shared_ptr<const File> m_lastFile;
};

class DirectoryExport
{
public:
    DirectoryExport(const ImageFs &fs, const Selection &selection, int root, ProgressMeter &progress, std::stop_token stop)
        : m_fs(fs)
        , m_tree(*fs.tree)
        , m_selection(selection)
        , m_progress(progress)
        , m_stop(stop)
        , m_cache(m_tree, root)
        , m_attributes(root)
        , m_contents(progress, stop)
    {
    }

    Result<void> run()
    {
        for (const NodeId node : m_selection.directories()) {
            throwIfStopped(m_stop);
            STRATOSCOPE_CHECK(at(node, makeDirectory(node)));
        }
        STRATOSCOPE_CHECK(makeFiles());
        // Bottom up: creating entries changes the times of a directory, and may need permissions that its mode does not grant.
        for (const NodeId node : reversed(m_selection.directories())) {
            throwIfStopped(m_stop);
            STRATOSCOPE_CHECK(at(node, finishDirectory(node)));
        }
        return {};
    }

    /// Sets the attributes of the root, at the end.
    Result<void> finishRoot(int directory)
    {
        const Entry root = m_tree.entry(kRootNode);
        return root.implied ? Result<void>() : m_attributes.setOpen(directory, root, kDirectoryMode);
    }

    QStringList warnings() const { return m_attributes.warnings() + m_selection.warnings(); }

private:
    Result<void> makeDirectory(NodeId node)
    {
        STRATOSCOPE_TRY(const auto parent, m_cache.open(m_tree.parent(node)));
        if (::mkdirat(parent->descriptor(), m_tree.name(node).data(), kDirectoryMode) != 0)
            return failErrno({}, u"create this directory", errno);
        return {};
    }

    Result<void> finishDirectory(NodeId node)
    {
        STRATOSCOPE_TRY(const auto directory, m_cache.open(node));
        return m_attributes.setOpen(directory->descriptor(), m_tree.entry(node), kDirectoryMode);
    }

    Result<void> makeFiles()
    {
        const Selection::File *first = nullptr; // name of the current file
        bool isMade = false;
        for (const Selection::File &file : m_selection.files()) {
            throwIfStopped(m_stop);
            report(file);
            if (!first || first->origin != file.origin) {
                first = &file;
                STRATOSCOPE_TRY(isMade, at(file.node, makeFile(file)));
            } else if (isMade) {
                STRATOSCOPE_CHECK(at(file.node, makeLink(file.node, first->node)));
            }
            if (!isMade)
                m_attributes.countSpecial(m_tree.kind(file.node));
        }
        return {};
    }

    /// Returns false for a device, pipe or socket that cannot be created here.
    Result<bool> makeFile(const Selection::File &file)
    {
        STRATOSCOPE_TRY(const auto parent, m_cache.open(m_tree.parent(file.node)));
        const std::string name = writtenName(m_tree, file.node);
        const Entry entry = m_tree.layers()[std::size_t(file.origin.layer)]->entry(file.origin.record);
        switch (entry.kind) {
        case EntryKind::Regular:
        case EntryKind::Whiteout:
        case EntryKind::Opaque:
            STRATOSCOPE_CHECK(makeRegular(parent->descriptor(), name, entry, file.origin));
            return true;
        default:
            return makeSpecial(parent->descriptor(), name, entry);
        }
    }

    Result<void> makeRegular(int parent, const std::string &name, const Entry &entry, MergedTree::Origin origin)
    {
        const mode_t mode = m_attributes.modeToCreate(entry);
        const File file(::openat(parent, name.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode), {});
        if (!file.isOpen())
            return failErrno({}, u"create this file", errno);
        if (entry.size > 0) {
            const auto layer = std::size_t(origin.layer);
            STRATOSCOPE_CHECK(m_contents.write(*m_tree.layers()[layer], m_fs.contents[layer], origin.record, file.descriptor()));
        }
        return m_attributes.setOpen(file.descriptor(), entry, mode);
    }

    Result<bool> makeSpecial(int parent, const std::string &name, const Entry &entry)
    {
        if (entry.kind == EntryKind::Symlink) {
            if (::symlinkat(std::string(entry.linkTarget).c_str(), parent, name.c_str()) != 0)
                return failErrno({}, u"create this link", errno);
        } else {
            const bool isDevice = entry.kind == EntryKind::CharacterDevice || entry.kind == EntryKind::BlockDevice;
            const mode_t type = entry.kind == EntryKind::CharacterDevice ? S_IFCHR
                : entry.kind == EntryKind::BlockDevice                   ? S_IFBLK
                : entry.kind == EntryKind::Fifo                          ? S_IFIFO
                                                                         : S_IFSOCK;
            const dev_t device = isDevice ? makedev(entry.deviceMajor, entry.deviceMinor) : 0;
            if (::mknodat(parent, name.c_str(), type | 0600, device) != 0) {
                if (AttributeSetter::isRefusal(errno)) // also of numbers that no device of this kernel has
                    return false;
                return failErrno({}, u"create this device, pipe or socket", errno);
            }
        }
        STRATOSCOPE_CHECK(m_attributes.setNamed(parent, name.c_str(), entry));
        return true;
    }

    Result<void> makeLink(NodeId node, NodeId firstName)
    {
        STRATOSCOPE_TRY(const auto parent, m_cache.open(m_tree.parent(node)));
        STRATOSCOPE_TRY(const auto firstParent, m_cache.open(m_tree.parent(firstName)));
        if (::linkat(firstParent->descriptor(), writtenName(m_tree, firstName).c_str(), parent->descriptor(),
                     writtenName(m_tree, node).c_str(), 0)
            != 0)
            return failErrno({}, u"create this hard link", errno);
        return {};
    }

    void report(const Selection::File &file)
    {
        constexpr std::uint64_t kInterval = 256;
        constexpr std::uint64_t kLarge = 1 << 20;
        if (m_filesMade++ % kInterval == 0 || m_tree.entry(file.node).size >= kLarge)
            m_progress.setItem(shownPath(m_tree, file.node), 0);
    }

    /// Names the entry in an error.
    template <typename T>
    Result<T> at(NodeId node, Result<T> result) const
    {
        return result ? result : withContext(shownPath(m_tree, node), std::move(result));
    }

    const ImageFs &m_fs;
    const MergedTree &m_tree;
    const Selection &m_selection;
    ProgressMeter &m_progress;
    std::stop_token m_stop;
    DirectoryCache m_cache;
    AttributeSetter m_attributes;
    ContentWriter m_contents;
    std::uint64_t m_filesMade = 0;
};

} // namespace

Result<ExportReport> exportDirectory(const ImageFs &fs, const QString &destination, const DirectoryOptions &options,
                                     ProgressMeter &progress, std::stop_token stop)
{
    STRATOSCOPE_TRY(const Selection selection, Selection::of(*fs.tree, options.paths, stop));
    STRATOSCOPE_TRY(const std::unique_ptr<StagedDirectory> staged, StagedDirectory::begin(destination, options.force));
    progress.begin(Stage::Export, qint64(std::min<std::uint64_t>(selection.contentSize(), std::numeric_limits<qint64>::max())));
    DirectoryExport work(fs, selection, staged->descriptor(), progress, stop);
    STRATOSCOPE_CHECK(withContext(destination, work.run()));
    const bool setsRoot = options.paths.empty() || !staged->fillsExisting();
    STRATOSCOPE_CHECK(staged->commit([&](int directory) { return setsRoot ? work.finishRoot(directory) : Result<void>(); }));
    progress.finish();
    return ExportReport{.path = destination, .bytes = selection.contentSize(), .warnings = staged->warnings() + work.warnings()};
}

} // namespace stratoscope
