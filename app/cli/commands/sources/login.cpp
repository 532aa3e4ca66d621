// SPDX-License-Identifier: Apache-2.0
#include "app/cli/commands/sources/login.h"

#include "app/cli/context.h"
#include "base/cancel.h"
#include "registry/auth/credential_chain.h"
#include "registry/auth/login.h"
#include "registry/auth/system_keychain.h"

#include <QTextStream>

#include <cerrno>
#include <poll.h>
#include <termios.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace stratoscope::cli {

namespace {

constexpr std::size_t kLongestLine = 64 << 10; // tokens of cloud registries are a few kilobytes long

/// Turns off the terminal's echo while it exists.
class NoEcho
{
public:
    NoEcho()
    {
        m_isTerminal = ::tcgetattr(STDIN_FILENO, &m_before) == 0;
        termios silent = m_before;
        silent.c_lflag &= ~tcflag_t(ECHO);
        if (m_isTerminal)
            ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent);
    }
    ~NoEcho()
    {
        if (m_isTerminal)
            ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &m_before);
    }
    NoEcho(const NoEcho &) = delete;
    NoEcho &operator=(const NoEcho &) = delete;

private:
    termios m_before{};
    bool m_isTerminal = false;
};

void prompt(const QString &text)
{
    QTextStream(stderr) << text << Qt::flush;
}

/// Waits for input or the end of standard input. Signals are handled by another thread and do not interrupt system calls here.
void waitForInput(const std::stop_token &stop)
{
    constexpr int kInterval = 50; // milliseconds
    pollfd input{STDIN_FILENO, POLLIN, 0};
    do {
        throwIfStopped(stop);
    } while (::poll(&input, 1, kInterval) == 0);
}

/// The next line of standard input without its line end; empty at end of file.
Result<QString> readLine(const std::stop_token &stop)
{
    std::string line;
    char byte = 0;
    while (line.size() < kLongestLine) {
        waitForInput(stop);
        const ssize_t count = ::read(STDIN_FILENO, &byte, 1);
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0)
            return failErrno(u"standard input"_s, u"read", errno);
        if (count == 0 || byte == '\n')
            break;
        line += byte;
    }
    if (line.ends_with('\r'))
        line.pop_back();
    return QString::fromStdString(line);
}

/// Takes the credentials from the options and asks for what is missing on standard input.
Result<Credentials> askCredentials(const Context &context, const QString &registry)
{
    if (context.invocation.registries.credentials)
        return *context.invocation.registries.credentials;
    const bool isTerminal = ::isatty(STDIN_FILENO) == 1;
    Credentials credentials{context.invocation.userName, {}, {}};
    if (credentials.user.isEmpty() && isTerminal) {
        prompt(u"User name for %1: "_s.arg(registry));
        STRATOSCOPE_TRY(credentials.user, readLine(context.stop));
    }
    if (credentials.user.isEmpty())
        return fail(ErrorKind::Invalid, registry, u"a user name is required; use --username"_s);
    const NoEcho noEcho;
    if (isTerminal)
        prompt(u"Password: "_s);
    STRATOSCOPE_TRY(credentials.password, readLine(context.stop));
    if (isTerminal)
        prompt(u"\n"_s);
    if (credentials.password.isEmpty())
        return fail(ErrorKind::Invalid, registry, u"a password is required on standard input"_s);
    return credentials;
}

/// Ignores --authfile, which need not exist yet.
Result<Registries> openRegistries(const Context &context)
{
    RegistryOptions options = context.invocation.registries;
    options.authFile.clear();
    options.credentials.reset();
    return Registries::load(std::move(options));
}

LoginStorage placesOf(const Context &context)
{
    return {.authFile = context.invocation.registries.authFile, .keychain = remembering(systemKeychain())};
}

} // namespace

Result<void> runLogin(const Context &context)
{
    STRATOSCOPE_TRY(const QString name, context.text(0));
    STRATOSCOPE_TRY(const Registries registries, openRegistries(context));
    STRATOSCOPE_TRY(Endpoint endpoint, registries.endpoint(name));
    endpoint.isRemapped = false; // the login is for the registry that the name leads to
    STRATOSCOPE_TRY(const Credentials credentials, askCredentials(context, endpoint.registry));
    RegistryClient client(endpoint, std::make_shared<RegistryAuth>(makeCredentialChain({.given = credentials})));
    STRATOSCOPE_CHECK(retried(
        registries.options().retry, [&] { return client.ping(context.stop); }, context.stop));
    STRATOSCOPE_TRY(const QString place, storeLogin(endpoint.registry, credentials, placesOf(context), context.stop));
    if (place.startsWith(u'/'))
        context.warn(u"%1: anyone who can read this file can read the password"_s.arg(place));
    return context.print(u"%1: logged in as %2; credentials saved in %3"_s.arg(endpoint.registry, credentials.user, place),
                         {{"registry", endpoint.registry}, {"user", credentials.user}, {"place", place}});
}

Result<void> runLogout(const Context &context)
{
    STRATOSCOPE_TRY(const QString name, context.text(0));
    STRATOSCOPE_TRY(const Registries registries, openRegistries(context));
    STRATOSCOPE_TRY(const Endpoint endpoint, registries.endpoint(name));
    STRATOSCOPE_TRY(const QStringList places, removeLogin(endpoint.registry, placesOf(context), context.stop));
    const bool isOnlyPlace = !context.invocation.registries.authFile.isEmpty();
    if (!isOnlyPlace && registries.auth()->findCredentials({.registry = endpoint.registry}, context.stop).credentials)
        context.warn(u"%1: credentials saved by another program remain and will be used"_s.arg(endpoint.registry));
    const QString text = places.isEmpty() ? u"%1: not logged in"_s.arg(endpoint.registry)
                                          : u"%1: credentials removed from %2"_s.arg(endpoint.registry, places.join(", "_L1));
    return context.print(text, {{"registry", endpoint.registry}, {"places", QJsonArray::fromStringList(places)}});
}

} // namespace stratoscope::cli
