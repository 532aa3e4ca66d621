// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QWidget>

class QLabel;
class QLineEdit;
class QToolButton;

namespace stratoscope::ui {

class TextView;

/// A strip below a view: what to find in it, with next and previous, or where to go. Hidden until it is asked for; Escape closes
/// it.
class FindBar : public QWidget
{
    Q_OBJECT

public:
    enum Mode { Text, Offset };

    explicit FindBar(QWidget *parent = nullptr);

    /// Finds in this view by itself: whoever asks the view for it gets this bar.
    void serve(TextView *view);
    void open(Mode mode);
    Mode mode() const { return m_mode; }
    QString text() const;
    /// "3 of 17"; `isProblem`: nothing was found.
    void setState(const QString &text, bool isProblem);
    QLineEdit *field() const { return m_field; }

Q_SIGNALS:
    /// What is sought is another.
    void changed();
    /// Return; in an offset's bar: go there.
    void entered(bool backwards);
    void closed();

protected:
    void keyPressEvent(QKeyEvent *event) override;

private:
    void showState();

    Mode m_mode = Text;
    TextView *m_view = nullptr; ///< that is served
    QLabel *m_label;
    QLineEdit *m_field;
    QLabel *m_state;
    QToolButton *m_case;
    QToolButton *m_previous;
    QToolButton *m_next;
    QToolButton *m_close;
};

} // namespace stratoscope::ui
