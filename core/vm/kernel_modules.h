// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tree/image_fs.h"

#include <functional>
#include <map>
#include <set>

namespace stratoscope {

/// The modules of a Linux kernel: a directory `/lib/modules/VERSION` (depmod(8), modules.builtin). Names are with underscores. A
/// value.
class KernelModules
{
public:
    /// Nothing if there is no such directory, or none with a `modules.builtin`, without which nothing is known of the kernel.
    static std::optional<KernelModules> inImage(const ImageFs &fs, const std::string &directory);
    static std::optional<KernelModules> onHost(const QString &directory);

    bool isBuiltIn(const QString &name) const { return m_builtIn.contains(name); }
    bool has(const QString &name) const { return isBuiltIn(name) || m_paths.contains(name); }

    struct Module {
        QString name;
        QByteArray bytes; ///< uncompressed
    };
    /// These modules and all that they depend on, in the order in which to load them, without those that are built in. NotFound for
    /// a module that the kernel does not have; Malformed and TooLarge for one that cannot be read.
    Result<std::vector<Module>> withDependencies(const QStringList &names) const;

private:
    using Read = std::function<Result<QByteArray>(const std::string &path)>;

    void addBuiltIn(const QByteArray &list);
    void addPath(const std::string &path);
    Result<Module> load(const QString &name) const;
    Result<void> addTo(std::vector<Module> &modules, std::set<QString> &known, const QString &name) const;

    std::set<QString> m_builtIn;
    std::map<QString, std::string> m_paths; ///< by name
    Read m_read;
};

} // namespace stratoscope
