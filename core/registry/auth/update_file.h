// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/error.h"

#include <QByteArray>

#include <functional>
#include <optional>

namespace stratoscope {

/// Given the content of a file, empty if it does not exist, returns the new content; nothing to leave the file alone. It may be
/// called again if the file has changed meanwhile.
using FileChange = std::function<Result<std::optional<QByteArray>>(const QByteArray &content)>;

/// Changes a small file of the user's that other programs write to as well. Other calls, also in other processes, wait; what a
/// program writes that does not take part in this is not lost, unless it does so at the same instant. The file is replaced in one
/// step, and only its owner may access it. Errors: those of reading, writing and `change`.
Result<void> updateFile(const QString &path, const FileChange &change);

} // namespace stratoscope
