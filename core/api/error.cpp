// SPDX-License-Identifier: Apache-2.0
#include <stratoscope/error.h>

namespace stratoscope::api {

Error::Error(ErrorCode code, std::string subject, std::string detail)
    : std::runtime_error(subject.empty() ? detail : subject + ": " + detail)
    , m_code(code)
    , m_subject(std::move(subject))
    , m_detail(std::move(detail))
{
}

Error::~Error() = default;

ArchitectureError::ArchitectureError(std::string subject, std::string detail)
    : Error(ErrorCode::WrongArchitecture, std::move(subject), std::move(detail))
{
}

ArchitectureError::~ArchitectureError() = default;

Cancelled::~Cancelled() = default;

const char *Cancelled::what() const noexcept
{
    return "cancelled";
}

} // namespace stratoscope::api
