// SPDX-License-Identifier: Apache-2.0
#pragma once

class QAbstractItemView;
class QLabel;
class QString;
class QVBoxLayout;
class QWidget;

namespace stratoscope::ui {

/// A centred column of limited width on `page`, for text.
QVBoxLayout *makeCentredColumn(QWidget *page);

/// Gives a list the keyboard focus, and selects its first row if none is selected.
void focusList(QAbstractItemView *view);

/// A label in larger type.
QLabel *makeHeading(QWidget *parent);

/// A label for an error message next to a field; hidden until showProblem().
QLabel *makeProblemLabel(QWidget *parent);
/// Hides the label if `problem` is empty.
void showProblem(QLabel *label, const QString &problem);

/// A label in the muted colour of the palette.
QLabel *makeMutedLabel(QWidget *parent);

} // namespace stratoscope::ui
