// SPDX-License-Identifier: Apache-2.0
#include "query/filter_error.h"

using namespace Qt::StringLiterals;

namespace stratoscope {

namespace {

QString sentence(const FilterError &error)
{
    switch (error.problem) {
    case FilterError::Problem::Size:
        return u"expected a size, such as size:>10M, size:<=4k or size:1M..2M"_s;
    case FilterError::Problem::Type:
        return u"expected file, directory, symlink, hardlink, device, character, block, fifo or socket"_s;
    case FilterError::Problem::Mode:
        return u"expected suid, sgid, sticky, executable, writable, octal bits (0755), or any of several bits (/022)"_s;
    case FilterError::Problem::Layer:
        return u"expected a layer, such as layer:3, layer:>0 or layer:2..4"_s;
    case FilterError::Problem::Owner:
        return u"expected a numeric ID or a name from the image, such as owner:0"_s;
    case FilterError::Problem::UnknownOwner:
        return error.detail;
    case FilterError::Problem::Change:
        return u"expected added, modified or removed; changed: on its own finds all three"_s;
    case FilterError::Problem::Pattern:
        return u"invalid pattern: %1"_s.arg(error.detail);
    }
    Q_UNREACHABLE();
}

} // namespace

Error FilterError::toError() const
{
    return {.kind = ErrorKind::Invalid, .subject = printable(term), .detail = sentence(*this)};
}

} // namespace stratoscope
