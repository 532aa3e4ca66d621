// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QWidget>

#include <functional>

class QLabel;
class QLineEdit;
class QToolButton;

namespace stratoscope::ui {

/// A bar below a view, to find text in it or to go to an offset. Hidden until opened; Escape closes it.
class FindBar : public QWidget
{
    Q_OBJECT

public:
    enum Mode { Text, Offset };

    explicit FindBar(QWidget *parent = nullptr);

    /// Searches this view, and opens when the view requests it. A view has the functions and signals of TextView for finding.
    template <typename View>
    void setView(View *view);
    void open(Mode mode);
    Mode mode() const { return m_mode; }
    QString text() const;
    bool matchesCase() const;
    /// How many matches the whole text has, where the view has only its beginning; not final while they are being counted.
    void setTotal(std::uint64_t count, bool isFinal);
    /// The result: "3 of 17", or a problem such as "Not found".
    void setState(const QString &text, bool isProblem);

Q_SIGNALS:
    /// The text to find has changed.
    void changed();
    /// Find the next match, or go to the offset.
    void entered(bool backwards);
    void closed();

protected:
    void keyPressEvent(QKeyEvent *event) override;

private:
    void openWith(const QString &selected);
    void showState();

    Mode m_mode = Text;
    std::function<int()> m_matchCount; ///< of the view
    std::function<int()> m_currentMatch;
    std::uint64_t m_total = 0; ///< 0: the view has the whole text
    bool m_isTotalFinal = true;
    QLabel *m_label;
    QLineEdit *m_field;
    QLabel *m_state;
    QToolButton *m_case;
    QToolButton *m_previous;
    QToolButton *m_next;
    QToolButton *m_close;
};

template <typename View>
void FindBar::setView(View *view)
{
    m_matchCount = [view] { return view->matchCount(); };
    m_currentMatch = [view] { return view->currentMatch(); };
    const auto find = [this, view] {
        if (m_mode == Text && isVisible())
            view->find(text(), matchesCase());
    };
    connect(view, &View::findRequested, this, [this, view, find] {
        openWith(view->selectedText());
        find();
    });
    connect(view, &View::matchesChanged, this, &FindBar::showState);
    connect(this, &FindBar::changed, view, find);
    connect(this, &FindBar::entered, view, [this, view](bool backwards) {
        if (m_mode == Text)
            view->findNext(backwards);
    });
    connect(this, &FindBar::closed, view, [this, view] {
        view->find({}, false);
        if (m_mode == Text)
            view->setFocus();
    });
}

} // namespace stratoscope::ui
