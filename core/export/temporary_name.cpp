// SPDX-License-Identifier: Apache-2.0
#include "export/temporary_name.h"

#include <QRandomGenerator>

#include <algorithm>

namespace stratoscope {

namespace {

constexpr std::size_t kRandomLength = 6;

} // namespace

std::string temporaryPrefix(const std::string &name)
{
    constexpr std::size_t kMost = 200;
    std::size_t length = std::min(name.size(), kMost);
    while (length < name.size() && length > 0 && (static_cast<unsigned char>(name[length]) & 0xC0U) == 0x80)
        --length;
    return '.' + name.substr(0, length);
}

std::string randomText()
{
    constexpr std::string_view kLetters = "abcdefghijklmnopqrstuvwxyz0123456789";
    std::string text;
    while (text.size() < kRandomLength)
        text += kLetters[QRandomGenerator::system()->bounded(quint32(kLetters.size()))];
    return text;
}

bool isTemporaryName(std::string_view name, std::string_view prefix)
{
    return name.size() == prefix.size() + kRandomLength && name.starts_with(prefix);
}

} // namespace stratoscope
