// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QByteArray>

#include <optional>
#include <span>

namespace stratoscope {

/// The target of the first link to the next page, often relative (RFC 8288). As some registries send them, links without a relation
/// and without angle brackets are accepted.
std::optional<QByteArray> nextLink(std::span<const QByteArray> headers);

} // namespace stratoscope
