// SPDX-License-Identifier: Apache-2.0
#include "session/session.h"

namespace stratoscope {

Session::Session(Store store)
    : m_store(std::move(store))
{
    // Tasks mostly wait for threads of their own, or are short and waited for by a person: they must not queue behind a long one.
    m_pool.setMaxThreadCount(16);
}

Session::~Session() = default;

std::unique_ptr<TaskOf<std::shared_ptr<const Image>>> Session::open(const QString &name, const OpenOptions &options)
{
    return run<std::shared_ptr<const Image>>(
        [store = m_store, name, options](ProgressMeter &progress, const std::stop_token &stop) mutable {
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
