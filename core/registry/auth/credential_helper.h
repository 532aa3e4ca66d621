// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "registry/auth/credentials.h"

#include <chrono>
#include <stop_token>

namespace stratoscope {

/// A program `docker-credential-NAME` that keeps credentials (the protocol of Docker's credential helpers). Blocking: it may ask
/// its user. Errors name the program: NotFound where it is not installed; Io where it fails, or has not ended in time. Throws
/// Cancelled, and then it runs no more.
class CredentialHelper
{
public:
    explicit CredentialHelper(const QString &name, std::chrono::milliseconds patience = std::chrono::seconds(60));

    /// Nothing where it has none for that server.
    Result<std::optional<Credentials>> get(const QString &server, const std::stop_token &stop) const;
    Result<void> store(const QString &server, const Credentials &credentials, const std::stop_token &stop) const;
    /// False where it had none.
    Result<bool> erase(const QString &server, const std::stop_token &stop) const;

private:
    struct Answer {
        bool succeeded = false;
        QByteArray output;

        bool isNotFound() const;
    };
    Result<Answer> run(const QString &action, const QByteArray &input, const std::stop_token &stop) const;
    Failure failed(const Answer &answer, const QString &doing) const;

    QString m_program;
    std::chrono::milliseconds m_patience;
};

} // namespace stratoscope
