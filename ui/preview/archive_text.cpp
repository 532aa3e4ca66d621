// SPDX-License-Identifier: Apache-2.0
#include "ui/preview/archive_text.h"

#include "ui/common/format.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;

namespace stratoscope::ui {

namespace {

struct ArchiveListingTr {
    Q_DECLARE_TR_FUNCTIONS(ArchiveListing)
};

} // namespace

QString archiveFormatText(const ArchiveListing &listing)
{
    switch (listing.format) {
    case ArchiveListing::Format::Zip:
        return u"ZIP"_s;
    case ArchiveListing::Format::Tar:
        return listing.compression == Compression::None ? u"tar"_s : listText({u"tar"_s, compressionName(listing.compression)});
    case ArchiveListing::Format::Ar:
        return u"ar"_s;
    case ArchiveListing::Format::DebianPackage:
        return ArchiveListingTr::tr("Debian package");
    }
    Q_UNREACHABLE();
}

QString archiveMissingText(const ArchiveListing &listing)
{
    switch (listing.missing) {
    case ArchiveListing::Missing::Nothing:
        return {};
    case ArchiveListing::Missing::FurtherEntries:
        return ArchiveListingTr::tr("Only the first %1 entries are shown.").arg(countText(kMaxListedEntries));
    case ArchiveListing::Missing::InvalidPaths:
        return ArchiveListingTr::tr("Entries with invalid paths are not shown.");
    case ArchiveListing::Missing::Rest:
        return ArchiveListingTr::tr("The archive could not be read completely: %1.").arg(listing.problem);
    }
    Q_UNREACHABLE();
}

} // namespace stratoscope::ui
