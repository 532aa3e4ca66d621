// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/error.h"

#include <string>

namespace stratoscope {

/// Why a text is not a filter: its first invalid term, and what is wrong with that. A value.
struct FilterError {
    enum class Problem {
        Size, ///< not a size or a range of sizes
        Type, ///< not a type of entry
        Mode, ///< neither the name of a permission nor octal bits
        Layer, ///< not a layer or a range of layers
        Owner, ///< not a number, and there is nowhere to look up a name
        UnknownOwner, ///< the image has no user or group of this name
        Change, ///< not a kind of change
        Pattern, ///< not a valid glob or regular expression
    };
    Problem problem = Problem::Pattern;
    std::string term; ///< as written, without quotes and without the `-` of an excluded term
    QString detail = {}; ///< UnknownOwner, Pattern: the cause, in English

    /// As an error with an English message, for the command line and logs. Its kind is Invalid.
    Error toError() const;
};

template <typename T>
using FilterResult = tl::expected<T, FilterError>;

} // namespace stratoscope
