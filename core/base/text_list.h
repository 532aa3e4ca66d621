// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QStringList>

namespace stratoscope {

/// For a message: the first `most` texts, and how many more there are.
QString listed(const QStringList &texts, qsizetype most);

} // namespace stratoscope
