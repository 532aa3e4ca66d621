// SPDX-License-Identifier: Apache-2.0
#include "ui/preferences/pulling_page.h"

#include "oci/platform.h"
#include "ui/common/page_layout.h"
#include "ui/settings/settings.h"

#include <QComboBox>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QSpinBox>

using namespace Qt::StringLiterals;

namespace stratoscope::ui {

PullingPage::PullingPage(QWidget *parent)
    : SettingsPage(parent)
    , m_parallel(new QSpinBox(this))
    , m_retries(new QSpinBox(this))
    , m_platform(new QComboBox(this))
    , m_problem(makeProblemLabel(this))
{
    m_parallel->setRange(1, settings::kMaxParallelBlobs);
    m_parallel->setValue(settings::parallelBlobs());
    m_retries->setRange(0, settings::kMaxRetries);
    m_retries->setValue(settings::pullRetries());
    m_platform->setEditable(true);
    m_platform->addItems({u"linux/amd64"_s, u"linux/arm64"_s, u"linux/arm/v7"_s, u"linux/riscv64"_s, u"linux/s390x"_s,
                          u"linux/ppc64le"_s, u"windows/amd64"_s});
    m_platform->setCurrentText(settings::pullPlatform());
    m_platform->lineEdit()->setPlaceholderText(tr("Host platform: %1").arg(Platform::host().toString()));
    m_platform->lineEdit()->setClearButtonEnabled(true);
    m_platform->setMinimumContentsLength(28);

    auto *const form = new QFormLayout(this);
    form->setContentsMargins(0, 0, 0, 0);
    form->setFieldGrowthPolicy(QFormLayout::FieldsStayAtSizeHint);
    form->setVerticalSpacing(10);
    form->addRow(tr("Parallel &downloads:"), m_parallel);
    form->addRow(tr("&Retries:"), m_retries);
    form->addRow(tr("&Platform:"), m_platform);
    form->addRow(QString(), m_problem);

    for (QSpinBox *const box : {m_parallel, m_retries})
        connect(box, &QSpinBox::valueChanged, this, &SettingsPage::edited);
    connect(m_platform, &QComboBox::currentTextChanged, this, [this] {
        checkPlatform();
        Q_EMIT edited();
    });
}

bool PullingPage::isPlatformValid() const
{
    const QString text = m_platform->currentText().trimmed();
    return text.isEmpty() || Platform::parse(text).has_value();
}

void PullingPage::checkPlatform()
{
    showProblem(m_problem,
                isPlatformValid() ? QString() : tr("Not a platform. Enter one such as linux/arm64, or leave the field empty."));
}

QWidget *PullingPage::invalidField() const
{
    return isPlatformValid() ? nullptr : m_platform;
}

void PullingPage::apply()
{
    settings::parallelBlobs.set(m_parallel->value());
    settings::pullRetries.set(m_retries->value());
    settings::pullPlatform.set(m_platform->currentText().trimmed());
}

} // namespace stratoscope::ui
