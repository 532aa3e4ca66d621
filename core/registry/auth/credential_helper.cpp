// SPDX-License-Identifier: Apache-2.0
#include "registry/auth/credential_helper.h"

#include "base/cancel.h"
#include "base/json_reader.h"
#include "base/json_writer.h"

#include <QDeadlineTimer>
#include <QProcess>
#include <QStandardPaths>

using namespace Qt::StringLiterals;

namespace stratoscope {

namespace {

constexpr int kInterval = 50; // milliseconds between checks for cancellation
constexpr qsizetype kMostOutput = 1 << 20;

} // namespace

CredentialHelper::CredentialHelper(const QString &name, std::chrono::milliseconds timeout)
    : m_program(u"docker-credential-"_s + name)
    , m_timeout(timeout)
{
}

Result<std::optional<Credentials>> CredentialHelper::get(const QString &server, const std::stop_token &stop) const
{
    STRATOSCOPE_TRY(const Answer answer, run(u"get"_s, server.toUtf8(), stop));
    if (answer.isNotFound())
        return std::nullopt;
    if (!answer.succeeded)
        return failed(answer, u"get the credentials for %1"_s.arg(server));
    STRATOSCOPE_TRY(QJsonObject object, parseJsonObject(answer.output, m_program));
    const JsonFields fields(std::move(object), m_program);
    Credentials credentials;
    STRATOSCOPE_TRY(credentials.user, fields.string("Username"_L1));
    STRATOSCOPE_TRY(credentials.password, fields.string("Secret"_L1));
    if (credentials.user == "<token>"_L1)
        credentials.identityToken = std::exchange(credentials.password, {});
    const bool isEmpty = credentials.password.isEmpty() && credentials.identityToken.isEmpty();
    return isEmpty ? std::nullopt : std::optional(credentials);
}

Result<void> CredentialHelper::store(const QString &server, const Credentials &credentials, const std::stop_token &stop) const
{
    JsonWriter json;
    json.beginObject()
        .member("ServerURL", server)
        .member("Username", credentials.user)
        .member("Secret", credentials.password)
        .endObject();
    STRATOSCOPE_TRY(const Answer answer, run(u"store"_s, QByteArray::fromStdString(json.take()), stop));
    if (!answer.succeeded)
        return failed({}, u"store the credentials for %1"_s.arg(server)); // its output might repeat the password
    return {};
}

Result<bool> CredentialHelper::erase(const QString &server, const std::stop_token &stop) const
{
    STRATOSCOPE_TRY(const Answer answer, run(u"erase"_s, server.toUtf8(), stop));
    if (!answer.succeeded && !answer.isNotFound())
        return failed(answer, u"erase the credentials for %1"_s.arg(server));
    return answer.succeeded;
}

bool CredentialHelper::Answer::isNotFound() const
{
    return !succeeded && output.contains("credentials not found");
}

Result<CredentialHelper::Answer> CredentialHelper::run(const QString &action, const QByteArray &input,
                                                       const std::stop_token &stop) const
{
    const QString path = m_program.contains(u'/') ? QString() : QStandardPaths::findExecutable(m_program);
    if (path.isEmpty())
        return fail(ErrorKind::NotFound, m_program, u"is not installed"_s);
    QProcess process;
    process.start(path, {action});
    process.write(input);
    process.closeWriteChannel();
    const QDeadlineTimer deadline(m_timeout);
    QByteArray output;
    QByteArray errors;
    const auto isTooMuch = [&] {
        output += process.readAllStandardOutput();
        errors += process.readAllStandardError();
        return output.size() > kMostOutput || errors.size() > kMostOutput;
    };
    bool isEndless = false;
    // Output is taken as it arrives.
    while (process.state() != QProcess::NotRunning && !isEndless && !stop.stop_requested() && !deadline.hasExpired()) {
        process.waitForReadyRead(kInterval);
        isEndless = isTooMuch();
    }
    if (process.state() != QProcess::NotRunning) {
        process.kill();
        process.waitForFinished();
        throwIfStopped(stop);
        return fail(ErrorKind::Io, m_program, isEndless ? u"writes more than %1 bytes"_s.arg(kMostOutput) : u"timed out"_s);
    }
    if (process.error() == QProcess::FailedToStart)
        return fail(ErrorKind::Io, m_program, u"cannot be started: "_s + process.errorString());
    if (isEndless || isTooMuch())
        return fail(ErrorKind::Io, m_program, u"writes more than %1 bytes"_s.arg(kMostOutput));
    Answer answer;
    answer.succeeded = process.exitStatus() == QProcess::NormalExit && process.exitCode() == 0;
    answer.output = !answer.succeeded && output.trimmed().isEmpty() ? errors : output;
    return answer;
}

Failure CredentialHelper::failed(const Answer &answer, const QString &action) const
{
    const QString output = QString::fromUtf8(answer.output.trimmed().split('\n').front());
    return fail(ErrorKind::Io, m_program, u"could not %1%2"_s.arg(action, output.isEmpty() ? QString() : u": "_s + quoted(output)));
}

} // namespace stratoscope
