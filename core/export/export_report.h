// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QString>
#include <QStringList>

#include <cstdint>

namespace stratoscope {

struct ExportReport {
    QString path;
    std::uint64_t bytes = 0; ///< of contents, counting hard-linked files once
    QStringList warnings; ///< sentences: what is not as in the image, or what to know about the files
};

} // namespace stratoscope
