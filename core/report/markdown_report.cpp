// SPDX-License-Identifier: Apache-2.0
#include "report/markdown_report.h"

#include "layer/size_text.h"
#include "report/change_details.h"

#include <algorithm>
#include <cctype>

using namespace Qt::StringLiterals;

namespace stratoscope {

namespace {

/// Text that is shown as it is, in a table as well. A code span cannot hold a pipe in a table, nor backticks at its ends, so that
/// unusual characters become entities, which are never markup.
std::string code(const QString &text)
{
    constexpr std::string_view kPlain = " !\"#$%()+,-./:;=?@[]^_{}~'";
    constexpr qsizetype kLongest = 300;
    const std::string utf8
        = printable((text.size() > kLongest ? text.left(kLongest) + u'\u2026' : text).toStdString()).toStdString();
    const auto isPlain = [&](char byte) {
        return std::isalnum(static_cast<unsigned char>(byte)) != 0 || (byte & 0x80) != 0
            || kPlain.find(byte) != std::string_view::npos;
    };
    if (utf8.empty())
        return {};
    if (std::ranges::all_of(utf8, isPlain) && utf8.front() != ' ' && utf8.back() != ' ')
        return '`' + utf8 + '`';
    std::string escaped = "<code>";
    for (const char byte : utf8) {
        if (std::isalnum(static_cast<unsigned char>(byte)) != 0 || (byte & 0x80) != 0)
            escaped += byte;
        else
            escaped.append("&#").append(std::to_string(int(byte))).append(";");
    }
    return escaped + "</code>";
}

std::string codeOfBytes(const std::string &bytes)
{
    return code(printable(bytes));
}

/// A document of limited length.
class MarkdownText
{
public:
    /// Whether the text was short enough to be added.
    bool add(const std::string &text)
    {
        if (m_text.size() + text.size() > m_limit) {
            m_isCut = true;
            return false;
        }
        m_text += text;
        return true;
    }
    /// Whether something was too long.
    bool isCut() const { return m_isCut; }
    void setLimit(std::size_t limit) { m_limit = limit; }
    std::string take() { return std::move(m_text); }

private:
    std::string m_text;
    std::size_t m_limit = kMostMarkdown;
    bool m_isCut = false;
};

/// Adds as many rows as there is room for, and says how many are missing.
void addRows(MarkdownText &text, const std::vector<std::string> &rows, std::size_t most, std::string_view what)
{
    std::size_t added = 0;
    while (added < std::min(most, rows.size()) && text.add(rows[added]))
        ++added;
    if (added < rows.size())
        text.add("\n" + countText(rows.size() - added).toStdString() + " more " + std::string(what) + " not listed here.\n");
}

void addSummary(MarkdownText &text, const ComparisonReport &report)
{
    const auto [before, after] = report.titles();
    text.add("## " + code(before) + " \u2192 " + code(after) + "\n\n**"
             + (report.hasDifferences() ? report.countsText() : u"no differences"_s).toStdString() + "**\n\n");
    std::string ignored;
    for (const QString &rule : report.rules.texts())
        ignored.append(ignored.empty() ? "Ignored: " : ", ").append(code(rule));
    text.add(ignored.empty() ? "" : ignored + "\n\n");
    text.add("| | before | after | difference |\n|---|---|---|---|\n");
    for (const ReportRow &row : reportRows(report.image))
        text.add("| " + row.name.toStdString() + " | " + code(row.before) + " | " + code(row.after) + " | "
                 + row.difference.toStdString() + " |\n");
    if (report.image.before.kind != SideSummary::Kind::Nothing)
        text.add("\nLayers: " + report.layersText().toStdString() + ".\n");
}

void addLargest(MarkdownText &text, const ComparisonReport &report)
{
    constexpr std::size_t kMost = 15;
    std::vector<std::string> rows;
    for (const NodeId node : report.largest(kMost)) {
        rows.push_back("| " + codeOfBytes(report.files.fs.tree->path(node)) + " | "
                       + sizeDifference(bytesGained(*report.comparison, report.files, node)).toStdString() + " |\n");
    }
    if (rows.empty())
        return;
    text.add("\n### Largest differences\n\n| file | bytes |\n|---|---:|\n");
    addRows(text, rows, kMost, "files");
}

void addPackages(MarkdownText &text, const ComparisonReport &report)
{
    constexpr std::size_t kMost = 100;
    if (!report.packages || report.packages->changes.empty())
        return;
    std::vector<std::string> rows;
    for (const PackageChange &change : report.packages->changes)
        rows.push_back("| " + codeOfBytes(change.name) + " (" + std::string(packageTypeName(change.type)) + ") | "
                       + std::string(packageDifferenceName(change.difference)) + " | " + codeOfBytes(change.before) + " | "
                       + codeOfBytes(change.after) + " |\n");
    text.add("\n### Packages\n\n" + report.packagesText().toStdString()
             + "\n\n| package | | before | after |\n|---|---|---|---|\n");
    addRows(text, rows, kMost, "packages");
}

void addConfig(MarkdownText &text, const ComparisonReport &report)
{
    constexpr std::size_t kMost = 60;
    if (!report.image.comparesConfig()) {
        text.add("\n### Configuration\n\n" + code(report.configRemark()) + "\n");
        return;
    }
    std::vector<std::string> rows;
    for (const ConfigDifference &difference : report.image.config)
        rows.push_back("| " + code(configLabel(difference)) + " | "
                       + (difference.change == Change::Added ? std::string("*none*") : code(difference.before)) + " | "
                       + (difference.change == Change::Removed ? std::string("*none*") : code(difference.after)) + " |\n");
    if (rows.empty())
        return;
    text.add("\n### Configuration\n\n| | before | after |\n|---|---|---|\n");
    addRows(text, rows, kMost, "values");
}

void addHistory(MarkdownText &text, const ComparisonReport &report)
{
    constexpr std::size_t kMost = 60;
    std::vector<std::string> rows;
    std::size_t modified = 0;
    for (const HistoryStep &step : report.image.history) {
        modified += step.change == Change::Modified;
        if (step.change == Change::Added || step.change == Change::Removed)
            rows.push_back(std::string("- ") + (step.change == Change::Added ? "added" : "removed") + ": "
                           + code(step.entry().createdBy.simplified()) + "\n");
    }
    if (rows.empty() && modified == 0)
        return;
    text.add("\n### History\n\n");
    if (modified > 0)
        text.add("- " + std::to_string(modified) + (modified == 1 ? " step has" : " steps have")
                 + " another time, author or comment\n");
    addRows(text, rows, kMost, "steps");
}

/// All differences in a block of code, in which only its own end has a meaning.
void addList(MarkdownText &text, const ComparisonReport &report)
{
    constexpr std::size_t kRoomForEnd = 400;
    constexpr std::string_view kSigns[] = {"", "+ ", "- ", "! ", "\u2192 ", "\u21D2 "}; // ! as in a context diff, which is coloured
    if (report.counts.total() == 0)
        return;
    std::vector<std::string> lines;
    std::size_t longestFence = 2;
    const MergedTree &tree = *report.files.fs.tree;
    std::size_t bytes = 0;
    std::size_t all = 0;
    const auto addNode = [&](NodeId node) {
        if (report.files.changes[node] == Change::None || report.files.isMovedAway(node))
            return;
        ++all;
        if (bytes > kMostMarkdown)
            return;
        std::string line(kSigns[std::size_t(report.files.changes[node])]);
        line += printable(tree.path(node)).toStdString();
        if (const std::string details = changeDetails(*report.comparison, report.files, node); !details.empty())
            line += " (" + printable(details).toStdString() + ')';
        line += '\n';
        bytes += line.size();
        std::size_t run = 0;
        for (const char byte : line) {
            run = byte == '`' ? run + 1 : 0;
            longestFence = std::max(longestFence, run);
        }
        lines.push_back(std::move(line));
    };
    // In the order of paths: a directory, and everything in it before its next sibling.
    std::vector<NodeId> pending{kRootNode};
    while (!pending.empty()) {
        const NodeId node = pending.back();
        pending.pop_back();
        addNode(node);
        const NodeRange children = tree.children(node);
        const std::size_t begin = pending.size();
        for (const NodeId child : children)
            pending.push_back(child);
        std::reverse(pending.begin() + std::ptrdiff_t(begin), pending.end());
    }
    const std::string fence(longestFence + 1, '`');
    if (!text.add("\n<details>\n<summary>All " + countText(all).toStdString() + " differences</summary>\n\n" + fence + "diff\n"))
        return;
    text.setLimit(kMostMarkdown - fence.size() - kRoomForEnd);
    std::size_t added = 0;
    while (added < lines.size() && text.add(lines[added]))
        ++added;
    text.setLimit(kMostMarkdown - 1);
    text.add(fence + "\n\n");
    if (added < all)
        text.add(
            countText(all - added).toStdString()
            + " more differences do not fit into a comment. `stratoscope-cli diff` lists all of them, with `--html FILE` as a web"
              " page.\n\n");
    text.add("</details>\n");
}

} // namespace

std::string markdownReport(const ComparisonReport &report)
{
    constexpr std::size_t kMostBeforeList = kMostMarkdown / 2;
    constexpr std::size_t kRoomForRemarks = 1000;
    MarkdownText text;
    text.setLimit(kMostBeforeList);
    addSummary(text, report);
    addLargest(text, report);
    addPackages(text, report);
    addConfig(text, report);
    addHistory(text, report);
    text.setLimit(kMostMarkdown - kRoomForRemarks);
    if (text.isCut())
        text.add("\nSome of this is left out, since comments are limited in length.\n");
    addList(text, report);
    return text.take();
}

} // namespace stratoscope
