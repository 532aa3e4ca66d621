// SPDX-License-Identifier: Apache-2.0
#include "mount/image_mount.h"

#include "formats/file_mode.h"
#include "mount/unmount.h"

#define FUSE_USE_VERSION 314
#include <fuse_lowlevel.h>

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QStandardPaths>

#include <algorithm>
#include <array>
#include <cerrno>
#include <climits>
#include <cstring>
#include <fcntl.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/sysmacros.h>
#include <thread>
#include <unistd.h>
#include <unordered_map>

using namespace Qt::StringLiterals;

namespace stratoscope {

namespace {

/// Seconds for which the kernel may use what it was told: for ever.
constexpr double kForever = INT_MAX;
constexpr std::uint32_t kMountBlockSize = 4096;
constexpr std::uint64_t kStatUnit = 512; ///< of st_blocks
constexpr unsigned kMaxThreads = 8;

/// What libfuse said last, since its functions return no reasons. Written by the thread that mounts.
thread_local std::string t_message;

void keepMessage(fuse_log_level, const char *format, va_list values)
{
    std::array<char, 512> text{};
    std::vsnprintf(text.data(), text.size(), format, values);
    t_message = text.data();
}

/// The numbers of the root directory and of the other nodes.
constexpr fuse_ino_t numberOf(NodeId node)
{
    return fuse_ino_t(node) + FUSE_ROOT_ID;
}
constexpr NodeId nodeOf(fuse_ino_t number)
{
    return NodeId(number - FUSE_ROOT_ID);
}

/// As an option of FUSE, in which commas and backslashes mean something.
std::string deviceName(const QString &name)
{
    std::string text = name.toStdString();
    std::ranges::replace_if(
        text, [](unsigned char c) { return c <= ' ' || c == ',' || c == '\\' || c == 0x7F; }, '_');
    return text.empty() ? "stratoscope" : text;
}

Result<QString> directoryToUse(const QString &path)
{
    STRATOSCOPE_CHECK(ImageMount::checkFuse());
    const QFileInfo info(path);
    struct stat status {
    };
    if (::stat(QFile::encodeName(path).constData(), &status) != 0) {
        if (errno == ENOTCONN)
            return fail(ErrorKind::Invalid, path, u"is the rest of a mount whose program has ended; run fusermount3 -u on it"_s);
        return fail(ErrorKind::NotFound, path, QString::fromLocal8Bit(std::strerror(errno)));
    }
    if (!S_ISDIR(status.st_mode))
        return fail(ErrorKind::Invalid, path, u"is not a directory"_s);
    if (!QDir(path).isEmpty(QDir::AllEntries | QDir::NoDotAndDotDot | QDir::Hidden | QDir::System))
        return fail(ErrorKind::Invalid, path, u"is not empty; mounting would hide what is in it"_s);
    if (!info.isWritable())
        return fail(ErrorKind::Invalid, path, u"cannot be written to; a mount needs a directory of your own"_s);
    return info.canonicalFilePath();
}

} // namespace

/// What FUSE is told. Thread-safe, since nothing in it changes.
class ImageMount::FileSystem
{
public:
    explicit FileSystem(ImageFs fs)
        : m_fs(std::move(fs))
        , m_tree(*m_fs.tree)
        , m_directoryLinks(m_tree.directoryCount(), 2)
    {
        for (NodeId node = 0; node < m_tree.size(); ++node) {
            if (m_tree.isDirectory(node) && node != kRootNode)
                ++m_directoryLinks[m_tree.directoryNumber(m_tree.parent(node))];
            if (!isReachable(m_tree.name(node)))
                ++m_hiddenEntries;
            m_hasXattrs = m_hasXattrs || m_tree.entry(node).xattrs != nullptr;
        }
        findHardlinks();
    }

    std::uint32_t hiddenEntries() const { return m_hiddenEntries; }
    bool hasXattrs() const { return m_hasXattrs; }
    const ImageFs &fs() const { return m_fs; }
    const MergedTree &tree() const { return m_tree; }

    static bool isReachable(std::string_view name) { return name.size() <= NAME_MAX; }

    /// All names of a file have the number of its first one.
    NodeId canonical(NodeId node) const
    {
        const File *const file = hardlinked(node);
        return file ? file->first : node;
    }

    struct stat attributes(NodeId node) const
    {
        const Entry entry = m_tree.entry(node);
        const File *const file = hardlinked(node);
        struct stat made {
        };
        made.st_ino = numberOf(file ? file->first : node);
        made.st_mode = fileMode(entry);
        made.st_nlink = m_tree.isDirectory(node) ? m_directoryLinks[m_tree.directoryNumber(node)] : file ? file->links : 1;
        made.st_uid = entry.uid;
        made.st_gid = entry.gid;
        made.st_rdev = ::makedev(entry.deviceMajor, entry.deviceMinor);
        made.st_size = off_t(entry.kind == EntryKind::Symlink ? entry.linkTarget.size() : entry.size);
        made.st_blksize = kMountBlockSize;
        made.st_blocks = blkcnt_t((storedBytes(node, entry) + kStatUnit - 1) / kStatUnit);
        made.st_mtim = {.tv_sec = entry.mtime.seconds, .tv_nsec = long(entry.mtime.nanoseconds)};
        made.st_atim = made.st_mtim;
        made.st_ctim = made.st_mtim;
        return made;
    }

    fuse_entry_param parameters(NodeId node) const
    {
        fuse_entry_param made{};
        made.attr = attributes(node);
        made.ino = made.attr.st_ino;
        made.attr_timeout = kForever;
        made.entry_timeout = kForever;
        return made;
    }

private:
    struct File {
        NodeId first = kNoNode;
        std::uint32_t links = 0;
    };
    struct OriginHash {
        std::size_t operator()(const MergedTree::Origin &origin) const
        {
            return std::hash<std::uint64_t>()(std::uint64_t(origin.layer) << 32 | origin.record);
        }
    };

    void findHardlinks()
    {
        for (NodeId node = 0; node < m_tree.size(); ++node) {
            if (m_tree.isHardlink(node))
                m_hardlinked[m_tree.origin(node)];
        }
        for (NodeId node = 0; !m_hardlinked.empty() && node < m_tree.size(); ++node) {
            const auto found = m_tree.isDirectory(node) ? m_hardlinked.end() : m_hardlinked.find(m_tree.origin(node));
            if (found == m_hardlinked.end())
                continue;
            if (found->second.links++ == 0)
                found->second.first = node;
        }
    }

    /// Null for a file with one name.
    const File *hardlinked(NodeId node) const
    {
        if (m_hardlinked.empty() || m_tree.isDirectory(node))
            return nullptr;
        const auto found = m_hardlinked.find(m_tree.origin(node));
        return found == m_hardlinked.end() ? nullptr : &found->second;
    }

    std::uint64_t storedBytes(NodeId node, const Entry &entry) const
    {
        const MergedTree::Origin origin = m_tree.origin(node);
        const auto *const extents
            = origin.record == kNoRecord ? nullptr : m_tree.layers()[std::size_t(origin.layer)]->sparseExtents(origin.record);
        if (!extents)
            return entry.size;
        std::uint64_t stored = 0;
        for (const SparseExtent &extent : *extents)
            stored += extent.length;
        return stored;
    }

    const ImageFs m_fs;
    const MergedTree &m_tree;
    std::vector<std::uint32_t> m_directoryLinks; ///< by directory number
    std::unordered_map<MergedTree::Origin, File, OriginHash> m_hardlinked;
    std::uint32_t m_hiddenEntries = 0;
    bool m_hasXattrs = false;
};

/// The requests of the kernel (fuse_lowlevel.h). A number that it names is one that it was told before.
struct ImageMount::Operations {
    static const FileSystem &files(fuse_req_t request) { return *static_cast<const FileSystem *>(fuse_req_userdata(request)); }

    static void init(void *, fuse_conn_info *connection)
    {
        connection->want |= connection->capable & (FUSE_CAP_SPLICE_WRITE | FUSE_CAP_SPLICE_MOVE | FUSE_CAP_CACHE_SYMLINKS);
        connection->want &= ~unsigned(FUSE_CAP_SPLICE_READ | FUSE_CAP_AUTO_INVAL_DATA); // requests are short, and nothing changes
        // What walks a tree asks for the attributes of most entries: they come with the names instead of one by one.
        connection->want &= ~unsigned(FUSE_CAP_READDIRPLUS_AUTO);
    }

    static void lookup(fuse_req_t request, fuse_ino_t parent, const char *name)
    {
        const FileSystem &files = Operations::files(request);
        const auto node = files.tree().child(nodeOf(parent), name);
        fuse_entry_param none{};
        none.entry_timeout = kForever; // the kernel keeps that there is no such entry
        const fuse_entry_param found = node ? files.parameters(*node) : none;
        fuse_reply_entry(request, &found);
    }

    static void getattr(fuse_req_t request, fuse_ino_t number, fuse_file_info *)
    {
        const struct stat attributes = files(request).attributes(nodeOf(number));
        fuse_reply_attr(request, &attributes, kForever);
    }

    static void readlink(fuse_req_t request, fuse_ino_t number)
    {
        const std::string target(files(request).tree().entry(nodeOf(number)).linkTarget);
        fuse_reply_readlink(request, target.c_str());
    }

    // The kernel does not ask again, and keeps contents and listings between one use and the next.
    static void open(fuse_req_t request, fuse_ino_t, fuse_file_info *) { fuse_reply_err(request, ENOSYS); }
    static void opendir(fuse_req_t request, fuse_ino_t, fuse_file_info *) { fuse_reply_err(request, ENOSYS); }

    static void read(fuse_req_t request, fuse_ino_t number, std::size_t size, off_t position, fuse_file_info *)
    {
        const ImageFs &fs = files(request).fs();
        const NodeId node = nodeOf(number);
        if (const auto region = fs.region(node)) {
            const std::uint64_t from = std::min(std::uint64_t(position), region->size);
            fuse_bufvec data = FUSE_BUFVEC_INIT(std::min<std::uint64_t>(size, region->size - from));
            data.buf[0].flags = fuse_buf_flags(FUSE_BUF_IS_FD | FUSE_BUF_FD_SEEK | FUSE_BUF_FD_RETRY);
            data.buf[0].fd = region->file->descriptor();
            data.buf[0].pos = off_t(region->offset + from);
            fuse_reply_data(request, &data, FUSE_BUF_SPLICE_MOVE);
            return;
        }
        std::vector<char> bytes(size);
        const auto count = fs.read(node, std::uint64_t(position), std::as_writable_bytes(std::span(bytes)));
        if (count)
            fuse_reply_buf(request, bytes.data(), *count);
        else
            fuse_reply_err(request, EIO);
    }

    /// "." and ".." at the offsets 0 and 1, then the entries in the order of the tree.
    template <bool kWithAttributes>
    static void readdir(fuse_req_t request, fuse_ino_t number, std::size_t size, off_t offset, fuse_file_info *)
    {
        constexpr off_t kDots = 2;
        const FileSystem &files = Operations::files(request);
        const NodeId directory = nodeOf(number);
        const NodeRange children = files.tree().children(directory);
        const off_t end = kDots + off_t(children.size());
        std::vector<char> bytes(size);
        std::size_t used = 0;
        for (off_t at = std::max<off_t>(offset, 0); at < end; ++at) {
            const bool isDot = at < kDots;
            const NodeId node = at == 0 ? directory
                : at == 1               ? files.tree().parent(directory)
                                        : *children.begin() + NodeId(at - kDots);
            if (!isDot && !FileSystem::isReachable(files.tree().name(node)))
                continue;
            const std::string name = at == 0 ? "." : at == 1 ? ".." : std::string(files.tree().name(node));
            std::size_t needed = 0;
            if constexpr (kWithAttributes) {
                fuse_entry_param entry = files.parameters(node);
                if (isDot)
                    entry.ino = 0; // not looked up
                needed = fuse_add_direntry_plus(request, bytes.data() + used, size - used, name.c_str(), &entry, at + 1);
            } else {
                struct stat entry {
                };
                entry.st_ino = numberOf(files.canonical(node));
                entry.st_mode = fileMode(files.tree().entry(node));
                needed = fuse_add_direntry(request, bytes.data() + used, size - used, name.c_str(), &entry, at + 1);
            }
            if (needed > size - used)
                break;
            used += needed;
        }
        fuse_reply_buf(request, bytes.data(), used);
    }

    /// The value or, if `size` is 0, its length.
    static void replyAttribute(fuse_req_t request, const std::string &value, std::size_t size)
    {
        if (size == 0)
            fuse_reply_xattr(request, value.size());
        else if (value.size() > size)
            fuse_reply_err(request, ERANGE);
        else
            fuse_reply_buf(request, value.data(), value.size());
    }

    static void getxattr(fuse_req_t request, fuse_ino_t number, const char *name, std::size_t size)
    {
        const FileSystem &files = Operations::files(request);
        if (!files.hasXattrs()) {
            fuse_reply_err(request, ENOSYS); // the kernel does not ask again
            return;
        }
        const Xattrs *const xattrs = files.tree().entry(nodeOf(number)).xattrs;
        const auto found = xattrs ? xattrs->find(name) : Xattrs::const_iterator();
        if (!xattrs || found == xattrs->end())
            fuse_reply_err(request, ENODATA);
        else
            replyAttribute(request, found->second, size);
    }

    static void listxattr(fuse_req_t request, fuse_ino_t number, std::size_t size)
    {
        std::string names;
        if (const Xattrs *const xattrs = files(request).tree().entry(nodeOf(number)).xattrs) {
            for (const auto &[name, value] : *xattrs)
                names.append(name).push_back('\0');
        }
        replyAttribute(request, names, size);
    }

    static void statfs(fuse_req_t request, fuse_ino_t)
    {
        const MergedTree &tree = files(request).tree();
        struct statvfs made {
        };
        made.f_bsize = kMountBlockSize;
        made.f_frsize = kMountBlockSize;
        made.f_blocks = (tree.totalSize(kRootNode) + kMountBlockSize - 1) / kMountBlockSize;
        made.f_files = tree.size();
        made.f_namemax = NAME_MAX;
        fuse_reply_statfs(request, &made);
    }

    static const fuse_lowlevel_ops &table()
    {
        static const fuse_lowlevel_ops made = [] {
            fuse_lowlevel_ops operations{};
            operations.init = init;
            operations.lookup = lookup;
            operations.getattr = getattr;
            operations.readlink = readlink;
            operations.open = open;
            operations.opendir = opendir;
            operations.read = read;
            operations.readdir = readdir<false>;
            operations.readdirplus = readdir<true>;
            operations.getxattr = getxattr;
            operations.listxattr = listxattr;
            operations.statfs = statfs;
            return operations;
        }();
        return made;
    }
};

Result<void> ImageMount::checkFuse()
{
    const QString device = u"/dev/fuse"_s;
    if (::access(device.toLatin1().constData(), R_OK | W_OK) != 0) {
        switch (errno) {
        case ENOENT:
            return fail(ErrorKind::Unsupported, device,
                        u"does not exist: load the kernel module fuse, or give the container this device"_s);
        case EACCES:
            return fail(ErrorKind::Unsupported, device,
                        u"permission denied; allow all users to mount through FUSE by 'sudo chmod 666 /dev/fuse'"_s);
        default:
            return fail(ErrorKind::Unsupported, device,
                        u"cannot be opened: %1"_s.arg(QString::fromLocal8Bit(std::strerror(errno))));
        }
    }
    if (QStandardPaths::findExecutable(u"fusermount3"_s).isEmpty())
        return fail(ErrorKind::Unsupported, u"fusermount3"_s, u"is not installed; it is part of the package fuse3"_s);
    return {};
}

void ImageMount::EndSession::operator()(fuse_session *session) const
{
    fuse_session_destroy(session);
}

Result<std::unique_ptr<ImageMount>> ImageMount::make(ImageFs fs, const QString &directory, const QString &name)
{
    STRATOSCOPE_TRY(const QString path, directoryToUse(directory));
    std::unique_ptr<ImageMount> made(new ImageMount);
    made->m_directory = path;
    made->m_files = std::make_unique<FileSystem>(std::move(fs));
    fuse_set_log_func(keepMessage);
    const std::string options = "ro,subtype=stratoscope,fsname=" + deviceName(name);
    std::array<std::string, 3> words{"stratoscope", "-o", options};
    std::array<char *, 4> pointers{words[0].data(), words[1].data(), words[2].data(), nullptr};
    fuse_args arguments = FUSE_ARGS_INIT(int(words.size()), pointers.data());
    t_message.clear();
    made->m_session.reset(fuse_session_new(&arguments, &Operations::table(), sizeof(fuse_lowlevel_ops), made->m_files.get()));
    fuse_opt_free_args(&arguments);
    const auto failed = [&path]() -> Failure {
        const QString reason = QString::fromLocal8Bit(QByteArray::fromStdString(t_message).trimmed());
        return fail(ErrorKind::Io, path, reason.isEmpty() ? u"cannot be mounted"_s : u"cannot be mounted: %1"_s.arg(reason));
    };
    if (!made->m_session || fuse_session_mount(made->m_session.get(), QFile::encodeName(path).constData()) != 0)
        return failed();
    made->m_isMounted = true;
    STRATOSCOPE_TRY(made->m_guard, UnmountGuard::start(path));
    return made;
}

ImageMount::~ImageMount()
{
    if (m_isMounted)
        fuse_session_unmount(m_session.get());
}

Result<void> ImageMount::detach()
{
    STRATOSCOPE_CHECK(unmount(m_directory));
    m_isMounted = false;
    m_guard.reset();
    return {};
}

std::uint32_t ImageMount::hiddenEntries() const
{
    return m_files->hiddenEntries();
}

void ImageMount::serve(const std::stop_token &stop)
{
    fuse_session *const session = m_session.get();
    const int device = fuse_session_fd(session);
    ::fcntl(device, F_SETFL, ::fcntl(device, F_GETFL) | O_NONBLOCK); // of several threads that a request wakes, one gets it
    const int ended = ::eventfd(0, EFD_CLOEXEC);
    const auto end = [session, ended] {
        fuse_session_exit(session);
        ::eventfd_write(ended, 1);
    };
    {
        const std::stop_callback onStop(stop, end);
        const auto work = [session, device, ended, &end] {
            const int waiting = ::epoll_create1(EPOLL_CLOEXEC);
            epoll_event onRequest{.events = EPOLLIN | EPOLLEXCLUSIVE, .data = {}}; // one request wakes one thread
            epoll_event onEnd{.events = EPOLLIN, .data = {}};
            ::epoll_ctl(waiting, EPOLL_CTL_ADD, device, &onRequest);
            ::epoll_ctl(waiting, EPOLL_CTL_ADD, ended, &onEnd);
            fuse_buf buffer{};
            while (!fuse_session_exited(session)) {
                const int size = fuse_session_receive_buf(session, &buffer);
                if (size > 0) {
                    fuse_session_process_buf(session, &buffer);
                } else if (size == -EAGAIN) {
                    epoll_event event{};
                    ::epoll_wait(waiting, &event, 1, -1);
                } else if (size != -EINTR) {
                    break; // unmounted
                }
            }
            end();
            std::free(buffer.mem);
            ::close(waiting);
        };
        std::vector<std::jthread> threads;
        for (unsigned i = 0; i < std::clamp(std::thread::hardware_concurrency(), 2U, kMaxThreads); ++i)
            threads.emplace_back(work);
    }
    ::close(ended);
}

} // namespace stratoscope
