// SPDX-License-Identifier: Apache-2.0
#include "init/network/network.h"

#include "init/console.h"
#include "init/files.h"
#include "init/network/interface.h"
#include "init/network/lease.h"

#include <algorithm>
#include <signal.h>
#include <sys/mount.h>
#include <unistd.h>

namespace stratoscope::init {

namespace {

constexpr char kResolvConf[] = "/etc/resolv.conf";

/// On a read-only root file system, the file is laid over the one that the export has made sure is there.
void writeResolvConf(const DhcpReply &lease)
{
    const std::string text = resolvConf(lease);
    unlink(kResolvConf); // it may be a link to what a service would write that does not run here
    if (writeFile(kResolvConf, text) == 0)
        return;
    constexpr char kOwn[] = "/run/resolv.conf";
    if (writeFile(kOwn, text) != 0 || mount(kOwn, kResolvConf, nullptr, MS_BIND, nullptr) != 0)
        sayErrno(kResolvConf);
}

bool apply(const Interface &card, const DhcpReply &lease)
{
    if (!card.setAddress(lease.address, lease.prefix))
        return false;
    if (lease.gateway != 0)
        card.setGateway(lease.gateway);
    return true;
}

/// Never returns.
void renew(const Interface &card, DhcpReply lease)
{
    constexpr unsigned kLeast = 60;
    constexpr unsigned kMost = 1U << 30;
    while (true) {
        sleep(std::clamp(lease.leaseSeconds / 2, kLeast, kMost));
        if (auto renewed = requestLease(card, &lease)) {
            lease = *std::move(renewed);
            apply(card, lease);
        }
    }
}

} // namespace

void setHostName(const std::string &name)
{
    if (!name.empty() && sethostname(name.data(), name.size()) != 0)
        sayErrno("host name");
}

void startNetwork()
{
    Interface("lo").bringUp();
    const auto card = Interface::firstCard();
    if (!card)
        return;
    if (!card->bringUp()) {
        sayErrno(card->name());
        return;
    }
    const auto lease = requestLease(*card, nullptr);
    if (!lease) {
        say(card->name(), "has no address, since no DHCP server answers");
        return;
    }
    if (!apply(*card, *lease)) {
        sayErrno(card->name());
        return;
    }
    writeResolvConf(*lease);
    say(card->name(), addressText(lease->address) + '/' + std::to_string(lease->prefix));
    if (fork() == 0)
        renew(*card, *lease);
}

} // namespace stratoscope::init
