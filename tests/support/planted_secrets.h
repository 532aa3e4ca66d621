// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QString>

#include <string>
#include <string_view>

/// Secrets to be found, made when a test runs: none is in the sources, where scanners would report it.
namespace stratoscope::test {

/// So many characters of an alphabet that look random; the same for the same seed.
std::string randomLooking(std::size_t count, std::string_view alphabet, unsigned seed = 1);
std::string randomAlphanumeric(std::size_t count, unsigned seed = 1);
/// A token of GitHub (`ghp_`) or npm (`npm_`) with its check sum.
std::string checkedToken(std::string_view prefix, unsigned seed = 1);
/// A new private key of openssl(1) `genpkey`, in PEM.
std::string privateKeyPem(const QString &algorithm = QStringLiteral("ED25519"));

} // namespace stratoscope::test
