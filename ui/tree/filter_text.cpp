// SPDX-License-Identifier: Apache-2.0
#include "ui/tree/filter_text.h"

#include <QCoreApplication>

namespace stratoscope::ui {

namespace {

struct TreeFilterTr {
    Q_DECLARE_TR_FUNCTIONS(TreeFilter)
};

} // namespace

QString filterErrorText(const FilterError &error)
{
    switch (error.problem) {
    case FilterError::Problem::Size:
        return TreeFilterTr::tr("expected a size, such as size:>10M, size:<=4k or size:1M..2M");
    case FilterError::Problem::Type:
        return TreeFilterTr::tr("expected file, dir, symlink, hardlink, device, character, block, fifo or socket");
    case FilterError::Problem::Mode:
        return TreeFilterTr::tr(
            "expected suid, sgid, sticky, executable, writable, octal bits (0755), or any of several bits (/022)");
    case FilterError::Problem::Layer:
        return TreeFilterTr::tr("expected a layer, such as layer:3, layer:>0 or layer:2..4");
    case FilterError::Problem::Owner:
        return TreeFilterTr::tr("expected a numeric ID or a name from the image, such as owner:0");
    case FilterError::Problem::UnknownOwner:
        return error.detail;
    case FilterError::Problem::Change:
        return TreeFilterTr::tr("expected added, modified or removed; changed: on its own finds all three");
    case FilterError::Problem::Pattern:
        return TreeFilterTr::tr("invalid pattern: %1").arg(error.detail);
    }
    Q_UNREACHABLE();
}

} // namespace stratoscope::ui
