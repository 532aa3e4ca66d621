// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "init/network/dhcp.h"

#include <optional>
#include <string>

namespace stratoscope::init {

/// A network interface (netdevice(7)). The functions return whether they succeeded, with errno.
class Interface
{
public:
    explicit Interface(std::string name)
        : m_name(std::move(name))
    {
    }
    /// The first Ethernet card by name, for which it waits a moment.
    static std::optional<Interface> firstCard();

    const std::string &name() const { return m_name; }
    bool bringUp() const;
    std::optional<MacAddress> macAddress() const;
    /// `prefix`: bits of the network mask.
    bool setAddress(Address address, int prefix) const;
    bool setGateway(Address gateway) const;

private:
    template <typename Request>
    bool control(unsigned long request, Request &argument) const;

    std::string m_name;
};

} // namespace stratoscope::init
