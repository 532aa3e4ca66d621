// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QMimeData>

namespace stratoscope::ui {

class Extraction;

/// Entries of an image that are dragged as files. They are extracted only when they are dropped: targets that the mouse is moved
/// over get the URLs of files that do not exist yet.
///
/// Not for the clipboard: while another application waits for the dropped files, an event loop runs.
class EntryData : public QMimeData
{
    Q_OBJECT

public:
    /// Takes ownership of `extraction`.
    explicit EntryData(Extraction *extraction);

    QStringList formats() const override;
    bool hasFormat(const QString &type) const override;

    /// Whether these are entries of an image. The window does not open what is dragged out of it.
    static bool isIn(const QMimeData &data);

protected:
    QVariant retrieveData(const QString &type, QMetaType metaType) const override;

private:
    Extraction *m_extraction;
};

/// The data that file managers expect on the clipboard for these files.
QMimeData *copiedFiles(const QList<QUrl> &urls);

} // namespace stratoscope::ui
