// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QString>

#include <memory>

class QTextDocument;
class QPalette;

namespace stratoscope::ui {

/// Colours a text as its language has it, by KF6 SyntaxHighlighting; a build without that library colours nothing.
class SyntaxColours
{
public:
    explicit SyntaxColours(QTextDocument *document);
    ~SyntaxColours();

    /// For the text that is put into the document next, of a file of this name. `head`: its beginning, which may tell its language
    /// where the name does not.
    void setLanguage(const QString &fileName, const QString &head);
    void setPalette(const QPalette &palette);

private:
    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace stratoscope::ui
