// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QApplication>
#include <QFileDialog>
#include <QLineEdit>
#include <QTest>
#include <QTimer>

namespace stratoscope::test {

/// Chooses a file in the dialog that is opened next, as a user does who types its path.
inline void chooseInNextFileDialog(const QString &path)
{
    QTimer::singleShot(0, qApp, [path] {
        auto *const dialog = qobject_cast<QFileDialog *>(QApplication::activeModalWidget());
        QVERIFY(dialog);
        dialog->findChild<QLineEdit *>()->setText(path);
        static_cast<QDialog *>(dialog)->accept();
    });
}

} // namespace stratoscope::test
