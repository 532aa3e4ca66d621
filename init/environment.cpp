// SPDX-License-Identifier: Apache-2.0
#include "init/environment.h"

#include <algorithm>

namespace stratoscope::init {

namespace {

/// As Docker sets it.
constexpr std::string_view kPath = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

auto find(const std::vector<std::string> &env, std::string_view name)
{
    return std::find_if(env.begin(), env.end(), [name](std::string_view entry) {
        return entry.size() > name.size() && entry.starts_with(name) && entry[name.size()] == '=';
    });
}

void add(std::vector<std::string> &env, std::string_view name, std::string_view value)
{
    if (find(env, name) == env.end())
        env.push_back(std::string(name).append("=").append(value));
}

} // namespace

std::string_view variable(const std::vector<std::string> &env, std::string_view name)
{
    const auto found = find(env, name);
    if (found == env.end())
        return {};
    std::string_view value = *found;
    value.remove_prefix(name.size() + 1);
    return value;
}

std::vector<std::string> environment(std::vector<std::string> env, const std::string &hostName, const std::string &home)
{
    add(env, "PATH", kPath);
    add(env, "HOSTNAME", hostName);
    add(env, "TERM", "xterm");
    add(env, "HOME", home);
    return env;
}

} // namespace stratoscope::init
