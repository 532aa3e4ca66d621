// SPDX-License-Identifier: Apache-2.0
#include "ui/library/engine_rows.h"

#include "engine/open_local.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;

namespace stratoscope::ui {

namespace {

struct EngineTr {
    Q_DECLARE_TR_FUNCTIONS(EngineRows)
};

/// What is said of an engine that has no images to show: one quiet line.
QString noteOf(const Error &error)
{
    switch (error.kind) {
    case ErrorKind::NotFound:
        return EngineTr::tr("Not running");
    case ErrorKind::Denied:
        return EngineTr::tr("Permission denied");
    case ErrorKind::Unsupported:
        return EngineTr::tr("Not supported");
    default:
        return EngineTr::tr("Does not respond");
    }
}

} // namespace

std::vector<LibraryRow> rowsOf(const EngineState &state, int group, bool isUsual)
{
    const Engine &engine = state.status.engine;
    const QString kindName = engineKindName(engine.kind);
    LibraryRow heading{.kind = LibraryKind::Engine, .name = u"engine:"_s + engine.name, .title = kindName};
    const bool isNamedAfterKind = engine.name.compare(kindName, Qt::CaseInsensitive) == 0;
    heading.tag = isNamedAfterKind ? QString() : u' ' + engine.name;
    heading.location = engine.address.text;
    heading.group = group;
    if (state.status.error) {
        heading.note = noteOf(*state.status.error);
        heading.location = state.status.error->message();
        return {heading};
    }
    heading.note = EngineTr::tr("%n images", nullptr, int(state.images.size()));
    std::vector<LibraryRow> rows{heading};
    for (const EngineImage &image : state.images) {
        const QStringList names = image.names.isEmpty() ? QStringList{image.id} : image.names;
        for (const QString &name : names) {
            LibraryRow row{.kind = LibraryKind::EngineImage,
                           .name = engineImageName(engine.kind, isUsual ? QString() : engine.name, name)};
            const qsizetype colon = name.lastIndexOf(u':');
            const bool hasTag = colon > name.lastIndexOf(u'/');
            row.title = image.names.isEmpty() ? image.id.left(12) : hasTag ? name.left(colon) : name;
            row.tag = hasTag ? name.mid(colon) : QString();
            row.location = kindName + u' ' + engine.name;
            if (!image.platform.isUnknown())
                row.platform = image.platform;
            if (image.size > 0)
                row.size = image.size;
            row.date = image.created;
            row.isInUse = image.isInUse;
            row.group = group;
            rows.push_back(std::move(row));
        }
    }
    return rows;
}

} // namespace stratoscope::ui
