// SPDX-License-Identifier: Apache-2.0
#include "ui/tree/entry_data.h"

#include "ui/tree/extraction.h"

#include <QEventLoop>
#include <QGuiApplication>
#include <QPointer>

using namespace Qt::StringLiterals;

namespace stratoscope::ui {

namespace {

constexpr auto kUris = "text/uri-list"_L1;
/// Understood by the file managers of GNOME and other desktops.
constexpr auto kCopiedFiles = "x-special/gnome-copied-files"_L1;
constexpr auto kOurs = "application/x-stratoscope-entries"_L1;

QByteArray copiedFilesText(const QList<QUrl> &urls)
{
    QByteArrayList lines{"copy"};
    for (const QUrl &url : urls)
        lines.append(url.toEncoded());
    return lines.join('\n');
}

/// Runs an event loop until the files have been copied. The extraction may be destroyed meanwhile. Returns whether the files exist.
bool waitFor(Extraction *extraction)
{
    const QPointer<Extraction> guard(extraction);
    QEventLoop loop;
    bool isEnded = extraction->isDone();
    const auto end = [&] {
        isEnded = true;
        loop.quit();
    };
    QObject::connect(extraction, &Extraction::ended, &loop, end);
    QObject::connect(extraction, &QObject::destroyed, &loop, end);
    extraction->start();
    if (!isEnded)
        loop.exec();
    return guard && guard->isDone();
}

} // namespace

QMimeData *copiedFiles(const QList<QUrl> &urls)
{
    auto *const data = new QMimeData;
    data->setUrls(urls);
    data->setData(kCopiedFiles, copiedFilesText(urls));
    return data;
}

EntryData::EntryData(Extraction *extraction)
    : m_extraction(extraction)
{
    extraction->setParent(this);
}

QStringList EntryData::formats() const
{
    return QStringList{kUris, kCopiedFiles, kOurs} + QMimeData::formats();
}

bool EntryData::hasFormat(const QString &type) const
{
    return formats().contains(type);
}

bool EntryData::isIn(const QMimeData &data)
{
    return data.hasFormat(kOurs);
}

QVariant EntryData::retrieveData(const QString &type, QMetaType metaType) const
{
    if (type != kUris && type != kCopiedFiles)
        return QMimeData::retrieveData(type, metaType);
    const QList<QUrl> urls = m_extraction->urls();
    // While a mouse button is down, the data is only held over a target.
    const bool isDropped = QGuiApplication::mouseButtons() == Qt::NoButton;
    if (isDropped && !waitFor(m_extraction)) // this object may have been destroyed meanwhile
        return {};
    if (type == kCopiedFiles)
        return copiedFilesText(urls);
    if (metaType.id() != QMetaType::QByteArray)
        return QVariantList(urls.begin(), urls.end());
    QByteArray lines;
    for (const QUrl &url : urls)
        lines += url.toEncoded() + "\r\n";
    return lines;
}

} // namespace stratoscope::ui
