// SPDX-License-Identifier: Apache-2.0
#include "app/cli/commands/grep.h"

#include "app/cli/context.h"
#include "app/cli/entry_json.h"
#include "grep/grep.h"

using namespace Qt::StringLiterals;

namespace stratoscope::cli {

namespace {

Result<GrepFiles> filesToSearch(const Context &context, const Image &image)
{
    const Invocation &invocation = context.invocation;
    if (invocation.allLayers)
        return GrepFiles::ofAllLayers(image, invocation.paths, context.stop);
    if (invocation.layer) {
        STRATOSCOPE_CHECK(requireLayer(image, *invocation.layer));
        return GrepFiles::ofTree(image.fsOfLayer(*invocation.layer, context.stop), image.layers, invocation.paths, context.stop);
    }
    if (!invocation.upTo)
        return GrepFiles::ofTree(image.fs(), image.layers, invocation.paths, context.stop);
    STRATOSCOPE_CHECK(requireLayer(image, *invocation.upTo));
    STRATOSCOPE_TRY(ImageFs fs, image.fsUpTo(*invocation.upTo, context.stop));
    return GrepFiles::ofTree(std::move(fs), image.layers, invocation.paths, context.stop);
}

/// Prints what is found, and counts it.
class GrepPrinter
{
public:
    explicit GrepPrinter(const Context &context)
        : m_context(context)
    {
    }

    bool hasFound() const { return m_hasFound; }

    Result<void> print(const GrepFinding &finding)
    {
        if (m_tree != &finding.file.tree() || m_node != finding.file.node) {
            STRATOSCOPE_CHECK(endFile());
            m_tree = &finding.file.tree();
            m_node = finding.file.node;
            m_path = m_tree->path(m_node);
        }
        if (!finding.lines.empty())
            STRATOSCOPE_CHECK(printMatches(finding));
        return finding.problem ? printProblem(*finding.problem) : Result<void>();
    }

    /// To be called after the last finding.
    Result<void> endFile()
    {
        const std::uint64_t count = std::exchange(m_count, 0);
        if (!m_context.invocation.countsLines || count == 0)
            return {};
        if (m_context.invocation.json) {
            beginJson().member("count", count);
            return endJson();
        }
        beginText();
        return endText(':' + std::to_string(count));
    }

private:
    Result<void> printMatches(const GrepFinding &finding)
    {
        m_hasFound = true;
        const Invocation &invocation = m_context.invocation;
        m_count += finding.lines.size();
        if (invocation.countsLines)
            return {};
        if (invocation.listsFiles)
            return printFile();
        for (const GrepLine &line : finding.lines)
            STRATOSCOPE_CHECK(invocation.json ? printJson(line) : printText(line));
        return {};
    }

    Result<void> printFile()
    {
        if (m_context.invocation.json) {
            beginJson();
            return endJson();
        }
        beginText();
        return endText({});
    }

    Result<void> printProblem(const Error &problem)
    {
        if (!m_context.invocation.json) {
            m_context.warn(withContext(printable(m_path), problem).message());
            return {};
        }
        beginJson().member("error", problem.message());
        return endJson();
    }

    Result<void> printJson(const GrepLine &line)
    {
        beginJson().member("line", line.number).member("column", line.column);
        memberWithBase64(m_json, "text", line.text);
        return endJson();
    }

    Result<void> printText(const GrepLine &line)
    {
        beginText();
        std::string &text = m_context.output.buffer();
        text.append(1, ':').append(std::to_string(line.number)).append(1, ':');
        if (!m_context.output.isTerminal())
            return endText(line.text);
        // Lines of files have tabs, and those of Windows a carriage return at their end.
        std::string_view rest = line.text;
        if (rest.ends_with('\r'))
            rest.remove_suffix(1);
        for (std::size_t tab = rest.find('\t'); tab != std::string_view::npos; tab = rest.find('\t')) {
            text.append(printable(rest.substr(0, tab)).toStdString()).append(1, '\t');
            rest.remove_prefix(tab + 1);
        }
        return endText(printable(rest).toStdString());
    }

    void beginText()
    {
        std::string &text = m_context.output.buffer();
        if (m_context.invocation.allLayers)
            text.append(std::to_string(m_tree->layer(m_node))).append(1, ':');
        text += m_context.output.isTerminal() ? printable(m_path).toStdString() : m_path;
    }
    Result<void> endText(std::string_view rest)
    {
        m_context.output.buffer().append(rest).append(1, '\n');
        return m_context.output.flushIfFull();
    }

    JsonWriter &beginJson()
    {
        m_json.beginObject();
        memberWithBase64(m_json, "path", m_path);
        return m_json.member("layer", m_tree->layer(m_node));
    }
    Result<void> endJson()
    {
        m_json.endObject();
        m_context.output.buffer().append(m_json.take()).append(1, '\n');
        return m_context.output.flushIfFull();
    }

    const Context &m_context;
    JsonWriter m_json;
    const MergedTree *m_tree = nullptr;
    NodeId m_node = kNoNode;
    std::string m_path; ///< of the node
    std::uint64_t m_count = 0; ///< of lines in it
    bool m_hasFound = false;
};

} // namespace

Result<void> runGrep(const Context &context)
{
    const Invocation &invocation = context.invocation;
    const GrepQuery query{.pattern = context.arguments()[1], .isText = invocation.fixedText, .ignoresCase = invocation.ignoreCase};
    STRATOSCOPE_TRY(const GrepPattern pattern, GrepPattern::compile(query)); // before an image is pulled
    STRATOSCOPE_TRY(Store store, context.openStore());
    STRATOSCOPE_TRY(const auto image, context.openImage(store));
    const auto files = filesToSearch(context, *image);
    if (!files)
        return inImage(*image, files.error());

    GrepOptions options{.searchesBinaryFiles = invocation.binaryAsText};
    if (invocation.listsFiles || invocation.countsLines)
        options.mostText = 0;
    if (invocation.listsFiles)
        options.mostLines = 1;
    GrepPrinter printer(context);
    STRATOSCOPE_CHECK(grep(
        *files, pattern, options, [&printer](const GrepFinding &finding) { return printer.print(finding); }, context.progress,
        context.stop));
    STRATOSCOPE_CHECK(printer.endFile());
    context.exitCode = printer.hasFound() ? 0 : 1;
    return {};
}

} // namespace stratoscope::cli
