// SPDX-License-Identifier: Apache-2.0
#include "registry/auth/system_keychain.h"

#ifdef STRATOSCOPE_HAVE_QTKEYCHAIN

#include "base/cancel.h"
#include "base/json_reader.h"
#include "base/json_writer.h"

#include <QCoreApplication>
#include <QDeadlineTimer>
#include <QFile>
#include <QThread>

#include <qt6keychain/keychain.h>

#include <chrono>
#include <future>

using namespace Qt::StringLiterals;

namespace stratoscope {

namespace {

const QString kService = u"stratoscope"_s;
const QString kSubject = u"the system keychain"_s;
constexpr std::chrono::seconds kTimeout(60); // the user may have to unlock it
constexpr std::chrono::milliseconds kStopInterval(20); // between checks for cancellation

/// The thread for all jobs: QtKeychain runs them one after another and expects them in the thread of the first one.
class JobThread
{
public:
    JobThread()
    {
        m_worker.moveToThread(&m_thread);
        m_thread.start();
    }
    ~JobThread()
    {
        m_thread.quit();
        m_thread.wait();
    }
    static QObject *worker()
    {
        static JobThread only;
        return &only.m_worker;
    }

private:
    QThread m_thread;
    QObject m_worker;
};

struct Outcome {
    QKeychain::Error error = QKeychain::NoError;
    QString message;
    QString text;
};

/// Runs a job in the job thread and waits for its end.
template <typename Job>
Result<Outcome> run(const QString &registry, const std::stop_token &stop, const QString &password = {})
{
    if (!QCoreApplication::instance())
        return fail(ErrorKind::Unsupported, kSubject, u"needs a QCoreApplication"_s);
    const auto promise = std::make_shared<std::promise<Outcome>>(); // kept even if nobody is waiting any more
    std::future<Outcome> outcome = promise->get_future();
    QMetaObject::invokeMethod(
        JobThread::worker(),
        [registry, password, promise] {
            auto *job = new Job(kService);
            job->setKey(registry);
            if constexpr (std::is_same_v<Job, QKeychain::WritePasswordJob>)
                job->setTextData(password);
            QObject::connect(job, &QKeychain::Job::finished, job, [job, promise] {
                QString text;
                if constexpr (std::is_same_v<Job, QKeychain::ReadPasswordJob>)
                    text = job->textData();
                promise->set_value({job->error(), job->errorString(), text});
            });
            job->start();
        },
        Qt::QueuedConnection);
    const QDeadlineTimer deadline(kTimeout);
    while (outcome.wait_for(kStopInterval) != std::future_status::ready) {
        throwIfStopped(stop);
        if (deadline.hasExpired())
            return fail(ErrorKind::Io, kSubject, u"timed out"_s);
    }
    return outcome.get();
}

Failure failed(const Outcome &outcome)
{
    switch (outcome.error) {
    case QKeychain::AccessDenied:
    case QKeychain::AccessDeniedByUser:
        return fail(ErrorKind::Denied, kSubject, u"is locked: "_s + outcome.message);
    case QKeychain::NoBackendAvailable:
    case QKeychain::NotImplemented:
        return fail(ErrorKind::Unsupported, kSubject, u"is not available: "_s + outcome.message);
    default:
        return fail(ErrorKind::Io, kSubject, outcome.message);
    }
}

class SystemKeychain final : public Keychain
{
public:
    Result<std::optional<Credentials>> read(const QString &registry, const std::stop_token &stop) override
    {
        STRATOSCOPE_TRY(const Outcome outcome, run<QKeychain::ReadPasswordJob>(registry, stop));
        if (outcome.error == QKeychain::EntryNotFound)
            return std::nullopt;
        if (outcome.error != QKeychain::NoError)
            return failed(outcome);
        STRATOSCOPE_TRY(QJsonObject object, parseJsonObject(outcome.text.toUtf8(), kSubject));
        const JsonFields fields(std::move(object), kSubject);
        Credentials credentials;
        STRATOSCOPE_TRY(credentials.user, fields.string("user"_L1));
        STRATOSCOPE_TRY(credentials.password, fields.string("password"_L1));
        return credentials;
    }

    Result<void> write(const QString &registry, const Credentials &credentials, const std::stop_token &stop) override
    {
        JsonWriter json;
        json.beginObject().member("user", credentials.user).member("password", credentials.password).endObject();
        STRATOSCOPE_TRY(const Outcome outcome,
                        run<QKeychain::WritePasswordJob>(registry, stop, QString::fromStdString(json.take())));
        if (outcome.error != QKeychain::NoError)
            return failed(outcome);
        return {};
    }

    Result<bool> remove(const QString &registry, const std::stop_token &stop) override
    {
        // Not every keychain reports a missing entry when deleting it.
        STRATOSCOPE_TRY(const Outcome known, run<QKeychain::ReadPasswordJob>(registry, stop));
        if (known.error == QKeychain::EntryNotFound)
            return false;
        STRATOSCOPE_TRY(const Outcome outcome, run<QKeychain::DeletePasswordJob>(registry, stop));
        if (outcome.error != QKeychain::NoError)
            return failed(outcome);
        return true;
    }
};

bool hasSession()
{
    const QString runtime = qEnvironmentVariable("XDG_RUNTIME_DIR");
    return !qEnvironmentVariableIsEmpty("DBUS_SESSION_BUS_ADDRESS") || (!runtime.isEmpty() && QFile::exists(runtime + u"/bus"_s));
}

} // namespace

std::shared_ptr<Keychain> systemKeychain()
{
    return hasSession() ? std::make_shared<SystemKeychain>() : nullptr;
}

} // namespace stratoscope

#else

namespace stratoscope {

std::shared_ptr<Keychain> systemKeychain()
{
    return nullptr;
}

} // namespace stratoscope

#endif
