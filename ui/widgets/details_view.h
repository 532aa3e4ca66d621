// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/models/details.h"

#include <QTextBrowser>

namespace stratoscope::ui {

/// Properties as two columns of text, which can be selected and copied; what leads somewhere is a link.
class DetailsView : public QTextBrowser
{
    Q_OBJECT

public:
    explicit DetailsView(QWidget *parent = nullptr);

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

private:
    void render();
    /// Of the row at a point; -1: none.
    int rowAt(const QPoint &point) const;

    Details m_details;
};

} // namespace stratoscope::ui
