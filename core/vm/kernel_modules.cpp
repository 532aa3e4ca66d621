// SPDX-License-Identifier: Apache-2.0
#include "vm/kernel_modules.h"

#include "stream/decompress.h"

#include <QDirIterator>
#include <QFile>
#include <QFileInfo>

using namespace Qt::StringLiterals;

namespace stratoscope {

namespace {

constexpr std::uint64_t kMostModule = 64 << 20; ///< bytes, also unpacked
/// For a module and everything it depends on. A root disk needs about a tenth of this.
constexpr std::uint64_t kMostModules = 256 << 20;
constexpr std::size_t kMostDependencies = 256;

class ModuleBytes : public ByteSource
{
public:
    explicit ModuleBytes(const QByteArray &bytes)
        : m_left(asBytes(asText(bytes)))
    {
    }
    Result<std::size_t> read(std::span<std::byte> into) override
    {
        const std::size_t count = std::min(into.size(), m_left.size());
        std::ranges::copy(m_left.first(count), into.begin());
        m_left = m_left.subspan(count);
        return count;
    }

private:
    Bytes m_left;
};

Result<QByteArray> unpacked(const QByteArray &bytes)
{
    ModuleBytes source(bytes);
    LayerDecoder decoder(source);
    QByteArray result;
    std::vector<std::byte> piece(256 * 1024);
    while (true) {
        STRATOSCOPE_TRY(const std::size_t count, decoder.read(piece));
        if (count == 0)
            return result;
        if (std::uint64_t(result.size()) + count > kMostModule)
            return fail(ErrorKind::TooLarge, {}, u"is larger than %1 MiB"_s.arg(kMostModule >> 20));
        result.append(reinterpret_cast<const char *>(piece.data()), qsizetype(count));
    }
}

/// The name of a module by its file, or nothing for another file.
QString moduleName(std::string_view path)
{
    QString name = QString::fromUtf8(path.data(), qsizetype(path.size())).section(u'/', -1);
    const qsizetype end = name.indexOf(u".ko"_s);
    if (end <= 0 || !QStringList{u".ko"_s, u".ko.xz"_s, u".ko.zst"_s, u".ko.gz"_s}.contains(name.sliced(end)))
        return {};
    return name.first(end).replace(u'-', u'_');
}

/// The values of a key in the section .modinfo: texts `KEY=VALUE` between zero bytes, which occur nowhere else in a module.
QStringList moduleInfo(const QByteArray &module, const QByteArray &key)
{
    QStringList values;
    const QByteArray begin = '\0' + key + '=';
    for (qsizetype at = module.indexOf(begin); at >= 0 && values.size() < qsizetype(kMostDependencies);
         at = module.indexOf(begin, at + 1)) {
        const qsizetype from = at + begin.size();
        const qsizetype end = module.indexOf('\0', from);
        values << QString::fromLatin1(module.mid(from, end < 0 ? -1 : end - from));
    }
    return values;
}

QStringList dependenciesOf(const QByteArray &module)
{
    QStringList names;
    for (const QString &list : moduleInfo(module, "depends"))
        names += list.split(u',', Qt::SkipEmptyParts);
    // `pre: NAME… post: NAME…`, by alias; the init has no modprobe to resolve one, and this is the alias that file systems need.
    for (const QString &list : moduleInfo(module, "softdep")) {
        if (list.section(u"post:"_s, 0, 0).contains(u"crc32c"_s))
            names << u"crc32c_generic"_s;
    }
    for (QString &name : names)
        name.replace(u'-', u'_');
    return names;
}

} // namespace

void KernelModules::addBuiltIn(const QByteArray &list)
{
    for (const QByteArray &line : list.split('\n')) {
        if (const QString name = moduleName(asText(line)); !name.isEmpty())
            m_builtIn.insert(name);
    }
}

void KernelModules::addPath(const std::string &path)
{
    if (const QString name = moduleName(path); !name.isEmpty())
        m_paths.emplace(name, path);
}

std::optional<KernelModules> KernelModules::inImage(const ImageFs &fs, const std::string &directory)
{
    const MergedTree &tree = *fs.tree;
    const auto root = tree.resolve(directory);
    const auto list = tree.resolve(directory + "/modules.builtin");
    if (!root || !list)
        return std::nullopt;
    const auto builtIn = fs.readAll(*list, kMostModule);
    if (!builtIn)
        return std::nullopt;
    KernelModules modules;
    modules.addBuiltIn(*builtIn);
    std::vector<NodeId> open{*root};
    while (!open.empty()) {
        const NodeId node = open.back();
        open.pop_back();
        for (const NodeId child : tree.children(node)) {
            if (tree.isDirectory(child))
                open.push_back(child);
            else if (tree.kind(child) == EntryKind::Regular)
                modules.addPath(tree.path(child));
        }
    }
    modules.m_read = [fs](const std::string &path) -> Result<QByteArray> {
        STRATOSCOPE_TRY(const NodeId node, fs.tree->resolve(path));
        return fs.readAll(node, kMostModule);
    };
    return modules;
}

std::optional<KernelModules> KernelModules::onHost(const QString &directory)
{
    const auto builtIn = readAll(directory + u"/modules.builtin"_s, kMostModule);
    if (!builtIn)
        return std::nullopt;
    KernelModules modules;
    modules.addBuiltIn(*builtIn);
    QDirIterator files(directory + u"/kernel"_s, QDir::Files, QDirIterator::Subdirectories);
    while (files.hasNext())
        modules.addPath(QFile::encodeName(files.next()).toStdString());
    modules.m_read = [](const std::string &path) { return readAll(QFile::decodeName(path.c_str()), kMostModule); };
    return modules;
}

Result<KernelModules::Module> KernelModules::load(const QString &name) const
{
    const auto found = m_paths.find(name);
    if (found == m_paths.end())
        return fail(ErrorKind::NotFound, u"kernel module %1"_s.arg(quoted(name)), u"is not among the kernel's modules"_s);
    STRATOSCOPE_TRY(const QByteArray stored, m_read(found->second));
    STRATOSCOPE_TRY(QByteArray bytes, withContext(printable(found->second), unpacked(stored)));
    if (!bytes.startsWith("\x7f"
                          "ELF"))
        return fail(ErrorKind::Malformed, printable(found->second), u"is not a kernel module"_s);
    return Module{name, std::move(bytes)};
}

Result<void> KernelModules::addTo(std::vector<Module> &modules, std::set<QString> &known, const QString &name) const
{
    if (isBuiltIn(name) || !known.insert(name).second)
        return {};
    if (known.size() > kMostDependencies)
        return fail(ErrorKind::TooLarge, u"kernel module %1"_s.arg(quoted(name)),
                    u"is one of more than %1 modules that depend on each other"_s.arg(kMostDependencies));
    STRATOSCOPE_TRY(Module module, load(name));
    for (const QString &other : dependenciesOf(module.bytes))
        STRATOSCOPE_CHECK(addTo(modules, known, other));
    std::uint64_t size = std::uint64_t(module.bytes.size());
    for (const Module &other : modules)
        size += std::uint64_t(other.bytes.size());
    if (size > kMostModules)
        return fail(ErrorKind::TooLarge, u"kernel module %1"_s.arg(quoted(name)),
                    u"and the modules before it take more than %1 MiB"_s.arg(kMostModules >> 20));
    modules.push_back(std::move(module));
    return {};
}

Result<std::vector<KernelModules::Module>> KernelModules::withDependencies(const QStringList &names) const
{
    std::vector<Module> modules;
    std::set<QString> known;
    for (const QString &name : names)
        STRATOSCOPE_CHECK(addTo(modules, known, name));
    return modules;
}

} // namespace stratoscope
