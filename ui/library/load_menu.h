// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QMenu>

namespace stratoscope {
struct Engine;
}

namespace stratoscope::ui {

class Engines;

/// A menu of the engines that run, to load an image into. It is hidden as long as none runs.
class LoadMenu : public QMenu
{
    Q_OBJECT

public:
    LoadMenu(const Engines &engines, QWidget *parent);

Q_SIGNALS:
    void chosen(const stratoscope::Engine &engine);

private:
    void fill();

    const Engines &m_engines;
};

} // namespace stratoscope::ui
