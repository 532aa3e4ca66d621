// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QByteArray>

#include <optional>
#include <span>

namespace stratoscope {

/// The target of the first link to the next page, as written: often relative (RFC 8288). A link that does not say what it leads to
/// counts, and angle brackets may be missing: some registries have it so.
std::optional<QByteArray> nextLink(std::span<const QByteArray> headers);

} // namespace stratoscope
