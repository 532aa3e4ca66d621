// SPDX-License-Identifier: Apache-2.0
#include "ui/common/page_layout.h"

#include "ui/style/theme.h"

#include <QAbstractItemView>
#include <QFrame>
#include <QGridLayout>
#include <QIcon>
#include <QLabel>
#include <QStyle>
#include <QToolButton>

namespace stratoscope::ui {

namespace {

/// Aligns a label with the window's leading edge; by default, the alignment depends on the direction of the text.
void alignLeading(QLabel *label)
{
    label->setAlignment(QStyle::visualAlignment(label->layoutDirection(), Qt::AlignLeft) | Qt::AlignAbsolute | Qt::AlignVCenter);
}

template <typename Box>
Box *makeBox(QWidget *parent, const QList<BoxItem> &items, const BoxSpacing &spacing)
{
    auto *const box = new Box(parent);
    box->setContentsMargins(spacing.around);
    box->setSpacing(spacing.between);
    for (const BoxItem &item : items)
        item.add(box);
    return box;
}

} // namespace

BoxItem stretch()
{
    return BoxItem([](QBoxLayout *box) { box->addStretch(); });
}

BoxItem space(int pixels)
{
    return BoxItem([pixels](QBoxLayout *box) { box->addSpacing(pixels); });
}

QHBoxLayout *makeRow(QWidget *parent, const QList<BoxItem> &items, const BoxSpacing &spacing)
{
    return makeBox<QHBoxLayout>(parent, items, spacing);
}

QVBoxLayout *makeColumn(QWidget *parent, const QList<BoxItem> &items, const BoxSpacing &spacing)
{
    return makeBox<QVBoxLayout>(parent, items, spacing);
}

void makeCentredColumn(QWidget *page, const QList<BoxItem> &items)
{
    constexpr int kWidest = 560;
    auto *const body = new QWidget(page);
    body->setMaximumWidth(kWidest);
    body->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    makeColumn(body, items, {.around = {24, 24, 24, 24}, .between = 8});

    auto *const grid = new QGridLayout(page);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->addWidget(body, 1, 1);
    grid->setColumnStretch(0, 1);
    grid->setColumnStretch(1, 100);
    grid->setColumnStretch(2, 1);
    grid->setRowStretch(0, 2);
    grid->setRowStretch(2, 3);
}

void focusList(QAbstractItemView *view)
{
    // A view that gets the focus makes its first row current, but does not select it.
    view->setFocus();
    if (!view->selectionModel()->hasSelection() && view->model()->rowCount() > 0)
        view->setCurrentIndex(view->currentIndex().isValid() ? view->currentIndex() : view->model()->index(0, 0));
}

QLabel *makeText(QWidget *parent)
{
    auto *const label = new QLabel(parent);
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    alignLeading(label);
    return label;
}

QFrame *makeRule(QWidget *parent)
{
    auto *const rule = new QFrame(parent);
    rule->setFrameShape(QFrame::HLine);
    rule->setForegroundRole(QPalette::Midlight); // the text's colour would stand out
    return rule;
}

QLabel *makeHeading(QWidget *parent)
{
    QLabel *const label = makeText(parent);
    QFont font = label->font();
    font.setPointSizeF(font.pointSizeF() * 1.35);
    label->setFont(font);
    return label;
}

QLabel *makeProblemLabel(QWidget *parent)
{
    QLabel *const label = makeText(parent);
    label->hide();
    return label;
}

void showProblem(QLabel *label, const QString &problem)
{
    QPalette colours = label->parentWidget()->palette();
    colours.setColor(QPalette::WindowText, tintColor(Tint::Bad, colours));
    label->setPalette(colours);
    label->setText(problem);
    label->setVisible(!problem.isEmpty());
}

QLabel *makeNote(QWidget *parent, const QString &text)
{
    QLabel *const label = makeText(parent);
    label->setForegroundRole(QPalette::PlaceholderText);
    label->setText(text);
    return label;
}

QLabel *makeMutedLabel(QWidget *parent, const QString &text)
{
    QLabel *const label = makeNote(parent, text);
    label->setWordWrap(false);
    return label;
}

QLabel *makeHint(QWidget *parent, const QString &text)
{
    constexpr int kMargin = 16;
    QLabel *const label = makeNote(parent, text);
    label->setAlignment(Qt::AlignCenter);
    label->setMargin(kMargin);
    return label;
}

QToolButton *makeIconButton(const QIcon &icon, const QString &action, QWidget *parent)
{
    auto *const button = new QToolButton(parent);
    button->setIcon(icon);
    button->setAutoRaise(true);
    button->setFocusPolicy(Qt::TabFocus);
    button->setToolTip(action);
    button->setAccessibleName(action);
    return button;
}

} // namespace stratoscope::ui
