// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "export/export_image.h"
#include "image/open_image.h"
#include "image/pull_image.h"
#include "session/task.h"
#include "store/store.h"

namespace stratoscope {

/// The one thing that an interface talks to: opens, pulls, verifies and exports images on its own threads. Belongs to the thread
/// that made it; outlives its tasks.
class Session
{
public:
    explicit Session(Store store);
    ~Session();

    Store &store() { return m_store; }

    std::unique_ptr<TaskOf<std::shared_ptr<const Image>>> open(const QString &name, const OpenOptions &options = {});
    std::unique_ptr<TaskOf<PullReport>> pull(const QString &reference, const PullOptions &options = {});
    std::unique_ptr<TaskOf<void>> verify(std::shared_ptr<const Image> image);
    std::unique_ptr<TaskOf<ExportReport>> exportImage(std::shared_ptr<const Image> image, const QString &destination,
                                                      const ExportOptions &options);
    /// What is said about registries beside this machine's configuration; that is read anew, too. For pulls that begin later.
    void setRegistryOptions(const RegistryOptions &options, const RetryPolicy &retry = {}, int parallel = 3);
    /// How to reach registries. Blocking: the first call reads the configuration. Any thread.
    Result<RegistryAccess> registryAccess() const { return m_registries->access(); }

    /// Any other blocking function of the core: merging up to a layer, searching names, reading a preview.
    template <typename T>
    std::unique_ptr<TaskOf<T>> run(typename TaskOf<T>::Work work)
    {
        return std::make_unique<TaskOf<T>>(m_pool, std::move(work));
    }

private:
    /// Shared with the tasks.
    class Registry
    {
    public:
        void set(const RegistryOptions &options, const RetryPolicy &retry, int parallel);
        Result<RegistryAccess> access();

    private:
        std::mutex m_mutex;
        RegistryOptions m_options;
        RetryPolicy m_retry;
        int m_parallel = 3;
        std::optional<RegistryAccess> m_access;
    };

    Store m_store;
    const std::shared_ptr<Registry> m_registries = std::make_shared<Registry>();
    QThreadPool m_pool;
};

} // namespace stratoscope
