// SPDX-License-Identifier: Apache-2.0
#include "ui/preferences/form_page.h"

#include "oci/platform.h"
#include "ui/common/language.h"
#include "ui/common/page_layout.h"
#include "ui/settings/settings.h"
#include "ui/tree/tree_model.h"

#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QSpinBox>

using namespace Qt::StringLiterals;

namespace stratoscope::ui {

namespace {

constexpr int kMinFontSize = 6;
constexpr int kMaxFontSize = 40;

void addCheckBox(FormPage *page, const QString &label, const QString &text, Setting<bool> &setting)
{
    auto *const box = new QCheckBox(text, page);
    box->setChecked(setting());
    page->add(label, box, &QCheckBox::toggled, [box, &setting] { setting.set(box->isChecked()); });
}

void addNumber(FormPage *page, const QString &label, int least, int most, Setting<int> &setting)
{
    auto *const box = new QSpinBox(page);
    box->setRange(least, most);
    box->setValue(setting());
    page->add(label, box, &QSpinBox::valueChanged, [box, &setting] { setting.set(box->value()); });
}

bool isPlatform(const QString &text)
{
    return text.trimmed().isEmpty() || Platform::parse(text.trimmed()).has_value();
}

} // namespace

FormPage::FormPage(QWidget *parent)
    : SettingsPage(parent)
    , m_form(new QFormLayout(this))
{
    m_form->setContentsMargins(0, 0, 0, 0);
    m_form->setFieldGrowthPolicy(QFormLayout::FieldsStayAtSizeHint);
    m_form->setVerticalSpacing(10);
}

void FormPage::addCheck(QWidget *field, std::function<bool()> isValid)
{
    m_checked = field;
    m_isValid = std::move(isValid);
}

void FormPage::apply()
{
    for (const auto &store : m_stores)
        store();
}

FormPage *makeGeneralPage(QWidget *parent)
{
    static const QString languageAtStart = settings::language(); // of this process
    auto *const page = new FormPage(parent);
    auto *const theme = new QComboBox(page);
    theme->addItem(FormPage::tr("System default"), int(Theme::System));
    theme->addItem(FormPage::tr("Light"), int(Theme::Light));
    theme->addItem(FormPage::tr("Dark"), int(Theme::Dark));
    theme->setCurrentIndex(theme->findData(int(settings::theme())));
    page->add(FormPage::tr("T&heme:"), theme, &QComboBox::currentIndexChanged,
              [theme] { settings::theme.set(Theme(theme->currentData().toInt())); });

    auto *const language = new QComboBox(page);
    language->addItem(FormPage::tr("System default"), QString());
    for (const Language &one : languages())
        language->addItem(one.name, one.code);
    language->setCurrentIndex(std::max(0, language->findData(settings::language())));
    page->add(FormPage::tr("&Language:"), language, &QComboBox::currentIndexChanged,
              [language] { settings::language.set(language->currentData().toString()); });
    QLabel *const restart = makeNote(page, FormPage::tr("The language changes after a restart."));
    page->addNote(restart);
    const auto showNote = [=] { restart->setVisible(language->currentData().toString() != languageAtStart); };
    QObject::connect(language, &QComboBox::currentIndexChanged, restart, showNote);
    showNote();

    addCheckBox(page, FormPage::tr("On startup:"), FormPage::tr("&Reopen last session's tabs"), settings::restoresTabs);
    addCheckBox(page, FormPage::tr("Notifications:"), FormPage::tr("&Notify me when a task finishes in the background"),
                settings::notifies);
    return page;
}

FormPage *makePullingPage(QWidget *parent)
{
    auto *const page = new FormPage(parent);
    addNumber(page, FormPage::tr("Parallel &downloads:"), 1, settings::kMaxParallelBlobs, settings::parallelBlobs);
    addNumber(page, FormPage::tr("&Retries:"), 0, settings::kMaxRetries, settings::pullRetries);

    auto *const platform = new QComboBox(page);
    platform->setObjectName(u"platform"_s);
    platform->setEditable(true);
    platform->addItems({u"linux/amd64"_s, u"linux/arm64"_s, u"linux/arm/v7"_s, u"linux/riscv64"_s, u"linux/s390x"_s,
                        u"linux/ppc64le"_s, u"windows/amd64"_s});
    platform->setCurrentText(settings::pullPlatform());
    platform->lineEdit()->setPlaceholderText(FormPage::tr("Host platform: %1").arg(Platform::host().toString()));
    platform->lineEdit()->setClearButtonEnabled(true);
    platform->setMinimumContentsLength(28);
    page->add(FormPage::tr("&Platform:"), platform, &QComboBox::currentTextChanged,
              [platform] { settings::pullPlatform.set(platform->currentText().trimmed()); });
    QLabel *const problem = makeProblemLabel(page);
    page->addNote(problem);
    page->addCheck(platform, [platform] { return isPlatform(platform->currentText()); });
    QObject::connect(platform, &QComboBox::currentTextChanged, problem, [problem](const QString &text) {
        showProblem(problem,
                    isPlatform(text) ? QString()
                                     : FormPage::tr("Not a platform. Enter one such as linux/arm64, or leave the field empty."));
    });
    return page;
}

FormPage *makeViewPage(QWidget *parent)
{
    auto *const page = new FormPage(parent);
    const TreeModel model;
    for (int column = 1; column <= int(TreeColumn::Layer); ++column) { // the others are shown in comparisons only
        auto *const box = new QCheckBox(model.headerData(column, Qt::Horizontal).toString(), page);
        box->setChecked(!settings::hiddenColumns().contains(QString::number(column)));
        page->add(column == 1 ? FormPage::tr("File list columns:") : QString(), box, &QCheckBox::toggled, [box, column] {
            QStringList hidden = settings::hiddenColumns();
            hidden.removeAll(QString::number(column));
            if (!box->isChecked())
                hidden += QString::number(column);
            settings::hiddenColumns.set(hidden);
        });
    }
    auto *const fontSize = new QSpinBox(page);
    fontSize->setRange(kMinFontSize - 1, kMaxFontSize);
    fontSize->setSpecialValueText(FormPage::tr("System default"));
    fontSize->setSuffix(FormPage::tr(" pt"));
    fontSize->setValue(settings::previewFontSize());
    page->add(FormPage::tr("Preview &font size:"), fontSize, &QSpinBox::valueChanged,
              [fontSize] { settings::previewFontSize.set(fontSize->value() < kMinFontSize ? 0 : fontSize->value()); });
    return page;
}

} // namespace stratoscope::ui
