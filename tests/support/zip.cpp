// SPDX-License-Identifier: Apache-2.0
#include "support/zip.h"

#include <KZip>

#include <QBuffer>

namespace stratoscope::test {

std::string zipOf(const std::vector<std::pair<QString, QByteArray>> &files)
{
    QBuffer buffer;
    KZip zip(&buffer);
    zip.open(QIODevice::WriteOnly);
    for (const auto &[name, content] : files)
        zip.writeFile(name, content);
    zip.close();
    return buffer.data().toStdString();
}

} // namespace stratoscope::test
