// SPDX-License-Identifier: Apache-2.0
#include "ui/transfers/transfer_log.h"

#include "ui/common/format.h"

#include <QLocale>

using namespace Qt::StringLiterals;

namespace stratoscope::ui {

namespace {

QString tookText(qint64 milliseconds)
{
    constexpr qint64 kSecond = 1000;
    if (milliseconds < kSecond)
        return TransferLog::tr("%1 ms").arg(QLocale().toString(milliseconds));
    if (milliseconds >= 10 * kSecond)
        return durationText(milliseconds / kSecond);
    return TransferLog::tr("%1 s").arg(QLocale().toString(double(milliseconds) / kSecond, 'f', 1));
}

} // namespace

void TransferLog::set(const QList<TransferLogEntry> &entries)
{
    beginResetModel();
    m_entries = entries.mid(0, kMostEntries);
    endResetModel();
}

void TransferLog::add(const TransferLogEntry &entry)
{
    if (m_entries.size() >= kMostEntries) {
        const int last = int(m_entries.size()) - 1;
        beginRemoveRows({}, kMostEntries - 1, last);
        m_entries.resize(kMostEntries - 1);
        endRemoveRows();
    }
    beginInsertRows({}, 0, 0);
    m_entries.prepend(entry);
    endInsertRows();
}

void TransferLog::clear()
{
    set({});
}

QString TransferLog::text(const QList<int> &rows) const
{
    QStringList lines;
    for (const int row : rows) {
        QStringList fields;
        for (int column = 0; column < kColumns; ++column)
            fields += field(m_entries.at(row), column).replace(u'\n', u' ');
        lines += fields.join(u'\t');
    }
    return lines.join(u'\n');
}

QString TransferLog::field(const TransferLogEntry &entry, int column) const
{
    switch (column) {
    case Ended:
        return QLocale().toString(entry.ended.toLocalTime(), QLocale::ShortFormat);
    case What:
        return transferKindText(entry.kind);
    case Name:
        return entry.name;
    case How:
        return entry.detail;
    case Took:
        return tookText(entry.milliseconds);
    case Bytes:
        return entry.bytes > 0 ? sizeText(std::uint64_t(entry.bytes)) : QString();
    default:
        return {};
    }
}

int TransferLog::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_entries.size());
}

int TransferLog::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(kColumns);
}

QVariant TransferLog::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const TransferLogEntry &entry = m_entries.at(index.row());
    switch (role) {
    case Qt::DisplayRole:
        return field(entry, index.column()).section(u'\n', 0, 0);
    case Qt::ToolTipRole:
        return field(entry, index.column());
    case Qt::TextAlignmentRole:
        return int((index.column() == Bytes || index.column() == Took ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    case TransferModel::StateRole:
        return int(entry.how);
    default:
        return {};
    }
}

QVariant TransferLog::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return int((section == Bytes || section == Took ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Ended:
        return tr("Ended");
    case What:
        return tr("Work");
    case Name:
        return tr("Image or File");
    case How:
        return tr("How It Ended");
    case Took:
        return tr("Took");
    case Bytes:
        return tr("Size");
    default:
        return {};
    }
}

} // namespace stratoscope::ui
