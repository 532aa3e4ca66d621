// SPDX-License-Identifier: Apache-2.0
#include "vm/vm_kernel.h"

#include "content/archive_contents.h"
#include "stream/decompress.h"

#include <QFile>
#include <QVersionNumber>

#include <sys/utsname.h>

using namespace Qt::StringLiterals;

namespace stratoscope {

namespace {

constexpr std::size_t kHeadSize = 64 * 1024; ///< setup sectors of a bzImage, where its version is

using Head = std::vector<std::byte>;

Result<Head> headOf(const FileRegion &file)
{
    Head head(kHeadSize);
    STRATOSCOPE_TRY(const std::size_t size, file.readAt(0, head));
    head.resize(size);
    return head;
}

QString versionInName(const QString &path)
{
    const QString name = path.section(u'/', -1);
    return name.startsWith(u"vmlinuz-"_s) ? name.sliced(8) : QString();
}

bool isOlder(const QString &a, const QString &b)
{
    const auto numbers = [](QString version) { return QVersionNumber::fromString(version.replace(u'-', u'.')); };
    const QVersionNumber first = numbers(a);
    const QVersionNumber second = numbers(b);
    return first == second ? a < b : first < second;
}

/// A file on this machine as a tree of one file, for what reads files of images.
Result<std::pair<ImageFs, NodeId>> asTree(const FileRegion &file)
{
    LayerIndexBuilder index;
    Entry entry;
    entry.mode = 0644;
    entry.size = file.size;
    STRATOSCOPE_CHECK(index.add({.path = "package", .entry = entry, .contentOffset = 0, .extents = {}, .sparse = false}));
    ImageFs fs{.tree = MergedTree::ofLayer(index.finish(), 0), .contents = {LayerContents(file)}};
    const NodeId node = *fs.tree->find("package");
    return std::pair{std::move(fs), node};
}

Result<VmKernel> kernelInPackage(const FileRegion &file, const QString &path, const Head &head, const QString &spoolDirectory,
                                 const std::stop_token &stop)
{
    STRATOSCOPE_TRY(const auto package, withContext(path, asTree(file)));
    STRATOSCOPE_TRY(const ImageFs members,
                    withContext(path, openArchiveFs(package.first, package.second, head, spoolDirectory, stop)));
    for (const NodeId member : members.tree->children(kRootNode)) {
        const auto region = members.region(member);
        if (!members.tree->name(member).starts_with("data.tar") || !region)
            continue;
        STRATOSCOPE_TRY(const Head dataHead, headOf(*region));
        STRATOSCOPE_TRY(const ImageFs data, withContext(path, openArchiveFs(members, member, dataHead, spoolDirectory, stop)));
        if (auto kernel = kernelInImage(data)) {
            kernel->origin = VmKernel::Origin::Package;
            kernel->path = path;
            return *std::move(kernel);
        }
    }
    return fail(ErrorKind::NotFound, path,
                u"is a package without a kernel; name the package that contains /boot/vmlinuz-VERSION"_s);
}

/// A kernel whose head is known; nothing for what is none.
std::optional<VmKernel> kernelOf(VmKernel::Origin origin, QString path, const FileRegion &file, QString version)
{
    const auto bytes = headOf(file);
    if (!bytes)
        return std::nullopt;
    KernelHead head = readKernelHead(*bytes);
    if (version.isEmpty())
        version = head.version.isEmpty() ? versionInName(path) : head.version;
    VmKernel kernel;
    kernel.origin = origin;
    kernel.path = std::move(path);
    kernel.version = std::move(version);
    kernel.architecture = std::move(head.architecture);
    kernel.image = file;
    return kernel;
}

std::optional<KernelModules> modulesOnHost(const QString &version)
{
    return version.isEmpty() ? std::nullopt : KernelModules::onHost(u"/lib/modules/"_s + version);
}

} // namespace

KernelHead readKernelHead(Bytes head)
{
    const auto number = [head](std::size_t at) { return std::size_t(head[at]) | std::size_t(head[at + 1]) << 8; };
    if (head.size() >= 0x210 && asText(head.subspan(0x202, 4)) == "HdrS") {
        KernelHead result{u"amd64"_s, {}};
        const std::size_t at = number(0x20e) + 0x200;
        if (number(0x20e) != 0 && at < head.size()) {
            const std::string_view text = asText(head.subspan(at));
            const std::string_view version = text.substr(0, text.find_first_of(std::string_view(" \0", 2))).substr(0, 128);
            result.version = QString::fromLatin1(QByteArrayView(version.data(), qsizetype(version.size())));
        }
        return result;
    }
    if (head.size() >= 0x40 && asText(head.subspan(0x38, 4)) == "ARM\x64")
        return {u"arm64"_s, {}};
    if (head.size() >= 20
        && asText(head.first(4))
            == "\x7f"
               "ELF")
        return {number(18) == 62 ? u"amd64"_s : number(18) == 183 ? u"arm64"_s : u"another architecture"_s, {}};
    return {};
}

Result<VmKernel> kernelInFile(const QString &path, const QString &spoolDirectory, const std::stop_token &stop)
{
    STRATOSCOPE_TRY(const FileRegion file, FileRegion::whole(path));
    STRATOSCOPE_TRY(const Head head, withContext(path, headOf(file)));
    if (asText(head).starts_with("!<arch>\n"))
        return kernelInPackage(file, path, head, spoolDirectory, stop);
    auto kernel = kernelOf(VmKernel::Origin::File, path, file, {});
    // A kernel for arm64 may be compressed, or a program of UEFI, which QEMU starts as well.
    const bool isPacked = detectCompression(Bytes(head)) == Compression::Gzip || asText(head).starts_with("MZ");
    if (!kernel || (kernel->architecture.isEmpty() && !isPacked))
        return fail(ErrorKind::Unsupported, path, u"is neither a Linux kernel nor a Debian package with one"_s);
    kernel->modules = modulesOnHost(kernel->version);
    return *std::move(kernel);
}

std::optional<VmKernel> kernelInImage(const ImageFs &fs)
{
    const MergedTree &tree = *fs.tree;
    std::optional<VmKernel> best;
    const auto consider = [&](const std::string &path, const QString &version) {
        const auto node = tree.resolve(path);
        const auto region = node && tree.kind(*node) == EntryKind::Regular ? fs.region(*node) : std::nullopt;
        auto kernel = region ? kernelOf(VmKernel::Origin::Image, printable(path), *region, version) : std::nullopt;
        if (kernel && (!best || isOlder(best->version, kernel->version)))
            best = std::move(kernel);
    };
    if (const auto boot = tree.resolve("/boot")) {
        for (const NodeId file : tree.children(*boot)) {
            if (tree.name(file).starts_with("vmlinuz"))
                consider(tree.path(file), {});
        }
    }
    // Packages of merged systems lack the link from /lib to /usr/lib.
    auto modules = tree.resolve("/lib/modules");
    if (!modules)
        modules = tree.resolve("/usr/lib/modules");
    if (!modules)
        return best;
    for (const NodeId directory : tree.children(*modules))
        consider(tree.path(directory) + "/vmlinuz", printable(tree.name(directory)));
    if (best)
        best->modules = KernelModules::inImage(fs, tree.path(*modules) + '/' + best->version.toStdString());
    return best;
}

std::optional<VmKernel> kernelOfHost()
{
    utsname names = {};
    if (uname(&names) != 0)
        return std::nullopt;
    const QString version = QString::fromLocal8Bit(names.release);
    const QString path = u"/boot/vmlinuz-"_s + version;
    const auto file = FileRegion::whole(path);
    auto kernel = file ? kernelOf(VmKernel::Origin::Host, path, *file, version) : std::nullopt;
    if (kernel)
        kernel->modules = modulesOnHost(version);
    return kernel;
}

} // namespace stratoscope
