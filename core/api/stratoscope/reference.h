// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <stratoscope/export.h>

#include <string>
#include <string_view>

namespace stratoscope::api {

/// An image reference as accepted by `docker pull`. A value.
struct STRATOSCOPE_API Reference {
    std::string registry; ///< host[:port]; `docker.io` if none is given
    std::string repository; ///< `library/alpine`
    std::string tag; ///< `latest` if there is neither a tag nor a digest; otherwise empty if there is none
    std::string digest; ///< `sha256:…`; empty if there is none

    /// Throws an Error: Invalid, with the reason.
    static Reference parse(std::string_view text);
    /// Whether parse() accepts it.
    static bool isValid(std::string_view text) noexcept;

    /// `docker.io/library/alpine:3.22`. parse() returns the same value.
    std::string canonical() const;
    /// `alpine:3.22`. parse() returns the same value.
    std::string familiar() const;
};

} // namespace stratoscope::api
