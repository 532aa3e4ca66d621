// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QWidget>

#include <vector>

class QToolButton;

namespace stratoscope::ui {

/// The folders from the root to the one that is shown, as buttons. Where there is not enough room, those in the middle are left
/// out.
class PathBar : public QWidget
{
    Q_OBJECT

public:
    explicit PathBar(QWidget *parent);

    /// The names from the root down; the root's is "/".
    void setPath(const QStringList &names);
    QToolButton *button(int level) const { return m_buttons[std::size_t(level)]; }
    int count() const { return int(m_buttons.size()); }

    QSize minimumSizeHint() const override { return {60, sizeHint().height()}; }

Q_SIGNALS:
    /// A folder was clicked, by its place in the path.
    void chosen(int level);

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    void fit();

    std::vector<QToolButton *> m_buttons;
    std::vector<QWidget *> m_arrows; ///< in front of each but the first
};

} // namespace stratoscope::ui
