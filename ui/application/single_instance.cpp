// SPDX-License-Identifier: Apache-2.0
#include "ui/application/single_instance.h"

#include <QCryptographicHash>
#include <QDeadlineTimer>
#include <QDir>
#include <QFile>
#include <QGuiApplication>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLocalServer>
#include <QLocalSocket>
#include <QThread>
#include <QTimer>
#include <QWidget>

#include <sys/stat.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace stratoscope::ui {

namespace {

constexpr int kVersion = 1;
constexpr qint64 kMaxBytes = 1024 * 1024;
constexpr int kTimeoutMs = 15'000; ///< for a window that is starting up or busy
constexpr int kSenderTimeoutMs = 5'000; ///< for a client to send its message
constexpr int kRetryIntervalMs = 20;
const QByteArray kAccepted = "{\"version\":1,\"taken\":true}\n";

/// Whether the folder is accessible to nobody else. Creates it if necessary.
bool isPrivate(const QString &path)
{
    const QByteArray name = QFile::encodeName(path);
    ::mkdir(name.constData(), 0700);
    struct stat status = {};
    return ::lstat(name.constData(), &status) == 0 && S_ISDIR(status.st_mode) && status.st_uid == ::geteuid()
        && (status.st_mode & 0077) == 0;
}

/// Identifies the display: a window on another one would not be visible to this user.
QString screenName()
{
    return QGuiApplication::platformName() + u'\n' + qEnvironmentVariable("WAYLAND_DISPLAY") + u'\n'
        + qEnvironmentVariable("DISPLAY");
}

/// Short, as the path of a socket is limited to about a hundred bytes.
QString fileName(const QString &key)
{
    const QByteArray all = (key + u'\n' + screenName()).toUtf8();
    return QString::fromLatin1(QCryptographicHash::hash(all, QCryptographicHash::Sha256).toHex().left(16));
}

/// Whether the window behind the socket has accepted the message.
bool handOver(const QString &path, const QByteArray &wire)
{
    QLocalSocket socket;
    socket.connectToServer(path);
    if (!socket.waitForConnected(kTimeoutMs))
        return false;
    socket.write(wire);
    QByteArray answer;
    QDeadlineTimer deadline(kTimeoutMs);
    while (!answer.contains('\n') && answer.size() <= kAccepted.size()) {
        if (socket.bytesAvailable() == 0 && !socket.waitForReadyRead(int(deadline.remainingTime())))
            break;
        answer += socket.readAll();
    }
    return answer == kAccepted;
}

} // namespace

QByteArray activationToken()
{
    const QByteArray token = qgetenv("XDG_ACTIVATION_TOKEN");
    return token.isEmpty() ? qgetenv("DESKTOP_STARTUP_ID") : token;
}

void activate(QWidget *window, const QByteArray &token)
{
    if (!token.isEmpty())
        qputenv("XDG_ACTIVATION_TOKEN", token); // where Qt's Wayland plugin looks for it
    if (window->isMinimized())
        window->setWindowState(window->windowState() & ~Qt::WindowMinimized);
    window->show();
    window->raise();
    window->activateWindow();
    qunsetenv("XDG_ACTIVATION_TOKEN"); // it must not be inherited by programs started later
}

QByteArray toWire(const InstanceMessage &message)
{
    const QJsonObject object{{u"version"_s, kVersion},
                             {u"open"_s, QJsonArray::fromStringList(message.names)},
                             {u"find"_s, message.find},
                             {u"token"_s, QString::fromLatin1(message.activationToken)}};
    return QJsonDocument(object).toJson(QJsonDocument::Compact) + '\n';
}

std::optional<InstanceMessage> fromWire(const QByteArray &line)
{
    const QJsonObject object = QJsonDocument::fromJson(line).object();
    if (object["version"_L1].toInt() != kVersion || !object["open"_L1].isArray())
        return std::nullopt;
    InstanceMessage message;
    const QJsonArray names = object["open"_L1].toArray();
    for (const QJsonValue name : names) {
        if (!name.isString())
            return std::nullopt;
        message.names += name.toString();
    }
    message.find = object["find"_L1].toBool();
    message.activationToken = object["token"_L1].toString().toLatin1();
    return message;
}

SingleInstance::~SingleInstance()
{
    if (m_server)
        m_server->close();
}

QString SingleInstance::directory()
{
    const QString runtime = qEnvironmentVariable("XDG_RUNTIME_DIR");
    const QString path = !runtime.isEmpty() && QDir(runtime).exists() ? runtime + u"/stratoscope"_s
                                                                      : QDir::tempPath() + u"/stratoscope-%1"_s.arg(::geteuid());
    return isPrivate(path) ? path : QString();
}

SingleInstance::Role SingleInstance::begin(const QString &key, const InstanceMessage &message)
{
    const QString folder = directory();
    if (folder.isEmpty())
        return Role::Alone;
    const QString path = folder + u'/' + fileName(key);
    const QByteArray wire = toWire(message);
    m_lock = std::make_unique<QLockFile>(path + u".lock"_s);
    m_lock->setStaleLockTime(0); // stale only once its process has ended
    // The owner of the lock may not listen yet, or may end before it answers.
    for (const QDeadlineTimer deadline(kTimeoutMs); !deadline.hasExpired(); QThread::msleep(kRetryIntervalMs)) {
        if (m_lock->tryLock(0))
            return listen(path) ? Role::First : Role::Alone;
        if (m_lock->error() != QLockFile::LockFailedError)
            break;
        if (wire.size() <= kMaxBytes && handOver(path, wire))
            return Role::HandedOver;
    }
    m_lock.reset();
    return Role::Alone;
}

bool SingleInstance::listen(const QString &path)
{
    QLocalServer::removeServer(path); // left by a process that was killed: this one holds the lock
    m_server = new QLocalServer(this);
    m_server->setSocketOptions(QLocalServer::UserAccessOption);
    connect(m_server, &QLocalServer::newConnection, this, [this] {
        while (QLocalSocket *const socket = m_server->nextPendingConnection())
            accept(socket);
    });
    return m_server->listen(path);
}

void SingleInstance::accept(QLocalSocket *socket)
{
    connect(socket, &QLocalSocket::disconnected, socket, &QObject::deleteLater);
    connect(socket, &QLocalSocket::readyRead, this, [this, socket] { read(socket); });
    QTimer::singleShot(kSenderTimeoutMs, socket, &QLocalSocket::abort); // no client may keep it open
    read(socket);
}

void SingleInstance::read(QLocalSocket *socket)
{
    if (!socket->canReadLine()) {
        if (socket->bytesAvailable() > kMaxBytes)
            socket->abort();
        return;
    }
    const auto message = fromWire(socket->readLine(kMaxBytes));
    if (!message)
        return socket->abort();
    socket->write(kAccepted);
    socket->disconnectFromServer(); // after writing
    Q_EMIT received(*message);
}

} // namespace stratoscope::ui
