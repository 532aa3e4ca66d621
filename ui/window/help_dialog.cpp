// SPDX-License-Identifier: Apache-2.0
#include "ui/window/help_dialog.h"

#include "ui/common/html_row.h"
#include "ui/common/page_layout.h"
#include "ui/tree/filter_text.h"

#include <QAction>
#include <QDialogButtonBox>
#include <QScreen>
#include <QTextBrowser>

using namespace Qt::StringLiterals;

namespace stratoscope::ui {

HelpDialog::HelpDialog(const QList<QAction *> &actions, QWidget *parent)
    : QDialog(parent)
{
    setWindowTitle(tr("Shortcuts and Filters"));
    resize(QSize(640, 620).boundedTo(screen()->availableSize()));
    QString rows;
    const auto add = [&](const QString &keys, const QString &meaning) {
        rows += htmlRow({{keys.toHtmlEscaped(), u" style=\"white-space:pre; padding-right:14px; padding-left:14px\""_s},
                         {meaning.toHtmlEscaped()}},
                        layoutDirection());
    };
    for (const QAction *const action : actions) {
        QStringList keys;
        for (const QKeySequence &sequence : action->shortcuts())
            keys += sequence.toString(QKeySequence::NativeText);
        if (!keys.isEmpty() && !action->text().isEmpty())
            add(keys.join(u"   "_s), action->toolTip().remove(u'…'));
    }
    const auto keyText = [](QKeyCombination key) { return QKeySequence(key).toString(QKeySequence::NativeText); };
    add(keyText(Qt::Key_Return), tr("In the files: opens a file, expands or collapses a folder"));
    add(keyText(Qt::Key_Down), tr("In the filter: goes to the files"));
    add(keyText(Qt::Key_Escape), tr("In the filter: clears it"));
    add(keyText(Qt::CTRL | Qt::Key_F), tr("In the preview of a text: finds text"));
    add(tr("%1   %2").arg(keyText(Qt::Key_F7), keyText(Qt::SHIFT | Qt::Key_F7)),
        tr("In a difference: goes to the next and to the previous change"));
    add(tr("%1   %2").arg(keyText(Qt::Key_N), keyText(Qt::Key_P)), tr("In a difference that has the focus: the same"));
    add(tr("Shift+click"), tr("In the layers: selects a range"));
    add(keyText(Qt::ALT | Qt::Key_Up) + u"   "_s + keyText(Qt::ALT | Qt::Key_Down),
        tr("In the layers: moves the handle of the state to compare with; with Shift, that of the state shown"));
    add(tr("Drag a tab"), tr("To another image or its tab: compares them"));

    auto *const text = new QTextBrowser(this);
    text->setAccessibleName(windowTitle());
    text->setFrameShape(QFrame::NoFrame);
    text->setHtml(u"<h3%1>%2</h3><table>%3</table><h3%1>%4</h3>%5"_s.arg(
        htmlAlignment(layoutDirection()), tr("Keyboard shortcuts").toHtmlEscaped(), rows, tr("Filter").toHtmlEscaped(),
        filterHelp(layoutDirection())));
    auto *const buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    makeColumn(this, {{text, 1}, buttons}, {.around = {8, 8, 8, 8}, .between = 8});
}

} // namespace stratoscope::ui
