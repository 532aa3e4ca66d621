// SPDX-License-Identifier: Apache-2.0
#include "registry/auth/auth_challenge.h"

#include "registry/http/http_syntax.h"

#include <algorithm>

namespace stratoscope {

namespace {

constexpr QByteArrayView kTokenEnds = " \t,";

/// Takes a token68 if it makes up the rest of a challenge.
QByteArray takeToken68(HeaderReader &reader)
{
    HeaderReader ahead = reader;
    const QByteArrayView text = ahead.upTo(kTokenEnds);
    const qsizetype padding = std::ranges::find(text, '=') - text.begin();
    const bool isPadded = std::ranges::all_of(text.sliced(padding), [](char c) { return c == '='; });
    ahead.skipSpace();
    if (text.isEmpty() || text.startsWith('"') || !isPadded || !(ahead.atEnd() || ahead.startsWith(',')))
        return {};
    reader = ahead;
    return text.toByteArray();
}

void parseChallenges(QByteArrayView header, std::vector<AuthChallenge> &challenges)
{
    const std::size_t before = challenges.size();
    HeaderReader reader(header);
    while (!reader.atEnd()) {
        if (reader.take(','))
            continue;
        const QByteArray name = reader.token().toByteArray().toLower();
        if (name.isEmpty()) {
            if (!reader.atEnd())
                reader.skip(1);
            continue;
        }
        if (reader.take('=')) {
            QByteArray value = reader.value(kTokenEnds);
            if (challenges.size() > before)
                challenges.back().parameters.emplace_back(name, std::move(value));
            continue;
        }
        challenges.push_back({.scheme = name, .token68 = takeToken68(reader), .parameters = {}});
    }
}

} // namespace

QByteArray AuthChallenge::parameter(QByteArrayView name) const
{
    const auto found = std::ranges::find(parameters, name, [](const auto &parameter) { return QByteArrayView(parameter.first); });
    return found == parameters.end() ? QByteArray() : found->second;
}

std::vector<AuthChallenge> parseChallenges(std::span<const QByteArray> headers)
{
    std::vector<AuthChallenge> challenges;
    for (const QByteArray &header : headers)
        parseChallenges(QByteArrayView(header), challenges);
    return challenges;
}

} // namespace stratoscope
