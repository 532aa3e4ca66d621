// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/error.h"

#include <QTest>

/// Fails the test with the error's message unless the Result is a value.
#define VERIFY_RESULT(result)                                                                                                      \
    do {                                                                                                                           \
        const auto &verified_ = (result);                                                                                          \
        QVERIFY2(verified_.has_value(), qPrintable(stratoscope::errorMessage(verified_)));                                         \
    } while (false)

namespace stratoscope {

/// Empty for a value.
template <typename T>
QString errorMessage(const Result<T> &result)
{
    return result ? QString() : result.error().message();
}

} // namespace stratoscope
