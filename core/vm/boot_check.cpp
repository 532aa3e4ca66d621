// SPDX-License-Identifier: Apache-2.0
#include "vm/boot_check.h"

#include "content/file_facts.h"
#include "tree/user.h"
#include "vm/run_file.h"

using namespace Qt::StringLiterals;

namespace stratoscope {

namespace {

constexpr qsizetype kProgramHead = 4096; ///< in which a script has its first line

/// Programs that start programs that start programs …; Linux follows four interpreters.
constexpr int kMostInterpreters = 4;

class BootCheck
{
public:
    BootCheck(const ImageFs &fs, const RunConfig &config)
        : m_fs(fs)
        , m_tree(*fs.tree)
        , m_config(config)
    {
    }

    Result<std::vector<BootFinding>> run()
    {
        if (m_config.entrypoint.isEmpty() && m_config.cmd.isEmpty())
            add(BootFinding::Kind::Command, false, u"the image has neither an entrypoint nor a command, so that a shell is run"_s);
        const QString program = vmCommand(m_config).constFirst();
        if (const auto node = find(program))
            STRATOSCOPE_CHECK(checkProgram(*node, 0));
        else
            add(BootFinding::Kind::Program, true, u"%1 is not in the image"_s.arg(quoted(program)));
        checkUser();
        checkDirectory();
        return std::move(m_findings);
    }

private:
    void add(BootFinding::Kind kind, bool isFatal, QString text, std::optional<NodeId> node = {})
    {
        m_findings.push_back({kind, isFatal, std::move(text), node});
    }

    QStringList searchPath() const
    {
        for (const QString &variable : m_config.env) {
            if (variable.startsWith(u"PATH="_s))
                return variable.sliced(5).split(u':');
        }
        return {u"/usr/local/sbin"_s, u"/usr/local/bin"_s, u"/usr/sbin"_s, u"/usr/bin"_s, u"/sbin"_s, u"/bin"_s};
    }

    /// Prefers what can be executed, as a search in PATH does.
    std::optional<NodeId> find(const QString &program) const
    {
        std::optional<NodeId> first;
        const QStringList directories = program.contains(u'/') ? QStringList{QString()} : searchPath();
        for (const QString &directory : directories) {
            const QString path = directory.isEmpty() ? program : directory + u'/' + program;
            const QString absolute = path.startsWith(u'/') ? path : vmDirectory(m_config) + u'/' + path;
            const auto node = m_tree.resolve(absolute.toStdString());
            if (node && isExecutable(*node))
                return *node;
            if (node && !first)
                first = *node;
        }
        return first;
    }

    bool isExecutable(NodeId node) const
    {
        return m_tree.kind(node) == EntryKind::Regular && (m_tree.entry(node).mode & 0111) != 0;
    }

    QString pathOf(NodeId node) const { return printable(m_tree.path(node)); }

    Result<void> checkProgram(NodeId node, int depth)
    {
        if (!isExecutable(node)) {
            add(BootFinding::Kind::Program, true, u"%1 is not an executable file"_s.arg(pathOf(node)), node);
            return {};
        }
        QByteArray head(kProgramHead, Qt::Uninitialized);
        STRATOSCOPE_TRY(const std::size_t size,
                        m_fs.read(node, 0, std::as_writable_bytes(std::span(head.data(), std::size_t(head.size())))));
        head.truncate(qsizetype(size));
        STRATOSCOPE_TRY(const FileFacts facts, readFileFacts(m_fs, node, head));
        if (const auto *const script = std::get_if<ScriptFacts>(&facts)) {
            STRATOSCOPE_CHECK(checkInterpreter(node, script->interpreter, depth));
            if (script->program && !script->program->node)
                add(BootFinding::Kind::Interpreter, true,
                    u"%1 needs %2, which is missing"_s.arg(pathOf(node), script->program->name), node);
        } else if (const auto *const elf = std::get_if<ElfFileFacts>(&facts)) {
            if (elf->interpreter && !elf->interpreter->node)
                add(BootFinding::Kind::Interpreter, true,
                    u"%1 needs the loader %2, which is missing"_s.arg(pathOf(node), elf->interpreter->name), node);
            for (const FileReference &library : elf->libraries) {
                if (!library.node) // ld.so.conf may name further directories
                    add(BootFinding::Kind::Library, false,
                        u"%1 needs the library %2, which is not in the usual directories"_s.arg(
                            pathOf(node), printable(library.name.toStdString())),
                        node);
            }
        } else {
            add(BootFinding::Kind::Program, true, u"%1 is neither a program nor a script with an interpreter"_s.arg(pathOf(node)),
                node);
        }
        return {};
    }

    Result<void> checkInterpreter(NodeId script, const FileReference &interpreter, int depth)
    {
        if (!interpreter.node) {
            add(BootFinding::Kind::Interpreter, true,
                u"%1 needs the interpreter %2, which is missing"_s.arg(pathOf(script), interpreter.name), script);
            return {};
        }
        return depth < kMostInterpreters ? checkProgram(*interpreter.node, depth + 1) : Result<void>();
    }

    void checkUser()
    {
        if (const auto ids = resolveUser(m_config.user, m_fs); !ids)
            add(BootFinding::Kind::User, true, ids.error().message());
    }

    void checkDirectory()
    {
        const QString path = vmDirectory(m_config);
        const auto node = m_tree.resolve(path.toStdString());
        if (node && !m_tree.isDirectory(*node))
            add(BootFinding::Kind::Directory, true, u"the working directory %1 is not a directory"_s.arg(quoted(path)), *node);
    }

    const ImageFs &m_fs;
    const MergedTree &m_tree;
    const RunConfig &m_config;
    std::vector<BootFinding> m_findings;
};

} // namespace

Result<std::vector<BootFinding>> checkBoot(const ImageFs &fs, const RunConfig &config)
{
    return BootCheck(fs, config).run();
}

} // namespace stratoscope
