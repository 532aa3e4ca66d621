// SPDX-License-Identifier: Apache-2.0
#include "ui/common/language.h"

#include "ui/settings/settings.h"

#include <QCoreApplication>
#include <QDir>
#include <QLibraryInfo>
#include <QLocale>
#include <QTranslator>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace stratoscope::ui {

namespace {

const QString kTranslations = u":/stratoscope/translations"_s; ///< `stratoscope_CODE.qm`

void install(const QLocale &locale, const QString &name, const QString &directory)
{
    auto *const translator = new QTranslator(QCoreApplication::instance());
    if (translator->load(locale, name, u"_"_s, directory))
        QCoreApplication::installTranslator(translator);
    else
        delete translator;
}

} // namespace

QList<Language> languages()
{
    const QString start = u"stratoscope_"_s;
    QList<Language> found{{u"en"_s, u"English"_s}};
    for (const QString &file : QDir(kTranslations).entryList({start + u"*.qm"_s}, QDir::Files, QDir::Name)) {
        const QString code = file.mid(start.size()).chopped(3);
        if (code != u"en")
            found.append({code, QLocale(code).nativeLanguageName()});
    }
    return found;
}

QString translationFor(const QStringList &wanted)
{
    const QList<Language> known = languages();
    for (const QString &name : wanted) {
        const QLocale locale(QString(name).replace(u'-', u'_'));
        const auto found = std::ranges::find_if(known, [&locale](const Language &language) {
            const QLocale one(language.code);
            return one.language() == locale.language() && one.script() == locale.script();
        });
        if (found != known.end())
            return found->code;
    }
    return u"en"_s;
}

void applyLanguage()
{
    const QString chosen = settings::language();
    const QLocale locale = chosen.isEmpty() ? QLocale() : QLocale(chosen);
    if (!chosen.isEmpty())
        QLocale::setDefault(locale);
    // English has a translation for plural forms, which is also the fallback. Translators installed last are searched first.
    install(QLocale(QLocale::English), u"stratoscope"_s, kTranslations);
    const QString code = translationFor(locale.uiLanguages());
    const QLocale spoken = code == u"en" ? locale : QLocale(code);
    install(spoken, u"qtbase"_s, QLibraryInfo::path(QLibraryInfo::TranslationsPath));
    if (code != u"en")
        install(spoken, u"stratoscope"_s, kTranslations);
}

} // namespace stratoscope::ui
