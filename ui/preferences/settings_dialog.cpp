// SPDX-License-Identifier: Apache-2.0
#include "ui/preferences/settings_dialog.h"

#include "ui/common/page_layout.h"
#include "ui/preferences/form_page.h"
#include "ui/preferences/registries_page.h"
#include "ui/preferences/store_page.h"
#include "ui/style/icons.h"

#include <QDialogButtonBox>
#include <QListWidget>
#include <QPushButton>
#include <QScreen>
#include <QScrollArea>
#include <QStackedWidget>

using namespace Qt::StringLiterals;

namespace stratoscope::ui {

SettingsDialog::SettingsDialog(Session &session, Transfers &transfers, QWidget *parent)
    : QDialog(parent)
    , m_session(session)
    , m_transfers(transfers)
    , m_list(new QListWidget(this))
    , m_stack(new QStackedWidget(this))
{
    setWindowTitle(tr("Settings"));
    const auto addRow = [this](const QString &iconName, const QString &text) {
        new QListWidgetItem(icon(iconName), text, m_list);
        m_stack->addWidget(new QWidget(m_stack)); // until it is shown
    };
    addRow(u"settings"_s, tr("General"));
    addRow(u"archive"_s, tr("Image Store"));
    addRow(u"registry"_s, tr("Registries"));
    addRow(u"download"_s, tr("Pulling"));
    addRow(u"layers"_s, tr("View"));
    m_list->setAccessibleName(tr("Pages"));
    m_list->setIconSize(QSize(16, 16));
    m_list->setSpacing(2);
    m_list->setFixedWidth(m_list->sizeHintForColumn(0) + 6 * fontMetrics().averageCharWidth());

    auto *const buttons = new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Apply | QDialogButtonBox::Cancel, this);
    m_apply = buttons->button(QDialogButtonBox::Apply);
    auto *const columns = makeRow(nullptr, {m_list, {m_stack, 1}}, {.between = 16});
    makeColumn(this, {{columns, 1}, buttons}, {.around = {16, 16, 16, 12}, .between = 12});

    connect(m_list, &QListWidget::currentRowChanged, this, [this](int row) {
        page(Page(row));
        m_stack->setCurrentIndex(row);
    });
    connect(buttons, &QDialogButtonBox::accepted, this, &SettingsDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &SettingsDialog::reject);
    connect(m_apply, &QPushButton::clicked, this, &SettingsDialog::apply);
    m_apply->setEnabled(false);
    m_list->setCurrentRow(General);
    const int unit = fontMetrics().averageCharWidth();
    resize(QSize(unit * 130, fontMetrics().lineSpacing() * 32).boundedTo(screen()->availableSize()));
}

SettingsPage *SettingsDialog::makePage(Page page)
{
    switch (page) {
    case General:
        return makeGeneralPage(m_stack);
    case Store:
        return new StorePage(m_session, m_transfers, m_stack);
    case Registries: {
        auto *const registries = new RegistriesPage(m_session, m_stack);
        connect(registries, &RegistriesPage::loggedIn, this, &SettingsDialog::loggedIn);
        return registries;
    }
    case Pulling:
        return makePullingPage(m_stack);
    case View:
        return makeViewPage(m_stack);
    case kPages:
        break;
    }
    Q_UNREACHABLE();
}

SettingsPage *SettingsDialog::page(Page page)
{
    SettingsPage *&known = m_pages[std::size_t(page)];
    if (!known) {
        known = makePage(page);
        delete m_stack->widget(page);
        auto *const area = new QScrollArea(m_stack); // the screen may be smaller than the page
        area->setFrameShape(QFrame::NoFrame);
        area->setFocusPolicy(Qt::NoFocus);
        area->setWidgetResizable(true);
        area->setWidget(known);
        for (QWidget *const widget : {area->viewport(), static_cast<QWidget *>(known)})
            widget->setAutoFillBackground(false);
        m_stack->insertWidget(page, area);
        connect(known, &SettingsPage::edited, this, [this] { m_apply->setEnabled(true); });
        connect(known, &SettingsPage::applied, this, &SettingsDialog::applied);
    }
    return known;
}

void SettingsDialog::showPage(Page page)
{
    m_list->setCurrentRow(page);
    m_list->setFocus();
}

void SettingsDialog::showRegistry(const QString &address)
{
    showPage(Registries);
    static_cast<RegistriesPage *>(page(Registries))->show(address);
}

bool SettingsDialog::apply()
{
    for (int page = 0; page < kPages; ++page) {
        const SettingsPage *const known = m_pages[std::size_t(page)];
        if (QWidget *const invalid = known ? known->invalidField() : nullptr) {
            m_list->setCurrentRow(page);
            invalid->setFocus();
            static_cast<QScrollArea *>(m_stack->currentWidget())->ensureWidgetVisible(invalid);
            return false;
        }
    }
    for (SettingsPage *const page : m_pages) {
        if (page)
            page->apply();
    }
    m_apply->setEnabled(false);
    Q_EMIT applied();
    return true;
}

void SettingsDialog::accept()
{
    if (apply())
        QDialog::accept();
}

} // namespace stratoscope::ui
