// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QByteArray>
#include <QStringList>

namespace stratoscope::test {

/// Runs another program that a test needs, and gives what it prints; ends this one with its errors where it fails. It finds no
/// settings of the user's: its home is `home`.
QByteArray runTool(const QString &program, const QStringList &arguments, const QString &home, const QByteArray &input = {});

} // namespace stratoscope::test
