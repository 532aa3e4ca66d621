// SPDX-License-Identifier: Apache-2.0
#include "init/network/interface.h"

#include "init/files.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <dirent.h>
#include <net/if.h>
#include <net/if_arp.h>
#include <net/route.h>
#include <netinet/in.h>
#include <sys/ioctl.h>
#include <unistd.h>
#include <vector>

namespace stratoscope::init {

namespace {

ifreq requestFor(const std::string &name)
{
    ifreq request = {};
    name.copy(request.ifr_name, IFNAMSIZ - 1);
    return request;
}

void set(sockaddr &into, Address address)
{
    sockaddr_in ip = {};
    ip.sin_family = AF_INET;
    ip.sin_addr.s_addr = htonl(address);
    std::memcpy(&into, &ip, sizeof ip);
}

std::vector<std::string> cards()
{
    std::vector<std::string> names;
    DIR *const directory = opendir("/sys/class/net");
    if (!directory)
        return names;
    while (const dirent *const entry = readdir(directory)) {
        const std::string name = entry->d_name;
        if (name[0] != '.' && name != "lo" && readFile(("/sys/class/net/" + name + "/type").c_str()) == "1\n")
            names.push_back(name);
    }
    closedir(directory);
    std::sort(names.begin(), names.end());
    return names;
}

} // namespace

template <typename Request>
bool Interface::control(unsigned long request, Request &argument) const
{
    const int socket = ::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (socket < 0)
        return false;
    const bool isDone = ioctl(socket, request, &argument) == 0;
    const int error = errno;
    close(socket);
    errno = error;
    return isDone;
}

std::optional<Interface> Interface::firstCard()
{
    for (int attempt = 0; attempt < 10; ++attempt) {
        if (const auto names = cards(); !names.empty())
            return Interface(names.front());
        usleep(50'000);
    }
    return std::nullopt;
}

bool Interface::bringUp() const
{
    ifreq request = requestFor(m_name);
    if (!control(SIOCGIFFLAGS, request))
        return false;
    request.ifr_flags = short(request.ifr_flags | IFF_UP);
    return control(SIOCSIFFLAGS, request);
}

std::optional<MacAddress> Interface::macAddress() const
{
    ifreq request = requestFor(m_name);
    if (!control(SIOCGIFHWADDR, request))
        return std::nullopt;
    MacAddress mac;
    std::memcpy(mac.data(), request.ifr_hwaddr.sa_data, mac.size());
    return mac;
}

bool Interface::setAddress(Address address, int prefix) const
{
    ifreq request = requestFor(m_name);
    set(request.ifr_addr, address);
    if (!control(SIOCSIFADDR, request))
        return false;
    set(request.ifr_netmask, prefix == 0 ? 0 : ~Address(0) << (32 - prefix));
    return control(SIOCSIFNETMASK, request);
}

bool Interface::setGateway(Address gateway) const
{
    std::string name = m_name;
    rtentry route = {};
    set(route.rt_dst, 0);
    set(route.rt_genmask, 0);
    set(route.rt_gateway, gateway);
    route.rt_flags = RTF_UP | RTF_GATEWAY;
    route.rt_dev = name.data();
    return control(SIOCADDRT, route);
}

} // namespace stratoscope::init
