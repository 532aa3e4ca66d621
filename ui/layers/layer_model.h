// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "image/image.h"
#include "tree/change.h"

#include <QAbstractListModel>

#include <optional>

namespace stratoscope::ui {

/// "Verified", "Not verified yet", …
QString verificationText(Verification state);

/// Whether only the lowest layers of the image are there: it is still being pulled.
bool isPartial(const Image &image);
/// The digests of the layers that the image's manifest lists, lowest first; empty if there is none that lists them.
std::vector<Digest> listedLayers(const Image &image);
/// "3 layers"; "2 of 3 layers" of a partial image.
QString layerCountText(const Image &image);
/// The state of the image as a whole; the number of layers of a partial image, about which nothing can be said yet.
QString verificationText(const Image &image);

/// A layer that has not arrived yet.
struct ComingLayer {
    QString status{}; ///< "3 MiB of 12 MiB, …"
    int permille = -1; ///< -1: unknown
    bool operator==(const ComingLayer &) const = default;
};

/// The layers of an image, bottom first, with the history steps that created no layer between them, and those that are still to
/// come. The first row stands for the whole image, or for the layers that are there. For the GUI thread.
class LayerModel : public QAbstractListModel
{
    Q_OBJECT

public:
    enum Role {
        LayerRole = Qt::UserRole, ///< int: index from 0, kWholeImage, kEmptyStep or kComing
        SizeRole, ///< qulonglong: bytes of the files
        ShareRole, ///< double, 0 to 1: share of the size of all layers; of a coming one, what has arrived
        DigestRole, ///< QString: shortened; may be empty
        EntriesRole, ///< qulonglong
        StateRole, ///< int of Verification
        CountsRole, ///< ChangeCounts; invalid if not known yet
        NumberRole, ///< int: a layer's index, coming ones included
        StatusRole, ///< QString: of a coming layer
    };
    static constexpr int kWholeImage = -1;
    static constexpr int kEmptyStep = -2;
    static constexpr int kComing = -3;

    using QAbstractListModel::QAbstractListModel;

    void setImage(std::shared_ptr<const Image> image);
    /// Reads the layers' verification states again, and emits dataChanged() for those that have changed.
    void refreshStates();
    void setCounts(int layer, const ChangeCounts &counts);
    /// The progress of the layers that have not been downloaded yet, lowest first.
    void setComing(const std::vector<ComingLayer> &coming);

    int rowOf(int layer) const;

    int rowCount(const QModelIndex &parent = {}) const override { return parent.isValid() ? 0 : int(m_rows.size()); }
    Qt::ItemFlags flags(const QModelIndex &index) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;

private:
    struct Row {
        int layer = kWholeImage;
        int number = -1; ///< of a layer, there or coming
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
    std::vector<ComingLayer> m_coming;
    ComingLayer comingLayer(const Row &row) const;
};

/// The command that created each layer, or a placeholder if none is recorded.
QStringList layerCommands(const Image &image);

} // namespace stratoscope::ui

Q_DECLARE_METATYPE(stratoscope::ChangeCounts)
