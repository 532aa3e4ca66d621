// SPDX-License-Identifier: Apache-2.0
#include "ui/library/load_menu.h"

#include "ui/library/engines.h"
#include "ui/style/icons.h"

using namespace Qt::StringLiterals;

namespace stratoscope::ui {

LoadMenu::LoadMenu(const Engines &engines, QWidget *parent)
    : QMenu(tr("&Load Into"), parent)
    , m_engines(engines)
{
    setIcon(ui::icon(u"engine"_s));
    connect(this, &QMenu::aboutToShow, this, &LoadMenu::fill);
    const auto update = [this] {
        menuAction()->setVisible(!m_engines.running().empty());
        if (!isVisible()) // an empty menu would not be shown
            fill();
    };
    connect(&engines, &Engines::changed, this, update);
    update();
}

void LoadMenu::fill()
{
    clear();
    for (const Engine &engine : m_engines.running())
        addAction(engine.name, this, [this, engine] { Q_EMIT chosen(engine); });
}

} // namespace stratoscope::ui
