// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QByteArray>
#include <QString>

#include <span>
#include <utility>
#include <vector>

namespace stratoscope {

/// An authentication challenge of a server (RFC 9110, 11.6.1).
struct AuthChallenge {
    QByteArray scheme; ///< lower-case: `bearer`, `basic`
    QByteArray token68; ///< in place of parameters; rare
    std::vector<std::pair<QByteArray, QByteArray>> parameters; ///< names lower-case, values without quotes

    /// The first parameter of that name; empty if there is none.
    QByteArray parameter(QByteArrayView name) const;

    bool operator==(const AuthChallenge &) const = default;
};

/// Parses the WWW-Authenticate headers of a response, in order; malformed parts are skipped.
std::vector<AuthChallenge> parseChallenges(std::span<const QByteArray> headers);

} // namespace stratoscope
