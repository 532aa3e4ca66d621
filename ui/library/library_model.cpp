// SPDX-License-Identifier: Apache-2.0
#include "ui/library/library_model.h"

#include "ui/common/format.h"

#include <QDir>
#include <QLocale>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace stratoscope::ui {

namespace {

QString kindText(const LibraryRow &row)
{
    switch (row.kind) {
    case LibraryKind::Stored:
        return LibraryModel::tr("Image in the store");
    case LibraryKind::File:
        return LibraryModel::tr("Image file");
    case LibraryKind::Folder:
        return LibraryModel::tr("Image folder");
    case LibraryKind::Remote:
        return LibraryModel::tr("Image in a registry");
    case LibraryKind::Engine:
        return LibraryModel::tr("Engine");
    case LibraryKind::EngineImage:
        return LibraryModel::tr("Image of an engine");
    }
    Q_UNREACHABLE();
}

QString verificationText(const LibraryVerification &verification)
{
    switch (verification.state) {
    case LibraryVerification::None:
        return {};
    case LibraryVerification::Running:
        return verification.permille < 0 ? LibraryModel::tr("Verifying…")
                                         : LibraryModel::tr("Verifying… %1%").arg(verification.permille / 10);
    case LibraryVerification::Repairing:
        return verification.permille < 0 ? LibraryModel::tr("Repairing…")
                                         : LibraryModel::tr("Repairing… %1%").arg(verification.permille / 10);
    case LibraryVerification::Verified:
        return LibraryModel::tr("Verified");
    case LibraryVerification::Corrupt:
        return LibraryModel::tr("Corrupt");
    }
    Q_UNREACHABLE();
}

QString summary(const LibraryRow &row, const LibraryVerification &verification)
{
    return verification.isActive() || verification.state == LibraryVerification::Corrupt ? verificationText(verification)
                                                                                         : librarySummary(row);
}

QString accessibleText(const LibraryRow &row, const LibraryVerification &verification)
{
    QStringList parts{row.label(), kindText(row), librarySummary(row)};
    if (row.isPinned)
        parts += LibraryModel::tr("pinned");
    if (verification.state != LibraryVerification::None)
        parts += verificationText(verification);
    return listText(parts);
}

QString toolTip(const LibraryRow &row, const LibraryVerification &verification)
{
    if (row.kind == LibraryKind::Engine)
        return listText({row.label(), row.location, row.note});
    QStringList lines{row.stored || row.kind == LibraryKind::EngineImage ? row.name : QDir::toNativeSeparators(row.name),
                      librarySummary(row)};
    if (row.stored) {
        lines += row.stored->manifest.toString();
        lines += LibraryModel::tr("Pulled %1").arg(QLocale().toString(row.date.toLocalTime(), QLocale::LongFormat));
        if (!row.stored->source.isEmpty())
            lines += LibraryModel::tr("From %1").arg(row.stored->source);
    }
    if (row.isPinned)
        lines += row.stored ? LibraryModel::tr("Pinned: never removed by clean-up") : LibraryModel::tr("Pinned");
    if (verification.state != LibraryVerification::None)
        lines += verification.problem.isEmpty() ? verificationText(verification) : verification.problem;
    return lines.join(u'\n');
}

} // namespace

QString librarySummary(const LibraryRow &row)
{
    if (row.kind == LibraryKind::Engine)
        return row.note;
    if (row.isMissing)
        return LibraryModel::tr("No longer exists");
    QStringList parts;
    if (!row.distinction.isEmpty())
        parts += row.distinction;
    if (row.platform)
        parts += row.platform->toString();
    if (row.size)
        parts += sizeText(*row.size);
    if (row.date.isValid())
        parts += QLocale().toString(row.date.toLocalTime().date(), QLocale::ShortFormat);
    if (row.isInUse)
        parts += LibraryModel::tr("in use");
    return parts.isEmpty() ? kindText(row) : parts.join(u" · "_s);
}

/// Merges two lists sorted by key.
void LibraryModel::setRows(std::vector<LibraryRow> rows)
{
    std::ranges::sort(rows, {}, &LibraryRow::key);
    std::size_t at = 0;
    for (LibraryRow &row : rows) {
        while (at < m_rows.size() && m_rows[at].key() < row.key()) {
            beginRemoveRows({}, int(at), int(at));
            m_rows.erase(m_rows.begin() + qsizetype(at));
            endRemoveRows();
        }
        if (at == m_rows.size() || m_rows[at].key() != row.key()) {
            beginInsertRows({}, int(at), int(at));
            m_rows.insert(m_rows.begin() + qsizetype(at), std::move(row));
            endInsertRows();
        } else if (m_rows[at] != row) {
            if (m_rows[at].stored != row.stored) // the reference now names another image
                m_verifications.remove(row.key());
            m_rows[at] = std::move(row);
            Q_EMIT dataChanged(index(int(at)), index(int(at)));
        }
        ++at;
    }
    if (at < m_rows.size()) {
        beginRemoveRows({}, int(at), int(m_rows.size()) - 1);
        m_rows.erase(m_rows.begin() + qsizetype(at), m_rows.end());
        endRemoveRows();
    }
}

void LibraryModel::setVerification(const QString &key, const LibraryVerification &verification)
{
    if (this->verification(key) == verification)
        return;
    m_verifications.insert(key, verification);
    if (const QModelIndex index = indexOf(key); index.isValid())
        Q_EMIT dataChanged(index, index);
}

QModelIndex LibraryModel::indexOf(const QString &key) const
{
    const auto row = std::ranges::find(m_rows, key, &LibraryRow::key);
    return row == m_rows.end() ? QModelIndex() : index(int(row - m_rows.begin()));
}

Qt::ItemFlags LibraryModel::flags(const QModelIndex &index) const
{
    const Qt::ItemFlags usual = QAbstractListModel::flags(index);
    if (!index.isValid())
        return usual;
    const bool takesImages = row(index).group > 0; // an engine, or anywhere among its images
    const bool canBeDragged = !row(index).isMissing && row(index).isImage();
    return usual | (canBeDragged ? Qt::ItemIsDragEnabled : Qt::NoItemFlags)
        | (takesImages ? Qt::ItemIsDropEnabled : Qt::NoItemFlags);
}

QVariant LibraryModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const LibraryRow &row = this->row(index);
    const LibraryVerification verification = m_verifications.value(row.key());
    switch (role) {
    case Qt::DisplayRole:
        return row.label();
    case Qt::ToolTipRole:
        return toolTip(row, verification);
    case Qt::AccessibleTextRole:
        return accessibleText(row, verification);
    case KindRole:
        return int(row.kind);
    case TitleRole:
        return row.title;
    case TagRole:
        return row.tag;
    case SummaryRole:
        return summary(row, verification);
    case PinnedRole:
        return row.isPinned;
    case MissingRole:
        return row.isMissing;
    case VerificationRole:
        return int(verification.state);
    case PermilleRole:
        return verification.permille;
    default:
        return {};
    }
}

LibraryOrder::LibraryOrder(LibraryModel *model, QObject *parent)
    : QSortFilterProxyModel(parent)
    , m_model(model)
{
    setSourceModel(model);
    sort(0);
}

void LibraryOrder::setSort(LibrarySort sort, Qt::SortOrder order)
{
    m_sort = sort;
    m_order = order;
    invalidate();
}

void LibraryOrder::setFilter(const QString &text)
{
    m_words = text.split(u' ', Qt::SkipEmptyParts);
    invalidateFilter();
}

bool LibraryOrder::lessThan(const QModelIndex &left, const QModelIndex &right) const
{
    const LibraryRow &one = m_model->row(left);
    const LibraryRow &other = m_model->row(right);
    if (one.group != other.group)
        return one.group < other.group;
    if (one.isImage() != other.isImage())
        return other.isImage();
    if (one.isPinned != other.isPinned)
        return one.isPinned;
    const bool ascending = m_order == Qt::AscendingOrder;
    if (m_sort == LibrarySort::Size && one.size != other.size)
        return (one.size < other.size) == ascending;
    if (m_sort == LibrarySort::Date && one.date != other.date)
        return (one.date < other.date) == ascending;
    if (const int order = QString::localeAwareCompare(one.label(), other.label()); order != 0)
        return (order < 0) == (ascending || m_sort != LibrarySort::Name);
    return one.key() < other.key();
}

bool LibraryOrder::filterAcceptsRow(int row, const QModelIndex &) const
{
    const LibraryRow &one = m_model->row(m_model->index(row));
    if (!m_words.isEmpty() && !one.isImage()) { // a heading is shown with what is below it
        for (int i = 0; i < m_model->rowCount(); ++i) {
            const LibraryRow &other = m_model->row(m_model->index(i));
            if (other.group == one.group && other.isImage() && filterAcceptsRow(i, {}))
                return true;
        }
        return false;
    }
    const QString platform = one.platform ? one.platform->toString() : QString();
    return std::ranges::all_of(m_words, [&](const QString &word) {
        return one.label().contains(word, Qt::CaseInsensitive) || platform.contains(word, Qt::CaseInsensitive)
            || one.location.contains(word, Qt::CaseInsensitive);
    });
}

} // namespace stratoscope::ui
