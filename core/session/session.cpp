// SPDX-License-Identifier: Apache-2.0
#include "session/session.h"

#include "image/verify_image.h"

namespace stratoscope {

void Session::LazyRegistries::set(const RegistryOptions &options)
{
    const std::scoped_lock lock(m_mutex);
    m_options = std::make_shared<const RegistryOptions>(options);
    m_loaded.reset();
}

Result<Registries> Session::LazyRegistries::get()
{
    const std::scoped_lock loading(m_loading);
    const auto [options, loaded] = [this] {
        const std::scoped_lock lock(m_mutex);
        return std::pair(m_options, m_loaded);
    }();
    if (loaded)
        return *loaded;
    STRATOSCOPE_TRY(Registries registries, Registries::load(*options));
    const std::scoped_lock lock(m_mutex);
    if (options == m_options)
        m_loaded = registries;
    return registries;
}

std::unique_ptr<TaskOf<PullReport>> Session::pull(const QString &reference, const PullOptions &options)
{
    return run<PullReport>([store = m_store, registries = m_registries, reference,
                            options](ProgressMeter &progress, const std::stop_token &stop) mutable -> Result<PullReport> {
        STRATOSCOPE_TRY(const Registries loaded, registries->get());
        return pullImage(reference, options, loaded, store, progress, stop);
    });
}

std::unique_ptr<TaskOf<std::shared_ptr<const Image>>> Session::open(const QString &name, const OpenOptions &options)
{
    return run<std::shared_ptr<const Image>>([store = m_store, registries = m_registries, name,
                                              options = options](ProgressMeter &progress, const std::stop_token &stop) mutable {
        options.registries = [registries] { return registries->get(); };
        return openImage(name, options, store, progress, stop);
    });
}

std::unique_ptr<TaskOf<PushReport>> Session::push(const PushRequest &request)
{
    return run<PushReport>([store = m_store, registries = m_registries,
                            request = request](ProgressMeter &progress, const std::stop_token &stop) mutable -> Result<PushReport> {
        STRATOSCOPE_TRY(const Registries loaded, registries->get());
        request.open.registries = [&loaded] { return loaded; };
        return pushImage(request, loaded, store, progress, stop);
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
