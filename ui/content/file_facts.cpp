// SPDX-License-Identifier: Apache-2.0
#include "ui/content/file_facts.h"

#include "ui/content/elf_facts.h"

#include <QCoreApplication>

#include <algorithm>
#include <utility>

using namespace Qt::StringLiterals;

namespace stratoscope::ui {

namespace {

struct Tr {
    Q_DECLARE_TR_FUNCTIONS(FileFacts)
};

std::string bytesOf(const QString &text)
{
    return text.toStdString();
}

/// The file that a path leads to.
std::optional<NodeId> fileAt(const MergedTree &tree, const std::string &path)
{
    const auto node = tree.resolve(path);
    return node && !tree.isDirectory(*node) ? std::optional(*node) : std::nullopt;
}

/// A path that something names, with the note that it is not there where it is not.
Detail pathDetail(const MergedTree &tree, const QString &label, const std::string &path)
{
    const auto node = fileAt(tree, path);
    const QString text = printable(path);
    return {label, node ? text : Tr::tr("%1 (not in this tree)").arg(text), false, node};
}

std::optional<NodeId> findIn(const MergedTree &tree, const std::vector<std::string> &folders, std::string_view name)
{
    for (const std::string &folder : folders) {
        if (const auto node = fileAt(tree, std::string(folder).append("/").append(name)))
            return node;
    }
    return std::nullopt;
}

/// Where a loader looks for libraries: what the file says itself, then the usual folders. `ld.so.conf` is not read, which for the
/// folders that distributions use makes no difference.
std::vector<std::string> libraryFolders(const MergedTree &tree, NodeId node, const ElfFacts &facts)
{
    std::vector<std::string> folders;
    const std::string origin = tree.path(tree.parent(node));
    for (const QString &folder :
         (facts.runpath.isEmpty() ? facts.rpath : facts.runpath).split(u':', Qt::SkipEmptyParts).mid(0, 64)) {
        QString own = folder;
        own.replace(u"${ORIGIN}"_s, QString::fromStdString(origin)).replace(u"$ORIGIN"_s, QString::fromStdString(origin));
        folders.push_back(bytesOf(own));
    }
    for (const char *const root : {"/lib", "/usr/lib"}) {
        const auto folder = tree.resolve(root);
        if (!folder)
            continue;
        for (const NodeId child : tree.children(*folder)) {
            const std::string_view name = tree.name(child);
            if (name.find("-linux-") != std::string_view::npos && tree.isDirectory(child))
                folders.push_back(tree.path(child));
        }
    }
    for (const char *const folder : {"/lib64", "/usr/lib64", "/lib", "/usr/lib", "/usr/local/lib"})
        folders.emplace_back(folder);
    return folders;
}

Details elfDetails(const MergedTree &tree, NodeId node, const ElfFacts &facts)
{
    Details details;
    details.append({Tr::tr("Program"), elfSummary(facts)});
    if (!facts.interpreter.isEmpty())
        details.append(pathDetail(tree, Tr::tr("Loader"), bytesOf(facts.interpreter)));
    const std::vector<std::string> folders
        = facts.needed.isEmpty() ? std::vector<std::string>() : libraryFolders(tree, node, facts);
    QString label = Tr::tr("Libraries");
    for (const QString &library : facts.needed) {
        const std::string name = bytesOf(library);
        const auto found = name.find('/') == std::string::npos ? findIn(tree, folders, name) : fileAt(tree, name);
        details.append(
            {std::exchange(label, {}), found ? library : Tr::tr("%1 (not in the usual folders)").arg(library), false, found});
    }
    const auto addIfAny = [&details](const QString &name, const QString &value, bool fixedWidth) {
        if (!value.isEmpty())
            details.append({name, value, fixedWidth});
    };
    addIfAny(u"SONAME"_s, facts.soname, false);
    addIfAny(u"RPATH"_s, facts.rpath, false);
    addIfAny(u"RUNPATH"_s, facts.runpath, false);
    addIfAny(Tr::tr("Build ID"), facts.buildId, true);
    return details;
}

Details scriptDetails(const MergedTree &tree, const ScriptLine &line)
{
    const auto text = [](const QByteArray &bytes) { return std::string(bytes.constData(), std::size_t(bytes.size())); };
    Details details{pathDetail(tree, Tr::tr("Interpreter"), text(line.interpreter))};
    if (line.argument.isEmpty())
        return details;
    const QList<QByteArray> words = line.argument.simplified().split(' ');
    const auto program
        = std::ranges::find_if(words, [](const QByteArray &word) { return !word.startsWith('-') && !word.contains('='); });
    if ((line.interpreter.endsWith("/env")) && program != words.end()) {
        // env looks along PATH, which may be another one when the container runs.
        static const std::vector<std::string> kPath{"/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin"};
        const auto found = findIn(tree, kPath, text(*program));
        const QString name = printable(text(*program));
        details.append({Tr::tr("Runs"), found ? printable(tree.path(*found)) : Tr::tr("%1 (not in the usual folders)").arg(name),
                        false, found});
    } else {
        details.append({Tr::tr("Argument"), printable(text(line.argument))});
    }
    return details;
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

Result<Details> fileFacts(const ImageFs &fs, NodeId node, QByteArrayView head)
{
    if (const auto line = scriptLine(head))
        return scriptDetails(*fs.tree, *line);
    if (!head.startsWith("\x7f"
                         "ELF"))
        return Details();
    STRATOSCOPE_TRY(const auto facts, readElf([&fs, node](std::uint64_t position, std::span<std::byte> into) {
                        return fs.read(node, position, into);
                    }));
    return facts ? elfDetails(*fs.tree, node, *facts) : Details();
}

} // namespace stratoscope::ui
