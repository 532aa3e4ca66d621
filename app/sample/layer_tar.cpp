// SPDX-License-Identifier: Apache-2.0
#include "layer_tar.h"

#include <array>
#include <cstdio>
#include <cstring>
#include <numeric>

namespace sample {

namespace {

constexpr qsizetype kBlock = 512;
using Header = std::array<char, kBlock>;

void putText(Header &header, std::size_t at, std::size_t room, const QByteArray &text)
{
    if (std::size_t(text.size()) > room)
        qFatal("“%s” is too long for the sample's tar", text.constData());
    std::memcpy(header.data() + at, text.constData(), std::size_t(text.size()));
}

/// Octal digits with zeros in front, ended by a zero byte.
void putNumber(Header &header, std::size_t at, std::size_t room, std::uint64_t number)
{
    std::array<char, 24> digits;
    std::snprintf(digits.data(), digits.size(), "%0*llo", int(room - 1), static_cast<unsigned long long>(number));
    std::memcpy(header.data() + at, digits.data(), room);
}

} // namespace

void LayerTar::add(const QByteArray &path, char type, unsigned mode, int owner, const QByteArray &content,
                   const QByteArray &linkTarget)
{
    Header header{};
    putText(header, 0, 100, path);
    putNumber(header, 100, 8, mode);
    putNumber(header, 108, 8, std::uint64_t(owner));
    putNumber(header, 116, 8, std::uint64_t(owner));
    putNumber(header, 124, 12, std::uint64_t(content.size()));
    putNumber(header, 136, 12, std::uint64_t(m_time));
    putText(header, 148, 8, "        ");
    header[156] = type;
    putText(header, 157, 100, linkTarget);
    putText(header, 257, 8, QByteArray("ustar\00000", 8));
    const unsigned sum = std::accumulate(header.begin(), header.end(), 0u,
                                         [](unsigned sum, char byte) { return sum + static_cast<unsigned char>(byte); });
    putNumber(header, 148, 7, sum);

    m_tar.append(header.data(), kBlock);
    m_tar.append(content);
    m_tar.append((kBlock - content.size() % kBlock) % kBlock, '\0');
}

QByteArray LayerTar::finish()
{
    return m_tar + QByteArray(2 * kBlock, '\0');
}

} // namespace sample
