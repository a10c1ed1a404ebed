//! Reads dates as people type them.

use super::{CalendarDate, DateFault, Day, MONTHS, Month, WEEKDAYS, month_name};

/// A text longer than this many characters is quoted only so far.
const LONGEST_QUOTE: usize = 60;

/// One part of what was typed.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Token<'a> {
    /// Digits.
    Number(&'a str),
    /// Letters.
    Word(&'a str),
}

/// Reads a date; see [`CalendarDate::parse`].
pub(super) fn read(text: &str) -> Result<CalendarDate, DateFault> {
    let text = text.trim();
    let typed = quote(text);
    if let Some(day) = day_of_instant(text) {
        return Err(DateFault::Instant { typed, day });
    }
    let not_a_date = || DateFault::NotADate { typed: quote(text) };
    let mut tokens = tokens(text).ok_or_else(not_a_date)?;
    let weekday = take_weekday(&mut tokens);
    if let Some(misspelt) = tokens.iter().find_map(misspelt_month) {
        return Err(misspelt_fault(text, misspelt).unwrap_or_else(not_a_date));
    }
    let date = from_tokens(text, &tokens).unwrap_or_else(|| Err(not_a_date()))?;
    match (weekday, date) {
        (Some(weekday), CalendarDate::Day(day)) if day.weekday() != weekday => {
            Err(DateFault::WrongWeekday { day: in_words(day), weekday, right: day.weekday() })
        }
        (Some(_), CalendarDate::Month(_)) => Err(not_a_date()),
        _ => Ok(date),
    }
}

/// The text as a message quotes it.
fn quote(text: &str) -> String {
    if text.chars().count() <= LONGEST_QUOTE {
        return text.to_owned();
    }
    let start: String = text.chars().take(LONGEST_QUOTE).collect();
    format!("{start}…")
}

fn in_words(day: Day) -> String {
    format!("{} {} {}", day.day(), month_name(day.month()), day.year())
}

/// The day, where the text is a day with a time behind it.
fn day_of_instant(text: &str) -> Option<String> {
    let colon = text.find(':')?;
    let before = &text[..colon];
    let end = before.rfind(['T', 't', ' ', ',']).filter(|end| *end > 0)?;
    let day = before[..end].trim_end_matches([' ', ',']);
    matches!(read(day), Ok(CalendarDate::Day(_))).then(|| day.to_owned())
}

/// The parts of a date: numbers and words with at most one of `. / - ,` between any two. `None` where there is anything
/// else. "st", "nd", "rd" and "th" straight behind a number, "of", and a full stop at the very end are left out.
fn tokens(text: &str) -> Option<Vec<Token<'_>>> {
    let mut tokens = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        if tokens.len() > 8 {
            return None;
        }
        let (token, after) = first_token(rest)?;
        let after_suffix = match token {
            Token::Number(_) => without_ordinal_ending(after),
            Token::Word(_) => after,
        };
        if token != Token::Word("of") || tokens.is_empty() {
            tokens.push(token);
        }
        rest = without_separator(after_suffix);
        if rest.is_empty() && after_suffix.trim_end().ends_with(['/', '-']) {
            return None;
        }
    }
    Some(tokens)
}

fn first_token(text: &str) -> Option<(Token<'_>, &str)> {
    let first = text.chars().next()?;
    let end = |keep: fn(char) -> bool| text.find(|c| !keep(c)).unwrap_or(text.len());
    if first.is_ascii_digit() {
        let (token, rest) = text.split_at(end(|c| c.is_ascii_digit()));
        return Some((Token::Number(token), rest));
    }
    if first.is_ascii_alphabetic() {
        let (token, rest) = text.split_at(end(|c| c.is_ascii_alphabetic()));
        return Some((Token::Word(token), rest));
    }
    None
}

fn without_ordinal_ending(text: &str) -> &str {
    let ending = text.get(..2).filter(|ending| ["st", "nd", "rd", "th"].iter().any(|s| s.eq_ignore_ascii_case(ending)));
    match ending {
        Some(_) if !text[2..].starts_with(|c: char| c.is_ascii_alphanumeric()) => &text[2..],
        _ => text,
    }
}

/// Skips spaces, then one separator with the spaces behind it ("Sept. 2026", "30 / 9 / 2026").
fn without_separator(text: &str) -> &str {
    let text = text.trim_start();
    text.strip_prefix(['.', '/', '-', ',']).unwrap_or(text).trim_start()
}

/// Takes a weekday's name off the front.
fn take_weekday(tokens: &mut Vec<Token<'_>>) -> Option<&'static str> {
    let Some(Token::Word(word)) = tokens.first() else {
        return None;
    };
    let word = word.to_ascii_lowercase();
    let weekday = WEEKDAYS.into_iter().find(|name| {
        let name = name.to_ascii_lowercase();
        word == name
            || (word.len() >= 3 && word.len() <= 5 && name.starts_with(&word))
            || word == "weds" && name.starts_with("wed")
    })?;
    tokens.remove(0);
    Some(weekday)
}

/// The months' names in Welsh, in small letters.
const WELSH_MONTHS: [&str; 12] = [
    "ionawr",
    "chwefror",
    "mawrth",
    "ebrill",
    "mai",
    "mehefin",
    "gorffennaf",
    "awst",
    "medi",
    "hydref",
    "tachwedd",
    "rhagfyr",
];

/// The month (1 to 12) with that name: whole, in English or Welsh, its first three letters in English, or "Sept".
fn month_called(word: &str) -> Option<u8> {
    let word = word.to_ascii_lowercase();
    let index = MONTHS.iter().zip(WELSH_MONTHS).position(|(name, welsh)| {
        let name = name.to_ascii_lowercase();
        word == name || word == name[..3] || word == "sept" && name == "september" || word == welsh
    })?;
    u8::try_from(index + 1).ok()
}

/// A word that begins as one month does, but is not its name.
fn misspelt_month<'a>(token: &Token<'a>) -> Option<&'a str> {
    let Token::Word(word) = token else { return None };
    if month_called(word).is_some() { None } else { month_meant(word).map(|_| *word) }
}

/// The month that a misspelt name most likely means: the one that shares most with it at its front and its end.
fn month_meant(word: &str) -> Option<u8> {
    let word = word.to_ascii_lowercase();
    if word.len() < 4 {
        return None;
    }
    let likeness = |name: &str| {
        let name = name.to_ascii_lowercase();
        let front = name.bytes().zip(word.bytes()).take_while(|(a, b)| a == b).count();
        let back = name.bytes().rev().zip(word.bytes().rev()).take_while(|(a, b)| a == b).count();
        if front == 0 || name.len().abs_diff(word.len()) > 2 { 0 } else { front.max(1) + back }
    };
    let (index, name) = MONTHS.iter().enumerate().max_by_key(|(index, name)| (likeness(name), 12 - index))?;
    if likeness(name) * 3 >= name.len() * 2 - 1 { u8::try_from(index + 1).ok() } else { None }
}

fn misspelt_fault(text: &str, word: &str) -> Option<DateFault> {
    // Where the word itself stands, which may be the start of another: each time there is one misspelt word less.
    let at = word.as_ptr().addr() - text.as_ptr().addr();
    let instead = format!("{}{}{}", &text[..at], month_name(month_meant(word)?), &text[at + word.len()..]);
    read(&instead).is_ok().then(|| DateFault::MisspeltMonth { typed: quote(text), month: quote(word), instead })
}

/// The date that the parts make; `None` where they make none.
fn from_tokens(text: &str, tokens: &[Token<'_>]) -> Option<Result<CalendarDate, DateFault>> {
    use Token::{Number, Word};
    let typed = || quote(text);
    match tokens {
        [Number(y), Number(m), Number(d)] if y.len() == 4 => Some(year_first(text, y, m, d)),
        [Number(d), Number(m), Number(y)] => {
            if d.len() > 2 || m.len() > 2 {
                return None;
            }
            if y.len() == 2 {
                return Some(Err(two_digit_year(text, y)));
            }
            Some(day_first(text, d, m, four_digits(y)?))
        }
        [Number(d), Word(m), Number(y)] => {
            let month = month_called(m)?;
            if d.len() > 2 {
                return None;
            }
            if y.len() == 2 {
                return Some(Err(two_digit_year(text, y)));
            }
            Some(a_day(text, four_digits(y)?, month, d.parse().ok()?))
        }
        [Word(m), Number(d), Number(y)] if d.len() <= 2 => {
            let day = Day::new(four_digits(y)?, month_called(m)?, d.parse().ok()?)?;
            Some(Err(DateFault::NotDayFirst { typed: typed(), instead: in_words(day) }))
        }
        [Number(y), Number(m)] if y.len() == 4 => Some(a_month(text, four_digits(y)?, m)),
        [Number(m), Number(y)] if y.len() == 4 => Some(a_month(text, four_digits(y)?, m)),
        [Number(m), Number(y)] if m.len() <= 2 && y.len() == 2 => {
            let two_digits = y.parse::<u8>().ok()? > 12 && m.parse::<u8>().ok()? <= 12;
            let fault = if two_digits {
                two_digit_year(text, y)
            } else {
                DateFault::NoYear { typed: typed(), instead: with_dots(text) }
            };
            Some(Err(fault))
        }
        [Word(m), Number(y)] => {
            let month = month_called(m)?;
            if y.len() == 2 {
                return Some(Err(two_digit_year(text, y)));
            }
            Month::new(four_digits(y)?, month).map(|month| Ok(CalendarDate::Month(month)))
        }
        [Number(d), Word(m)] if d.len() <= 2 => {
            month_called(m)?;
            Some(Err(DateFault::NoYear { typed: typed(), instead: with_dots(text) }))
        }
        _ => None,
    }
}

fn with_dots(text: &str) -> String {
    let text = text.trim_end_matches(['.', ',']);
    let separator = text.chars().find(|c| matches!(c, '.' | '/' | '-')).unwrap_or(' ');
    format!("{text}{separator}…")
}

fn four_digits(year: &str) -> Option<u16> {
    year.parse().ok().filter(|year| year_is_plausible(*year))
}

fn year_is_plausible(year: u16) -> bool {
    (1000..=9999).contains(&year)
}

/// `2026-09-30`; and `2026-30-09`, which has the day where the month belongs.
fn year_first(text: &str, year: &str, month: &str, day: &str) -> Result<CalendarDate, DateFault> {
    let not_a_date = || DateFault::NotADate { typed: quote(text) };
    if month.len() > 2 || day.len() > 2 {
        return Err(not_a_date());
    }
    let year = four_digits(year).ok_or_else(not_a_date)?;
    let (month, day): (u8, u8) = (month.parse().map_err(|_| not_a_date())?, day.parse().map_err(|_| not_a_date())?);
    if let (true, Some(meant)) = (month > 12, Day::new(year, day, month)) {
        return Err(DateFault::NotDayFirst { typed: quote(text), instead: in_words(meant) });
    }
    a_day(text, year, month, day)
}

/// `30.09.2026`; and `09/30/2026`, which has the month first.
fn day_first(text: &str, day: &str, month: &str, year: u16) -> Result<CalendarDate, DateFault> {
    let number = |digits: &str| digits.parse::<u8>().map_err(|_| DateFault::NotADate { typed: quote(text) });
    let (day_number, month_number) = (number(day)?, number(month)?);
    if month_number > 12 && Day::new(year, day_number, month_number).is_some() {
        let separator = text.chars().find(|c| matches!(c, '.' | '/' | '-')).unwrap_or(' ');
        let instead = format!("{month}{separator}{day}{separator}{year}");
        return Err(DateFault::NotDayFirst { typed: quote(text), instead });
    }
    a_day(text, year, month_number, day_number)
}

fn a_day(text: &str, year: u16, month: u8, day: u8) -> Result<CalendarDate, DateFault> {
    if let Some(day) = Day::new(year, month, day) {
        return Ok(CalendarDate::Day(day));
    }
    let typed = quote(text);
    match Month::new(year, month) {
        Some(month) => {
            Err(DateFault::NoSuchDay { typed, month: format!("{} {year}", month.name()), last: month.last_day().day() })
        }
        None => Err(DateFault::NoSuchMonth { typed }),
    }
}

fn a_month(text: &str, year: u16, month: &str) -> Result<CalendarDate, DateFault> {
    if month.len() > 2 {
        return Err(DateFault::NotADate { typed: quote(text) });
    }
    let month = month.parse().ok().and_then(|month| Month::new(year, month));
    month.map(CalendarDate::Month).ok_or_else(|| DateFault::NoSuchMonth { typed: quote(text) })
}

/// The fault of a year in two digits, with the date as it should be; where that has another fault, the other fault.
fn two_digit_year(text: &str, year: &str) -> DateFault {
    let century = if year > "69" { "19" } else { "20" };
    let at = text.rfind(year).unwrap_or(0);
    let full = format!("{}{century}{}", &text[..at], &text[at..]);
    let instead = match read(&full) {
        Err(DateFault::NotDayFirst { instead, .. }) => instead,
        Err(DateFault::TwoDigitYear { .. }) => return DateFault::NotADate { typed: quote(text) },
        Err(fault) => return fault,
        Ok(_) => full,
    };
    DateFault::TwoDigitYear { typed: quote(text), instead }
}

#[cfg(test)]
mod tests;
