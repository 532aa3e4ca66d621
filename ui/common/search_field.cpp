// SPDX-License-Identifier: Apache-2.0
#include "ui/common/search_field.h"

#include "ui/style/icons.h"

#include <QKeyEvent>

using namespace Qt::StringLiterals;

namespace stratoscope::ui {

SearchField::SearchField(const QString &placeholder, const QString &accessibleName, QWidget *parent)
    : QLineEdit(parent)
{
    setPlaceholderText(placeholder);
    setAccessibleName(accessibleName);
    setClearButtonEnabled(true);
    addAction(icon(u"search"_s, Tint::Muted), LeadingPosition);
    setAcceptDrops(false); // files dropped here are opened, as everywhere in the window
}

void SearchField::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Down)
        Q_EMIT downPressed();
    else if (event->key() != Qt::Key_Escape)
        QLineEdit::keyPressEvent(event);
    else if (text().isEmpty())
        Q_EMIT escaped();
    else
        clear();
}

} // namespace stratoscope::ui
