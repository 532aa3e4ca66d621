// SPDX-License-Identifier: Apache-2.0
#include "ui/preview/syntax_colours.h"

#ifdef STRATOSCOPE_HAVE_SYNTAX

#include <KSyntaxHighlighting/Definition>
#include <KSyntaxHighlighting/Repository>
#include <KSyntaxHighlighting/SyntaxHighlighter>
#include <KSyntaxHighlighting/Theme>
#include <QMimeDatabase>
#include <QPalette>

#include <utility>

namespace stratoscope::ui {

namespace {

/// The languages known to the library. Reading them takes a moment, so it is done once, when the first text is shown.
KSyntaxHighlighting::Repository &repository()
{
    static KSyntaxHighlighting::Repository languages;
    return languages;
}

} // namespace

struct SyntaxColours::Private {
    explicit Private(QTextDocument *document)
        : highlighter(document)
    {
    }
    KSyntaxHighlighting::SyntaxHighlighter highlighter;
    QPalette palette;
    bool isUsed = false;
};

SyntaxColours::SyntaxColours(QTextDocument *document)
    : d(std::make_unique<Private>(document))
{
}

SyntaxColours::~SyntaxColours() = default;

void SyntaxColours::setLanguage(const QString &fileName, const QString &head)
{
    if (!std::exchange(d->isUsed, true))
        d->highlighter.setTheme(repository().themeForPalette(d->palette));
    auto language = repository().definitionForFileName(fileName);
    if (!language.isValid())
        language = repository().definitionForMimeType(QMimeDatabase().mimeTypeForData(head.toUtf8()).name());
    d->highlighter.setDefinition(language);
}

void SyntaxColours::setPalette(const QPalette &palette)
{
    d->palette = palette;
    if (!d->isUsed)
        return;
    d->highlighter.setTheme(repository().themeForPalette(palette));
    d->highlighter.rehighlight();
}

} // namespace stratoscope::ui

#else

namespace stratoscope::ui {

struct SyntaxColours::Private {
};

SyntaxColours::SyntaxColours(QTextDocument *) { }
SyntaxColours::~SyntaxColours() = default;
void SyntaxColours::setLanguage(const QString &, const QString &) { }
void SyntaxColours::setPalette(const QPalette &) { }

} // namespace stratoscope::ui

#endif
