// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/grep/grep_task.h"

#include <QAbstractListModel>

namespace stratoscope::ui {

/// The files in which something was found, each followed by its lines, in the order of their arrival. For the GUI thread.
class GrepModel : public QAbstractListModel
{
    Q_OBJECT

public:
    enum Role {
        IsFileRole = Qt::UserRole, ///< bool: a file, not a line in it
        LayerRole, ///< int: of a file
        LineRole, ///< qulonglong: the line's number
        BeforeRole, ///< QString: the line before the match, as it is shown
        MatchRole, ///< QString: the match, as it is shown
        AfterRole, ///< QString: the line after the match, as it is shown
        RemarkRole, ///< QString: of a file that is binary, or that was not searched to its end; else empty
    };

    using QAbstractListModel::QAbstractListModel;

    void clear();
    void add(const GrepBatch &batch);

    /// The file of a row, and the number of the line; 0: of none in particular.
    struct Place {
        const GrepHits *file; ///< without its lines
        int line = 0;
    };
    Place place(const QModelIndex &index) const;
    /// The text of a line as far as it is known; empty for a file.
    QString lineText(const QModelIndex &index) const;
    /// The number of digits of the greatest line number.
    int lineDigits() const { return m_lineDigits; }

    int rowCount(const QModelIndex &parent = {}) const override { return parent.isValid() ? 0 : int(m_rows.size()); }
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;

private:
    static constexpr std::uint32_t kNoLine = 0xFFFFFFFF;
    struct Row {
        std::uint32_t file;
        std::uint32_t line; ///< index into m_lines; kNoLine: the file itself
    };
    QVariant fileData(const GrepHits &file, int role) const;
    QVariant lineData(const GrepLine &line, int role) const;

    std::vector<std::shared_ptr<const GrepFiles>> m_keep; ///< what the files refer to
    std::vector<GrepHits> m_files;
    std::vector<GrepLine> m_lines;
    std::vector<Row> m_rows;
    int m_lineDigits = 1;
};

} // namespace stratoscope::ui
