// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "image/image.h"
#include "tree/change.h"

#include <QAbstractListModel>

#include <array>
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

/// Titles to tell two images apart that are compared, the one before first: `alpine:3.10`, with the platform if only that differs.
std::array<QString, 2> comparedTitles(const Image &before, const Image &after);

/// The layers of an image, bottom first, with the history steps that created no layer between them, and those that are still to
/// come. The first row stands for the whole image, or for the layers that are there.
///
/// Of two images that are compared, the one after follows the one before. The layers that both begin with are listed once, as
/// layers of the image before; unless they are expanded, a single row stands for them. For the GUI thread.
class LayerModel : public QAbstractListModel
{
    Q_OBJECT

public:
    enum Role {
        LayerRole = Qt::UserRole, ///< int: index from 0, kWholeImage, kEmptyStep, kComing or kCommonBase
        SizeRole, ///< qulonglong: bytes of the files
        ShareRole, ///< double, 0 to 1: share of the size of all layers; of a coming one, what has arrived
        DigestRole, ///< QString: shortened; may be empty
        EntriesRole, ///< qulonglong
        StateRole, ///< int of Verification
        CountsRole, ///< ChangeCounts; invalid if not known yet
        NumberRole, ///< int: a layer's index, coming ones included
        StatusRole, ///< QString: of a coming layer, and of the images that are compared
        SideRole, ///< int of Side; Before if nothing is compared
        CommonRole, ///< bool: a layer that both images begin with
        ExpandedRole, ///< bool: of kCommonBase
    };
    enum Side { Before, After };
    static constexpr int kWholeImage = -1;
    static constexpr int kEmptyStep = -2;
    static constexpr int kComing = -3;
    static constexpr int kCommonBase = -4;

    using QAbstractListModel::QAbstractListModel;

    void setImage(std::shared_ptr<const Image> image);
    void setImages(std::shared_ptr<const Image> before, std::shared_ptr<const Image> after);
    /// Null for After if nothing is compared.
    const std::shared_ptr<const Image> &image(Side side) const { return m_images[side]; }
    /// How many of the lowest layers both images have.
    int commonLayers() const { return m_commonLayers; }
    bool isBaseExpanded() const { return m_isBaseExpanded; }
    void setBaseExpanded(bool isExpanded);
    /// Reads the layers' verification states again, and emits dataChanged() for those that have changed.
    void refreshStates();
    void setCounts(Side side, const std::vector<ChangeCounts> &counts);
    /// The progress of the layers that have not been downloaded yet, lowest first.
    void setComing(const std::vector<ComingLayer> &coming);

    /// The row that stands for a layer.
    int rowOf(int layer, Side side = Before) const;

    int rowCount(const QModelIndex &parent = {}) const override { return parent.isValid() ? 0 : int(m_rows.size()); }
    Qt::ItemFlags flags(const QModelIndex &index) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;

private:
    struct Row {
        int layer = kWholeImage;
        Side side = Before;
        int number = -1; ///< of a layer, there or coming
        QString createdBy{}; ///< from the history
        Verification state = Verification::Unknown; ///< as of the last refreshStates()
    };
    void rebuild();
    void addRows(Side side);
    const Image &imageOf(const Row &row) const { return *m_images[row.side]; }
    const ImageLayer &layerOf(const Row &row) const { return imageOf(row).layers[std::size_t(row.layer)]; }
    bool isCompared() const { return m_images[After] != nullptr; }
    std::optional<ChangeCounts> counts(const Row &row) const;
    QString status(const Row &row) const;
    Verification stateNow(const Row &row) const;
    QString title(const Row &row) const;
    QString accessibleText(const Row &row) const;
    QString toolTip(const Row &row) const;
    std::uint64_t size(const Row &row) const;

    std::array<std::shared_ptr<const Image>, 2> m_images;
    std::array<std::uint64_t, 2> m_layersSize{};
    std::array<std::vector<ChangeCounts>, 2> m_counts; ///< by layer; empty if not known yet
    int m_commonLayers = 0;
    bool m_isBaseExpanded = false;
    std::vector<Row> m_rows;
    std::vector<ComingLayer> m_coming;
    ComingLayer comingLayer(const Row &row) const;
};

/// The command that created each layer, or a placeholder if none is recorded.
QStringList layerCommands(const Image &image);

} // namespace stratoscope::ui

Q_DECLARE_METATYPE(stratoscope::ChangeCounts)
