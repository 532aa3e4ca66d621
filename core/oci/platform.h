// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/error.h"

#include <QString>
#include <QStringList>

#include <optional>

namespace stratoscope {

/// What an image runs on, in OCI's names (`linux`, `arm64`, `v8`).
struct Platform {
    QString os;
    QString architecture;
    QString variant; ///< `v7`; empty where there is only one
    QString osVersion; ///< Windows: `10.0.17763.1`
    QStringList osFeatures;

    /// `OS/ARCH[/VARIANT]`, Windows also as `windows(10.0.17763.1)/amd64`. The result is normalised.
    static Result<Platform> parse(QStringView text);
    /// This machine's.
    static Platform host();

    /// Other names of the same thing made one: `aarch64` → `arm64`, `x86_64` → `amd64`, `armhf` → `arm/v7`, `arm` → `arm/v7`,
    /// `arm64/v8` → `arm64`, `amd64/v1` → `amd64`, upper case → lower case.
    Platform normalized() const;
    /// As parse() reads it; `unknown/unknown` where nothing is known.
    QString toString() const;
    /// Neither operating system nor architecture is known: how attestations are marked.
    bool isUnknown() const;

    bool operator==(const Platform &) const = default;
};

/// How well an image for `offered` runs on `wanted`: 0 is exact, more is a lower variant (arm/v6 on arm/v7, amd64/v1 on amd64/v3),
/// nothing where it does not run. Neither need be normalised. An operating system's version counts only where it is wanted.
std::optional<int> platformDistance(const Platform &wanted, const Platform &offered);

} // namespace stratoscope
