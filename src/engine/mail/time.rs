//! Times as seconds since 1970 UTC, and their RFC 3339 form. Pure arithmetic on the proleptic
//! Gregorian calendar: no clock, no zone tables, no leap seconds.

/// Reads `2026-11-02T00:12:04Z` or the same with an offset; a fraction of a second is cut off
/// (RFC 3339 §5.6). `None` for anything else, impossible dates included.
pub fn from_rfc3339(text: &str) -> Option<i64> {
    let mut reader = Reader(text.as_bytes());
    let year = reader.number(4)?;
    reader.one_of(b"-")?;
    let month = reader.number(2)?;
    reader.one_of(b"-")?;
    let day = reader.number(2)?;
    reader.one_of(b"Tt ")?;
    let hour = reader.number(2)?;
    reader.one_of(b":")?;
    let minute = reader.number(2)?;
    reader.one_of(b":")?;
    let second = reader.number(2)?;
    if reader.one_of(b".").is_some() {
        let digits = reader.0.iter().take_while(|o| o.is_ascii_digit()).count();
        reader.0 = reader.0.get(digits.max(1)..)?;
    }
    let offset = match reader.one_of(b"Zz+-")? {
        sign @ (b'+' | b'-') => {
            let hours = reader.number(2)?;
            reader.one_of(b":")?;
            let minutes = reader.number(2)?;
            if hours > 23 || minutes > 59 {
                return None;
            }
            let offset = hours * 3600 + minutes * 60;
            if sign == b'-' { -offset } else { offset }
        }
        _ => 0,
    };
    if !reader.0.is_empty() {
        return None;
    }
    Some(seconds(year, month, day, (hour, minute, second))? - offset)
}

/// Writes `2026-11-02T00:12:04Z`. Times before year 0 or after 9999 have no such form; the nearest
/// that has is written.
pub fn to_rfc3339(time: i64) -> String {
    const FIRST: i64 = -62_167_219_200;
    const LAST: i64 = 253_402_300_799;
    let time = time.clamp(FIRST, LAST);
    let (year, month, day) = civil(time.div_euclid(86_400));
    let second = time.rem_euclid(86_400);
    format!(
        "{year:04}-{month:02}-{day:02}T{:02}:{:02}:{:02}Z",
        second / 3600,
        second / 60 % 60,
        second % 60
    )
}

/// Seconds since 1970 of a date and time of day in UTC; `None` when there is no such time. The leap
/// second `:60` is the first second of the next minute.
pub(super) fn seconds(year: i64, month: i64, day: i64, time: (i64, i64, i64)) -> Option<i64> {
    let (hour, minute, second) = time;
    let good = (0..=9999).contains(&year)
        && (1..=days_in_month(year, month)).contains(&day)
        && (0..24).contains(&hour)
        && (0..60).contains(&minute)
        && (0..=60).contains(&second);
    good.then(|| days(year, month, day) * 86_400 + hour * 3600 + minute * 60 + second)
}

const fn days_in_month(year: i64, month: i64) -> i64 {
    match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        _ => 0,
    }
}

/// Days since 1970-01-01. A year is counted from March, so that the leap day is its last one.
const fn days(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    era * 146_097 + day_of_era - 719_468
}

/// The inverse of [`days`]: year, month and day.
const fn civil(days: i64) -> (i64, i64, i64) {
    let days = days + 719_468;
    let era = days.div_euclid(146_097);
    let day_of_era = days.rem_euclid(146_097);
    let year_of_era =
        (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * from_march + 2) / 5 + 1;
    let month = (from_march + 2) % 12 + 1;
    let year = era * 400 + year_of_era;
    (if month <= 2 { year + 1 } else { year }, month, day)
}

struct Reader<'a>(&'a [u8]);

impl Reader<'_> {
    fn number(&mut self, digits: usize) -> Option<i64> {
        let (number, rest) = self.0.split_at_checked(digits)?;
        self.0 = rest;
        number.iter().try_fold(0, |value, digit| {
            digit
                .is_ascii_digit()
                .then(|| value * 10 + i64::from(digit - b'0'))
        })
    }

    fn one_of(&mut self, allowed: &[u8]) -> Option<u8> {
        let (first, rest) = self.0.split_first()?;
        allowed.contains(first).then(|| {
            self.0 = rest;
            *first
        })
    }
}
