// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/preferences/settings_page.h"

#include <QFormLayout>

#include <functional>

namespace stratoscope::ui {

/// A page of labelled fields, each of which shows a setting.
class FormPage : public SettingsPage
{
    Q_OBJECT

public:
    explicit FormPage(QWidget *parent);

    /// Adds a field. `changed`: its signal; `store`: writes what it shows to the settings.
    template <typename Field, typename Signal>
    void add(const QString &label, Field *field, Signal changed, std::function<void()> store)
    {
        m_form->addRow(label, field);
        connect(field, changed, this, &SettingsPage::edited);
        m_stores += std::move(store);
    }
    /// Adds a note below a field.
    void addNote(QWidget *note) { m_form->addRow(QString(), note); }
    /// `isValid`: whether `field`, which describes its problem in a note, may be stored.
    void addCheck(QWidget *field, std::function<bool()> isValid);

    QWidget *invalidField() const override { return m_isValid && !m_isValid() ? m_checked : nullptr; }
    void apply() override;

private:
    QFormLayout *m_form;
    QList<std::function<void()>> m_stores;
    QWidget *m_checked = nullptr;
    std::function<bool()> m_isValid;
};

/// Theme, language, startup and notifications.
FormPage *makeGeneralPage(QWidget *parent);
/// How images are pulled.
FormPage *makePullingPage(QWidget *parent);
/// Appearance of opened images.
FormPage *makeViewPage(QWidget *parent);

} // namespace stratoscope::ui
