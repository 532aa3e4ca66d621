// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QByteArray>
#include <QString>

#include <string>
#include <utility>
#include <vector>

namespace stratoscope::test {

/// A ZIP of these files, by their names.
std::string zipOf(const std::vector<std::pair<QString, QByteArray>> &files);

} // namespace stratoscope::test
