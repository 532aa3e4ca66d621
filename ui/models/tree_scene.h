// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "session/image.h"
#include "ui/models/arrangement.h"

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

    /// `whole`: the scene of the whole image, where there is one, for what is the same in this one. Blocking. Errors: those of merging.
    /// Throws Cancelled.
    static Result<TreeScene> make(const Image &image, const TreeChoice &choice, const TreeScene *whole, const std::stop_token &stop);
    /// Sorted and searched: `filter` as TreeFilter::parse() takes it, with the users that the image itself knows. Blocking. Errors:
    /// Invalid for a filter that makes no sense. Throws Cancelled.
    Result<std::shared_ptr<const Arrangement>> arrange(const TreeSort &sort, const std::string &filter, const std::stop_token &stop) const;
};

} // namespace stratoscope::ui
