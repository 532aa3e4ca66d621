// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/details/details.h"

#include <QTextBrowser>

namespace stratoscope::ui {

/// Properties as two columns of text, which can be selected and copied; what leads somewhere is a link.
class DetailsView : public QTextBrowser
{
    Q_OBJECT

public:
    explicit DetailsView(QWidget *parent = nullptr);

    /// Several values of one label on one line.
    void setCompact(bool on);

    void show(const Details &details);
    using QTextBrowser::show;
    const Details &details() const { return m_details; }

    /// All of it, as lines of "label: value".
    QString plainText() const;

Q_SIGNALS:
    void followed(stratoscope::NodeId node);

protected:
    void changeEvent(QEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void render();
    int widestLabel() const;
    /// What stands in the row at a point; nothing where there is none.
    Details rowAt(const QPoint &point) const;

    Details m_details;
    QList<qsizetype> m_rows; ///< which detail each row of the table begins with
    int m_labelWidth = 0; ///< at most, as it is shown
    bool m_isCompact = false;
};

} // namespace stratoscope::ui
