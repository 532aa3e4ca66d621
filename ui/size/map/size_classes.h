// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/size/map/size_tree.h"

#include <QList>
#include <QString>

namespace stratoscope::ui {

/// What the colours of a map mean.
enum class SizeColouring { Layer, Kind, Waste };

/// Whether a file's bytes are of any use, see core/analysis.
enum class Waste : std::uint8_t {
    None,
    Duplicate, ///< another file of the merged tree has the same content
    Cache, ///< the cache of a package manager
    AttributesOnly, ///< hidden: replaced by the same content with other attributes
    Overwritten, ///< hidden: replaced by something else
    Deleted, ///< hidden: removed later
};
constexpr int kWastes = 6;
/// "Used once", "Duplicates", …
QString wasteText(Waste waste);

/// Divides the items of a SizeTree into classes, each of which has a colour. A directory is of the class that most of its bytes
/// have, if there is one with more than half of them. Immutable; thread-safe.
class SizeClasses
{
public:
    using Class = std::uint16_t;
    struct Facts {
        Class number = 0; ///< the layer, the FileKind or the Waste
        QString name{};
        std::uint64_t bytes = 0;
    };

    /// `waste`: by item; it may be empty, which is the same as Overwritten or Deleted for what is hidden. Blocks. Throws Cancelled.
    static std::shared_ptr<const SizeClasses> make(const SizeTree &tree, SizeColouring colouring, std::span<const Waste> waste,
                                                   const std::stop_token &stop);

    SizeColouring colouring() const { return m_colouring; }
    Class of(SizeItem item) const { return m_classes[item]; }
    /// The class of most bytes of several items.
    Class of(const SizeTree &tree, std::span<const SizeItem> items) const;
    /// The classes that have any bytes, in the order of their numbers.
    const QList<Facts> &classes() const { return m_facts; }

private:
    SizeClasses() = default;
    void count(const SizeTree &tree);
    QString text(Class number) const;

    SizeColouring m_colouring = SizeColouring::Layer;
    std::vector<Class> m_classes; ///< by item
    QList<Facts> m_facts;
};

} // namespace stratoscope::ui
