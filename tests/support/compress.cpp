// SPDX-License-Identifier: Apache-2.0
#include "support/compress.h"

#include <KCompressionDevice>

#include <QBuffer>

#include <random>

namespace stratoscope::test {

namespace {

KCompressionDevice::CompressionType typeOf(Compression compression)
{
    switch (compression) {
    case Compression::None:
        return KCompressionDevice::None;
    case Compression::Gzip:
        return KCompressionDevice::GZip;
    case Compression::Zstd:
        return KCompressionDevice::Zstd;
    case Compression::Xz:
        return KCompressionDevice::Xz;
    case Compression::Bzip2:
        return KCompressionDevice::BZip2;
    }
    Q_UNREACHABLE();
}

} // namespace

std::string compressed(std::string_view bytes, Compression compression)
{
    if (compression == Compression::None)
        return std::string(bytes);
    QBuffer buffer;
    buffer.open(QIODevice::WriteOnly);
    KCompressionDevice device(&buffer, false, typeOf(compression));
    if (!device.open(QIODevice::WriteOnly) || device.write(bytes.data(), qint64(bytes.size())) != qint64(bytes.size()))
        qFatal("cannot compress");
    device.close();
    QByteArray result = buffer.data();
    if (compression == Compression::Gzip)
        result.replace(4, 4, QByteArray(4, '\0')); // the time: the same bytes come out each time
    return result.toStdString();
}

std::string zstdSkippableFrame(std::string_view bytes)
{
    std::string frame("\x50\x2A\x4D\x18");
    for (int shift = 0; shift < 32; shift += 8)
        frame += char(bytes.size() >> shift & 0xFF);
    return frame.append(bytes);
}

std::string noise(std::size_t size, unsigned seed)
{
    std::mt19937 random(seed);
    std::string bytes(size, '\0');
    for (char &byte : bytes)
        byte = char(random() & 0xFF);
    return bytes;
}

} // namespace stratoscope::test
