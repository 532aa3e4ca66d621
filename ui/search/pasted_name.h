// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QString>

namespace stratoscope::ui {

/// The reference in what people copy: a command (`docker pull NAME`), or the address of a page of Docker Hub, Quay or GitHub about
/// a repository or a tag. Any other text is returned as it is, without blanks at either end.
QString referenceIn(const QString &pasted);

} // namespace stratoscope::ui
