// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QList>
#include <QStringList>

namespace stratoscope::ui {

struct Language {
    QString code; ///< `en`, `zh_CN`, …
    QString name; ///< native name
};

/// English and all languages that there is a translation for.
QList<Language> languages();

/// The code of the translation for the first of these languages that has one in the same script (`zh_CN` for `zh-Hans-SG`); else
/// `en`.
QString translationFor(const QStringList &wanted);

/// Installs the translation for the language in the settings, or the system's. Call it before creating widgets: existing ones are
/// not translated again.
void applyLanguage();

} // namespace stratoscope::ui
