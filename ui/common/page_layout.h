// SPDX-License-Identifier: Apache-2.0
#pragma once

class QAbstractItemView;
class QLabel;
class QString;
class QVBoxLayout;
class QWidget;

namespace stratoscope::ui {

/// The layout of a page that says one thing: a column in the middle of `page`, not wider than is good to read.
QVBoxLayout *makeCentredColumn(QWidget *page);

/// Gives a list the keyboard, with a row to begin at.
void focusList(QAbstractItemView *view);

/// A label in larger type.
QLabel *makeHeading(QWidget *parent);

/// A label beside a field for what is wrong in it; hidden until it is told.
QLabel *makeProblemLabel(QWidget *parent);
/// Hides it where nothing is wrong.
void showProblem(QLabel *label, const QString &problem);

/// A label in the muted colour of the palette, which follows a change of it.
QLabel *makeMutedLabel(QWidget *parent);

} // namespace stratoscope::ui
