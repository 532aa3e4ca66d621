// SPDX-License-Identifier: Apache-2.0
#include "ui/tree/entry_data.h"

#include "ui/tree/extraction.h"

#include <QGuiApplication>

using namespace Qt::StringLiterals;

namespace stratoscope::ui {

namespace {

constexpr auto kUris = "text/uri-list"_L1;
/// What GNOME's and others' file managers look for on the clipboard.
constexpr auto kCopiedFiles = "x-special/gnome-copied-files"_L1;
constexpr auto kOurs = "application/x-stratoscope-entries"_L1;

} // namespace

EntryData::EntryData(Extraction *extraction)
    : m_extraction(extraction)
{
    extraction->setParent(this);
}

QStringList EntryData::formats() const
{
    return {kUris, kCopiedFiles, kOurs};
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
    // With the button down something is only held over a target.
    const bool isTaken = QGuiApplication::mouseButtons() == Qt::NoButton;
    if (isTaken && !m_extraction->wait())
        return {};
    if (type == kUris && metaType.id() != QMetaType::QByteArray) {
        QVariantList urls;
        for (const QUrl &url : m_extraction->urls())
            urls.append(url);
        return urls;
    }
    QByteArrayList lines;
    for (const QUrl &url : m_extraction->urls())
        lines.append(url.toEncoded());
    return type == kUris ? lines.join("\r\n") + "\r\n" : "copy\n" + lines.join('\n');
}

} // namespace stratoscope::ui
