// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/library/library_row.h"

#include <QAbstractListModel>
#include <QHash>
#include <QSortFilterProxyModel>

namespace stratoscope::ui {

/// How far an image of the library is read through anew.
struct Rechecking {
    enum State { None, Running, Whole, Damaged } state = None;
    int permille = -1; ///< of a running one; -1: not known
    QString problem{}; ///< of a damaged one

    bool operator==(const Rechecking &) const = default;
};

/// The images of the library, in no order that means anything: see LibraryOrder. For the GUI thread.
class LibraryModel : public QAbstractListModel
{
    Q_OBJECT

public:
    enum Role {
        KindRole = Qt::UserRole, ///< int of LibraryKind
        TitleRole, ///< QString
        TagRole, ///< QString: what follows the title; may be empty
        FiguresRole, ///< QString: platform, size and date in one line
        PinnedRole, ///< bool
        MissingRole, ///< bool
        CheckRole, ///< int of Rechecking::State
        PermilleRole, ///< int: of a check that runs
    };

    using QAbstractListModel::QAbstractListModel;

    /// Rows that are there still keep their indexes.
    void setRows(std::vector<LibraryRow> rows);
    void setRechecking(const QString &key, const Rechecking &rechecking);
    Rechecking rechecking(const QString &key) const { return m_rechecking.value(key); }

    const LibraryRow &row(const QModelIndex &index) const { return m_rows[std::size_t(index.row())]; }
    /// Invalid where there is none.
    QModelIndex indexOf(const QString &key) const;

    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;

private:
    std::vector<LibraryRow> m_rows; ///< by their keys
    QHash<QString, Rechecking> m_rechecking;
};

/// "linux/amd64 · 3.2 MiB · 5/1/24"
QString libraryFigures(const LibraryRow &row);

enum class LibrarySort { Name, Date, Size };

/// What of a LibraryModel is shown, and in which order: the pinned ones first.
class LibraryOrder : public QSortFilterProxyModel
{
    Q_OBJECT

public:
    explicit LibraryOrder(LibraryModel *model, QObject *parent = nullptr);

    void setSort(LibrarySort sort, Qt::SortOrder order);
    LibrarySort sorting() const { return m_sort; }
    Qt::SortOrder direction() const { return m_order; }
    /// Every word must be in the name, the platform or the place; upper and lower case are the same.
    void setText(const QString &text);

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
