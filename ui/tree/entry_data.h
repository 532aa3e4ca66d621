// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QMimeData>
#include <QPointer>

namespace stratoscope::ui {

class Extraction;

/// Entries of an image that are dragged or copied. They are made as files only when somebody takes them: while a drag is under way,
/// targets that look at it see just where the files will be.
class EntryData : public QMimeData
{
    Q_OBJECT

public:
    /// `extraction` becomes ours.
    explicit EntryData(Extraction *extraction);

    QStringList formats() const override;
    bool hasFormat(const QString &type) const override;

    /// What tells our own data from others': the window does not open what is dragged out of it.
    static bool isIn(const QMimeData &data);

protected:
    QVariant retrieveData(const QString &type, QMetaType metaType) const override;

private:
    Extraction *m_extraction;
};

} // namespace stratoscope::ui
