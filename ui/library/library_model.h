// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/library/library_row.h"

#include <QAbstractListModel>
#include <QHash>
#include <QSortFilterProxyModel>

#include <algorithm>

namespace stratoscope::ui {

/// State of the verification or the repair of a stored image.
struct LibraryVerification {
    enum State { None, Running, Verified, Corrupt, Repairing } state = None;
    int permille = -1; ///< progress while running; -1: not known
    QString problem{}; ///< if corrupt

    bool isActive() const { return state == Running || state == Repairing; }
    bool operator==(const LibraryVerification &) const = default;
};

/// The images of the library, ordered by their keys; see LibraryOrder. For the GUI thread.
class LibraryModel : public QAbstractListModel
{
    Q_OBJECT

public:
    enum Role {
        KindRole = Qt::UserRole, ///< int of LibraryKind
        TitleRole, ///< QString
        TagRole, ///< QString: shown after the title; may be empty
        SummaryRole, ///< QString: platform, size and date, or the state of the verification
        PinnedRole, ///< bool
        MissingRole, ///< bool
        VerificationRole, ///< int of LibraryVerification::State
        PermilleRole, ///< int: progress of the verification
    };

    using QAbstractListModel::QAbstractListModel;

    /// Persistent indexes of remaining rows stay valid.
    void setRows(std::vector<LibraryRow> rows);
    void setVerification(const QString &key, const LibraryVerification &verification);
    LibraryVerification verification(const QString &key) const { return m_verifications.value(key); }

    const LibraryRow &row(const QModelIndex &index) const { return m_rows[std::size_t(index.row())]; }
    /// Whether there is more than headings.
    bool hasImages() const { return std::ranges::any_of(m_rows, &LibraryRow::isImage); }
    /// Invalid if there is none.
    QModelIndex indexOf(const QString &key) const;

    Qt::ItemFlags flags(const QModelIndex &index) const override;
    int rowCount(const QModelIndex &parent = {}) const override { return parent.isValid() ? 0 : int(m_rows.size()); }
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;

private:
    std::vector<LibraryRow> m_rows; ///< sorted by key
    QHash<QString, LibraryVerification> m_verifications; ///< by key
};

/// "linux/amd64 · 3.2 MiB · 5/1/24"
QString librarySummary(const LibraryRow &row);

enum class LibrarySort { Name, Date, Size };

/// Sorts and filters a LibraryModel. Engines come after everything else, each with its images below it. Pinned images come first.
class LibraryOrder : public QSortFilterProxyModel
{
    Q_OBJECT

public:
    explicit LibraryOrder(LibraryModel *model, QObject *parent = nullptr);

    void setSort(LibrarySort sort, Qt::SortOrder order);
    LibrarySort sorting() const { return m_sort; }
    Qt::SortOrder direction() const { return m_order; }
    /// Shows rows that have every word in their name, platform or location. Ignores case.
    void setFilter(const QString &text);

    const LibraryRow &row(const QModelIndex &index) const { return m_model->row(mapToSource(index)); }

protected:
    bool lessThan(const QModelIndex &left, const QModelIndex &right) const override;
    bool filterAcceptsRow(int row, const QModelIndex &parent) const override;

private:
    LibraryModel *const m_model;
    LibrarySort m_sort = LibrarySort::Name;
    Qt::SortOrder m_order = Qt::AscendingOrder;
    QStringList m_words;
};

} // namespace stratoscope::ui
