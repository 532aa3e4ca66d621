// SPDX-License-Identifier: Apache-2.0
#include "session/session.h"

namespace stratoscope {

void Session::Registry::set(const RegistryOptions &options, const RetryPolicy &retry, int parallel)
{
    const std::scoped_lock lock(m_mutex);
    m_options = options;
    m_retry = retry;
    m_parallel = parallel;
    m_access.reset();
}

Result<RegistryAccess> Session::Registry::access()
{
    const std::scoped_lock lock(m_mutex);
    if (!m_access) {
        STRATOSCOPE_TRY(m_access, RegistryAccess::load(m_options));
        m_access->retry = m_retry;
        m_access->parallel = m_parallel;
    }
    return *m_access;
}

Session::Session(Store store)
    : m_store(std::move(store))
{
    // Tasks mostly wait for threads of their own, or are short and waited for by a person: they must not queue behind a long one.
    m_pool.setMaxThreadCount(16);
}

Session::~Session() = default;

void Session::setRegistryOptions(const RegistryOptions &options, const RetryPolicy &retry, int parallel)
{
    m_registries->set(options, retry, parallel);
}

std::unique_ptr<TaskOf<PullReport>> Session::pull(const QString &reference, const PullOptions &options)
{
    return run<PullReport>([store = m_store, registries = m_registries, reference,
                            options](ProgressMeter &progress, const std::stop_token &stop) mutable -> Result<PullReport> {
        STRATOSCOPE_TRY(const RegistryAccess access, registries->access());
        return pullImage(reference, options, access, store, progress, stop);
    });
}

std::unique_ptr<TaskOf<std::shared_ptr<const Image>>> Session::open(const QString &name, const OpenOptions &options)
{
    return run<std::shared_ptr<const Image>>([store = m_store, registries = m_registries, name,
                                              options = options](ProgressMeter &progress, const std::stop_token &stop) mutable {
        options.registries = [registries] { return registries->access(); };
        return openImage(name, options, store, progress, stop);
    });
}

std::unique_ptr<TaskOf<void>> Session::verify(std::shared_ptr<const Image> image)
{
    return run<void>([store = m_store, image = std::move(image)](ProgressMeter &progress, const std::stop_token &stop) mutable {
        return verifyImage(*image, store, progress, stop);
    });
}

std::unique_ptr<TaskOf<ExportReport>> Session::exportImage(std::shared_ptr<const Image> image, const QString &destination,
                                                           const ExportOptions &options)
{
    return run<ExportReport>([store = m_store, image = std::move(image), destination,
                              options](ProgressMeter &progress, const std::stop_token &stop) mutable {
        return stratoscope::exportImage(*image, destination, options, store, progress, stop);
    });
}

} // namespace stratoscope
