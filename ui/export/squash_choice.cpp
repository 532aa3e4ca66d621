// SPDX-License-Identifier: Apache-2.0
#include "ui/export/squash_choice.h"

#include "ui/common/page_layout.h"

#include <QComboBox>
#include <QLabel>
#include <QSpinBox>

using namespace Qt::StringLiterals;

namespace stratoscope::ui {

SquashChoice::SquashChoice(int layers, QWidget *parent)
    : QWidget(parent)
    , m_which(new QComboBox(this))
    , m_range(new QWidget(this))
    , m_first(new QSpinBox(m_range))
    , m_last(new QSpinBox(m_range))
{
    m_which->setObjectName(u"squash"_s);
    m_which->addItem(tr("No layers"), Nothing);
    m_which->addItem(tr("All layers into one"), All);
    m_which->addItem(tr("A range of layers into one"), Range);
    m_first->setObjectName(u"squashFirst"_s);
    m_first->setAccessibleName(tr("First layer"));
    m_first->setRange(0, layers - 1);
    m_last->setObjectName(u"squashLast"_s);
    m_last->setAccessibleName(tr("Last layer"));
    m_last->setRange(0, layers - 1);
    makeRow(m_range, {m_first, new QLabel(tr("to"), m_range), m_last}, {.between = 8});
    makeRow(this, {{m_which, 1}, m_range}, {.between = 8});
    setFocusProxy(m_which);
    reset();
    connect(m_which, &QComboBox::currentIndexChanged, this, &SquashChoice::change);
    connect(m_first, &QSpinBox::valueChanged, this, [this](int first) {
        m_last->setMinimum(first);
        Q_EMIT edited();
    });
    connect(m_last, &QSpinBox::valueChanged, this, &SquashChoice::edited);
}

void SquashChoice::offerRange(bool isOffered)
{
    const int at = m_which->findData(Range);
    if (isOffered && at < 0)
        m_which->addItem(tr("A range of layers into one"), Range);
    else if (!isOffered && at >= 0)
        m_which->removeItem(at);
}

void SquashChoice::fillIn(ExportOptions &options) const
{
    const int which = m_which->currentData().toInt();
    options.flatten = which == All;
    if (which == Range)
        options.squash = {m_first->value(), m_last->value()};
}

void SquashChoice::reset()
{
    m_which->setCurrentIndex(0);
    m_first->setValue(0);
    m_last->setValue(m_last->maximum());
    m_range->hide();
}

void SquashChoice::change()
{
    m_range->setVisible(m_which->currentData().toInt() == Range);
    Q_EMIT edited();
}

} // namespace stratoscope::ui
