// SPDX-License-Identifier: Apache-2.0
#include "ui/transfers/transfer_log.h"

#include "ui/common/format.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLocale>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace stratoscope::ui {

namespace {

QString durationOf(qint64 milliseconds)
{
    constexpr qint64 kSecond = 1000;
    if (milliseconds < kSecond)
        return TransferLog::tr("%1 ms").arg(QLocale().toString(milliseconds));
    if (milliseconds >= 10 * kSecond)
        return durationText(milliseconds / kSecond);
    return TransferLog::tr("%1 s").arg(QLocale().toString(double(milliseconds) / kSecond, 'f', 1));
}

QJsonObject toJsonObject(const TransferLogEntry &entry)
{
    return {{u"ended"_s, entry.ended.toMSecsSinceEpoch()},
            {u"kind"_s, int(entry.kind)},
            {u"name"_s, entry.name},
            {u"how"_s, int(entry.result)},
            {u"detail"_s, entry.detail},
            {u"milliseconds"_s, entry.milliseconds},
            {u"bytes"_s, entry.bytes}};
}

TransferLogEntry fromJsonObject(const QJsonObject &object)
{
    return {.ended = QDateTime::fromMSecsSinceEpoch(object["ended"_L1].toInteger(), Qt::UTC),
            .kind = TransferKind(std::clamp(object["kind"_L1].toInt(), 0, int(TransferKind::Push))),
            .name = object["name"_L1].toString(),
            .result = TransferState(std::clamp(object["how"_L1].toInt(), 0, int(TransferState::Done))),
            .detail = object["detail"_L1].toString(),
            .milliseconds = object["milliseconds"_L1].toInteger(),
            .bytes = object["bytes"_L1].toInteger()};
}

} // namespace

void TransferLog::reset(QList<TransferLogEntry> entries)
{
    beginResetModel();
    m_entries = std::move(entries);
    endResetModel();
}

void TransferLog::add(const TransferLogEntry &entry)
{
    if (m_entries.size() == kMaxEntries) {
        beginRemoveRows({}, kMaxEntries - 1, kMaxEntries - 1);
        m_entries.removeLast();
        endRemoveRows();
    }
    beginInsertRows({}, 0, 0);
    m_entries.prepend(entry);
    endInsertRows();
}

QByteArray TransferLog::toJson() const
{
    QJsonArray entries;
    for (const TransferLogEntry &entry : m_entries)
        entries.append(toJsonObject(entry));
    return QJsonDocument(entries).toJson(QJsonDocument::Compact);
}

void TransferLog::setJson(const QByteArray &json)
{
    QList<TransferLogEntry> entries;
    for (const QJsonValue value : QJsonDocument::fromJson(json).array())
        entries.append(fromJsonObject(value.toObject()));
    reset(entries.mid(0, kMaxEntries));
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
    case Kind:
        return transferKindText(entry.kind);
    case Name:
        return entry.name;
    case Result:
        return entry.detail;
    case Duration:
        return durationOf(entry.milliseconds);
    case Bytes:
        return entry.bytes > 0 ? sizeText(std::uint64_t(entry.bytes)) : QString();
    default:
        return {};
    }
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
        return int((index.column() == Bytes || index.column() == Duration ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    default:
        return {};
    }
}

QVariant TransferLog::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return int((section == Bytes || section == Duration ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Ended:
        return tr("Ended");
    case Kind:
        return tr("Task");
    case Name:
        return tr("Image or File");
    case Result:
        return tr("Result");
    case Duration:
        return tr("Duration");
    case Bytes:
        return tr("Size");
    default:
        return {};
    }
}

} // namespace stratoscope::ui
