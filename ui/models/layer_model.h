// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "session/image.h"

#include <QAbstractListModel>

namespace stratoscope::ui {

/// "Verified", "Not verified yet", …
QString verificationText(Verification state);

/// The layers of an image, bottom first, below a row for the image as a whole. For the GUI thread.
class LayerModel : public QAbstractListModel
{
    Q_OBJECT

public:
    enum Role {
        LayerRole = Qt::UserRole, ///< int: number from 0, or kWholeImage
        SizeRole, ///< qulonglong: bytes of the files
        ShareRole, ///< double, 0 to 1: of all layers' bytes
        DigestRole, ///< QString: the first digits; may be empty
        EntriesRole, ///< qulonglong
        StateRole, ///< int of Verification
    };
    static constexpr int kWholeImage = -1;

    using QAbstractListModel::QAbstractListModel;

    void setImage(std::shared_ptr<const Image> image);
    /// Looks at how far the layers are verified now; tells the view what changed.
    void refreshStates();

    static int rowOf(int layer) { return layer + 1; }
    static int layerOf(const QModelIndex &index) { return index.row() - 1; }

    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;

private:
    QString toolTip(int layer) const;
    Verification state(int row) const { return m_states[std::size_t(row)]; }

    std::shared_ptr<const Image> m_image;
    std::uint64_t m_layersSize = 0;
    std::vector<Verification> m_states; ///< of each row, as the view knows it
};

/// The command that made each layer, or what to say where none is recorded.
QStringList layerCommands(const Image &image);

} // namespace stratoscope::ui
