// SPDX-License-Identifier: Apache-2.0
#include "layer/time_text.h"

#include <array>
#include <chrono>
#include <cstdio>
#include <cstdlib>

namespace stratoscope {

namespace {

constexpr std::int64_t kSecondsPerDay = 86400;

struct Date {
    std::int64_t year;
    unsigned month;
    unsigned day;
};

/// A day in the Gregorian calendar. std::chrono only supports 32,767 years, so the day is moved by whole 400-year periods.
Date dateOf(std::int64_t days)
{
    constexpr std::int64_t kDaysPerPeriod = 146097;
    constexpr std::int64_t kYearsPerPeriod = 400;
    const std::int64_t periods = days / kDaysPerPeriod - (days % kDaysPerPeriod < 0 ? 1 : 0);
    const std::chrono::sys_days day{std::chrono::days(days - periods * kDaysPerPeriod)};
    const std::chrono::year_month_day date(day);
    return {int(date.year()) + periods * kYearsPerPeriod, unsigned(date.month()), unsigned(date.day())};
}

void appendTime(std::string &text, Timestamp time, char separator)
{
    const std::int64_t ofDay = ((time.seconds % kSecondsPerDay) + kSecondsPerDay) % kSecondsPerDay;
    const std::int64_t days = time.seconds / kSecondsPerDay - (time.seconds % kSecondsPerDay < 0 ? 1 : 0);
    const Date date = dateOf(days);
    const char *const sign = date.year < 0 ? "-" : date.year > 9999 ? "+" : "";
    std::array<char, 64> line;
    std::snprintf(line.data(), line.size(), "%s%04lld-%02u-%02u%c%02d:%02d:%02d", sign, std::abs(static_cast<long long>(date.year)),
                  date.month, date.day, separator, int(ofDay / 3600), int(ofDay / 60 % 60), int(ofDay % 60));
    text += line.data();
}

} // namespace

void appendRfc3339(std::string &text, Timestamp time)
{
    appendTime(text, time, 'T');
    if (time.nanoseconds != 0) {
        const std::string digits = std::to_string(time.nanoseconds);
        text.append(1, '.').append(9 - digits.size(), '0').append(digits);
    }
    text += 'Z';
}

void appendDateAndTime(std::string &text, Timestamp time)
{
    appendTime(text, time, ' ');
}

} // namespace stratoscope
