// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QString>

#include <memory>

class QTextDocument;
class QPalette;

namespace stratoscope::ui {

/// Highlights the syntax of a text with KF6 SyntaxHighlighting; does nothing in a build without that library.
class SyntaxColours
{
public:
    explicit SyntaxColours(QTextDocument *document);
    ~SyntaxColours();

    /// Sets the language of the document's next text from the name of its file, or else from `head`, the beginning of the text.
    void setLanguage(const QString &fileName, const QString &head);
    void setPalette(const QPalette &palette);

private:
    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace stratoscope::ui
