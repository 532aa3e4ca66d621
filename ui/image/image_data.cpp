// SPDX-License-Identifier: Apache-2.0
#include "ui/image/image_data.h"

#include "ui/image/image_opening.h"
#include "ui/tree/entry_data.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QMimeData>
#include <QUrl>

using namespace Qt::StringLiterals;

namespace stratoscope::ui {

namespace {

constexpr auto kImageType = "application/x-stratoscope-image"_L1;

} // namespace

void addImage(QMimeData &data, const QString &name, const std::optional<Platform> &platform)
{
    const QJsonObject image{{u"name"_s, name}, {u"platform"_s, platform ? platform->toString() : QString()}};
    data.setData(kImageType, QJsonDocument(image).toJson(QJsonDocument::Compact));
}

bool isOwnImage(const QMimeData &data)
{
    return data.hasFormat(kImageType);
}

std::optional<ImageChoice> imageIn(const QMimeData &data)
{
    if (isOwnImage(data)) {
        const QJsonObject image = QJsonDocument::fromJson(data.data(kImageType)).object();
        const QString name = image.value("name"_L1).toString();
        const auto platform = Platform::parse(image.value("platform"_L1).toString());
        if (name.isEmpty())
            return std::nullopt;
        return ImageChoice{.label = titleOf(name), .name = name, .platform = platform ? std::optional(*platform) : std::nullopt};
    }
    if (EntryData::isIn(data)) // they would be extracted
        return std::nullopt;
    const QList<QUrl> urls = data.urls();
    if (urls.size() != 1 || !urls.front().isLocalFile())
        return std::nullopt;
    const QString path = urls.front().toLocalFile();
    return ImageChoice{.label = titleOf(path), .name = path};
}

} // namespace stratoscope::ui
