// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "image/image.h"

#include <QList>
#include <QString>

#include <stop_token>

namespace stratoscope::ui {

/// A term that may be typed in a filter.
struct FilterWord {
    QString word; ///< `layer:2`, `owner:www-data`; a key alone, `size:`, if a value follows
    QString meaning; ///< `RUN make`, `33`; may be empty
    bool operator==(const FilterWord &) const = default;
};

/// The terms of the filter language that make sense in an image, sorted: the keys, the fixed values, and the owners, groups, layers
/// and extended attributes that the image has. Blocks for about as long as a filter takes. Throws Cancelled.
QList<FilterWord> filterWords(const Image &image, const std::stop_token &stop);

} // namespace stratoscope::ui
