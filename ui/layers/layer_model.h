// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "image/image.h"
#include "tree/change.h"

#include <QAbstractListModel>

#include <optional>

namespace stratoscope::ui {

/// "Verified", "Not verified yet", …
QString verificationText(Verification state);

/// The layers of an image, bottom first, with the history steps that created no layer between them. The first row stands for the
/// whole image. For the GUI thread.
class LayerModel : public QAbstractListModel
{
    Q_OBJECT

public:
    enum Role {
        LayerRole = Qt::UserRole, ///< int: index from 0, kWholeImage or kEmptyStep
        SizeRole, ///< qulonglong: bytes of the files
        ShareRole, ///< double, 0 to 1: share of the size of all layers
        DigestRole, ///< QString: shortened; may be empty
        EntriesRole, ///< qulonglong
        StateRole, ///< int of Verification
        CountsRole, ///< ChangeCounts; invalid if not known yet
    };
    static constexpr int kWholeImage = -1;
    static constexpr int kEmptyStep = -2;

    using QAbstractListModel::QAbstractListModel;

    void setImage(std::shared_ptr<const Image> image);
    /// Reads the layers' verification states again, and emits dataChanged() for those that have changed.
    void refreshStates();
    void setCounts(int layer, const ChangeCounts &counts);

    int rowOf(int layer) const;

    int rowCount(const QModelIndex &parent = {}) const override { return parent.isValid() ? 0 : int(m_rows.size()); }
    Qt::ItemFlags flags(const QModelIndex &index) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;

private:
    struct Row {
        int layer = kWholeImage;
        QString createdBy{}; ///< from the history
        Verification state = Verification::Unknown; ///< as of the last refreshStates()
        std::optional<ChangeCounts> counts{};
    };
    Verification stateNow(const Row &row) const;
    QString title(const Row &row) const;
    QString accessibleText(const Row &row) const;
    QString toolTip(const Row &row) const;
    std::uint64_t size(const Row &row) const;

    std::shared_ptr<const Image> m_image;
    std::uint64_t m_layersSize = 0;
    std::vector<Row> m_rows;
};

/// The command that created each layer, or a placeholder if none is recorded.
QStringList layerCommands(const Image &image);

} // namespace stratoscope::ui

Q_DECLARE_METATYPE(stratoscope::ChangeCounts)
