// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "registry/auth/credentials.h"

#include <chrono>
#include <stop_token>

namespace stratoscope {

/// A program `docker-credential-NAME` that stores credentials (protocol of Docker's credential helpers). Blocking: it may prompt
/// its user. Errors name the program: NotFound if it is not installed; Io if it fails or does not finish in time. Throws Cancelled
/// after killing the program.
class CredentialHelper
{
public:
    explicit CredentialHelper(const QString &name, std::chrono::milliseconds timeout = std::chrono::seconds(60));

    /// Nothing if it has none for that server.
    Result<std::optional<Credentials>> get(const QString &server, const std::stop_token &stop) const;
    Result<void> store(const QString &server, const Credentials &credentials, const std::stop_token &stop) const;
    /// Returns false if it had none.
    Result<bool> erase(const QString &server, const std::stop_token &stop) const;

private:
    struct Answer {
        bool succeeded = false;
        QByteArray output;

        bool isNotFound() const;
    };
    Result<Answer> run(const QString &action, const QByteArray &input, const std::stop_token &stop) const;
    Failure failed(const Answer &answer, const QString &action) const;

    QString m_program;
    std::chrono::milliseconds m_timeout;
};

} // namespace stratoscope
