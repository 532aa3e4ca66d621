// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/details/details.h"

#include <QTextBrowser>

namespace stratoscope::ui {

/// Shows properties in two columns of text that can be selected and copied; values that name an entry are links.
class DetailsView : public QTextBrowser
{
    Q_OBJECT

public:
    explicit DetailsView(QWidget *parent = nullptr);

    /// Shows the values of one label on one line.
    void setCompact(bool on);

    void show(const Details &details);
    using QTextBrowser::show;
    const Details &details() const { return m_details; }

    /// All properties, as lines of "label: value".
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
    int maxLabelWidth() const;
    /// The properties in the row at a point; empty if there is none.
    Details rowAt(const QPoint &point) const;

    Details m_details;
    QList<qsizetype> m_rows; ///< the first detail of each row of the table
    int m_labelWidth = 0; ///< the maximum when it was rendered
    bool m_isCompact = false;
};

} // namespace stratoscope::ui
