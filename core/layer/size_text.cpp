// SPDX-License-Identifier: Apache-2.0
#include "layer/size_text.h"

#include <QLocale>

#include <algorithm>
#include <limits>

namespace stratoscope {

QString sizeText(std::uint64_t bytes)
{
    const auto shown = qint64(std::min<std::uint64_t>(bytes, std::numeric_limits<qint64>::max()));
    return QLocale::c().formattedDataSize(shown, 1);
}

} // namespace stratoscope
