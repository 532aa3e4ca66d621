// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/json_reader.h"

namespace stratoscope {

/// Calls `read` for each element of a document that is an array of objects, in order; stops at the first error.
inline Result<void> forEachElement(const QByteArray &bytes, const QString &subject,
                                   const std::function<Result<void>(const JsonFields &)> &read)
{
    STRATOSCOPE_TRY(const QJsonArray array, parseJsonArray(bytes, subject));
    for (qsizetype i = 0; i < array.size(); ++i) {
        const QString path = QStringLiteral("[%1]").arg(i);
        if (!array[i].isObject())
            return fail(ErrorKind::Malformed, subject, path + QLatin1StringView(" must be an object"));
        STRATOSCOPE_CHECK(read(JsonFields(array[i].toObject(), subject, path)));
    }
    return {};
}

} // namespace stratoscope
