// SPDX-License-Identifier: Apache-2.0
#include "report/html_report.h"

#include "base/cancel.h"
#include "content/text_encoding.h"
#include "diff/file/text_diff.h"
#include "layer/size_text.h"
#include "report/change_details.h"
#include "stream/sparse_writer.h"

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace stratoscope {

namespace {

constexpr std::string_view kStyle = R"css(
:root { color-scheme: light dark; --text: #1f2328; --muted: #656d76; --back: #ffffff; --panel: #f6f8fa; --line: #d0d7de;
  --added: #1a7f37; --removed: #cf222e; --modified: #9a6700; --moved: #0969da;
  --added-back: #dafbe1; --removed-back: #ffebe9; --hunk-back: #ddf4ff; }
@media (prefers-color-scheme: dark) { :root { --text: #e6edf3; --muted: #8d96a0; --back: #0d1117; --panel: #161b22; --line: #30363d;
  --added: #3fb950; --removed: #f85149; --modified: #d29922; --moved: #4493f8;
  --added-back: #12261e; --removed-back: #2d1517; --hunk-back: #121d2f; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 70rem; padding: 1.5rem; background: var(--back); color: var(--text);
  font: 15px/1.5 system-ui, "Noto Sans", sans-serif; }
h1 { font-size: 1.5rem; margin: 0 0 .25rem; }
h2 { font-size: 1.15rem; margin: 2rem 0 .5rem; padding-bottom: .3rem; border-bottom: 1px solid var(--line); }
p { margin: .5rem 0; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; vertical-align: top; padding: .3rem .75rem .3rem 0; border-bottom: 1px solid var(--line); }
th { font-weight: 600; color: var(--muted); }
th, td:first-child { white-space: nowrap; }
td { overflow-wrap: anywhere; }
td:first-child { max-width: 40rem; white-space: normal; min-width: 11rem; }
td.number, th.number { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; }
code, .name, pre { font-family: ui-monospace, "DejaVu Sans Mono", monospace; font-size: .87em; overflow-wrap: anywhere; unicode-bidi: isolate; }
.muted { color: var(--muted); }
.none { color: var(--muted); font-style: italic; }
.counts { display: flex; flex-wrap: wrap; gap: .5rem; margin: 1rem 0; padding: 0; list-style: none; }
.counts li { padding: .3rem .8rem; border: 1px solid var(--line); border-radius: 2rem; background: var(--panel); }
.counts b { font-size: 1.1em; }
.added > .sign, .counts .added b, td.added, .plus { color: var(--added); }
.removed > .sign, .counts .removed b, td.removed, .minus { color: var(--removed); }
.modified > .sign, .counts .modified b, td.modified { color: var(--modified); }
.moved > .sign, .counts .moved b, .copied > .sign, .counts .copied b { color: var(--moved); }
.tree { border: 1px solid var(--line); border-radius: .5rem; padding: .4rem .6rem; }
.tree details > :not(summary) { margin-left: 1.4rem; }
.row, summary { padding: .1rem .3rem; border-radius: .3rem; }
.row { padding-left: 1.3rem; }
.row:hover, summary:hover { background: var(--panel); }
summary { cursor: pointer; }
summary.muted { font-size: .85em; }
.sign { display: inline-block; width: 1.2em; font-weight: 700; text-align: center; }
.directory > .name { font-weight: 600; }
.removed > .name { text-decoration: line-through; }
.pill { display: inline-block; margin-left: .4rem; padding: 0 .45rem; border: 1px solid var(--line); border-radius: .8rem; background: var(--panel);
  color: var(--muted); font-size: .82em; overflow-wrap: anywhere; unicode-bidi: isolate; }
.sums { margin-left: .6rem; color: var(--muted); font-size: .85em; }
pre { margin: .3rem 0 .6rem; padding: .4rem 0; border: 1px solid var(--line); border-radius: .4rem; white-space: pre-wrap; }
pre span { display: block; padding: 0 .6rem; }
pre .plus { background: var(--added-back); color: inherit; }
pre .minus { background: var(--removed-back); color: inherit; }
pre .hunk { background: var(--hunk-back); color: var(--muted); }
footer { margin-top: 2rem; color: var(--muted); font-size: .87em; }
@media print { body { max-width: none; padding: 0; font-size: 11px; } details::details-content { content-visibility: visible; block-size: auto; }
  .row, tr { break-inside: avoid; } }
)css";

constexpr std::size_t kMostDepth = 100; ///< of nested directories, which browsers limit as well
constexpr std::size_t kMostLargest = 20;
constexpr std::size_t kMostRows = 2000; ///< of the table of the config, and of the history
constexpr qsizetype kMostValue = 2000; ///< characters of a value in these

/// By Change.
constexpr std::array<std::string_view, 6> kClasses{"", "added", "removed", "modified", "moved", "copied"};
constexpr std::array<std::string_view, 6> kSigns{"", "+", "\u2212", "~", "\u2192", "\u21D2"};

/// Escapes bytes from an image.
std::string htmlOf(std::string_view bytes)
{
    return printable(bytes).toHtmlEscaped().toStdString();
}

std::string htmlOf(const QString &text)
{
    return htmlOf(text.toStdString());
}

/// A value of any length.
std::string shownValue(const QString &value)
{
    if (value.size() <= kMostValue)
        return "<code>" + htmlOf(value) + "</code>";
    return "<code>" + htmlOf(value.left(kMostValue)) + "</code> <span class=\"muted\">\u2026 ("
        + countText(std::uint64_t(value.size())).toStdString() + " characters)</span>";
}

class HtmlReport
{
public:
    HtmlReport(const ComparisonReport &report, ByteSink &into, const std::stop_token &stop)
        : m_report(report)
        , m_files(report.files)
        , m_tree(*report.files.fs.tree)
        , m_into(into)
        , m_stop(stop)
    {
    }

    Result<void> write()
    {
        writeHead();
        writeSummary();
        writeLargest();
        writePackages();
        writeConfig();
        writeHistory();
        STRATOSCOPE_CHECK(writeFiles());
        writeFooter();
        STRATOSCOPE_CHECK(flush());
        return m_into.finish();
    }

private:
    HtmlReport &add(std::string_view html)
    {
        m_html.append(html);
        return *this;
    }
    Result<void> flush()
    {
        STRATOSCOPE_CHECK(m_into.append(asBytes(m_html)));
        m_html.clear();
        return {};
    }
    Result<void> flushIfFull()
    {
        constexpr std::size_t kPiece = 256 * 1024;
        throwIfStopped(m_stop);
        return m_html.size() < kPiece ? Result<void>() : flush();
    }

    void writeHead()
    {
        const auto [before, after] = m_report.titles();
        const Sha256 digest = sha256(asBytes(kStyle));
        const auto hash
            = QByteArray::fromRawData(reinterpret_cast<const char *>(digest.data()), qsizetype(digest.size())).toBase64();
        add("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
            "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'sha256-");
        add(hash.toStdString()).add("'; base-uri 'none'; form-action 'none'\">\n");
        add("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta name=\"color-scheme\" content=\"light "
            "dark\">\n");
        add("<title>").add(htmlOf(before)).add(" \u2192 ").add(htmlOf(after)).add("</title>\n<style>").add(kStyle);
        add("</style>\n</head>\n<body>\n<header>\n<h1>What changed</h1>\n<p>From <code>")
            .add(htmlOf(before))
            .add("</code> to <code>");
        add(htmlOf(after)).add("</code></p>\n</header>\n");
    }

    void addCount(Change change, std::uint64_t count, std::string_view word, const std::string &more = {})
    {
        if (count == 0)
            return;
        add("<li class=\"").add(kClasses[std::size_t(change)]).add("\"><b>").add(kSigns[std::size_t(change)]);
        add(countText(count).toStdString()).add("</b> ").add(word).add(more).add("</li>\n");
    }

    void writeSummary()
    {
        const ComparisonReport::Counts &counts = m_report.counts;
        if (counts.total() == 0) {
            add("<p>").add(m_report.hasDifferences() ? "No files differ." : "There are no differences.").add("</p>\n");
        } else {
            add("<ul class=\"counts\">\n");
            addCount(Change::Added, counts.added, "added");
            addCount(Change::Removed, counts.removed, "removed");
            const std::string times = counts.onlyTimes == 0
                ? std::string()
                : " <span class=\"muted\">(in " + countText(counts.onlyTimes).toStdString() + " only the time)</span>";
            addCount(Change::Modified, counts.modified, "modified", times);
            addCount(Change::Moved, counts.moved, "moved");
            addCount(Change::Copied, counts.copied, "copied");
            add("</ul>\n");
        }
        if (const QStringList ignored = m_report.rules.texts(); !ignored.isEmpty()) {
            add("<p class=\"muted\">Ignored:");
            for (const QString &rule : ignored)
                add(" <code>").add(htmlOf(rule)).add("</code>");
            add("</p>\n");
        }
        add("<table>\n<tr><th></th><th>Before</th><th>After</th><th class=\"number\">Difference</th></tr>\n");
        for (const ReportRow &row : reportRows(m_report.image)) {
            add("<tr><th>").add(htmlOf(row.name)).add("</th><td>").add(htmlOf(row.before)).add("</td><td>").add(htmlOf(row.after));
            add("</td><td class=\"number\">").add(htmlOf(row.difference)).add("</td></tr>\n");
        }
        add("</table>\n");
        if (m_report.image.before.kind != SideSummary::Kind::Nothing)
            add("<p class=\"muted\">Layers: ").add(htmlOf(m_report.layersText())).add(".</p>\n");
    }

    void writeLargest()
    {
        const std::vector<NodeId> nodes = m_report.largest(kMostLargest);
        if (nodes.size() < 2)
            return;
        add("<h2>Largest differences</h2>\n<table>\n<tr><th>File</th><th></th><th class=\"number\">Bytes</th></tr>\n");
        for (const NodeId node : nodes) {
            const std::string_view kind = kClasses[std::size_t(m_files.changes[node])];
            const std::int64_t bytes = bytesGained(*m_report.comparison, m_files, node);
            add("<tr><td><span class=\"name\">").add(htmlOf(m_tree.path(node))).add("</span></td><td class=\"").add(kind);
            add("\">").add(kind).add("</td><td class=\"number\">").add(htmlOf(sizeDifference(bytes))).add("</td></tr>\n");
        }
        add("</table>\n");
    }

    void writePackages()
    {
        if (!m_report.packages || (m_report.packages->before == 0 && m_report.packages->after == 0))
            return;
        const auto &changes = m_report.packages->changes;
        const QString text = m_report.packagesText();
        add("<h2>Packages</h2>\n<p class=\"muted\">").add(text.isEmpty() ? "The same in both" : htmlOf(text)).add(".</p>\n");
        for (const QString &note : m_report.packages->notes)
            add("<p class=\"muted\">").add(htmlOf(note)).add("</p>\n");
        if (changes.empty())
            return;
        add("<table>\n<tr><th>Package</th><th></th><th>Before</th><th>After</th></tr>\n");
        for (std::size_t i = 0; i < std::min(changes.size(), kMostRows); ++i) {
            const PackageChange &change = changes[i];
            const Change kind = change.difference == PackageDifference::Added ? Change::Added
                : change.difference == PackageDifference::Removed             ? Change::Removed
                                                                              : Change::Modified;
            add("<tr><td>")
                .add(shownValue(printable(change.name)))
                .add(" <span class=\"muted\">")
                .add(packageTypeName(change.type));
            add("</span></td><td class=\"")
                .add(kClasses[std::size_t(kind)])
                .add("\">")
                .add(packageDifferenceName(change.difference));
            add("</td><td>").add(kind == Change::Added ? "" : shownValue(printable(change.before))).add("</td><td>");
            add(kind == Change::Removed ? "" : shownValue(printable(change.after))).add("</td></tr>\n");
        }
        add("</table>\n");
        addMissing(changes.size(), "packages");
    }

    void writeConfig()
    {
        const auto &config = m_report.image.config;
        add("<h2>Configuration</h2>\n");
        if (!m_report.image.comparesConfig() || config.empty()) {
            QString remark = config.empty() && m_report.image.comparesConfig() ? u"the same in both"_s : m_report.configRemark();
            remark[0] = remark[0].toUpper();
            add("<p class=\"muted\">").add(htmlOf(remark)).add(".</p>\n");
            return;
        }
        add("<table>\n<tr><th></th><th>Before</th><th>After</th></tr>\n");
        for (std::size_t i = 0; i < std::min(config.size(), kMostRows); ++i) {
            const ConfigDifference &difference = config[i];
            const bool hasValue = difference.field != ConfigField::ExposedPort && difference.field != ConfigField::Volume;
            const auto cell = [&](const QString &value, bool exists) {
                add("<td>");
                if (!exists)
                    add("<span class=\"none\">none</span>");
                else if (hasValue)
                    add(shownValue(value));
                else
                    add("yes");
                add("</td>");
            };
            add("<tr><td class=\"")
                .add(kClasses[std::size_t(difference.change)])
                .add("\">")
                .add(shownValue(configLabel(difference)))
                .add("</td>");
            cell(difference.before, difference.change != Change::Added);
            cell(difference.after, difference.change != Change::Removed);
            add("</tr>\n");
        }
        add("</table>\n");
        addMissing(config.size(), "values");
    }

    void addMissing(std::size_t count, std::string_view what)
    {
        if (count > kMostRows)
            add("<p class=\"muted\">")
                .add(countText(count - kMostRows).toStdString())
                .add(" more ")
                .add(what)
                .add(" are not listed here.</p>\n");
    }

    void writeHistory()
    {
        const auto &steps = m_report.image.history;
        if (std::ranges::all_of(steps, [](const HistoryStep &step) { return step.change == Change::None; }))
            return;
        add("<h2>History</h2>\n<div class=\"tree\">\n");
        for (std::size_t i = 0; i < std::min(steps.size(), kMostRows); ++i) {
            const HistoryStep &step = steps[i];
            const auto change = std::size_t(step.change);
            add("<div class=\"row ").add(kClasses[change]).add("\"><span class=\"sign\">").add(kSigns[change]).add("</span> ");
            add(shownValue(step.entry().createdBy.simplified()));
            if (step.change == Change::Modified && step.before.created != step.after.created) {
                add("<span class=\"pill\">").add(htmlOf(step.before.created)).add(" \u2192 ").add(htmlOf(step.after.created));
                add("</span>");
            }
            add("</div>\n");
        }
        add("</div>\n");
        addMissing(steps.size(), "steps");
    }

    // The tree of files

    void addName(std::string_view name, NodeId node)
    {
        const auto change = std::size_t(m_files.changes[node]);
        add("<span class=\"sign\">").add(kSigns[change]).add("</span> <span class=\"name\">").add(htmlOf(name)).add("</span>");
        for (const std::string &part : changeDetailList(*m_report.comparison, m_files, node))
            add("<span class=\"pill\">").add(htmlOf(part)).add("</span>");
    }

    /// The class of an entry's row, with a space before it.
    std::string classOf(NodeId node) const
    {
        if (m_files.isMovedAway(node))
            return " moved";
        const std::string_view name = kClasses[std::size_t(m_files.changes[node])];
        return name.empty() ? std::string() : ' ' + std::string(name);
    }

    void addSums(NodeId directory)
    {
        const ChangeCounts &counts = m_files.counts[m_tree.directoryNumber(directory)];
        std::string text;
        const auto addSum = [&text](std::uint64_t count, std::string_view word) {
            if (count > 0)
                text.append(text.empty() ? "" : ", ").append(countText(count).toStdString()).append(word);
        };
        addSum(counts.added, " added");
        addSum(counts.removed, " removed");
        addSum(counts.modified, " modified");
        addSum(counts.moved, " moved");
        add("<span class=\"sums\">").add(text);
        if (counts.bytesAdded != counts.bytesRemoved)
            add(text.empty() ? "" : "; ").add(htmlOf(sizeDifference(counts.bytesRemoved, counts.bytesAdded)));
        add("</span>");
    }

    /// Counts what differs below each directory in more than the time.
    void countNotable()
    {
        m_notable.resize(m_tree.directoryCount());
        for (NodeId node = m_tree.size() - 1; node > 0; --node) { // children have higher numbers than their parents
            std::uint32_t &count = m_notable[m_tree.directoryNumber(m_tree.parent(node))];
            count += m_files.changes[node] != Change::None && !isOnlyTime(node) ? 1 : 0;
            count += m_tree.isDirectory(node) ? m_notable[m_tree.directoryNumber(node)] : 0;
        }
    }

    bool isOnlyTime(NodeId node) const
    {
        return m_files.changes[node] == Change::Modified && m_files.aspects[node] == Aspects(Aspect::Time)
            && !m_tree.isDirectory(node);
    }

    Result<void> writeFiles()
    {
        add("<h2>Files</h2>\n");
        if (m_report.counts.total() == 0) {
            add("<p class=\"muted\">No files differ.</p>\n");
            return {};
        }
        countNotable();
        add("<div class=\"tree\">\n");
        if (m_files.changes[kRootNode] != Change::None) {
            add("<div class=\"row").add(classOf(kRootNode)).add("\">");
            addName("/", kRootNode);
            add("</div>\n");
        }
        STRATOSCOPE_CHECK(writeChildren(kRootNode, 0));
        add("</div>\n");
        return {};
    }

    Result<void> writeChildren(NodeId directory, std::size_t depth)
    {
        std::vector<NodeId> onlyTimes;
        std::uint64_t missing = 0;
        for (const NodeId node : m_tree.children(directory)) {
            if (node >= kMostReportedEntries || depth >= kMostDepth)
                ++missing;
            else if (isOnlyTime(node))
                onlyTimes.push_back(node);
            else if (m_tree.isDirectory(node))
                STRATOSCOPE_CHECK(writeDirectory(node, depth));
            else
                STRATOSCOPE_CHECK(writeFile(node));
        }
        if (!onlyTimes.empty()) {
            add("<details><summary class=\"muted\">").add(countText(onlyTimes.size()).toStdString());
            add(onlyTimes.size() == 1 ? " file of which" : " files of which").add(" only the time differs</summary>\n");
            for (const NodeId node : onlyTimes) {
                add("<div class=\"row modified\"><span class=\"sign\">~</span> <span class=\"name\">")
                    .add(htmlOf(m_tree.name(node)));
                add("</span></div>\n");
                STRATOSCOPE_CHECK(flushIfFull());
            }
            add("</details>\n");
        }
        if (missing > 0) {
            add("<div class=\"row muted\">").add(countText(missing).toStdString());
            add(missing == 1 ? " more entry is" : " more entries are").add(" not listed here</div>\n");
            m_isCut = true;
        }
        return {};
    }

    Result<void> writeDirectory(NodeId node, std::size_t depth)
    {
        // A directory that only leads to another one is on the same line.
        std::string name(m_tree.name(node));
        while (m_files.changes[node] == Change::None && m_tree.children(node).size() == 1) {
            const NodeId only = *m_tree.children(node).begin();
            if (!m_tree.isDirectory(only) || only >= kMostReportedEntries)
                break;
            node = only;
            name.append("/").append(m_tree.name(node));
        }
        if (m_tree.children(node).empty()) {
            add("<div class=\"row directory").add(classOf(node)).add("\">");
            addName(name + '/', node);
            add("</div>\n");
            return flushIfFull();
        }
        constexpr std::uint32_t kMostOpen = 300;
        const std::uint32_t notable = m_notable[m_tree.directoryNumber(node)];
        add(notable > 0 && notable <= kMostOpen && m_files.changes[node] == Change::None ? "<details open>" : "<details>");
        add("<summary class=\"directory").add(classOf(node)).add("\">");
        addName(name + '/', node);
        addSums(node);
        add("</summary>\n");
        STRATOSCOPE_CHECK(writeChildren(node, depth + 1));
        add("</details>\n");
        return flushIfFull();
    }

    Result<void> writeFile(NodeId node)
    {
        STRATOSCOPE_TRY(const QByteArray lines, changedLines(node));
        const std::string name(m_tree.name(node));
        if (lines.isEmpty()) {
            add("<div class=\"row").add(classOf(node)).add("\">");
            addName(name, node);
            add("</div>\n");
            return flushIfFull();
        }
        add("<details><summary class=\"file").add(classOf(node)).add("\">");
        addName(name, node);
        add("</summary>\n<pre>");
        for (const QByteArray &line : lines.chopped(1).split('\n'))
            addLine(line);
        add("</pre>\n</details>\n");
        return flushIfFull();
    }

    void addLine(const QByteArray &line)
    {
        const std::string_view kind = line.startsWith('+') ? "plus"
            : line.startsWith('-')                         ? "minus"
            : line.startsWith("@@")                        ? "hunk"
                                                           : "same";
        add("<span class=\"").add(kind).add("\">");
        bool isFirst = true;
        for (const QByteArray &part : line.split('\t')) {
            add(isFirst ? "" : "\t").add(htmlOf(std::string_view(part.data(), std::size_t(part.size()))));
            isFirst = false;
        }
        add("</span>");
    }

    /// The text of a regular file, in UTF-8; nothing if it is too large or not a text.
    static Result<std::optional<QByteArray>> textOf(const DiffSide &side, NodeId node)
    {
        if (side.fs.tree->kind(node) != EntryKind::Regular || side.fs.tree->entry(node).size > kMostReportedText)
            return std::nullopt;
        STRATOSCOPE_TRY(const QByteArray bytes, side.fs.readAll(node, kMostReportedText));
        const TextEncoding encoding = guessEncoding(bytes, true);
        if (encoding == TextEncoding::None && !bytes.isEmpty())
            return std::nullopt;
        return encoding == TextEncoding::Utf8 || bytes.isEmpty() ? bytes : decodeWhole(bytes, encoding).toUtf8();
    }

    /// The difference of a file's lines, as `git diff` prints it; empty if it is not shown.
    Result<QByteArray> changedLines(NodeId node)
    {
        if (m_files.changes[node] != Change::Modified || !has(m_files.aspects[node], Aspect::Content))
            return QByteArray();
        const DiffSide &before = m_report.comparison->before();
        const DiffSide &after = m_report.comparison->after();
        STRATOSCOPE_TRY(const auto old, textOf(before, m_files.before[node]));
        if (!old)
            return QByteArray();
        STRATOSCOPE_TRY(const auto now, textOf(after, m_files.after[node]));
        if (!now)
            return QByteArray();
        STRATOSCOPE_TRY(const TextDiff diff, diffTexts(*old, *now, m_stop));
        const QByteArray lines = unifiedText(diff);
        if (m_textBytes + std::uint64_t(lines.size()) > kMostReportedTexts) {
            m_isTextCut = true;
            return QByteArray();
        }
        m_textBytes += std::uint64_t(lines.size());
        return lines;
    }

    void writeFooter()
    {
        add("<footer>\n");
        if (m_isCut)
            add("<p>This report lists at most ")
                .add(countText(kMostReportedEntries).toStdString())
                .add(" entries, upper directories first. The counts and sizes of directories include all entries.</p>\n");
        if (m_isTextCut)
            add("<p>The lines of some text files are not shown, since the differences of all files together are too long.</p>\n");
        if (m_report.comparison->comparedByTime() > 0)
            add("<p>")
                .add(countText(m_report.comparison->comparedByTime()).toStdString())
                .add(" files were compared by their times, since their digests are not known.</p>\n");
        add("<p>Written by Stratoscope. Lines of text are shown for files of up to ")
            .add(sizeText(kMostReportedText).toStdString())
            .add(".</p>\n</footer>\n</body>\n</html>\n");
    }

    const ComparisonReport &m_report;
    const TreeDiff &m_files;
    const MergedTree &m_tree;
    ByteSink &m_into;
    const std::stop_token &m_stop;
    std::string m_html;
    std::vector<std::uint32_t> m_notable; ///< by directory number
    std::uint64_t m_textBytes = 0;
    bool m_isCut = false;
    bool m_isTextCut = false;
};

} // namespace

Result<void> writeHtmlReport(const ComparisonReport &report, ByteSink &into, const std::stop_token &stop)
{
    return HtmlReport(report, into, stop).write();
}

Result<void> saveHtmlReport(const ComparisonReport &report, StagedFile &file, const std::stop_token &stop)
{
    SparseWriter writer(file.file());
    STRATOSCOPE_CHECK(writeHtmlReport(report, writer, stop));
    return file.commit();
}

} // namespace stratoscope
