// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "content/text_encoding.h"
#include "ui/preview/syntax_colours.h"

#include <QPlainTextEdit>
#include <QTimer>

#include <vector>

namespace stratoscope::ui {

/// A text that is only read, with the numbers of its lines and what was found in it. A long one is shown piece by piece, so that
/// the window is never held up.
class TextView : public QPlainTextEdit
{
    Q_OBJECT

public:
    explicit TextView(QWidget *parent = nullptr);

    void show(const DecodedText &text, const QString &fileName);
    using QPlainTextEdit::show;

    /// Marks all that is like `text`, and goes to the first from where the cursor is; nothing to find: takes the marks away.
    void find(const QString &text, bool matchCase);
    /// To the next match, or the one before; around the end.
    void findNext(bool backwards);
    int matchCount() const { return int(m_matches.size()); }
    /// Of the match that is selected, from 0; -1: none.
    int currentMatch() const { return m_current; }
    /// Whether all of the text is there.
    bool isComplete() const { return m_pieces.isEmpty(); }

    // What the column of numbers needs.
    int numberWidth() const;
    void paintNumbers(QPaintEvent *event);

Q_SIGNALS:
    void findRequested();
    /// Count or place of the matches are others.
    void matchesChanged();

protected:
    bool event(QEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    QMimeData *createMimeDataFromSelection() const override;

private:
    void appendPiece();
    void search();
    void select(int match);
    void markVisible();
    void placeNumbers();
    /// As the file counts, from 1; 0 for what goes on with the line before.
    int lineNumber(int block) const;

    SyntaxColours m_colours;
    QWidget *m_numbers;
    QStringList m_pieces; ///< not yet shown
    QList<int> m_continued;
    QTimer m_feed;
    QString m_sought;
    bool m_matchCase = false;
    std::vector<int> m_matches; ///< where they begin
    int m_current = -1;
};

} // namespace stratoscope::ui
