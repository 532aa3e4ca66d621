// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "diff/layer_history.h"
#include "query/arrangement.h"

#include <mutex>

namespace stratoscope::ui {

/// Which of an image's trees is looked at.
struct TreeChoice {
    enum Scope {
        Whole,
        UpTo, ///< merged through a layer
        Only, ///< what a layer, or a run of them, changes
    };
    Scope scope = Whole;
    int layer = 0; ///< the last; does not count for Whole
    int first = layer; ///< of a run of layers: the first

    bool isOneLayer() const { return scope == Only && first == layer; }
    bool operator==(const TreeChoice &other) const
    {
        return scope == other.scope && (scope == Whole || (layer == other.layer && (scope == UpTo || first == other.first)));
    }
};

/// One of an image's trees, ready to be arranged. A value; thread-safe.
struct TreeScene {
    TreeChoice choice;
    ImageFs fs;
    Marks marks; ///< what the choice's layers did to it; null for the whole image and for its lowest layer
    std::shared_ptr<const TreeOrder> byName;

    /// Sorted and searched: `filter` as TreeFilter::parse() takes it, with the users that the image itself knows. `known`: an
    /// arrangement of it that there is already, or null; its order may serve again. Blocking. Errors: Invalid for a filter that
    /// makes no sense. Throws Cancelled.
    Result<std::shared_ptr<const Arrangement>> arrange(const TreeSort &sort, const std::string &filter, const Arrangement *known,
                                                       const std::stop_token &stop) const;
};

/// Makes an image's trees. Thread-safe; what several need is made once.
class TreeScenes
{
public:
    explicit TreeScenes(std::shared_ptr<const Image> image)
        : m_image(std::move(image))
    {
    }

    /// Blocking, and the longer the first time that something else than the whole image is asked for. Errors: those of merging.
    /// Throws Cancelled, as the others.
    Result<TreeScene> make(const TreeChoice &choice, const std::stop_token &stop);
    /// How many entries each layer adds, changes and removes, the lowest first.
    Result<std::vector<ChangeCounts>> countChanges(const std::stop_token &stop);
    /// For the trees to be made quickly from then on.
    Result<void> prepare(const std::stop_token &stop);

private:
    struct Layers {
        std::shared_ptr<const LayerHistory> history;
        std::shared_ptr<const TreeOrder> spotsByName;
    };
    std::shared_ptr<const TreeOrder> wholeByName(const std::stop_token &stop);
    Result<std::shared_ptr<const LayerHistory>> history(const std::stop_token &stop);
    Result<Layers> layers(const std::stop_token &stop);

    const std::shared_ptr<const Image> m_image;
    std::mutex m_wholeMutex;
    std::shared_ptr<const TreeOrder> m_wholeByName;
    std::mutex m_layersMutex; ///< locked before m_wholeMutex
    Layers m_layers;
};

} // namespace stratoscope::ui
