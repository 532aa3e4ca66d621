// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QString>
#include <QStringList>

namespace stratoscope::ui {

/// What is known of where an image may be pushed to.
struct PushHints {
    QString title{}; ///< of the image: a reference, in short or not, or the name of a file
    QString registry{}; ///< chosen by the user; empty: none
    QStringList earlier{}; ///< references that something was pushed to, the latest first
    QStringList registries{}; ///< that are known
};

/// References to offer; the first one, which may be empty, is the one to suggest: in the chosen registry; else beside what was
/// pushed last; else where the image comes from, unless that is Docker Hub, on which everybody has a namespace of their own.
QStringList pushTargets(const PushHints &hints);

/// "Registry docker.io, repository library/app, tag 1.0"; empty if the text is not a reference.
QString pushTargetText(const QString &text);

} // namespace stratoscope::ui
