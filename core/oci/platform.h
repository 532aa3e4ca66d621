// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/error.h"

#include <QString>
#include <QStringList>

#include <optional>

namespace stratoscope {

/// The platform of an image, with the names used by OCI (`linux`, `arm64`, `v8`).
struct Platform {
    QString os;
    QString architecture;
    QString variant; ///< `v7`; empty if there are no variants
    QString osVersion; ///< Windows: `10.0.17763.1`
    QStringList osFeatures;

    /// `OS/ARCH[/VARIANT]`, with a version for Windows: `windows(10.0.17763.1)/amd64`. The result is normalized. Errors: Invalid.
    static Result<Platform> parse(QStringView text);
    /// The platform of this machine, normalized.
    static Platform host();

    /// With a single name for each platform: `aarch64` → `arm64`, `x86_64` → `amd64`, `armhf` → `arm/v7`, `arm` → `arm/v7`,
    /// `arm64/v8` → `arm64`, `amd64/v1` → `amd64`, upper case → lower case.
    Platform normalized() const;
    /// In the format of parse(); `unknown/unknown` if nothing is known.
    QString toString() const;
    /// Whether neither operating system nor architecture is known, as for attestations.
    bool isUnknown() const;

    bool operator==(const Platform &) const = default;
};

/// WrongPlatform, naming both, unless an image for `offered` runs on `wanted`, nothing is wanted, or `offered` is unknown.
Result<void> requirePlatform(const Platform &offered, const std::optional<Platform> &wanted, const QString &subject);

/// How well an image for `offered` runs on `wanted`: 0 is an exact match, more is a lower variant (arm/v6 on arm/v7, amd64/v1 on
/// amd64/v3); nothing if it does not run. The version of the operating system only matters if `wanted` has one. An image that needs
/// features of the operating system that are not wanted (a nydus image) is worse than any that does not.
std::optional<int> platformDistance(const Platform &wanted, const Platform &offered);

} // namespace stratoscope
