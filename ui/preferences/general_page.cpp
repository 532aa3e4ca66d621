// SPDX-License-Identifier: Apache-2.0
#include "ui/preferences/general_page.h"

#include "ui/common/language.h"
#include "ui/common/page_layout.h"
#include "ui/settings/settings.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFormLayout>
#include <QLabel>

namespace stratoscope::ui {

GeneralPage::GeneralPage(QWidget *parent)
    : SettingsPage(parent)
    , m_theme(new QComboBox(this))
    , m_language(new QComboBox(this))
    , m_restart(makeMutedLabel(this))
    , m_restores(new QCheckBox(tr("&Reopen last session's tabs"), this))
    , m_notifies(new QCheckBox(tr("&Notify me when a task finishes in the background"), this))
{
    m_theme->addItem(tr("System default"), int(Theme::System));
    m_theme->addItem(tr("Light"), int(Theme::Light));
    m_theme->addItem(tr("Dark"), int(Theme::Dark));
    m_theme->setCurrentIndex(m_theme->findData(int(settings::theme())));
    m_language->addItem(tr("System default"), QString());
    for (const Language &language : languages())
        m_language->addItem(language.name, language.code);
    m_language->setCurrentIndex(std::max(0, m_language->findData(settings::language())));
    m_restart->setText(tr("The language changes after a restart."));
    m_restart->setWordWrap(true);
    m_restores->setChecked(settings::restoresTabs());
    m_notifies->setChecked(settings::notifies());
    showRestartNote();

    auto *const form = new QFormLayout(this);
    form->setContentsMargins(0, 0, 0, 0);
    form->setFieldGrowthPolicy(QFormLayout::FieldsStayAtSizeHint);
    form->setVerticalSpacing(10);
    form->addRow(tr("T&heme:"), m_theme);
    form->addRow(tr("&Language:"), m_language);
    form->addRow(QString(), m_restart);
    form->addRow(tr("On startup:"), m_restores);
    form->addRow(tr("Notifications:"), m_notifies);

    connect(m_theme, &QComboBox::currentIndexChanged, this, &SettingsPage::edited);
    connect(m_language, &QComboBox::currentIndexChanged, this, &SettingsPage::edited);
    connect(m_language, &QComboBox::currentIndexChanged, this, &GeneralPage::showRestartNote);
    for (QCheckBox *const box : {m_restores, m_notifies})
        connect(box, &QCheckBox::toggled, this, &SettingsPage::edited);
}

void GeneralPage::showRestartNote()
{
    static const QString atStart = settings::language(); // the language of this process
    m_restart->setVisible(m_language->currentData().toString() != atStart);
}

void GeneralPage::apply()
{
    settings::theme.set(Theme(m_theme->currentData().toInt()));
    settings::language.set(m_language->currentData().toString());
    settings::restoresTabs.set(m_restores->isChecked());
    settings::notifies.set(m_notifies->isChecked());
}

} // namespace stratoscope::ui
