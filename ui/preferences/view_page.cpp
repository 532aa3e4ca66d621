// SPDX-License-Identifier: Apache-2.0
#include "ui/preferences/view_page.h"

#include "ui/settings/settings.h"
#include "ui/tree/tree_model.h"

#include <QCheckBox>
#include <QFormLayout>
#include <QSpinBox>
#include <QVBoxLayout>

namespace stratoscope::ui {

namespace {

constexpr int kMinFontSize = 6;
constexpr int kMaxFontSize = 40;

} // namespace

ViewPage::ViewPage(QWidget *parent)
    : SettingsPage(parent)
    , m_fontSize(new QSpinBox(this))
{
    auto *const columns = new QVBoxLayout;
    const TreeModel model;
    const QList<int> hidden = settings::hiddenColumns();
    for (int column = 1; column < model.columnCount(); ++column) {
        auto *const box = new QCheckBox(model.headerData(column, Qt::Horizontal).toString(), this);
        box->setChecked(!hidden.contains(column));
        connect(box, &QCheckBox::toggled, this, &SettingsPage::edited);
        columns->addWidget(box);
        m_columns += box;
    }
    m_fontSize->setRange(kMinFontSize - 1, kMaxFontSize);
    m_fontSize->setSpecialValueText(tr("System default"));
    m_fontSize->setSuffix(tr(" pt"));
    m_fontSize->setValue(settings::previewFontSize());
    connect(m_fontSize, &QSpinBox::valueChanged, this, &SettingsPage::edited);

    auto *const form = new QFormLayout(this);
    form->setContentsMargins(0, 0, 0, 0);
    form->setFieldGrowthPolicy(QFormLayout::FieldsStayAtSizeHint);
    form->setVerticalSpacing(10);
    form->addRow(tr("File list columns:"), columns);
    form->addRow(tr("Preview &font size:"), m_fontSize);
}

void ViewPage::apply()
{
    QList<int> hidden;
    for (int i = 0; i < m_columns.size(); ++i) {
        if (!m_columns[i]->isChecked())
            hidden += i + 1;
    }
    settings::hiddenColumns.set(hidden);
    settings::previewFontSize.set(m_fontSize->value() < kMinFontSize ? 0 : m_fontSize->value());
}

} // namespace stratoscope::ui
