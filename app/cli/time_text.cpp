// SPDX-License-Identifier: Apache-2.0
#include "app/cli/time_text.h"

#include <chrono>
#include <cstdlib>

namespace stratoscope::cli {

namespace {

constexpr std::int64_t kSecondsPerDay = 86400;

void appendNumber(std::string &text, std::uint64_t number, std::size_t digits)
{
    const std::string plain = std::to_string(number);
    if (plain.size() < digits)
        text.append(digits - plain.size(), '0');
    text += plain;
}

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

void append(std::string &text, Timestamp time, char separator)
{
    const std::int64_t ofDay = ((time.seconds % kSecondsPerDay) + kSecondsPerDay) % kSecondsPerDay;
    const std::int64_t days = time.seconds / kSecondsPerDay - (time.seconds % kSecondsPerDay < 0 ? 1 : 0);
    const Date date = dateOf(days);
    if (date.year < 0 || date.year > 9999)
        text += date.year < 0 ? '-' : '+';
    appendNumber(text, std::uint64_t(std::abs(date.year)), 4);
    text += '-';
    appendNumber(text, date.month, 2);
    text += '-';
    appendNumber(text, date.day, 2);
    text += separator;
    appendNumber(text, std::uint64_t(ofDay / 3600), 2);
    text += ':';
    appendNumber(text, std::uint64_t(ofDay / 60 % 60), 2);
    text += ':';
    appendNumber(text, std::uint64_t(ofDay % 60), 2);
}

} // namespace

void appendRfc3339(std::string &text, Timestamp time)
{
    append(text, time, 'T');
    if (time.nanoseconds != 0) {
        text += '.';
        appendNumber(text, time.nanoseconds, 9);
    }
    text += 'Z';
}

void appendDateAndTime(std::string &text, Timestamp time)
{
    append(text, time, ' ');
}

} // namespace stratoscope::cli
