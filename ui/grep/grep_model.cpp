// SPDX-License-Identifier: Apache-2.0
#include "ui/grep/grep_model.h"

#include "ui/common/format.h"

#include <limits>

using namespace Qt::StringLiterals;

namespace stratoscope::ui {

namespace {

/// A part of a line in a row.
QString rowText(std::string_view part)
{
    QString text;
    for (std::size_t tab = part.find('\t'); tab != std::string_view::npos; tab = part.find('\t')) {
        text += printable(part.substr(0, tab)) + u"    "_s;
        part.remove_prefix(tab + 1);
    }
    return text + printable(part);
}

std::string_view withoutReturn(std::string_view line)
{
    return line.substr(0, line.size() - (line.ends_with('\r') ? 1 : 0));
}

} // namespace

void GrepModel::clear()
{
    beginResetModel();
    m_rows.clear();
    m_lines.clear();
    m_files.clear();
    m_keep.clear();
    m_lineDigits = 1;
    endResetModel();
}

void GrepModel::add(const GrepBatch &batch)
{
    std::vector<Row> rows;
    for (const GrepHits &hits : batch.hits) {
        const bool isSame = !m_files.empty() && m_files.back().fs == hits.fs && m_files.back().node == hits.node;
        if (!isSame) {
            rows.push_back({std::uint32_t(m_files.size()), kNoLine});
            m_files.push_back({.fs = hits.fs, .node = hits.node, .layer = hits.layer, .path = hits.path});
        }
        if (!hits.problem.isEmpty())
            m_files.back().problem = hits.problem;
        for (const GrepLine &line : hits.lines) {
            rows.push_back({std::uint32_t(m_files.size() - 1), std::uint32_t(m_lines.size())});
            m_lines.push_back(line);
        }
        if (!hits.lines.empty())
            m_lineDigits = std::max(m_lineDigits, int(QString::number(hits.lines.back().number).size()));
    }
    if (rows.empty())
        return;
    if (m_keep.empty() || m_keep.back() != batch.files)
        m_keep.push_back(batch.files);
    beginInsertRows({}, int(m_rows.size()), int(m_rows.size() + rows.size()) - 1);
    m_rows.insert(m_rows.end(), rows.begin(), rows.end());
    endInsertRows();
}

GrepModel::Place GrepModel::place(const QModelIndex &index) const
{
    const Row &row = m_rows[std::size_t(index.row())];
    const bool isFirst = row.line == kNoLine && std::size_t(index.row()) + 1 < m_rows.size();
    const std::uint32_t line
        = isFirst && m_rows[std::size_t(index.row()) + 1].file == row.file ? m_rows[std::size_t(index.row()) + 1].line : row.line;
    return {&m_files[row.file],
            line == kNoLine ? 0 : int(std::min<std::uint64_t>(m_lines[line].number, std::numeric_limits<int>::max()))};
}

QString GrepModel::lineText(const QModelIndex &index) const
{
    const Row &row = m_rows[std::size_t(index.row())];
    return row.line == kNoLine ? QString() : QString::fromStdString(std::string(withoutReturn(m_lines[row.line].text)));
}

QVariant GrepModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid())
        return {};
    const Row &row = m_rows[std::size_t(index.row())];
    return row.line == kNoLine ? fileData(m_files[row.file], role) : lineData(m_lines[row.line], role);
}

QVariant GrepModel::fileData(const GrepHits &file, int role) const
{
    switch (role) {
    case Qt::DisplayRole:
        return printable(file.path);
    case IsFileRole:
        return true;
    case LayerRole:
        return file.layer;
    case RemarkRole:
        return file.problem;
    case Qt::ToolTipRole:
        return file.problem.isEmpty() ? printable(file.path) : printable(file.path) + u'\n' + file.problem;
    default:
        return {};
    }
}

QVariant GrepModel::lineData(const GrepLine &line, int role) const
{
    const std::string_view text = withoutReturn(line.text);
    const std::size_t begin = std::min(line.begin, text.size());
    const std::size_t end = std::clamp(line.end, begin, text.size());
    switch (role) {
    case Qt::DisplayRole:
        return u"%1: %2"_s.arg(line.number).arg(rowText(text));
    case IsFileRole:
        return false;
    case LineRole:
        return qulonglong(line.number);
    case BeforeRole: {
        std::string_view before = text.substr(0, begin);
        before.remove_prefix(std::min(before.find_first_not_of(" \t"), before.size())); // indentation only takes room
        return rowText(before);
    }
    case MatchRole:
        return rowText(text.substr(begin, end - begin));
    case AfterRole:
        return rowText(text.substr(end));
    default:
        return {};
    }
}

} // namespace stratoscope::ui
