// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/error.h"
#include "base/hash.h"

#include <functional>
#include <stop_token>

namespace stratoscope {

/// Calls `visit` with each value of the first column that `query` selects from a database of SQLite 3, given by its bytes, which
/// never touch the disk. `visit` must copy what it keeps.
///
/// Databases come from images: the schema is not trusted, nothing in it is run, and memory and steps are limited. A database whose
/// write-ahead log was folded in, as it is unless a program still uses it, is read whatever its journal mode.
///
/// Blocks. Errors, about `subject`: Malformed, with SQLite's message; TooLarge for one that takes more steps or longer values than
/// any real one; the first one of `visit`. Throws Cancelled.
Result<void> forEachInColumn(QByteArray database, const char *query, const QString &subject,
                             const std::function<Result<void>(Bytes value)> &visit, const std::stop_token &stop);

} // namespace stratoscope
