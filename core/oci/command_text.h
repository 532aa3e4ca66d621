// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QString>

namespace stratoscope {

/// The step that created a layer, without what builders add to it: `/bin/sh -c #(nop)  CMD ["sh"]` becomes `CMD ["sh"]`.
/// `createdBy`: from the history of an image config (OCI image specification, config.md).
QString commandText(const QString &createdBy);

} // namespace stratoscope
