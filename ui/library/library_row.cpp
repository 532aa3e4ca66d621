// SPDX-License-Identifier: Apache-2.0
#include "ui/library/library_row.h"

#include "archive/image_name.h"
#include "oci/reference.h"
#include "ui/common/format.h"

#include <QFileInfo>
#include <QHash>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace stratoscope::ui {

namespace {

LibraryRow rowOf(const StoredImage &image)
{
    LibraryRow row{.kind = LibraryKind::Stored, .name = image.reference, .title = image.reference};
    if (auto reference = Reference::parse(image.reference); reference && reference->canonical() == image.reference) {
        row.tag = reference->digest ? u'@' + reference->digest->shortHex() : u':' + reference->tag;
        row.location = reference->registry;
        reference->tag.clear();
        reference->digest.reset();
        row.title = reference->familiar();
        if (row.title.startsWith(row.location + u'/'))
            row.title = row.title.sliced(row.location.size() + 1);
    }
    row.platform = image.platform;
    row.size = image.size;
    row.date = image.pulled;
    row.isPinned = image.isPinned;
    row.stored = image;
    return row;
}

/// Of the images with the same name, marks the one that ImageRecords::find() chooses if no platform is given.
void markDefaults(std::vector<LibraryRow> &rows)
{
    for (auto begin = rows.begin(); begin != rows.end();) {
        const auto end = std::find_if(begin, rows.end(), [&](const LibraryRow &row) { return row.name != begin->name; });
        const auto distance = [](const LibraryRow &row) {
            return platformDistance(Platform::host(), *row.platform).value_or(std::numeric_limits<int>::max());
        };
        const auto best = std::ranges::min_element(begin, end, {}, distance);
        const bool runsHere = distance(*best) != std::numeric_limits<int>::max();
        for (auto row = begin; row != end; ++row)
            row->isDefaultPlatform = (runsHere && row == best) || end - begin == 1;
        begin = end;
    }
}

void distinguish(std::vector<LibraryRow> &rows)
{
    QHash<QString, std::vector<LibraryRow *>> labelled;
    for (LibraryRow &row : rows)
        labelled[row.label()].push_back(&row);
    for (const std::vector<LibraryRow *> &same : labelled) {
        QStringList locations;
        for (const LibraryRow *const row : same)
            locations += row->location;
        const QStringList distinct = distinctions(locations);
        const bool helps = !std::ranges::all_of(locations, [&](const QString &other) { return other == locations.front(); });
        for (std::size_t i = 0; helps && i < same.size(); ++i)
            same[i]->distinction = distinct.at(qsizetype(i));
    }
}

void readFileInfo(LibraryRow &row)
{
    const QFileInfo info(ImageName::parse(row.name)->path);
    row.isMissing = !info.exists();
    if (row.isMissing)
        return;
    row.date = info.lastModified();
    if (info.isDir())
        row.kind = LibraryKind::Folder;
    else
        row.size = std::uint64_t(info.size());
}

} // namespace

QString iconName(LibraryKind kind)
{
    switch (kind) {
    case LibraryKind::Stored:
        return u"layers"_s;
    case LibraryKind::File:
        return u"image-file"_s;
    case LibraryKind::Folder:
        return u"image-folder"_s;
    case LibraryKind::Remote:
        return u"registry"_s;
    case LibraryKind::Engine:
    case LibraryKind::EngineImage:
        return u"engine"_s;
    }
    Q_UNREACHABLE();
}

LibraryRow rowOf(const QString &name)
{
    LibraryRow row{.kind = LibraryKind::Remote, .name = name, .title = name};
    const auto parsed = ImageName::parse(name);
    if (parsed && parsed->isLocal() && !parsed->isFile()) {
        row.kind = LibraryKind::EngineImage;
        row.title = parsed->path;
        row.location = name.left(name.indexOf(u':'));
    } else if (parsed && parsed->isLocal()) {
        const QFileInfo info(parsed->path);
        const bool isFolder
            = parsed->kind == SourceKind::OciLayout || parsed->kind == SourceKind::Dir || parsed->kind == SourceKind::Prebaked;
        row.kind = isFolder ? LibraryKind::Folder : LibraryKind::File;
        row.title = info.fileName();
        row.tag = parsed->selector.isEmpty() ? QString() : u':' + parsed->selector;
        row.location = info.path();
    } else if (const auto reference = Reference::parse(name)) {
        row.title = reference->familiar();
        row.location = reference->registry;
    }
    return row;
}

LibraryContents readLibrary(const Store &store, const QStringList &recent, const QStringList &pinned)
{
    LibraryContents contents;
    const ImageRecords::Listing listing = store.images().list();
    for (const StoredImage &image : listing.images)
        contents.rows.push_back(rowOf(image));
    for (const Error &error : listing.unreadable)
        contents.problems += error.message();
    markDefaults(contents.rows);
    const std::size_t storedCount = contents.rows.size();

    QStringList names = pinned + recent;
    names.removeDuplicates();
    for (const QString &name : names) {
        LibraryRow row = rowOf(name);
        if (row.kind == LibraryKind::Remote) {
            // The name may be a short form of the reference.
            const auto image = store.images().find(name, {});
            const auto same = std::find_if(contents.rows.begin(), contents.rows.begin() + qsizetype(storedCount),
                                           [&image](const LibraryRow &other) { return image && other.stored == *image; });
            if (same != contents.rows.begin() + qsizetype(storedCount))
                row = *same;
        } else {
            row.isPinned = pinned.contains(name);
            // An engine's images are listed with it.
            if (row.kind != LibraryKind::EngineImage) {
                readFileInfo(row);
                contents.rows.push_back(row);
            }
        }
        if (recent.contains(name)) {
            row.name = name;
            contents.recent.push_back(std::move(row));
        }
    }
    distinguish(contents.rows);
    distinguish(contents.recent);
    std::ranges::sort(contents.recent, {}, [&recent](const LibraryRow &row) { return recent.indexOf(row.name); });
    return contents;
}

} // namespace stratoscope::ui
