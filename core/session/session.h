// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "export/export_image.h"
#include "image/open_image.h"
#include "image/pull_image.h"
#include "push/push_image.h"
#include "session/task.h"
#include "store/store.h"

namespace stratoscope {

/// Opens, pulls, pushes, verifies and exports images on its own threads. Used from the thread that created it; must outlive its
/// tasks.
class Session
{
public:
    /// Tasks either wait for their own threads or are short and awaited by a person: they must not queue behind a long one. Some
    /// wait for the events of engines, all the time.
    static constexpr int kThreads = 24;

    explicit Session(Store store)
        : m_store(std::move(store))
    {
        m_pool.setMaxThreadCount(kThreads);
        m_services.setMaxThreadCount(kServices);
    }

    Store &store() { return m_store; }

    std::unique_ptr<TaskOf<std::shared_ptr<const Image>>> open(const QString &name, const OpenOptions &options = {});
    std::unique_ptr<TaskOf<PullReport>> pull(const QString &reference, const PullOptions &options = {});
    /// The registries of `request.open` are the session's.
    std::unique_ptr<TaskOf<PushReport>> push(const PushRequest &request);
    std::unique_ptr<TaskOf<void>> verify(std::shared_ptr<const Image> image);
    std::unique_ptr<TaskOf<ExportReport>> exportImage(std::shared_ptr<const Image> image, const QString &destination,
                                                      const ExportOptions &options);
    /// Sets the options for registries; the machine's configuration is read anew. Applies to work started later. Never blocks.
    void setRegistryOptions(const RegistryOptions &options) { m_registries->set(options); }
    /// Blocking: the first call after setRegistryOptions() reads the configuration. For any thread but the user interface's.
    Result<Registries> registries() const { return m_registries->get(); }

    /// Runs any other blocking function, such as merging layers, searching names or reading a preview.
    template <typename T>
    std::unique_ptr<TaskOf<T>> run(typename TaskOf<T>::Work work)
    {
        return std::make_unique<TaskOf<T>>(m_pool, std::move(work));
    }
    /// Runs one that goes on until it is cancelled, such as serving a mount, on a thread that is not one of the kThreads.
    std::unique_ptr<TaskOf<void>> serve(typename TaskOf<void>::Work work)
    {
        return std::make_unique<TaskOf<void>>(m_services, std::move(work));
    }

private:
    static constexpr int kServices = 1000;

    /// Loads the registries when they are needed. Thread-safe, shared with the tasks.
    class LazyRegistries
    {
    public:
        void set(const RegistryOptions &options);
        Result<Registries> get();

    private:
        std::mutex m_loading; ///< held while the configuration is being read
        std::mutex m_mutex; ///< guards the members below
        std::shared_ptr<const RegistryOptions> m_options = std::make_shared<RegistryOptions>();
        std::optional<Registries> m_loaded;
    };

    Store m_store;
    const std::shared_ptr<LazyRegistries> m_registries = std::make_shared<LazyRegistries>();
    QThreadPool m_pool;
    QThreadPool m_services;
};

} // namespace stratoscope
