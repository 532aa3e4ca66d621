// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QByteArray>
#include <QString>

#include <span>
#include <utility>
#include <vector>

namespace stratoscope {

/// One way to log in that a server offers (RFC 9110, 11.6.1).
struct AuthChallenge {
    QByteArray scheme; ///< lower-case: `bearer`, `basic`
    QByteArray token68; ///< in place of parameters; seldom there
    std::vector<std::pair<QByteArray, QByteArray>> parameters; ///< names lower-case, values without quotes

    /// The first of that name; empty where there is none.
    QByteArray parameter(QByteArrayView name) const;

    bool operator==(const AuthChallenge &) const = default;
};

/// What all WWW-Authenticate headers of a response say, in order. What cannot be read is left out.
std::vector<AuthChallenge> parseChallenges(std::span<const QByteArray> headers);

} // namespace stratoscope
