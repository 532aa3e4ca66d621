// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "export/export_image.h"

#include <QWidget>

class QComboBox;
class QSpinBox;

namespace stratoscope::ui {

/// Which layers of an image become one layer: none, all or a range.
class SquashChoice : public QWidget
{
    Q_OBJECT

public:
    /// `layers`: how many the image has.
    explicit SquashChoice(int layers, QWidget *parent = nullptr);

    /// A range can be chosen of the layers of a whole image.
    void offerRange(bool isOffered);
    /// Sets `squash` and `flatten`.
    void fillIn(ExportOptions &options) const;
    void reset();

Q_SIGNALS:
    void edited();

private:
    enum Which { Nothing, All, Range };
    void change();

    QComboBox *m_which;
    QWidget *m_range;
    QSpinBox *m_first;
    QSpinBox *m_last;
};

} // namespace stratoscope::ui
