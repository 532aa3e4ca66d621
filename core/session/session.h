// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "session/export_image.h"
#include "session/open_image.h"
#include "session/task.h"
#include "store/store.h"

namespace stratoscope {

/// The one thing that an interface talks to: opens, verifies and exports images on its own threads. Belongs to the thread that made
/// it; outlives its tasks.
class Session
{
public:
    explicit Session(Store store);
    ~Session();

    Store &store() { return m_store; }

    std::unique_ptr<TaskOf<std::shared_ptr<const Image>>> open(const QString &name, const OpenOptions &options = {});
    std::unique_ptr<TaskOf<void>> verify(std::shared_ptr<const Image> image);
    std::unique_ptr<TaskOf<ExportReport>> exportImage(std::shared_ptr<const Image> image, const QString &destination,
                                                      const ExportOptions &options);
    /// Any other blocking function of the core: merging up to a layer, searching names, reading a preview.
    template <typename T>
    std::unique_ptr<TaskOf<T>> run(typename TaskOf<T>::Work work)
    {
        return std::make_unique<TaskOf<T>>(m_pool, std::move(work));
    }

private:
    Store m_store;
    QThreadPool m_pool;
};

} // namespace stratoscope
