// SPDX-License-Identifier: Apache-2.0
#include "base/text_list.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace stratoscope {

QString listed(const QStringList &texts, qsizetype most)
{
    const QString list = texts.first(std::min(most, texts.size())).join(", "_L1);
    return texts.size() > most ? u"%1 and %2 more"_s.arg(list).arg(texts.size() - most) : list;
}

} // namespace stratoscope
