// SPDX-License-Identifier: Apache-2.0
#include "audit/programs.h"

#include "audit/library_search.h"
#include "base/cancel.h"
#include "content/file_facts.h"
#include "tree/user.h"
#include "vm/boot_check.h"
#include "vm/run_file.h"

#include <algorithm>
#include <map>
#include <set>

using namespace Qt::StringLiterals;

namespace stratoscope {

namespace {

constexpr qsizetype kFirstLine = 512;
constexpr std::size_t kMostPrograms = 20'000;
constexpr std::size_t kMostProgramNotes = 20;
constexpr std::size_t kMostMissing = 200;

class ProgramAudit
{
public:
    ProgramAudit(const ImageFs &fs, const RunConfig &config, const std::stop_token &stop)
        : m_fs(fs)
        , m_tree(*fs.tree)
        , m_config(config)
        , m_stop(stop)
        , m_libraries(fs, config.env)
    {
    }

    ProgramFindings run(bool hasConfig)
    {
        const bool hasCommand = !m_config.entrypoint.isEmpty() || !m_config.cmd.isEmpty();
        if (hasCommand)
            checkCommand();
        else if (hasConfig)
            addOfConfig(FindingKind::Entrypoint, FindingSeverity::Info, u"the image has neither an entrypoint nor a command"_s);
        for (const NodeId command : m_commands)
            checkProgram(command);
        for (const NodeId directory : searchPath()) {
            for (const NodeId program : m_tree.children(directory))
                checkProgram(program);
        }
        while (!m_pending.empty()) {
            const Pending next = std::move(m_pending.back());
            m_pending.pop_back();
            checkLibraries(next);
        }
        addMissing();
        return std::move(m_found);
    }

private:
    struct Missing {
        NodeId neededBy = kNoNode;
        std::size_t count = 0;
        bool isLoader = false; ///< of an ELF file; otherwise the interpreter of a script
    };
    struct Pending {
        NodeId file = kNoNode;
        QStringList inherited; ///< RPATH of what loads it
    };

    void addOfConfig(FindingKind kind, FindingSeverity severity, QString text, std::optional<NodeId> node = {})
    {
        Finding finding;
        finding.kind = kind;
        finding.severity = severity;
        finding.text = std::move(text);
        if (node)
            finding.path = m_tree.path(*node);
        else
            finding.member = kind == FindingKind::User ? u"config.User"_s
                : m_config.entrypoint.isEmpty()        ? u"config.Cmd"_s
                                                       : u"config.Entrypoint"_s;
        if (node)
            finding.layer = m_tree.layer(*node);
        m_found.findings.push_back(std::move(finding));
    }

    void note(NodeId file, Error error)
    {
        error.subject = printable(m_tree.path(file));
        if (m_found.notes.size() < kMostProgramNotes)
            m_found.notes.push_back(std::move(error));
    }

    void checkCommand()
    {
        const auto findings = checkBoot(m_fs, m_config);
        if (!findings) {
            m_found.notes.push_back(findings.error());
            return;
        }
        const QString program = vmCommand(m_config).constFirst();
        if (const auto node = program.startsWith(u'/') ? m_tree.resolve(program.toStdString()) : Result<NodeId>(kNoNode);
            node && *node != kNoNode)
            m_commands.push_back(*node);
        for (const BootFinding &finding : *findings) {
            switch (finding.kind) {
            case BootFinding::Kind::Command:
                break;
            case BootFinding::Kind::Library: // which are looked up below in all directories of the loader
                m_commands.push_back(finding.node.value_or(kRootNode));
                break;
            case BootFinding::Kind::Program:
            case BootFinding::Kind::Directory:
                addOfConfig(FindingKind::Entrypoint, FindingSeverity::High, finding.text, finding.node);
                break;
            case BootFinding::Kind::Interpreter:
                addOfConfig(FindingKind::Interpreter, FindingSeverity::High, finding.text, finding.node);
                if (finding.node)
                    m_reported.insert(*finding.node);
                break;
            case BootFinding::Kind::User:
                addOfConfig(FindingKind::User, FindingSeverity::High, finding.text);
                break;
            }
        }
    }

    std::vector<NodeId> searchPath() const
    {
        QStringList directories{u"/usr/local/sbin"_s, u"/usr/local/bin"_s, u"/usr/sbin"_s, u"/usr/bin"_s, u"/sbin"_s, u"/bin"_s};
        for (const QString &variable : m_config.env) {
            if (variable.startsWith("PATH="_L1))
                directories = variable.sliced(5).split(u':', Qt::SkipEmptyParts);
        }
        std::vector<NodeId> nodes;
        for (const QString &directory : directories) {
            const auto node = m_tree.resolve(directory.toStdString());
            if (node && m_tree.isDirectory(*node) && std::ranges::find(nodes, *node) == nodes.end())
                nodes.push_back(*node);
        }
        return nodes;
    }

    bool isInSearchPath(const std::string &name)
    {
        if (m_searchPath.empty())
            m_searchPath = searchPath();
        return std::ranges::any_of(m_searchPath, [&](NodeId directory) { return m_tree.child(directory, name).has_value(); });
    }

    void checkProgram(NodeId program)
    {
        throwIfStopped(m_stop);
        if (m_tree.kind(program) == EntryKind::Symlink) {
            const auto target = m_tree.resolve(m_tree.path(program));
            if (!target)
                return;
            program = *target;
        }
        if (m_tree.kind(program) != EntryKind::Regular || (m_tree.entry(program).mode & 0111) == 0 || m_reported.contains(program)
            || m_seen.contains(originOf(program)))
            return;
        QByteArray head(kFirstLine, Qt::Uninitialized);
        const auto size = m_fs.read(program, 0, std::as_writable_bytes(std::span(head.data(), std::size_t(head.size()))));
        if (!size)
            return note(program, size.error());
        head.truncate(qsizetype(*size));
        if (!head.startsWith("#!"))
            return addPending(program, {});
        if (!m_seen.insert(originOf(program)).second)
            return;
        const auto facts = readFileFacts(m_fs, program, head);
        const auto *const script = facts ? std::get_if<ScriptFacts>(&*facts) : nullptr;
        if (!script)
            return;
        if (!script->interpreter.node)
            addMissing(m_interpreters, script->interpreter.name.toStdString(), program, false);
        else if (script->program && !script->program->node && !isInSearchPath(script->program->name.toStdString()))
            addMissing(m_interpreters, script->program->name.toStdString(), program, false);
    }

    std::pair<int, RecordId> originOf(NodeId node) const
    {
        const MergedTree::Origin origin = m_tree.origin(node);
        return {origin.layer, origin.record};
    }

    void addPending(NodeId file, QStringList inherited)
    {
        if (m_seen.size() < kMostPrograms && m_seen.insert(originOf(file)).second)
            m_pending.push_back({file, std::move(inherited)});
    }

    static void addMissing(std::map<std::string, Missing> &all, const std::string &name, NodeId neededBy, bool isLoader)
    {
        if (all.size() >= kMostMissing && !all.contains(name))
            return;
        Missing &missing = all[name];
        missing.isLoader = isLoader;
        if (missing.count++ == 0)
            missing.neededBy = neededBy;
    }

    void checkLibraries(const Pending &pending)
    {
        throwIfStopped(m_stop);
        const NodeId file = pending.file;
        const auto elf
            = readElf([this, file](std::uint64_t position, std::span<std::byte> into) { return m_fs.read(file, position, into); });
        if (!elf)
            return note(file, elf.error());
        if (!*elf)
            return;
        const ElfFacts &facts = **elf;
        if (!facts.interpreter.isEmpty() && !m_reported.contains(file)) {
            const auto loader = m_tree.resolve(facts.interpreter.toStdString());
            if (!loader) {
                addMissing(m_interpreters, facts.interpreter.toStdString(), file, true);
                return; // nothing would be loaded
            }
        }
        QStringList inherited = pending.inherited;
        if (facts.runpath.isEmpty()) {
            QString own = facts.rpath;
            const QString origin = QString::fromStdString(m_tree.path(m_tree.parent(file)));
            own.replace("${ORIGIN}"_L1, origin).replace("$ORIGIN"_L1, origin);
            constexpr qsizetype kMostInherited = 64;
            inherited = (own.split(u':', Qt::SkipEmptyParts) + inherited).mid(0, kMostInherited);
        }
        for (const QString &needed : facts.needed) {
            const std::string name = needed.toStdString();
            if (const auto library = m_libraries.find(name, file, facts, pending.inherited))
                addPending(*library, inherited);
            else
                addMissing(m_missingLibraries, name, file, false);
        }
    }

    /// Somewhere else in the image.
    std::optional<NodeId> fileNamed(const std::string &name) const
    {
        for (NodeId node = 0; node < m_tree.size(); ++node) {
            if (m_tree.name(node) == name && !m_tree.isDirectory(node))
                return node;
        }
        return std::nullopt;
    }

    QString neededBy(const Missing &missing) const
    {
        const QString first = printable(m_tree.path(missing.neededBy));
        if (missing.count == 1)
            return first;
        return missing.count == 2 ? u"%1 and 1 other file"_s.arg(first)
                                  : u"%1 and %2 other files"_s.arg(first).arg(missing.count - 1);
    }

    void addMissing()
    {
        for (const auto &[name, missing] : m_interpreters) {
            const QString what = missing.isLoader ? u"the loader %1, which is missing, is needed by %2"_s
                                                  : u"the interpreter %1, which is missing, is needed by %2"_s;
            addOfFile(FindingKind::Interpreter, FindingSeverity::Medium, what.arg(printable(name), neededBy(missing)),
                      missing.neededBy);
        }
        for (const auto &[name, missing] : m_missingLibraries) {
            const auto elsewhere = fileNamed(name);
            QString text = u"the library %1 is needed by %2, and not in the directories that the loader searches"_s.arg(
                printable(name), neededBy(missing));
            if (elsewhere)
                text += u", but at %1"_s.arg(printable(m_tree.path(*elsewhere)));
            addOfFile(FindingKind::Library, elsewhere ? FindingSeverity::Info : FindingSeverity::Medium, std::move(text),
                      missing.neededBy);
        }
    }

    void addOfFile(FindingKind kind, FindingSeverity severity, QString text, NodeId file)
    {
        m_found.findings.push_back(findingAt(m_tree, file, kind, severity, std::move(text)));
    }

    const ImageFs &m_fs;
    const MergedTree &m_tree;
    const RunConfig &m_config;
    const std::stop_token &m_stop;
    const LibrarySearch m_libraries;
    std::vector<NodeId> m_commands; ///< what the image runs
    std::vector<NodeId> m_searchPath;
    std::set<std::pair<int, RecordId>> m_seen; ///< by origin, as a program may have several names
    std::set<NodeId> m_reported; ///< as what the image runs
    std::vector<Pending> m_pending;
    std::map<std::string, Missing> m_interpreters;
    std::map<std::string, Missing> m_missingLibraries;
    ProgramFindings m_found;
};

} // namespace

ProgramFindings programFindings(const ImageFs &fs, const RunConfig &config, bool hasConfig, const std::stop_token &stop)
{
    return ProgramAudit(fs, config, stop).run(hasConfig);
}

} // namespace stratoscope
