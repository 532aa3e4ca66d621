// SPDX-License-Identifier: Apache-2.0
#include "support/planted_secrets.h"

#include "support/run_tool.h"

#include <QDir>

#include <random>
#include <zlib.h>

using namespace Qt::StringLiterals;

namespace stratoscope::test {

namespace {

constexpr std::string_view kDigits62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

} // namespace

std::string randomLooking(std::size_t count, std::string_view alphabet, unsigned seed)
{
    std::minstd_rand numbers(seed * 7919);
    std::string text;
    while (text.size() < count)
        text += alphabet[(numbers() >> 8) % alphabet.size()];
    return text;
}

std::string randomAlphanumeric(std::size_t count, unsigned seed)
{
    return randomLooking(count, kDigits62, seed);
}

std::string checkedToken(std::string_view prefix, unsigned seed)
{
    const std::string random = randomAlphanumeric(30, seed);
    auto sum = std::uint64_t(::crc32(0, reinterpret_cast<const Bytef *>(random.data()), uInt(random.size())));
    std::string digits(6, '0');
    for (std::size_t i = digits.size(); i-- > 0; sum /= kDigits62.size())
        digits[i] = kDigits62[sum % kDigits62.size()];
    return std::string(prefix) + random + digits;
}

std::string privateKeyPem(const QString &algorithm)
{
    return runTool(u"openssl"_s, {u"genpkey"_s, u"-algorithm"_s, algorithm}, QDir::tempPath()).toStdString();
}

} // namespace stratoscope::test
