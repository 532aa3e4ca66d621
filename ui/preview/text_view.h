// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "content/text_encoding.h"
#include "ui/preview/syntax_colours.h"

#include <QPlainTextEdit>
#include <QTimer>

#include <vector>

namespace stratoscope::ui {

/// A read-only text with line numbers, in which text can be found. Long texts are added piece by piece, so that the window stays
/// responsive.
class TextView : public QPlainTextEdit
{
    Q_OBJECT

public:
    explicit TextView(QWidget *parent = nullptr);

    /// `hasMore`: the text goes on, see moreNeeded().
    void show(const DecodedText &text, const QString &fileName, bool hasMore = false);
    using QPlainTextEdit::show;
    /// Adds the next part of the text.
    void append(const DecodedText &text, bool hasMore);

    /// Marks all matches of `text`, and selects the first one from the cursor on. Empty: removes the marks.
    void find(const QString &text, bool matchCase);
    /// Selects a line, numbered from 1, and scrolls to it, once it has been added.
    void showLine(int number);
    /// Selects the next or previous match, wrapping around.
    void findNext(bool backwards);
    int matchCount() const { return int(m_matches.size()); }
    /// The selected match, from 0; -1: none.
    int currentMatch() const { return m_current; }
    /// With line feeds between lines.
    QString selectedText() const { return textCursor().selectedText().replace(QChar(QChar::ParagraphSeparator), u'\n'); }
    /// Whether everything that was given has been added.
    bool isComplete() const { return m_pieces.isEmpty(); }

    // For the column of line numbers.
    int numberWidth() const;
    void paintNumbers(QPaintEvent *event);

Q_SIGNALS:
    void findRequested();
    /// The matches or the selected one have changed.
    void matchesChanged();
    /// The end of what was given comes into view, or matches are looked for behind it.
    void moreNeeded();

protected:
    bool event(QEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    QMimeData *createMimeDataFromSelection() const override;

private:
    void appendPiece();
    void finishAppending();
    void askForMore();
    void goToWantedLine();
    void search();
    void select(int match);
    void markVisible();
    void placeNumbers();
    /// The number of the line in the file, from 1; 0 for the continuation of a line that was broken.
    int lineNumber(int block) const;

    SyntaxColours m_colours;
    QWidget *m_numbers;
    QStringList m_pieces; ///< not added yet
    QList<int> m_continued;
    QTimer m_feed;
    QString m_searchText;
    bool m_matchCase = false;
    std::vector<int> m_matches; ///< the positions of their first characters
    int m_current = -1;
    bool m_hasMore = false;
    int m_wantedLine = 0; ///< to be shown once it has been added; 0: none
    bool m_seeksNext = false; ///< the next match is selected once it has been added
};

} // namespace stratoscope::ui
