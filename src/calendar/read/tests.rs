//! Every spelling of a day or a month, good and bad.

use super::*;
use proptest::prelude::*;

#[test]
fn every_spelling_of_a_day_is_read() {
    for text in [
        "2026-09-30",
        "30.09.2026",
        "30/09/2026",
        "30-09-2026",
        "30.9.2026",
        "30 September 2026",
        "30th September 2026",
        "30 Sept 2026",
        "30 Sep. 2026",
        "30 SEPTEMBER 2026",
        "  30   september,  2026 ",
        "Wednesday 30 September 2026",
        "wed, 30th of September 2026",
        "Weds 30.09.2026",
        "30-Sep-2026",
        "30September2026",
        "30 Medi 2026",
        "2026/09/30",
        "30 / 09 / 2026",
        "30\u{a0}September\u{a0}2026",
        "30.09.2026.",
    ] {
        assert_eq!(read(text), Ok(CalendarDate::Day(Day::new(2026, 9, 30).unwrap())), "{text}");
    }
    assert_eq!(read("9.12.2024"), Ok(CalendarDate::Day(Day::new(2024, 12, 9).unwrap())));
    assert_eq!(read("1st may 2025"), Ok(CalendarDate::Day(Day::new(2025, 5, 1).unwrap())));
}

#[test]
fn every_spelling_of_a_month_is_read() {
    for text in [
        "2026-09",
        "09/2026",
        "09.2026",
        "9-2026",
        "September 2026",
        "medi 2026",
        "Sept 2026",
        "Sep 2026",
        "sept. 2026",
        "SEPTEMBER, 2026",
    ] {
        assert_eq!(read(text), Ok(CalendarDate::Month(Month::new(2026, 9).unwrap())), "{text}");
    }
}

#[test]
fn each_fault_says_what_to_write() {
    for (text, message, help) in [
        ("31 June 2026", "31 June 2026 does not exist", "June 2026 ends on the 30th: write \"30 June 2026\""),
        ("29.02.2025", "29.02.2025 does not exist", "February 2025 ends on the 28th: write \"28 February 2025\""),
        ("2025-02-30", "2025-02-30 does not exist", "February 2025 ends on the 28th: write \"28 February 2025\""),
        ("32/01/2025", "32/01/2025 does not exist", "January 2025 ends on the 31st: write \"31 January 2025\""),
        ("09/30/2026", "09/30/2026 does not begin with the day", "write \"30/09/2026\""),
        ("September 30, 2026", "September 30, 2026 does not begin with the day", "write \"30 September 2026\""),
        ("2026-30-09", "2026-30-09 has the day where the month belongs", "write \"30 September 2026\""),
        ("30.09.26", "the year in 30.09.26 has only two digits", "write \"30.09.2026\""),
        ("09/30/26", "the year in 09/30/26 has only two digits", "write \"30/09/2026\""),
        ("30 Sept 26", "the year in 30 Sept 26 has only two digits", "write \"30 Sept 2026\""),
        ("Sept 26", "the year in Sept 26 has only two digits", "write \"Sept 2026\""),
        ("09/26", "the year in 09/26 has only two digits", "write \"09/2026\""),
        ("9.12.99", "the year in 9.12.99 has only two digits", "write \"9.12.1999\""),
        ("31.06.26", "31.06.2026 does not exist", "June 2026 ends on the 30th: write \"30 June 2026\""),
        ("30 September", "30 September has no year", "add the year: \"30 September …\""),
        ("30.09.", "30.09. has no year", "add the year: \"30.09.…\""),
        ("2026-13", "2026-13 does not exist", "a year has 12 months: write the day first, as in \"30.09.2026\""),
        ("30.13.2026", "30.13.2026 does not exist", "a year has 12 months: write the day first, as in \"30.09.2026\""),
        (
            "Monday 30 September 2026",
            "30 September 2026 is a Wednesday, not a Monday",
            "write \"Wednesday 30 September 2026\", or only \"30 September 2026\"",
        ),
        ("30 Setpember 2026", "there is no month called \"Setpember\"", "write \"30 September 2026\""),
        ("Febuary 2027", "there is no month called \"Febuary\"", "write \"February 2027\""),
        (
            "2024-12-09T10:00:00Z",
            "2024-12-09T10:00:00Z gives a time of day",
            "only the day is wanted: write \"2024-12-09\"",
        ),
        (
            "9 December 2024, 18:30",
            "9 December 2024, 18:30 gives a time of day",
            "only the day is wanted: write \"9 December 2024\"",
        ),
        (
            "next spring",
            "\"next spring\" is not a date",
            "write a day, as in \"30 September 2026\", or a month, as in \"September 2026\"",
        ),
        ("", "the date is empty", "write a day, as in \"30 September 2026\", or a month, as in \"September 2026\""),
    ] {
        let fault = read(text).expect_err(text);
        assert_eq!((fault.message().as_str(), fault.help().as_str()), (message, help), "{text}");
    }
}

#[test]
fn other_things_are_not_dates() {
    for text in [
        "2026",
        "30",
        "September",
        "Monday",
        "0206-09-30",
        "30.09.20266",
        "-2026-09",
        "2026--09",
        "30..09.2026",
        "30.09/",
        "Monday September 2026",
        "Autumn 2026",
        "TBC",
        "30–09–2026",
        "２０２６-09-30",
        "10:00",
        "2026 September 30",
        "1 2 3 4",
        "st 2026",
        "99999999999999999999.1.2026",
        "30 Month 2026",
    ] {
        assert!(matches!(read(text), Err(DateFault::NotADate { .. })), "{text}: {:?}", read(text));
    }
}

#[test]
fn a_very_long_text_is_quoted_only_in_part() {
    let fault = read(&"x".repeat(5000)).unwrap_err();
    assert!(fault.message().chars().count() < 100);
}

proptest! {
    #[test]
    fn no_text_panics(text in "\\PC*") {
        if let Err(fault) = read(&text) {
            fault.message();
            fault.help();
        }
    }

    #[test]
    fn nothing_like_a_date_panics(text in "[0-9./: ,T-]{0,14}( ?(Sep|september|Febuary|of|th|Mon|é)){0,2}[ 0-9.]{0,6}") {
        if let Err(fault) = read(&text) {
            fault.message();
            fault.help();
        }
    }

    #[test]
    fn what_a_fault_suggests_is_a_date(day in 1u8..=40, month in 1u8..=40, year in 0u16..=2100) {
        let read_so = read(&format!("{day:02}/{month:02}/{year:02}"));
        if let Err(DateFault::NotDayFirst { instead, .. } | DateFault::TwoDigitYear { instead, .. }) = read_so {
            prop_assert!(read(&instead).is_ok(), "{}", instead);
        }
    }
}

#[test]
fn two_misspelt_months_of_which_one_begins_the_other_are_no_date() {
    for text in ["September Septemb", "Septemb Septemberr 2026", "Septemberr Septemb", "Septembe Septemb Septem"] {
        assert!(matches!(CalendarDate::parse(text), Err(DateFault::NotADate { .. })), "{text}");
    }
}
