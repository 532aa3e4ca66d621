// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "oci/image_config.h"

namespace stratoscope {

/// The entrypoint and the command of an image; a shell if it has neither.
QStringList vmCommand(const RunConfig &config);
/// The working directory, absolute.
QString vmDirectory(const RunConfig &config);

/// The file that tells the init what to run (init/run_file.h). `modules`: paths of kernel modules to load, in their order. Invalid,
/// naming the member of the config, for a text with a zero byte, which no program can be given.
Result<QByteArray> runFile(const RunConfig &config, const QString &hostName, const QStringList &modules);
/// The same for an initramfs, which only loads modules.
QByteArray runFileOfModules(const QStringList &modules);

/// A host name made of the name of an image: letters, digits and dashes, at most 63.
QString hostNameOf(const QString &imageName);

} // namespace stratoscope
