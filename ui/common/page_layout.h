// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QBoxLayout>
#include <QList>

#include <functional>

class QAbstractItemView;
class QFrame;
class QLabel;
class QToolButton;

namespace stratoscope::ui {

/// An item of a row or a column. `share`: of the room that is left over, compared with that of the others.
struct BoxItem {
    BoxItem(QWidget *widget, int share = 0, Qt::Alignment alignment = {})
        : add([=](QBoxLayout *box) { box->addWidget(widget, share, alignment); })
    {
    }
    BoxItem(QLayout *layout, int share = 0)
        : add([=](QBoxLayout *box) { box->addLayout(layout, share); })
    {
    }
    explicit BoxItem(std::function<void(QBoxLayout *)> added)
        : add(std::move(added))
    {
    }
    std::function<void(QBoxLayout *)> add;
};
/// Room that is left over.
BoxItem stretch();
/// An empty area of this many pixels.
BoxItem space(int pixels);

constexpr int kUsualSpacing = -1; ///< that of the style

/// Pixels around the items and between them.
struct BoxSpacing {
    QMargins around{};
    int between = 0;
};

/// A layout with these items; that of `parent`, or a part of another layout if there is none.
QHBoxLayout *makeRow(QWidget *parent, const QList<BoxItem> &items, const BoxSpacing &spacing = {});
QVBoxLayout *makeColumn(QWidget *parent, const QList<BoxItem> &items, const BoxSpacing &spacing = {});

/// A centred column of limited width on `page`, for text.
void makeCentredColumn(QWidget *page, const QList<BoxItem> &items);

/// Gives a list the keyboard focus, and selects its first row if none is selected.
void focusList(QAbstractItemView *view);

/// A thin line between two parts of a page.
QFrame *makeRule(QWidget *parent);

/// A label in larger type.
QLabel *makeHeading(QWidget *parent);

/// A label for an error message next to a field; hidden until showProblem().
QLabel *makeProblemLabel(QWidget *parent);
/// Hides the label if `problem` is empty.
void showProblem(QLabel *label, const QString &problem);

/// Plain text that wraps, from an image or a program.
QLabel *makeText(QWidget *parent);
/// A label in the muted colour of the palette.
QLabel *makeMutedLabel(QWidget *parent, const QString &text = {});
/// The same for sentences, which wrap.
QLabel *makeNote(QWidget *parent, const QString &text = {});
/// The same in the middle of an area that is empty.
QLabel *makeHint(QWidget *parent, const QString &text = {});
/// A flat button with an icon and no text. What it does is its tool tip, and what a screen reader says.
QToolButton *makeIconButton(const QIcon &icon, const QString &action, QWidget *parent);

} // namespace stratoscope::ui
