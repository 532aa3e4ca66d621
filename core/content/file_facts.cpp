// SPDX-License-Identifier: Apache-2.0
#include "content/file_facts.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace stratoscope {

namespace {

/// The file that a path leads to.
std::optional<NodeId> fileAt(const MergedTree &tree, const std::string &path)
{
    const auto node = tree.resolve(path);
    return node && !tree.isDirectory(*node) ? std::optional(*node) : std::nullopt;
}

FileReference referenceTo(const MergedTree &tree, const std::string &path)
{
    return {printable(path), fileAt(tree, path)};
}

std::optional<NodeId> findIn(const MergedTree &tree, const std::vector<std::string> &directories, std::string_view name)
{
    for (const std::string &directory : directories) {
        if (const auto node = fileAt(tree, std::string(directory).append("/").append(name)))
            return node;
    }
    return std::nullopt;
}

/// Where the loader searches for libraries: RUNPATH or RPATH, then the usual directories.
std::vector<std::string> libraryDirectories(const MergedTree &tree, NodeId node, const ElfFacts &facts)
{
    std::vector<std::string> directories;
    const std::string origin = tree.path(tree.parent(node));
    for (const QString &directory :
         (facts.runpath.isEmpty() ? facts.rpath : facts.runpath).split(u':', Qt::SkipEmptyParts).mid(0, 64)) {
        QString own = directory;
        own.replace(u"${ORIGIN}"_s, QString::fromStdString(origin)).replace(u"$ORIGIN"_s, QString::fromStdString(origin));
        directories.push_back(own.toStdString());
    }
    for (const char *const root : {"/lib", "/usr/lib"}) {
        const auto directory = tree.resolve(root);
        if (!directory)
            continue;
        for (const NodeId child : tree.children(*directory)) {
            const std::string_view name = tree.name(child);
            if (name.find("-linux-") != std::string_view::npos && tree.isDirectory(child))
                directories.push_back(tree.path(child));
        }
    }
    for (const char *const directory : {"/lib64", "/usr/lib64", "/lib", "/usr/lib", "/usr/local/lib"})
        directories.emplace_back(directory);
    return directories;
}

ElfFileFacts elfFileFacts(const MergedTree &tree, NodeId node, ElfFacts elf)
{
    ElfFileFacts facts;
    if (!elf.interpreter.isEmpty())
        facts.interpreter = referenceTo(tree, elf.interpreter.toStdString());
    const auto directories = elf.needed.isEmpty() ? std::vector<std::string>() : libraryDirectories(tree, node, elf);
    for (const QString &library : elf.needed) {
        const std::string name = library.toStdString();
        facts.libraries.push_back(
            {library, name.find('/') == std::string::npos ? findIn(tree, directories, name) : fileAt(tree, name)});
    }
    facts.elf = std::move(elf);
    return facts;
}

ScriptFacts scriptFacts(const MergedTree &tree, const ScriptLine &line)
{
    const auto text = [](const QByteArray &bytes) { return std::string(bytes.constData(), std::size_t(bytes.size())); };
    ScriptFacts facts{referenceTo(tree, text(line.interpreter)), printable(text(line.argument)), {}};
    const QList<QByteArray> words = line.argument.simplified().split(' ');
    const auto program = std::ranges::find_if(
        words, [](const QByteArray &word) { return !word.isEmpty() && !word.startsWith('-') && !word.contains('='); });
    if (line.interpreter.endsWith("/env") && program != words.end()) {
        // The PATH of a container may differ.
        static const std::vector<std::string> kPath{"/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin"};
        const auto found = findIn(tree, kPath, text(*program));
        facts.program = {printable(found ? tree.path(*found) : text(*program)), found};
    }
    return facts;
}

} // namespace

std::optional<ScriptLine> scriptLine(QByteArrayView head)
{
    constexpr qsizetype kLongestLine = 4096;
    if (!head.startsWith("#!"))
        return std::nullopt;
    QByteArray line = head.sliced(2, std::min(kLongestLine, head.size() - 2)).toByteArray();
    line.truncate(line.indexOf('\n') < 0 ? line.size() : line.indexOf('\n'));
    line = line.trimmed();
    const auto blank = std::ranges::find_if(line, [](char c) { return c == ' ' || c == '\t'; });
    const qsizetype end = blank - line.begin();
    ScriptLine script{line.left(end), line.mid(end).trimmed()};
    if (script.interpreter.isEmpty() || script.interpreter.contains('\0'))
        return std::nullopt;
    return script;
}

Result<FileFacts> readFileFacts(const ImageFs &fs, NodeId node, QByteArrayView head)
{
    if (const auto line = scriptLine(head))
        return scriptFacts(*fs.tree, *line);
    if (!head.startsWith("\x7f"
                         "ELF"))
        return FileFacts();
    STRATOSCOPE_TRY(auto elf, readElf([&fs, node](std::uint64_t position, std::span<std::byte> into) {
                        return fs.read(node, position, into);
                    }));
    return elf ? elfFileFacts(*fs.tree, node, *std::move(elf)) : FileFacts();
}

} // namespace stratoscope
