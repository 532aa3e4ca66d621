// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QList>
#include <QStringList>

namespace stratoscope::ui {

struct Language {
    QString code; ///< `en`, `zh_CN`, …
    QString name; ///< in the language itself
};

/// English, and each that there is a translation of.
QList<Language> languages();

/// The code of what there is for the first of these languages that there is something for (`zh-Hans-SG`: `zh_CN`), in their own
/// script; else English.
QString translationFor(const QStringList &wanted);

/// Makes the application speak the language of the settings, or the desktop's. Before any widget is made; widgets that are there
/// already keep theirs.
void applyLanguage();

} // namespace stratoscope::ui
